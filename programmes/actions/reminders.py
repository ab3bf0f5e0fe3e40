"""Telling people of days that come near, so many days before as each has chosen."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, time, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from programmes import notices, notifications
from programmes.enums import DutyState
from programmes.models import Comment, DecisionStep, Duty, Milestone, Programme, place_of
from programmes.models.readers import people
from programmes.models.sharing import READERS
from programmes.notifications import tell_of_duty
from stakeholders.models import User
from stakeholders.models.notices import DAYS_BEFORE, settings_of
from stakeholders.notifications import coordinators_of

REMINDED_AT = time(6, 0)  # Finnish time, before the mails of the day
MADE_UP_FOR = timedelta(days=2)  # by a worker that stood still, over a weekend; later than that it says nothing
SILENT_AFTER = timedelta(days=7)  # without an answer, or after the day: then the coordinators are told


def reminding_day() -> date:
    """The day of which people are reminded now: until the morning it is the one before."""
    now = timezone.localtime()
    return now.date() if now.time() >= REMINDED_AT else now.date() - timedelta(days=1)


def send_reminders() -> int:
    """Tell of all days that are near; gives how many notices were made. May run at any time, and twice at once."""
    day = reminding_day()
    of_programmes = sum(_of_programme(programme, rows, day) for programme, rows in _near(day).items())
    return of_programmes + _of_points(day) + _of_duties(day) + _of_comments()


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
    return sum(_of_row(people, programme, row, due, day) for due, row in rows)


def _of_row(people: list[User], programme: Programme, row, due: date, day: date) -> int:
    about = {"place": place_of(row), "names": row.names, "day": due}
    once = f"{row._meta.model_name}:{row.pk}:{due:%Y-%m-%d}"
    return sum(
        len(notices.tell(asked, notifications.DAY_NEAR, programme, once=f"{once}:{days}", **about))
        for days, asked in _asked(people, due, day)
    )


def _asked(people: Iterable[User], due: date, day: date) -> Iterator[tuple[int, list[User]]]:
    """Who wants to be reminded of a day by now, for each number of days before it."""
    chosen = settings_of(people := list(people))
    for days in DAYS_BEFORE:
        if timedelta(0) <= day - (due - timedelta(days=days)) <= MADE_UP_FOR:
            yield days, [person for person in people if days in chosen[person.pk].days_before]


@transaction.atomic
def _of_points(day: date) -> int:
    """Whoever sees to a point of a statement hears of its day, until it has a response."""
    until = day + timedelta(days=max(DAYS_BEFORE))
    rows = Comment.objects.filter(due_on__range=(day, until), withdrawn_at=None, programme__archived_at=None)
    rows = rows.exclude(assigned_to=None).exclude(disposition__settled_at__isnull=False)
    return sum(_of_point(row, day) for row in rows.select_related("programme", "assigned_to"))


def _of_point(row: Comment, day: date) -> int:
    about = {"place": row.place.whole, "subject": str(row.key), "day": row.due_on}
    once = f"comment:{row.pk}:{row.due_on:%Y-%m-%d}"
    return sum(
        len(notices.tell(asked, notifications.POINT_NEAR, row.programme, once=f"{once}:{days}", **about))
        for days, asked in _asked([row.assigned_to], row.due_on, day)
    )


@transaction.atomic
def _of_comments() -> int:
    """The coordinators hear in the morning who has commented since the day before."""
    rows = Comment.objects.filter(said_at__gte=timezone.now() - MADE_UP_FOR, withdrawn_at=None, answer_to=None)
    rows = rows.filter(review=None)  # of these they were told when they were sent
    rows = rows.filter(author_access__in=READERS.values(), programme__archived_at=None).exclude(author=None)
    return sum(map(notifications.comment_was_said, rows.select_related("programme", "author")))


# Who sees to a section


def _of_duties(day: date) -> int:
    rows = Duty.objects.open().exclude(state=DutyState.DECLINED).select_related("person", "programme")
    by_programme = groupby(rows.order_by("programme", "pk"), key=lambda duty: duty.programme)
    return sum(_of_duties_of(programme, list(found), day) for programme, found in by_programme)


@transaction.atomic
def _of_duties_of(programme: Programme, duties: list[Duty], day: date) -> int:
    """Remind those who see to sections; where one is silent or gone, tell the coordinators, once."""
    coordinators, writers = coordinators_of(programme.lead.municipality_id), {each.pk for each in people(programme)}
    made = 0
    for duty in duties:
        duty.programme = programme
        made += sum(
            len(
                tell_of_duty(
                    duty, asked, notifications.DUTY_NEAR, once=f"{duty.pk}:{duty.due_on}:{days}", day=duty.due_on
                )
            )
            for days, asked in (_asked([duty.person], duty.due_on, day) if duty.due_on else ())
        )
        if kind := _trouble(duty, writers, day):
            once = f"{duty.pk}:{duty.asked_at.isoformat()}:{duty.due_on if kind is notifications.DUTY_LATE else ''}"
            made += len(tell_of_duty(duty, coordinators, kind, once=once, who=str(duty.person), day=duty.due_on))
    return made


def _trouble(duty: Duty, writers: Collection[int], day: date) -> notices.NoticeKind | None:
    """What the coordinators must know: nobody is there, nobody answers, or the day has long passed."""
    if duty.person_id not in writers:
        return notifications.DUTY_GONE
    if duty.state == DutyState.ASKED:
        is_silent = timezone.localtime(duty.asked_at).date() + SILENT_AFTER <= day
        return notifications.DUTY_SILENT if is_silent else None
    return notifications.DUTY_LATE if duty.due_on and duty.due_on + SILENT_AFTER <= day else None
