"""Rounds, participants and statements as lines of lists: each list read in one statement, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from integration_programme.remembered import Remembered
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.actions.participants import link_seen
from programmes.enums import Audience, Moderation, RoundState, SpokenLanguage, StatementStance, direction
from programmes.models import Participant, Programme, Round, Statement
from programmes.views.base import span
from programmes.views.subjects import Listing, Reader, Row
from stakeholders.models import today

OPEN = Remembered[list[dict]](200_000)
SHOWN = 5  # rounds on the page of the phase; the others are in the list
#: how states look, in the words of components/status_tag.html
LOOKS = {
    RoundState.DRAFT: "open",
    RoundState.WAITING: "waiting",
    RoundState.OPEN: "in_progress",
    RoundState.CLOSED: "done",
    RoundState.CANCELLED: "not_applicable",
}


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


@dataclass(frozen=True)
class Asked:
    """A participant as the pages of a round tell of them. `state`: how far the matter is with them, as "new", "waiting",
    "silent", "answered" or "revoked"; `stance` is '' where nothing has come. `waits_for`: who sits on the seat by now and
    has not got the link."""

    key: str
    name: str
    person: str
    address: str
    language: str
    state: str
    label: str
    look: str
    stance: str
    asked_on: str
    reminded_on: str
    received_on: str
    way: str
    supporters: int
    statement_url: str
    seen: str
    is_asked: bool
    is_revoked: bool
    has_link: bool
    waits_for: str
    edit_url: str
    act_url: str


def participants_of(found: Round) -> list[Asked]:
    """Everybody who is asked, each with what came from them."""
    sent = Prefetch("statements", Statement.objects.sent().defer("text"), to_attr="came")
    return [_asked(found, each) for each in found.participants.with_seats().prefetch_related(sent)]


def _asked(found: Round, each: Participant) -> Asked:
    statement = next(iter(each.came), None)
    state, label, look = _standing(found, each, statement)
    names = {"slug": found.programme.slug, "key": found.key, "participant": each.key}
    edit_url = reverse("edit_participant", kwargs=names)
    return Asked(
        key=str(each.key),
        name=text(each.body, found.programme.original_language) or each.label(),
        person=each.name if each.body else "",
        address=each.address,
        language=get_language_info(each.language)["name_translated"],
        state=state,
        label=str(label),
        look=look,
        stance=statement.stance if statement else "",
        asked_on=_day(each.asked_at and localdate(each.asked_at)),
        reminded_on=", ".join(map(_day, each.reminded_on())),
        received_on=_day(statement and statement.received_on),
        way=str(statement.get_way_display()) if statement else "",
        supporters=statement.supporters if statement else 0,
        statement_url=_statement_url(found.programme, statement) if statement else "",
        seen=link_seen(each),
        is_asked=each.asked_at is not None and each.revoked_at is None,
        is_revoked=each.revoked_at is not None,
        has_link=found.is_open and bool(each.address) and each.asked_at is not None,
        waits_for=each.reader.name if state == "waiting" and each.reader and not each.link_works else "",
        edit_url=edit_url,
        act_url=edit_url.removesuffix("edit/"),
    )


def _standing(found: Round, each: Participant, statement: Statement | None) -> tuple[str, str, str]:
    """How far the matter is with a participant: in code, in words, and how that looks."""
    if statement is not None:
        late = found.closed_at is not None and each.was_silent
        label = _("%(answer)s, after the closing") if late else "%(answer)s"
        is_short = statement.stance == StatementStance.NO_REMARKS
        return "answered", label % {"answer": statement.get_stance_display()}, "done" if is_short else "ready"
    if each.revoked_at is not None:
        return "revoked", _("Link revoked"), "not_applicable"
    if each.asked_at is None:
        return "new", _("Not asked yet"), "open"
    if found.is_open:
        return "waiting", _("No answer yet"), "waiting"
    return "silent", _("Did not answer"), "problem"


def _statement_url(programme: Programme, statement: Statement) -> str:
    return reverse("statement", kwargs={"slug": programme.slug, "key": statement.key})


def statement_row(programme: Programme, statement: Statement) -> Row:
    """A statement in a list: on whose behalf, what it says, when it came."""
    parts = [statement.parted_number if statement.moderation else ""]  # what residents are told apart by
    parts += [statement.contributor_name if statement.body else "", str(statement.get_way_display())]
    parts += [f"§ {statement.section}" if statement.section else "", statement.case_number]
    parts.append(supported(statement.supporters))
    return Row(
        title=text(statement.body, programme.original_language) or statement.label(),
        url=_statement_url(programme, statement),
        told=" · ".join(filter(None, parts)),
        beside=_day(statement.received_on),
        state="done" if statement.stance == StatementStance.NO_REMARKS else "ready",
        label=str(statement.get_stance_display()),
        key=str(statement.key),
    )


def supported(number: int) -> str:
    """By how many it is supported, in words; '' by nobody."""
    return ngettext("%(number)s supporter", "%(number)s supporters", number) % {"number": number} if number else ""


def round_row(found: Round) -> Row:
    """A round in a list: what it asks for, when, and how far it is."""
    state = found.state
    return Row(
        title=text(found.title, found.programme.original_language) or found.label(),
        url=reverse("round", kwargs={"slug": found.programme.slug, "key": found.key}),
        told=str(found.get_kind_display()),
        beside=span(found.opens_on, found.closes_on),
        state=LOOKS[state],
        label=str(state.label),
        key=str(found.key),
    )


def public_pages(found: Round) -> list[dict]:
    """Where residents read the questions, in each language in which they are written."""
    return [
        {
            "name": SpokenLanguage(each).label,
            "language": each,
            "title": found.title.text(each),
            "direction": direction(each),
            "url": public_address("residents", each, found.pk),
        }
        for each in found.written_in
    ]


def public_address(name: str, language: str, *names) -> str:
    """Where everybody finds a page in a language. Around one that the workbench does not speak stands English."""
    with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
        return settings.BASE_URL + reverse(name, args=[*names, language])


def moderated(found: Round) -> dict[str, int]:
    """How many answers of residents wait, were let in and were hidden."""
    rows = found.statements.exclude(moderation="").values_list("moderation").annotate(number=Count("pk"))
    numbers = dict(rows.order_by("moderation"))
    return {each.value: numbers.get(each.value, 0) for each in Moderation}


def told_of_days(found: Round) -> str:
    """The days of a round in a sentence, and how many are left."""
    parts = [span(found.opens_on, found.closes_on)]
    if found.remind_on:
        parts.append(_("reminder %(reminds)s") % {"reminds": _day(found.remind_on)})
    if found.is_open:
        left = (found.closes_on - today()).days
        parts.append(
            ngettext("%(number)s day left", "%(number)s days left", left) % {"number": left}
            if left
            else _("closes today")
        )
    return " · ".join(parts)


def rounds_listed(programme: Programme, reader: Reader) -> list[Listing]:
    """The rounds of a programme, for those who write it; one statement, and none where there has never been any."""
    if programme.audience != Audience.WRITERS:
        return []
    found = list(programme.rounds.all()) if programme.rounds_revision else []
    for each in found:
        each.programme = programme
    listing = Listing(
        _("Rounds of comments and statements"),
        [round_row(each) for each in found if each.is_open or not each.was_opened][:SHOWN],
        id="rounds",
        empty=_("Nobody has been asked for comments or a statement yet."),
    )
    address = reverse("rounds", kwargs={"slug": programme.slug})
    if reader.can_manage:
        listing.add_label, listing.add_url = _("Start a round"), f"{address}add/"
    listing.more_label, listing.more_url = _("All rounds and statements"), address
    return [listing]


def open_rounds(programme: Programme, actor) -> list[dict]:
    """The rounds that are open, for the home: to those who write it with how many have answered, to others where they are
    asked; none where there has never been any."""
    if not programme.rounds_revision:
        return []
    if programme.audience == Audience.WRITERS:
        return programme.remembered(OPEN, lambda: _open_to_writers(programme), programme.rounds_revision)
    own = Participant.objects.asked().filter(Q(seat__person=actor.account) | Q(seat__deputy=actor.account))
    found = programme.rounds.open().filter(pk__in=own.values("round")) if rules.account_of(actor) else []
    return _open_rows(programme, found, is_writer=False)


def _open_to_writers(programme: Programme) -> list[dict]:
    waiting = Count("statements", filter=Q(statements__moderation=Moderation.WAITING))
    return _open_rows(programme, programme.rounds.open().annotate(waiting=waiting), is_writer=True)


def _open_rows(programme: Programme, found: Iterable[Round], *, is_writer: bool) -> list[dict]:
    for each in found:
        each.programme = programme
    return [_open_row(each, is_writer=is_writer) for each in found]


def _open_row(found: Round, *, is_writer: bool) -> dict:
    name = "round" if is_writer else "answer_signed_in"
    row = {
        "title": text(found.title, found.programme.original_language) or found.label(),
        "url": reverse(name, kwargs={"slug": found.programme.slug, "key": found.key}),
        "closes_on": found.closes_on,
    }
    if is_writer:
        row |= {"is_public": True, "waiting": found.waiting} if found.is_public else found.counts()
    return row
