"""The programmes of the demo, each walked to the state in which it is shown."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from indicators.actions import load_observations
from indicators.models import Observation
from integration_programme.actors import Actor
from programmes.actions.approval import approve_programme
from programmes.actions.duties import accept_duty, assign_duty
from programmes.actions.programmes import default_titles, share_programme, start_programme
from programmes.actions.publication import publish_version
from programmes.checklist import Kind
from programmes.demo.advising import advise
from programmes.demo.comments import say_all
from programmes.demo.content import content, earlier
from programmes.demo.meetings import meet_all
from programmes.demo.people import Cast
from programmes.demo.residents import ask_residents
from programmes.demo.rounds import ask
from programmes.demo.walk import add, change, fill, walk
from programmes.enums import BodyGroup, InvitationStatus, Outcome
from programmes.models import DecisionStep, Programme, VersionDocument
from programmes.models.sharing import SWITCHED
from stakeholders.actions.contacts import save_contact
from stakeholders.models import CentreContact, Municipality, today

DEMO_SLUG = "demo"
REAL_SLUG = "narpes"
IN_FORCE_SLUG = "esimerkkila-2022"
SUPERSEDED_SLUG = "esimerkkila-2018"
FORMER_EDITION = "act_1386_2010"
#: Days from the seeding to the first decision that is still to come, at least.
AHEAD = timedelta(days=7)


@transaction.atomic
def seed(cast: Cast) -> list[Programme]:
    """The demo's programmes, the complete one first; those that exist already are left as they are."""
    _contact(cast)
    makers = {
        SUPERSEDED_SLUG: lambda: _earlier_programme(cast, SUPERSEDED_SLUG, earlier("2018")),
        IN_FORCE_SLUG: lambda: _earlier_programme(cast, IN_FORCE_SLUG, earlier("2022")),
        REAL_SLUG: lambda: _programme_just_begun(cast),
        DEMO_SLUG: lambda: _complete_programme(cast),
    }
    found = {programme.slug: programme for programme in Programme.objects.filter(slug__in=makers)}
    made = {slug: found.get(slug) or make() for slug, make in makers.items()}
    return [made.pop(DEMO_SLUG), *made.values()]


def _contact(cast: Cast) -> None:
    """Whom both municipalities ask at their centre, unless somebody has kept one there already."""
    contact = CentreContact(centre=cast.real.centre)
    if contact.centre.contacts.exists():
        return
    fill(contact, content()["centre_contact"])
    save_contact(contact, row_version=0, by=cast.people["adviser"])


def _programme_just_begun(cast: Cast) -> Programme:
    """Nothing but the real figures is in it."""
    return start_programme(cast.real, by=cast.people["coordinator"], slug=REAL_SLUG, is_demo=True)


# The complete one, which is a draft


def _complete_programme(cast: Cast) -> Programme:
    data, by = content(), cast.people["coordinator"]
    programme = begin(cast.municipality, data, by=by, slug=DEMO_SLUG)
    late = _lateness(data["decision_steps"])
    dated = {name: [_postponed(row, late) for row in data[name]] for name in ("decision_steps", "milestones")}
    walk(programme, data | dated, by=by, people=cast.people)
    share_programme(programme, SWITCHED, by=by)
    programme = Programme.objects.get(pk=programme.pk)  # read anew: what was walked is in its lists now
    say_all(programme, data["comments"], cast.people)
    for row in data["rounds"]:
        ask(programme, row, cast.people)
    for row in data["residents"]:
        ask_residents(programme, row, cast.people)
    meet_all(programme, data["agendas"], cast.people)
    for row in data["duties"]:
        _ask(programme, row, cast)
    advise(programme, data, cast)
    return programme


def _ask(programme: Programme, row: Mapping[str, Any], cast: Cast) -> None:
    """Somebody is asked to see to a section, and has answered or not."""
    person, deputy = cast.people[row["person"]], cast.people.get(row.get("deputy", ""))
    due = today() + timedelta(days=row["days"])
    duty = assign_duty(programme, row["item"], person, deputy=deputy, due_on=due, by=cast.people["coordinator"])
    if row["state"] == "accepted":
        accept_duty(duty, by=person)


