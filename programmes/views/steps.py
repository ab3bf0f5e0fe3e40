"""The first step of each reader in each state of a programme: one thing to do, and where it is done.

After the approval nobody is asked to approve: those who write it follow it up, and everybody reads what was approved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.remembered import Remembered
from integration_programme.templatetags.translations import text
from integration_programme.translations import Translations
from programmes import rules
from programmes.completeness import Missing
from programmes.completeness.progress import ENDED
from programmes.enums import WRITERS, Access, DerivedState, ItemStatus, ProgrammeState, Public
from programmes.history import why_returned
from programmes.models import ItemMark, Place, Programme
from programmes.models.kinds import KINDS
from programmes.models.places import item_url
from programmes.models.rows import Made
from programmes.models.sharing import sees
from stakeholders.models import Event, today

PHASES_NAMED = 3


@dataclass(frozen=True)
class Step:
    """The one thing to do next: where, what, why, and the words of the button that leads there."""

    eyebrow: str
    title: str
    note: str
    label: str
    url: str


def first_step(
    programme: Programme, states: list[dict], facts: list[Missing], derived: Iterable[DerivedState], actor
) -> Step | None:
    """The step of this reader. An archived programme has none but to be brought back, for which it has a button."""
    role = rules.role_of(actor, programme)
    if programme.archived_at is not None:
        return None
    if programme.state == ProgrammeState.APPROVED:
        return _after_approval(programme, set(derived), role)
    if role not in WRITERS:
        return _read(programme, role)
    if programme.state in (ProgrammeState.PROPOSED, ProgrammeState.TABLED):
        return _decide(programme) if role == Access.COORDINATOR else _read_proposal(programme)
    task = _task(programme, states, facts)
    if programme.state == ProgrammeState.RETURNED:
        return _answer(programme, task)
    return task or _propose(programme, facts, role)


def _url(programme: Programme, name: str) -> str:
    return reverse(name, kwargs={"slug": programme.slug})


# After the approval


def _after_approval(programme: Programme, derived: set[DerivedState], role: str) -> Step:
    if DerivedState.SUPERSEDED in derived:
        return _read_approved(programme, _("A later programme is in force"))
    if role not in WRITERS:
        return _read_approved(programme, _("The programme has been approved"))
    if programme.period_end and programme.period_end < today():
        return _start_next()
    if role == Access.COORDINATOR and programme.public != Public.NEWEST:
        return _publish(programme)
    return _follow_up(programme) if DerivedState.IN_FORCE in derived else _inform(programme)


def _read_approved(programme: Programme, eyebrow: str) -> Step:
    return Step(
        eyebrow=eyebrow,
        title=_("Read the programme"),
        note=_("The document as it was approved, and its PDF in each language."),
        label=_("Open the approved documents"),
        url=_url(programme, "approved_documents"),
    )


def _follow_up(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The programme is in force"),
        title=_("Follow up the programme"),
        note=_("Look at the indicators and their targets, and at who is told how it goes."),
        label=_("Follow up"),
        url=_url(programme, "monitoring"),
    )


def _publish(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The programme has been approved"),
        title=_("Publish the programme"),
        note=_("Nobody reads it without an account yet. See what becomes public: the page, the PDF and the decision.")
        if programme.public == Public.NOTHING
        else _("An earlier version is public. See what becomes public when you publish what was approved last."),
        label=_("See and publish"),
        url=_url(programme, "publishing"),
    )


def _start_next() -> Step:
    return Step(
        eyebrow=_("The period of the programme is over"),
        title=_("Start the next programme"),
        note=_("A new programme begins with its own period; this one stays here as it was approved."),
        label=_("Start a programme"),
        url=reverse("start_programme"),
    )


def _inform(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The programme has been approved"),
        title=_("Tell about the programme"),
        note=_("Residents, partners and the municipality's own staff hear what was decided before the period begins."),
        label=_("To the communication"),
        url=_url(programme, "communication"),
    )


# For those who read


def _read(programme: Programme, role: str) -> Step:
    if programme.state in (ProgrammeState.PROPOSED, ProgrammeState.TABLED):
        return _read_proposal(programme)
    return _see_changes(programme) if role == Access.ADVISER else _read_draft(programme)


def _read_proposal(programme: Programme) -> Step:
    return Step(
        eyebrow=programme.get_state_display(),
        title=_("Read the proposal"),
        note=_("The whole document as it is brought to the body that decides. It is not decided yet."),
        label=_("Read the proposal"),
        url=_url(programme, "preview"),
    )


def _read_draft(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The draft is open to you"),
        title=_("Read the draft"),
        note=_(
            "The whole document as it is today, on one page. Comment beside a paragraph on what should be otherwise: it "
            "is not decided yet."
        ),
        label=_("Read the draft"),
        url=_url(programme, "preview"),
    )


def _see_changes(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The draft is open to you"),
        title=_("What has changed lately"),
        note=_changed_phases(programme),
        label=_("Read the draft"),
        url=_url(programme, "preview"),
    )


def _changed_phases(programme: Programme) -> str:
    """The phases in which something that is printed was written last, and when; not by whom."""
    printed = [name for name, kind in KINDS.items() if kind.is_printed and kind.phase]
    written = Event.objects.filter(scope=programme.slug, kind__in=printed).order_by()
    newest: dict = {}
    newest_of = ("kind",) if programme.sight.is_whole else ("kind", "subject")
    for kind, *subject, at in written.values_list(*newest_of).annotate(Max("at")):
        phase = KINDS[kind].phase
        if subject and not sees(programme, programme.audience, Place(programme.slug, kind, *subject)):
            continue
        newest[phase] = max(at, newest.get(phase, at))
    found = sorted(newest.items(), key=lambda each: each[1], reverse=True)[:PHASES_NAMED]
    if not found:
        return _("Nothing has been written since the programme was started.")
    rows = ((_url(programme, phase.value), phase.label, date_format(localdate(at))) for phase, at in found)
    return format_html("{}: {}", _("Written last"), format_html_join(", ", '<a href="{}">{}</a> {}', rows))


# For those who write


def _decide(programme: Programme) -> Step:
    return Step(
        eyebrow=programme.get_state_display(),
        title=_("The decision comes next"),
        note=_("When the bodies have handled the programme, record what they decided."),
        label=_("Record the decision"),
        url=_url(programme, "approve_programme"),
    )


def _answer(programme: Programme, task: Step | None) -> Step:
    """What the body asked for, and the first part that is not done; the whole draft where all are."""
    return Step(
        eyebrow=programme.get_state_display(),
        title=_("Answer why it was returned"),
        note=why_returned(programme),
        label=task.label if task else _("Preview of the document"),
        url=task.url if task else _url(programme, "preview"),
    )


def _task(programme: Programme, states: list[dict], facts: list[Missing]) -> Step | None:
    """The first task that is not done: in the first phase that has one, what somebody has begun before the others."""
    for state in states:
        left = [key for key, status in state["tasks"].items() if status not in ENDED]
        if not left:
            continue
        begun = [key for key in left if state["tasks"][key] == ItemStatus.IN_PROGRESS]
        key, phase = (begun or left)[0], state["phase"]
        return Step(
            eyebrow=_("Continue here: %(number)s %(phase)s") % {"number": phase.number, "phase": phase.label},
            title=programme.checklist.words(key, get_language() or "en").title,
            note=_note(programme, key, facts),
            label=_("Continue"),
            url=item_url(programme.slug, key),
        )
    return None


def _note(programme: Programme, key: str, facts: list[Missing]) -> str:
    """Why here: the next step where somebody wrote it, else what lacks first."""
    if written := said_of(programme).get(key, NOTHING_SAID).next_step:
        return text(written, programme.original_language)
    lacking = [fact for fact in facts if programme.checklist.task_of(fact.item).key == key]
    return lacking[0].sentence if lacking else ""


class Said(NamedTuple):
    """What somebody wrote to an item of the checklist."""

    turn: Translations
    next_step: Translations


NOTHING_SAID = Said(Translations(), Translations())
SAID = Remembered[Made](200_000)


def said_of(programme: Programme) -> dict[str, Said]:
    """By the keys of the items, those to which something was written."""

    def read():
        return {mark.item: Said(mark.turn, mark.next_step) for mark in marks_of(programme).values()}

    return programme.remembered_by_kind(SAID, read)


def marks_of(programme: Programme) -> dict[str, ItemMark]:
    return {mark.item: mark for mark in programme.rows("marks")}


def _propose(programme: Programme, facts: list[Missing], role: str) -> Step:
    """Only a coordinator proposes; to an editor the document is what is left to look at."""
    blocks, can = [fact for fact in facts if fact.is_block], role == Access.COORDINATOR
    return Step(
        eyebrow=_("All parts are done"),
        title=_("Propose the programme for decision") if can else _("Read the whole document once more"),
        note=blocks[0].sentence if blocks else _("Look once more at what may have been forgotten, then propose it."),
        label=_("To the approval") if can else _("Preview of the document"),
        url=_url(programme, "approve_programme" if can else "preview"),
    )
