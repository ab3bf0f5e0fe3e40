"""PDFs of a programme: asked for, made in the background, kept under the hash of their content.

A document that has not changed is served from the store. Tasks stand above actions and call them, so they are named
here as urls.py names apps: by path. A job is queued in the transaction that asks for it; neither is ever there alone.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from integration_programme import jobs
from integration_programme.actors import SYSTEM, Actor
from programmes import export as printing
from programmes import history
from programmes.actions.contents import pictures_of
from programmes.actions.files import NotStored, is_there, store
from programmes.document import assemble, content_hash
from programmes.document.blocks import Document
from programmes.document.diary_paper import diary_paper
from programmes.document.minutes import minutes
from programmes.enums import Audience, DiaryPart, ExportState
from programmes.models import Export, HandOver, Meeting, Programme, VersionDocument
from programmes.models.document import BESIDE

RENDER_EXPORT = "programmes.tasks.render_export"
UNEXPECTED, STORAGE = "unexpected", "storage"


# Asking


def request_export(programme: Programme, language: str, *, by: Actor) -> Export:
    """The PDF of the programme as it is now for its reader: from the store if it is there, else waiting to be made."""
    document = assemble(programme, language, programme.audience)
    return _requested(programme, document, by=by)


def request_minutes(meeting: Meeting, language: str, *, by: Actor) -> Export:
    """The agenda or the minutes of a meeting as its programme's reader may know them, in the same way."""
    programme = meeting.programme
    return _requested(programme, minutes(programme, meeting, language), by=by, meeting=meeting)


def request_diary(programme: Programme, part: DiaryPart, language: str, *, by: Actor) -> Export:
    """The diary of a programme, or a part of it, in the same way."""
    return _requested(programme, diary_paper(programme, part, language), by=by, diary=part)


def request_handed_over(kept: HandOver, language: str, *, by: Actor) -> Export:
    """What was handed over in a programme, as it was kept, in the same way."""
    return _requested(kept.programme, Document.from_data(kept.documents[language]), by=by, hand_over=kept)


@transaction.atomic
def _requested(
    programme: Programme,
    document: Document,
    *,
    by: Actor,
    in_background: bool = True,
    **of: Meeting | HandOver | DiaryPart,
) -> Export:
    """`of`: the paper that it is of, where it is not of the programme's document."""
    export, is_new = Export.objects.get_or_create(
        programme=programme,
        **(BESIDE | of),
        audience=programme.audience,
        sight=programme.sight.key,
        language=document.language,
        content_hash=printing.fingerprint(document),
        defaults={"requested_by": by.account},
    )
    if is_new and (approved := _approved_file(programme, document)):
        _ready(export, approved.pdf.name, size=approved.pdf.size)
    if is_ready(export):
        return export
    export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if not is_new and export.state in (ExportState.WAITING, ExportState.RUNNING) and not is_lost(export):
        return export
    export.state, export.step, export.error, export.attempts = ExportState.WAITING, "", "", 0
    export.requested_by, export.requested_at = by.account, timezone.now()
    export.save()
    if in_background:
        jobs.enqueue(RENDER_EXPORT, export.pk)
    _note(export, document.language, by=by)
    return export


def _note(export: Export, language: str, *, by: Actor) -> None:
    data = {"language": language}
    if export.meeting:
        history.record_meeting("request_minutes", export.meeting, by=by, data=data)
        return
    of_paper = "request_diary" if export.diary else "request_handed_over" if export.hand_over else ""
    history.record(of_paper or "request_export", export.programme, by=by, data=data)


def is_for(export: Export, programme: Programme) -> bool:
    """Whether an export is of this programme as its reader sees it."""
    asked = (programme.pk, programme.audience, programme.sight.key)
    return (export.programme_id, export.audience, export.sight) == asked


def is_ready(export: Export) -> bool:
    """Whether the file is there to be handed out."""
    return export.state == ExportState.READY and is_there(export.file.name)


def size_of(export: Export) -> int:
    """Bytes of the finished file; 0 where there is none."""
    return export.size if is_ready(export) else 0


def is_lost(export: Export) -> bool:
    """Whether an export waits or runs though no job is left that would make it, or its file is no longer there."""
    return _is_lost(export, lambda: jobs.is_unfinished(RENDER_EXPORT, export.pk))


def _is_lost(export: Export, is_under_way: Callable[[], bool]) -> bool:
    if export.state == ExportState.READY:
        return not is_ready(export)
    return export.state != ExportState.FAILED and not is_under_way()


def states(exports: Iterable[Export]) -> dict[int, ExportState]:
    """The state of each export by its key, as its own page tells it: one that was lost has failed."""
    exports = list(exports)
    waits = any(each.state in (ExportState.WAITING, ExportState.RUNNING) for each in exports)
    jobs_left = [jobs.arguments(job) for job in jobs.unfinished(RENDER_EXPORT)] if waits else []
    return {
        each.pk: ExportState.FAILED if _is_lost(each, lambda pk=each.pk: [pk] in jobs_left) else ExportState(each.state)
        for each in exports
    }


