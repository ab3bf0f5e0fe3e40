"""The demo's questions to residents: walked through today, and then put on the days that the content says."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from integration_programme.translations import Translations
from programmes.actions.residents import hide_answer, let_in_answer, resident, send_resident_answer
from programmes.actions.rounds import add_round, close_round, send_round
from programmes.demo.comments import respond_as
from programmes.demo.rounds import noon
from programmes.enums import RoundKind
from programmes.models import Programme, Round, Statement
from stakeholders.models import User, today


def ask_residents(programme: Programme, row: Mapping[str, Any], people: Mapping[str, User]) -> None:
    """Questions with their answers and what became of these."""
    by = people["coordinator"]
    begun = Round(
        programme=programme,
        kind=RoundKind.RESIDENTS,
        languages=row["languages"],
        opens_on=today(),
        closes_on=today() + timedelta(days=1),
        **{name: Translations(row[name]) for name in ("title", "message", "questions")},
    )
    found = send_round(add_round(begun, by=by), by=by)
    found.programme = programme
    for each in row["answers"]:
        _answer(found, each, people)
    if row["closes"] < 0:
        close_round(found, by=by)
    opens, closes = (today() + timedelta(days=row[name]) for name in ("opens", "closes"))
    days = {"opens_on": opens, "closes_on": closes, "opened_at": noon(opens), "confirmed_at": noon(opens)}
    Round.objects.filter(pk=found.pk).update(**days | ({"closed_at": noon(closes)} if closes < today() else {}))


def _answer(found: Round, row: Mapping[str, Any], people: Mapping[str, User]) -> None:
    answer = send_resident_answer(
        found, row["answers"], row.get("text", ""), language=row["language"], key=uuid4(), by=resident(found)
    )
    day = today() + timedelta(days=row["day"])
    Statement.objects.filter(pk=answer.pk).update(received_on=day, sent_at=noon(day), made_at=noon(day))
    answer.refresh_from_db()
    answer.programme = found.programme
    if row.get("state") == "hidden":
        hide_answer(answer, row["why"], by=people["coordinator"])
    elif row.get("state") == "let_in":
        let_in_answer(answer, by=people["coordinator"])
        for point, response in zip(answer.points.all(), row.get("responses", []), strict=False):
            if response:
                point.programme = found.programme
                respond_as(found.programme, point, response, [], people)
