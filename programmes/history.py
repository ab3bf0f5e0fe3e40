"""The events of programmes: written by the actions, told as sentences."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme import revisions
from integration_programme.actors import Actor
from programmes.enums import ProgrammeState
from programmes.models import Programme, Version
from programmes.models.kinds import KINDS
from stakeholders import history
from stakeholders.models import Event

SENTENCES = {
    "start_programme": gettext_lazy("%(actor)s started the programme."),
    "add_record": gettext_lazy("%(actor)s added: %(subject)s."),
    "change_record": gettext_lazy("%(actor)s changed: %(subject)s."),
    "archive_record": gettext_lazy("%(actor)s archived: %(subject)s."),
    "restore_record": gettext_lazy("%(actor)s took back from the archive: %(subject)s."),
    "move_record": gettext_lazy("%(actor)s moved: %(subject)s."),
    "mark_item": gettext_lazy("%(actor)s marked: %(subject)s."),
    "share_programme": gettext_lazy("%(actor)s shared the programme: %(subject)s."),
    "choose_group": gettext_lazy("%(actor)s chose the cooperation group: %(subject)s."),
    "change_invitations": gettext_lazy("%(actor)s changed whom the programme invites: %(subject)s."),
    "approve_programme": gettext_lazy("%(actor)s recorded the approval of %(subject)s."),
    "reopen_programme": gettext_lazy("%(actor)s withdrew the approval."),
    "archive_programme": gettext_lazy("%(actor)s archived the programme."),
    "restore_programme": gettext_lazy("%(actor)s brought the programme back from the archive."),
    "make_version": gettext_lazy("%(actor)s kept a version: %(subject)s."),
    "restore_version": gettext_lazy("%(actor)s restored the programme: %(subject)s."),
    "restore_record_of_version": gettext_lazy("%(actor)s restored from a version: %(subject)s."),
    "load_programme": gettext_lazy("%(actor)s started the programme from a file."),
    "load_over_programme": gettext_lazy("%(actor)s restored the programme from a file."),
    "request_export": gettext_lazy("%(actor)s asked for a PDF: %(subject)s."),
}


#: acts on what is printed, and the records among theirs that tell of the handling, not of what was approved
EDITS = (
    "add_record",
    "change_record",
    "archive_record",
    "restore_record",
    "move_record",
    "change_invitations",
    "restore_version",
    "restore_record_of_version",
    "load_over_programme",
)
HANDLING = reduce(
    or_,
    (Q(subject__startswith=f"{kind.model._meta.model_name}:") for kind in KINDS.values() if kind.tells_handling),
)


def with_later_edits(programmes):
    """Each programme with `edited_later`: approved, and edited after that. It costs a list no statement of its own."""
    approvals = Version.objects.approvals().filter(programme=OuterRef("pk"))
    edits = Event.objects.filter(scope=OuterRef("slug"), at__gt=OuterRef("kept_at"), verb__in=EDITS).exclude(HANDLING)
    marked = programmes.annotate(kept_at=Subquery(approvals.values("made_at")[:1]))
    return marked.annotate(edited_later=Q(state=ProgrammeState.APPROVED) & Exists(edits))


def record(
    verb: str, programme: Programme, *, by: Actor, record=None, text: str = "", data: dict | None = None
) -> Event:
    """Write the event of an act on a programme, or on one of its records, and count it: what is kept of the programme as
    it was is then of another revision."""
    if verb not in SENTENCES:
        raise ValueError(f"no sentence for the verb {verb!r}")
    revisions.count(revisions.PROGRAMME, programme.pk)
    subject = record if record is not None else programme
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        subject=f"{subject._meta.model_name}:{subject.key}",
        subject_text=text or subject.label(programme.original_language),
        data=data,
    )


def sentence(event: Event) -> str:
    """What happened, in the reader's language."""
    names = {"actor": event.actor_name or _("The system"), "subject": event.subject_text}
    return SENTENCES[event.verb] % names
