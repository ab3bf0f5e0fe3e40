"""Telling people of days that come near, so many days before as each has chosen."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from programmes import notices, notifications
from programmes.models import Comment, DecisionStep, Milestone, Programme, place_of
from stakeholders.models import User
from stakeholders.models.notices import DAYS_BEFORE, settings_of
from stakeholders.notifications import coordinators_of

REMINDED_AT = time(6, 0)  # Finnish time, before the mails of the day
MADE_UP_FOR = timedelta(
    days=2
)  # a worker that stood still over a weekend reminds on Monday; later than that it says nothing


def reminding_day() -> date:
    """The day of which people are reminded now: until the morning it is the one before."""
    now = timezone.localtime()
    return now.date() if now.time() >= REMINDED_AT else now.date() - timedelta(days=1)


def send_reminders() -> int:
    """Tell of all days that are near; gives how many notices were made. May run at any time, and twice at once."""
    day = reminding_day()
    return sum(_of_programme(programme, rows, day) for programme, rows in _near(day).items()) + _of_points(day)


def _near(day: date) -> dict[Programme, list]:
    """Milestones and steps on the path of decisions that are not done and not far, by programme."""
    until = day + timedelta(days=max(DAYS_BEFORE))
    found: dict[Programme, list] = {}
    for model, when, done in ((Milestone, "due_on", "done_on"), (DecisionStep, "planned_on", "decided_on")):
        rows = model.objects.filter(**{f"{when}__range": (day, until), done: None}, archived_at=None)
        for row in rows.filter(programme__archived_at=None).select_related("programme").order_by("programme", "pk"):
            found.setdefault(row.programme, []).append((getattr(row, when), row))
    return found


@transaction.atomic
def _of_programme(programme: Programme, rows: list, day: date) -> int:
    people = coordinators_of(programme.lead.municipality_id)
    return sum(
        remind(people, notifications.DAY_NEAR, programme, due, day, of=row, place=place_of(row), names=row.names)
        for due, row in rows
    )


@transaction.atomic
def _of_points(day: date) -> int:
    """Whoever sees to a point of a statement hears of its day, until it has a response."""
    until = day + timedelta(days=max(DAYS_BEFORE))
    rows = Comment.objects.filter(due_on__range=(day, until), withdrawn_at=None, programme__archived_at=None)
    rows = rows.exclude(assigned_to=None).exclude(disposition__settled_at__isnull=False)
    made = 0
    for row in rows.select_related("programme", "assigned_to"):
        about = {"place": row.place.whole, "subject": str(row.key)}
        made += remind([row.assigned_to], notifications.POINT_NEAR, row.programme, row.due_on, day, of=row, **about)
    return made


def remind(
    people: Iterable[User], kind: notices.NoticeKind, programme: Programme, due: date, today: date, *, of, **about
) -> int:
    """Tell those of these people who want to hear of a day by now, each once for each number of days before."""
    people, made = list(people), 0
    chosen = settings_of(people)
    for days in DAYS_BEFORE:
        begun = today - (due - timedelta(days=days))
        if timedelta(0) <= begun <= MADE_UP_FOR:
            asked = [person for person in people if days in chosen[person.pk].days_before]
            once = f"{of._meta.model_name}:{of.pk}:{due:%Y-%m-%d}:{days}"
            made += len(notices.tell(asked, kind, programme, once=once, day=due, **about))
    return made
