"""The days of one person, as their calendar shows them: what they may read of today, and no draft of a meeting."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes import rules
from programmes.enums import DutyState, MeetingState
from programmes.export.entries import ZONE, Entry
from programmes.models import Duty, Meeting, Milestone, Participant, Programme, Round
from programmes.models.kinds import kind_of
from programmes.models.partners import part_stands
from programmes.models.places import item_url, subject_url, worded
from stakeholders.models import User, today

KEPT = timedelta(days=100)  # how long what is over stays in calendars


def days_of(person: User) -> list[Entry]:
    """In as many statements as there are sorts of days, however many programmes the person reads."""
    seen, since = _programmes(person), today() - KEPT
    found = [*_meetings(seen, since), *_rounds(person, seen, since)]
    found += [*_duties(person, seen, since), *_milestones(seen, since)]
    return sorted(found, key=lambda entry: (f"{entry.starts:%Y%m%d}", entry.uid))


def _programmes(person: User) -> dict[int, Programme]:
    """Those that are not archived, as the person sees them."""
    rows = Programme.objects.visible_to(person).with_aland().with_switches().filter(archived_at=None)
    found = {}
    for programme in rows:
        rules.keep_role(person, programme)
        seen = programme.seen_by(rules.audience_of(person, programme))
        if seen.sight.is_open:
            found[programme.pk] = seen
    return found


def _shown(seen: dict[int, Programme], record) -> bool:
    """Whether a record that stands under no other one is shown; it then has its programme as the person sees it."""
    record.programme, kind = seen[record.programme_id], kind_of(record)
    item = kind.item_of(record)
    sight = record.programme.sight
    return item in record.programme.checklist and sight.sees_record(kind, record, item, lambda _kind, _row: None)


def _meetings(seen: dict[int, Programme], since: date) -> Iterator[Entry]:
    rows = Meeting.objects.filter(programme__in=seen, archived_at=None, held_on__gte=since, invited_at__isnull=False)
    return (meeting_entry(row.programme, row) for row in rows if _shown(seen, row))


def meeting_entry(programme: Programme, meeting: Meeting) -> Entry:
    """A meeting that has a day; without hours it takes the day. One that was cancelled says so."""
    language, original = get_language() or "", programme.original_language
    called = meeting.topic.first(language, original)[1] or _("Meeting")
    title = f"{called} – {programme.label(language)}"
    is_cancelled = meeting.state == MeetingState.CANCELLED
    return Entry(
        uid=_uid("meeting", meeting.key),
        title=_("Cancelled: %(what)s") % {"what": title} if is_cancelled else title,
        starts=_moment(meeting.held_on, meeting.begins_at) or meeting.held_on,
        ends=_moment(meeting.held_on, meeting.ends_at),
        where=meeting.venue.first(language, original)[1],
        url=_full(subject_url(programme.slug, "meeting", meeting.key)),
        changed_at=max(filter(None, (meeting.updated_at, meeting.cancelled_at))),
        sequence=meeting.row_version + (1 if is_cancelled else 0),
        is_cancelled=is_cancelled,
    )


def _moment(day: date, hour) -> datetime | None:
    return datetime.combine(day, hour, ZONE) if hour else None


def _rounds(person: User, seen: dict[int, Programme], since: date) -> Iterator[Entry]:
    """The last days of rounds, for those who see the rounds of a programme and for seats that were asked."""
    writes = [pk for pk, programme in seen.items() if rules.read_rounds.allows(person, programme)]
    opened = Round.objects.opened().filter(closes_on__gte=since, programme__archived_at=None)
    asked = Participant.objects.asked().filter(Q(seat__person=person) | Q(seat__deputy=person)).values("round")
    for row in opened.filter(Q(programme__in=writes) | Q(pk__in=asked)).select_related("programme"):
        page = "round" if row.programme_id in writes else "answer_signed_in"
        label = row.label(get_language() or "", row.programme.original_language)
        yield Entry(
            uid=_uid("round", row.key),
            title=_("Last day: %(what)s") % {"what": label},
            starts=row.closes_on,
            url=_full(reverse(page, kwargs={"slug": row.programme.slug, "key": row.key})),
            changed_at=row.opened_at,
            sequence=row.row_version,
        )


def _duties(person: User, seen: dict[int, Programme], since: date) -> Iterator[Entry]:
    """The days of the sections that the person sees to."""
    rows = Duty.objects.of(person).open().filter(programme__in=seen, due_on__gte=since)
    for row in rows.exclude(state=DutyState.DECLINED):
        programme = seen[row.programme_id]
        if rules.edit_programme.allows(person, programme):
            yield Entry(
                uid=_uid("section", row.key),
                title=_("See to: %(what)s") % {"what": worded(programme, row.item) or row.item},
                starts=row.due_on,
                url=_full(item_url(programme.slug, row.item)),
                changed_at=row.answered_at or row.asked_at,
                sequence=programme.duties_revision,
            )


def _milestones(seen: dict[int, Programme], since: date) -> Iterator[Entry]:
    rows = Milestone.objects.filter(part_stands(Milestone), programme__in=seen, archived_at=None, done_on=None)
    for row in rows.filter(due_on__gte=since):
        if _shown(seen, row):
            language = get_language() or ""
            label = row.label(language, row.programme.original_language)
            yield Entry(
                uid=_uid("milestone", row.key),
                title=f"{label} – {row.programme.label(language)}",
                starts=row.due_on,
                url=_full(reverse("responsibility", kwargs={"slug": row.programme.slug})),
                changed_at=row.updated_at,
                sequence=row.row_version,
            )


def _uid(sort: str, key) -> str:
    return f"{sort}-{key}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def _full(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path