def _approved_file(programme: Programme, document: Document) -> VersionDocument | None:
    """The approved document, if this is exactly it: then its PDF is served as it was approved."""
    approved = VersionDocument.objects.filter(
        version__programme=programme, language=document.language, content_hash=content_hash(document)
    ).exclude(pdf="")
    return approved.first()


def _ready(export: Export, name: str, *, size: int, pages: int | None = None, cpu_seconds: float | None = None) -> None:
    """The file is there. A row that was taken away meanwhile, as a partner left, is not made again."""
    export.state, export.step, export.error, export.file = ExportState.READY, "", "", name
    export.pages, export.cpu_seconds, export.finished_at = pages, cpu_seconds, timezone.now()
    export.size = size
    found = ("state", "step", "error", "file", "size", "pages", "cpu_seconds", "finished_at")
    Export.objects.filter(pk=export.pk).update(**{each: getattr(export, each) for each in found})


# Making


def export_now(programme: Programme, language: str, *, by: Actor = SYSTEM) -> tuple[Export, bool]:
    """The PDF at once, for commands: the export, and whether the store had it already."""
    document = assemble(programme, language, programme.audience)
    export = _requested(programme, document, by=by, in_background=False)
    if is_ready(export):
        return export, True
    render_export(export.pk)
    export.refresh_from_db()
    return export, False


def render_export(export_id: int) -> None:
    """Make the PDF that was asked for. May be called again at any time; it never leaves a half file behind."""
    export = _begun(export_id)
    if export is None:
        return
    try:
        seen = export.programme.seen_by(Audience(export.audience))
        document = _document(export, seen)
        _take_newer_content(export, document, seen.sight.key)
        html = printing.html_of(document)
        _tell(export, "layout:1")
        pictures = pictures_of(export.programme, document)
        pdf = printing.pdf_of(html, lambda step: _tell(export, step), pictures)
        name = store(f"exports/{export.content_hash}.pdf", pdf.content)
        _ready(export, name, size=len(pdf.content), pages=pdf.pages, cpu_seconds=round(pdf.cpu_seconds, 2))
    except printing.NotPrintable as problem:
        _failed(export, str(problem))
    except NotStored as error:
        _failed(export, STORAGE)
        raise jobs.GiveUp from error
    except DatabaseError:
        raise  # nothing can be noted now; the job is done again
    except Exception as error:
        _failed(export, UNEXPECTED)
        raise jobs.GiveUp from error


def _document(export: Export, programme: Programme) -> Document:
    if export.diary:
        return diary_paper(programme, DiaryPart(export.diary), export.language)
    if export.hand_over:
        return Document.from_data(export.hand_over.documents[export.language])
    if export.meeting is None:
        return assemble(programme, export.language)
    export.meeting.programme = programme
    return minutes(programme, export.meeting, export.language)


def _begun(export_id: int) -> Export | None:
    """The export, now running; None when there is nothing to do."""
    with transaction.atomic():
        export = Export.objects.select_for_update(of=("self",)).filter(pk=export_id).first()
        if export is None or is_ready(export):
            return None
        export.state, export.step, export.error = ExportState.RUNNING, "assembling", ""
        export.started_at, export.finished_at = timezone.now(), None
        export.attempts = F("attempts") + 1
        export.save()
    return Export.objects.select_related("programme", "meeting", "hand_over").get(pk=export_id)


def _take_newer_content(export: Export, document: Document, sight: str) -> None:
    """What was written or shared while the export waited is printed too; the file goes under the hash of what it holds,
    and is for whoever sees just that."""
    now = printing.fingerprint(document)
    if (now, sight) == (export.content_hash, export.sight):
        return
    others = Export.objects.filter(programme=export.programme, language=export.language, content_hash=now)
    export.sight = sight
    # Where that content has a row of its own, this one gets a name that no content has.
    export.content_hash = f"{now[:48]}-{export.pk:015d}" if others.exists() else now
    export.save(update_fields=["content_hash", "sight"])


def _tell(export: Export, step: str) -> None:
    """How far it is, for whoever watches; no more than about once a second."""
    now = timezone.now()
    last = getattr(export, "told_at", None)
    if last is None or now - last > timedelta(seconds=0.8) or not step.startswith("layout"):
        export.told_at = now
        Export.objects.filter(pk=export.pk).update(step=step)


def _failed(export: Export, reason: str) -> None:
    export.state, export.error, export.step, export.finished_at = ExportState.FAILED, reason, "", timezone.now()
    export.save(update_fields=["state", "error", "step", "finished_at"])


# Attempts that did not end well


def interrupted(export_id: int, *, is_last: bool) -> None:
    """The export that a job was making waits again, or has failed."""
    exports = Export.objects.filter(pk=export_id).exclude(state__in=[ExportState.READY, ExportState.FAILED])
    if is_last:
        exports.update(state=ExportState.FAILED, step="", error="interrupted", finished_at=timezone.now())
    else:
        exports.update(state=ExportState.WAITING, step="")
