"""The diary of a programme: how it was made, month by month, in people's words and with roles instead of names.

It is for whoever asks afterwards how the programme came to be: an appeal, an auditor, the next coordinator. Acts that
moved the work are told one by one; writing, comments and responses by their numbers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from integration_programme.translations import Translations
from programmes import history
from programmes.document.events import events_of, phase_of
from programmes.enums import DiaryPart, Phase
from programmes.models import Programme, Round
from stakeholders.enums import RoleKind
from stakeholders.models import Event, Role, Seat

#: how the log names who acted (`Actor.identity`)
ACCOUNT, LINK = "account:", "link:"
DECIDED, HEARD, KEPT, WRITTEN = DiaryPart.DECIDED, DiaryPart.HEARD, DiaryPart.KEPT, DiaryPart.WRITTEN
#: acts that are told one by one, by what they are
ONE_BY_ONE = {
    **dict.fromkeys(
        [
            *history.STARTING,
            "propose_programme",
            "table_programme",
            "return_programme",
            "take_back_programme",
            "approve_programme",
            "reopen_programme",
            "archive_programme",
            "restore_programme",
            "publish_version",
            "unpublish_version",
            "consent_to_programme",
            "decline_programme",
            "withdraw_consent",
            "ask_again",
        ],
        DECIDED,
    ),
    **dict.fromkeys(
        [
            *("choose_group", "share_programme", "open_round", "prolong_round", "close_round", "cancel_round"),
            *("invite_to_meeting", "cancel_meeting", "archive_statement", "restore_statement"),
        ],
        HEARD,
    ),
    **dict.fromkeys(["ask_review", "take_back_review", "send_review"], HEARD),
    **dict.fromkeys(
        ["make_version", "restore_version", "load_over_programme", "renew_edition", "add_annex", "leave_out_annex"],
        KEPT,
    ),
}
#: records that say by themselves that somebody was heard
OF_HEARING = {"meeting", "consultation"}
CHANGES = history.OF_ONE_KIND - {"mark_item", "keep_record"}
#: what was said and what became of it, once a month: the acts that did something new (`_new`), in words
COUNTED = {
    "comments": {"add_comment", "answer_comment"},
    "responses": {"respond", "settle_response"},
    "statements": {"send_answer", "add_statement"},
}
COUNTED_BY = {verb: what for what, verbs in COUNTED.items() for verb in verbs}


@dataclass(frozen=True)
class Entry:
    """A line of the diary. `more`: the facts of a round; `version`: the number of the one that it was about, where it asks what
    became of it."""

    day: date
    part: DiaryPart
    sentence: str
    more: str = ""
    version: int | None = None


def diary_of(programme: Programme, part: DiaryPart) -> list[tuple[date, list[Entry]]]:
    """The lines of what is chosen, by the first day of their month."""
    entries = [each for each in entries_of(programme) if part in (DiaryPart.EVERYTHING, each.part)]
    return [(month, list(lines)) for month, lines in groupby(entries, key=lambda each: each.day.replace(day=1))]


def entries_of(programme: Programme) -> list[Entry]:
    """Every line, the oldest first; at the end of each month, once, what was done many times over, with its last day."""
    is_told = Q(verb__in=ONE_BY_ONE) | Q(verb="add_record", kind__in=OF_HEARING)
    told = list(events_of(programme).filter(is_told).reverse())
    roles, rounds = Roles(programme, told), Rounds(programme)
    entries = [_one(event, roles, rounds) for event in told]
    entries += _by_month(events_of(programme).filter(verb__in=CHANGES | set(COUNTED_BY)))
    return sorted(entries, key=lambda each: (each.day.year, each.day.month))


def _one(event: Event, roles: "Roles", rounds: "Rounds") -> Entry:
    day = localdate(event.at)
    event.actor_name = roles.of(event.actor, day)
    return Entry(
        day,
        ONE_BY_ONE.get(event.verb, HEARD),
        history.sentence(event),
        rounds.told(event.subject) if event.verb == "open_round" else "",
        rounds.version(event.subject) if event.verb == "close_round" else None,
    )


def _by_month(events: QuerySet[Event]) -> list[Entry]:
    counted: dict[tuple[date, Phase | str], list[Any]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for event in events.order_by("at").values_list("at", "actor", "verb", "kind", "subject", "data", named=True):
        if number := _new(event, seen):
            what = COUNTED_BY.get(event.verb) or phase_of(event) or ""
            counted[localdate(event.at).replace(day=1), what] += [event] * number
    return [
        Entry(localdate(found[-1].at), HEARD if what in COUNTED else WRITTEN, _told_together(what, found))
        for (_month, what), found in sorted(counted.items(), key=lambda each: _place_of(each[0][1]))
    ]


def _new(event: Any, seen: set[tuple[str, str]]) -> int:
    """How many things come in by an act: of what is said, each comment, answer and response once, however often it is
    changed. A response is for several comments; of an answer in a round the log names the round, and who gave it."""
    what = COUNTED_BY.get(event.verb)
    if what is None:
        return 1
    keys = event.data.get("comments", [event.subject]) if what == "responses" else [event.subject]
    by = event.actor if event.verb == "send_answer" else ""
    new = {(f"{what} {key}", by) for key in keys} - seen
    seen |= new
    return len(new)


def _place_of(what: Phase | str) -> tuple[bool, int]:
    """The programme as a whole, its phases in order, and then what was said of it."""
    return what in COUNTED, what.number if isinstance(what, Phase) else list(COUNTED).index(what) if what else 0


def _told_together(what: Phase | str, found: Collection[Any]) -> str:
    number = len(found)
    said = {
        "comments": ngettext("%(number)s comment was made.", "%(number)s comments and answers were made.", number),
        "responses": ngettext(
            "%(number)s comment got its response.", "%(number)s comments got their response.", number
        ),
        "statements": ngettext("%(number)s statement came in.", "%(number)s statements came in.", number),
    }
    if what in said:
        return said[what] % {"number": number}
    where = f"{what.number} {what.label}" if isinstance(what, Phase) else _("The programme as a whole")
    people = len({event.actor for event in found})
    changes = ngettext("%(number)s change", "%(number)s changes", number) % {"number": number}
    by = ngettext("by %(number)s person", "by %(number)s people", people) % {"number": people}
    return f"{where}: {changes} {by}."


class Roles:
    """Who acted, by the role that they had on the day."""

    def __init__(self, programme: Programme, events: Iterable[Event]):
        accounts = {int(event.actor.removeprefix(ACCOUNT)) for event in events if event.actor.startswith(ACCOUNT)}
        towns = [link.municipality_id for link in programme.rows("links")]
        roles = Role.objects.filter(Q(municipality=None) | Q(municipality__in=towns), user__in=accounts)
        self.roles: dict[int, list[Role]] = defaultdict(list)
        for role in roles.select_related("municipality", "centre"):
            self.roles[role.user_id].append(role)
        of_group = Seat.objects.filter(group=programme.group_id)
        seated = of_group.filter(Q(person__in=accounts) | Q(deputy__in=accounts)).values_list("person", "deputy")
        self.seated = {account for seat in seated for account in seat}

    def of(self, actor: str, day: date) -> str:
        """For example "Coordinator (Vaasa)"."""
        if not actor.startswith(ACCOUNT):
            return _("A participant") if actor.startswith(LINK) else _("The system")
        account = int(actor.removeprefix(ACCOUNT))
        held = [role for role in self.roles[account] if role.valid_from <= day and (role.valid_to or day) >= day]
        if held:
            return min(map(_role, held))[1]
        return _("Member of the cooperation group") if account in self.seated else _("A user")


def _role(role: Role) -> tuple[int, str]:
    """How near a role is to the programme, and what it is called with its place."""
    place = role.municipality or role.centre
    called = role.get_kind_display()
    told = f"{called} ({Translations(place.names).marked(get_language() or '')})" if place else str(called)
    return list(RoleKind).index(RoleKind(role.kind)), told


class Rounds:
    """The rounds of a programme with whom they asked about which version."""

    def __init__(self, programme: Programme):
        rows = programme.rounds.select_related("version").defer("version__dump")
        asked = Q(participants__asked_at__isnull=False, participants__revoked_at=None)
        counted = rows.annotate(number_asked=Count("participants", filter=asked))
        self.rounds = {str(each.key): each for each in counted} if programme.rounds_revision else {}

    def told(self, key: str) -> str:
        """On which version it was, whom it asked, and until when."""
        found = self.rounds.get(key)
        if found is None or found.version is None:
            return ""
        until = _("until %(day)s") % {"day": date_format(found.closes_on, "SHORT_DATE_FORMAT")}
        return ", ".join([_("Version %(number)s") % {"number": found.version.number}, _whom(found), until])

    def version(self, key: str) -> int | None:
        """The number of the version that it asked about."""
        found = self.rounds.get(key)
        return found.version.number if found and found.version else None


def _whom(found: Round) -> str:
    if found.is_public:
        return _("open to everybody")
    return ngettext("%(number)s was asked", "%(number)s were asked", found.number_asked) % {
        "number": found.number_asked
    }
