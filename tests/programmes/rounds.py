"""Rounds and statements for tests, built by walking the actions."""

from datetime import timedelta

from integration_programme.actors import SYSTEM, LinkHolder
from integration_programme.brought import paper
from integration_programme.translations import Translations
from programmes.actions.contents import keep
from programmes.actions.participants import add_participant, add_seats
from programmes.actions.rounds import add_round, send_round
from programmes.actions.statements import Answer, add_statement, send_answer
from programmes.models import Participant, Programme, Round, Statement
from stakeholders.models import today
from tests.integration_programme.brought.made import PDF

TITLE = Translations({"sv": "Kommentarer till utkastet", "en": "Comments on the draft"})


def make_round(programme: Programme, *, by=SYSTEM, days: int = 14, **fields) -> Round:
    """A draft that closes so many days from today."""
    fields = {"title": TITLE, "opens_on": today(), "closes_on": today() + timedelta(days=days)} | fields
    return add_round(Round(programme=programme, **fields), by=by)


def make_participant(found: Round, email: str = "kela@example.org", *, by=SYSTEM, **fields) -> Participant:
    """Somebody who is asked by name and address."""
    fields = {"name": "Leena Lahti", "language": "en"} | fields
    return add_participant(Participant(round=found, email=email, **fields), by=by)


def make_open_round(programme: Programme, *, by=SYSTEM, seats=(), email: str = "kela@example.org", **fields) -> Round:
    """A round that has been sent to these seats, and to an address."""
    found = make_round(programme, by=by, **fields)
    if seats:
        add_seats(found, seats, by=by)
    if email:
        make_participant(found, email, by=by)
    return send_round(found, by=by)


def holder(participant: Participant) -> LinkHolder:
    """Whoever came by the participant's link."""
    return LinkHolder(link=str(participant.key), name=participant.label())


def make_answer(participant: Participant, text: str = "More evening courses, please.", *, by=None, **said) -> Statement:
    """What a participant has sent by the link."""
    said = {"stance": "comments" if text else "no_remarks", "language": "en"} | said
    answer = Answer(text=text, **said)
    saved = participant.statements.filter(archived_at=None).first()
    return send_answer(participant, answer, row_version=saved.row_version if saved else 0, by=by or holder(participant))


def make_statement(programme: Programme, text: str = "Two weeks are too short.", *, by=SYSTEM, **fields) -> Statement:
    """What came on paper, entered by those who write, with its file."""
    fields = {"way": "paper", "stance": "comments", "language": "sv", "contributor_name": "Bo Berg"} | fields
    statement = Statement(programme=programme, text=text, **fields)
    statement.take(keep(programme, paper(PDF, "a.pdf")), "a.pdf")
    return add_statement(statement, by=by)
