"""The demo's rounds: one that has closed, with what came in by every way and who was silent, and one that is open."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from integration_programme.actors import Actor, LinkHolder
from integration_programme.translations import Translations
from programmes.actions.participants import add_participant
from programmes.actions.points import add_point
from programmes.actions.rounds import add_round, close_round, send_round
from programmes.actions.statements import Answer, add_statement, send_answer
from programmes.demo.comments import respond_as, subject
from programmes.models import Participant, Programme, Round, Statement, place_of
from stakeholders.models import User, today


def ask(programme: Programme, row: Mapping[str, Any], people: Mapping[str, User]) -> None:
    """One round with its answers; what is over is walked through today, and then put on the days that the content says."""
    by = people["coordinator"]
    places = {element.element: str(place_of(element)) for element in programme.rows("elements")}
    begun = Round(
        programme=programme,
        kind=row["kind"],
        sections=[places[each] for each in row["sections"]],
        opens_on=today(),
        closes_on=today() + timedelta(days=1),
        **{name: Translations(row[name]) for name in ("title", "message", "questions")},
    )
    found = add_round(begun, by=by)
    asked = [(_added(programme, found, each, by=by), each.get("answer")) for each in row["participants"]]
    found = send_round(found, by=by)
    for participant, answer in asked:
        if answer is not None:
            _say(programme, participant, answer, people)
    if row["closes"] < 0:
        close_round(found, by=by)
    _put_back(found, row)


def _added(programme: Programme, found: Round, row: Mapping[str, Any], *, by: Actor) -> Participant:
    asked = Participant(round=found, **{name: row[name] for name in ("name", "email", "language") if name in row})
    if "seat" in row:
        seat = next(each for each in programme.seats if each.organisation.text("fi") == row["seat"])
        asked.seat, asked.body = seat, Translations(seat.names)
    if "organisation" in row:
        named = (each for each in programme.rows("organisations") if each.name.text("fi") == row["organisation"])
        asked.organisation = next(named)
    return add_participant(asked, by=by)


def _say(programme: Programme, asked: Participant, row: Mapping[str, Any], people: Mapping[str, User]) -> None:
    text, answers = row.get("text", ""), row.get("answers", [])
    if "way" in row:
        entered = Statement(programme=programme, round=asked.round, participant=asked, text=text, answers=answers)
        for name in ("way", "stance", "language", "section", "case_number"):
            setattr(entered, name, row[name])
        entered.contributor_name = row["name"]
        for name, value in _supporters(row).items():
            setattr(entered, name, value)
        statement = add_statement(entered, by=people["coordinator"])
    else:
        by = people[row["by"]] if "by" in row else LinkHolder(link=str(asked.key), name=asked.label())
        answer = Answer(row["stance"], text, answers, row["language"], asked.name, **_supporters(row))
        statement = send_answer(asked, answer, row_version=0, by=by)
    day = today() + timedelta(days=row["day"])
    Statement.objects.filter(pk=statement.pk).update(received_on=day, sent_at=noon(day), made_at=noon(day))
    statement.refresh_from_db()
    statement.programme = programme
    for each in row.get("points", []):
        _split(statement, each, people)


def _supporters(row: Mapping[str, Any]) -> dict[str, Any]:
    """Who co-signs it."""
    return {name: row[name] for name in ("supporting_bodies", "supporting_persons", "supporters_beside") if name in row}


def _split(statement: Statement, row: Mapping[str, Any], people: Mapping[str, User]) -> None:
    """One point of a statement, with what becomes of it if anybody has said."""
    about = {"person": people.get(row.get("person", ""))}
    if "due" in row:
        about["due_on"] = today() + timedelta(days=row["due"])
    point = add_point(
        statement, subject(statement.programme, row["at"]), row["text"], by=people["coordinator"], **about
    )
    if "response" in row:
        respond_as(statement.programme, point, row["response"], [], people)


def noon(day) -> datetime:
    """The middle of a day here."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _put_back(found: Round, row: Mapping[str, Any]) -> None:
    """Put it on its days."""
    opens, reminds, closes = (today() + timedelta(days=row[name]) for name in ("opens", "reminds", "closes"))
    days = {"opens_on": opens, "remind_on": reminds, "closes_on": closes, "opened_at": noon(opens)}
    days |= {"confirmed_at": noon(opens)} | ({"closed_at": noon(closes)} if closes < today() else {})
    Round.objects.filter(pk=found.pk).update(**days)
    found.participants.update(asked_at=noon(opens))
    if reminds < today():
        late = found.participants.exclude(statements__received_on__lt=reminds).values_list("pk", flat=True)
        Participant.objects.filter(pk__in=list(late)).update(reminders=[reminds.isoformat()])
