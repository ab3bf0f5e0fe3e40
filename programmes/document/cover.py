"""The first page, the states of a document and what its marks say."""

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.document.blocks import Cover, Illustration, Table
from programmes.document.responsibility import decision_path
from programmes.document.writer import Writer
from programmes.enums import PictureUse, ProgrammeState

#: the state of a document that is its programme's, but for this one
CHANGED = "changed_after_approval"


def cover_of(writer: Writer, state: str) -> Cover:
    programme = writer.programme
    path = writer.kept(lambda: decision_path(writer), "decision path")
    return Cover(
        municipalities=writer.kept(lambda: [link.label(writer.language) for link in writer.rows("links")], "whose"),
        title=title_of(writer),
        period=writer.period(programme.period_start, programme.period_end),
        state=state_words(writer, state),
        date=writer.day(timezone.localdate(programme.written_at)),
        legal_basis=programme.legal_basis.text(writer.language) or writer.checklist.legal_basis(writer.language),
        decision_path=path[0] if path and isinstance(path[0], Table) else None,
        picture=_of_use(writer, PictureUse.COVER),
        arms=_of_use(writer, PictureUse.ARMS),
    )


def _of_use(writer: Writer, use: PictureUse) -> Illustration | None:
    found = (each for each in writer.rows("pictures") if each.use == use and each.sha256)
    return next((writer.illustration(each) for each in found), None)


def title_of(writer: Writer) -> str:
    """The title in this language; where it has none, what such a programme is called, with the period."""
    programme = writer.programme
    if title := programme.title.text(writer.language):
        return title
    period = writer.period(programme.period_start, programme.period_end)
    return f"{_('Programme for the promotion of integration')} {period}".strip()


def state_words(writer: Writer, state: str) -> str:
    day = {"day": writer.day(writer.programme.approved_on)}
    return {
        ProgrammeState.PREPARING: _("Draft"),
        ProgrammeState.PROPOSED: _("Proposal"),
        ProgrammeState.TABLED: _("Proposal, tabled"),
        ProgrammeState.RETURNED: _("Draft, returned for preparation"),
        ProgrammeState.APPROVED: _("Approved %(day)s") % day,
        CHANGED: _("Changed after the approval of %(day)s") % day,
    }[state]


def mark_of(state: str) -> str:
    """The words on every page of what has not been approved as it is."""
    if state == ProgrammeState.APPROVED:
        return ""
    if state in (ProgrammeState.PROPOSED, ProgrammeState.TABLED):
        return _("Proposal")
    return _("Changed after approval") if state == CHANGED else _("Draft")
