"""Questions to residents for tests, built by walking the actions."""

import time
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.test import Client

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.residents import let_in_answer, resident, send_resident_answer
from programmes.actions.rounds import add_round, send_round
from programmes.enums import RoundKind
from programmes.forms.residents import SALT
from programmes.models import Programme, Round, Statement
from stakeholders.models import today
from tests.programmes.sending import as_sent, opened

TITLE = Translations({"sv": "Vad hjälpte dig?", "en": "What helped you?", "ar": "ما الذي ساعدك؟"})
QUESTIONS = Translations(
    {
        "sv": "Vad hjälpte?\nVad saknades?",
        "en": "What helped?\nWhat was missing?",
        "ar": "ما الذي ساعدك؟\nما الذي كان ينقصك؟",
    }
)


def make_questions(programme: Programme, *, by=SYSTEM, days: int = 14, **fields) -> Round:
    """A draft that closes so many days from today, in Swedish, English and Arabic."""
    days_of_it = {"opens_on": today(), "closes_on": today() + timedelta(days=days)}
    written = {"title": TITLE, "questions": QUESTIONS, "languages": ["en", "ar"], "kind": RoundKind.RESIDENTS}
    return add_round(Round(programme=programme, **days_of_it | written | fields), by=by)


def make_open_questions(programme: Programme, *, by=SYSTEM, **fields) -> Round:
    found = send_round(make_questions(programme, by=by, **fields), by=by)
    found.programme = programme
    return found


def make_resident_answer(found: Round, *answers: str, text: str = "", language: str = "en") -> Statement:
    """What a resident has sent; nobody has looked at it yet."""
    said = list(answers or ("The library", ""))
    return send_resident_answer(found, said, text, language=language, key=uuid4(), by=resident(found))


def make_let_in(found: Round, *answers: str, by=SYSTEM, **said) -> Statement:
    statement = make_resident_answer(found, *answers, **said)
    let_in_answer(statement, by=by)
    statement.refresh_from_db()
    return statement


def a_while_ago(seconds: int = 60) -> str:
    """The stamp of a page that was opened so long ago."""
    return signing.dumps(int(time.time()) - seconds, salt=SALT)


def as_written(client: Client, url: str, **changes) -> dict:
    """What a resident sends of the form, who has taken the time to write."""
    return as_sent(opened(client, url)) | {"begun": a_while_ago()} | changes