def begin(municipality: Municipality, data: Mapping[str, Any], *, by: Actor, **named: Any) -> Programme:
    """Start a programme in the frame that its content gives, and let the made-up municipality's figures be there."""
    frame = data["programme"]
    load_observations(_observations(municipality.pk, content()["observations"]))
    period = (frame["period_start"], frame["period_end"])
    return start_programme(municipality, by=by, start=frame["start"], period=period, is_demo=True, **named)


def _observations(code: str, statistics: dict[str, dict]) -> list[Observation]:
    """The made-up municipality's figures, all of them with the source that says so."""
    return [
        Observation(area_code=code, statistic=statistic, period=period, value=value, source="demo")
        for statistic, values in statistics.items()
        for period, value in values.items()
    ]


def _lateness(steps: list[dict]) -> timedelta:
    """How far decisions still to come must be put off, so that a demo loaded later does not begin overdue."""
    first = min(step["planned_on"] for step in steps if "decided_on" not in step)
    return max(timedelta(0), today() + AHEAD - first)


def _postponed(row: dict, late: timedelta) -> dict:
    if "decided_on" in row or "done_on" in row:
        return row
    return row | {name: row[name] + late for name in ("planned_on", "due_on") if name in row}


# Those before it, which were approved


def _earlier_programme(cast: Cast, slug: str, data: dict[str, Any]) -> Programme:
    """Approved in its day; where the council has carried it on since then, approved once more."""
    by = cast.people["coordinator"]
    programme = begin(cast.municipality, data, by=by, slug=slug, edition_key=FORMER_EDITION)
    walk(programme, data | _settled(programme, data["marks"]), by=by, people={})
    share_programme(programme, SWITCHED, by=by)
    approve(programme, data["programme"]["approved_on"], by=by, why_open=data["programme"]["why_open"])
    if "extension" in data:
        _carry_on(programme, data["extension"], by=by)
    for version in programme.versions.approvals().order_by("number"):
        publish_version(programme, version, by=by)
    return programme


def _settled(programme: Programme, marks: dict[str, Any]) -> dict[str, Any]:
    """What is not told of a programme of former years: all that it dealt with was done, and in time."""
    tasks = [item.key for item in programme.checklist if item.kind in (Kind.ITEM, Kind.QUESTION, Kind.ELEMENT)]
    return {
        "marks": marks | {"done": [task for task in tasks if task not in marks["not_dealt_with"]]},
        "milestones": [{"done_on": milestone.due_on} for milestone in programme.milestones.all()],
        "invitations": {body: {"status": InvitationStatus.JOINED} for body in BodyGroup},
    }


def _carry_on(programme: Programme, extension: dict[str, Any], *, by: Actor) -> None:
    programme.refresh_from_db()
    period = (programme.period_start, _carried_on_until(content()["decision_steps"]))
    titles = default_titles(programme.content_languages, period)
    change(programme, {"title": titles, "period_end": period[1], "review_by": period[1]}, by=by)
    day, step = extension["approved_on"], {"outcome": Outcome.APPROVED, "body": "council", **extension["decision"]}
    add(programme, DecisionStep, step | {"decided_on": day}, {}, by=by)
    approve(programme, day, by=by, why_open=extension["why_open"])


def _carried_on_until(steps: list[dict]) -> date:
    """The end of the year in which the council means to decide on the next programme: so the former one is in force on
    whatever day the demo is loaded."""
    decides_on = max(step["planned_on"] for step in steps) + _lateness(steps)
    return date(decides_on.year, 12, 31)


def approve(programme: Programme, day: date, *, by: Actor, why_open: str = "") -> list[VersionDocument]:
    """Record an approval of former days; what was approved then was last written on that day."""
    written_at = datetime.combine(day, time(12), UTC)
    Programme.objects.filter(pk=programme.pk).update(written_at=written_at)
    return approve_programme(programme, approved_on=day, by=by, why_open=why_open)
