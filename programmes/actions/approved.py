"""PDFs of approved documents: printed once from the data that was kept, and again by themselves until that works."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs
from integration_programme.actors import Actor
from programmes import export as printing
from programmes import history
from programmes.actions.contents import pictures_of
from programmes.actions.files import is_there, store
from programmes.document.blocks import Document
from programmes.models import Version, VersionDocument

FREEZE_PDF = "programmes.tasks.freeze_pdf"
LOOK_EVERY = timedelta(minutes=5)  # after documents without a file
MOST_AT_ONCE = 20
FOLDER = "approved"


def request_frozen_pdf(approved: VersionDocument) -> None:
    """Have the PDF of an approved document made, once the approval is in the database."""
    jobs.enqueue(FREEZE_PDF, approved.pk)


def freeze_pdf(document_id: int) -> None:
    """Print what was approved from the data that was kept, once and for all. Raises what keeps it from being made."""
    approved = VersionDocument.objects.select_related("version__programme").get(pk=document_id)
    if has_file(approved):
        return
    version, document = approved.version, Document.from_data(approved.data)
    pictures = pictures_of(version.programme, document)
    pdf = printing.pdf_of(printing.html_of(document), pictures=pictures)
    name = f"{FOLDER}/{version.programme.slug}-{version.number}-{approved.language}.pdf"
    approved.pdf = store(name, pdf.content)
    approved.save(update_fields=["pdf"])


def has_file(approved: VersionDocument) -> bool:
    """Whether the PDF is there to be handed out."""
    return is_there(approved.pdf.name)


# Again, by itself and on demand


def _without_file() -> list[int]:
    """Ids of approved documents that were never printed, or whose file went away, as when a backup comes back without
    the files. A storage that does not answer tells nothing of those that were kept."""
    known = VersionDocument.objects.filter(version__in=Version.objects.approvals()).values_list("pk", "pdf")
    stored = _stored()
    return [pk for pk, name in known if not name or (stored is not None and name not in stored)]


def _stored() -> set[str] | None:
    """The files of approved documents that are there, asked of the storage at once; None where it does not answer."""
    try:
        return {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    except FileNotFoundError:
        return set()
    except OSError:
        return None


def is_any_missing() -> bool:
    return bool(_without_file())


def request_missing() -> int:
    """Queue the approved documents that have no PDF and wait for none; how many."""
    under_way = {_document_of(job) for job in jobs.unfinished(FREEZE_PDF)}
    missing = [pk for pk in _without_file() if pk not in under_way][:MOST_AT_ONCE]
    for document_id in missing:
        jobs.ask_again(FREEZE_PDF, document_id)
    return len(missing)


def _document_of(job: DBTaskResult) -> int | None:
    return next(iter(jobs.arguments(job)), None)


def _jobs():
    """Jobs that were given up, wait or run; the newest first."""
    given_up = {"task_path": FREEZE_PDF, "status__in": [*jobs.UNFINISHED, TaskResultStatus.FAILED]}
    return DBTaskResult.objects.filter(**given_up).order_by("-enqueued_at")


@transaction.atomic
def request_approved_pdf(approved: VersionDocument, *, by: Actor) -> None:
    """Have it made now, because somebody asks; what is there or under way stays as it is."""
    # The second of two clicks waits here, and finds the job of the first.
    VersionDocument.objects.select_for_update(of=("self",)).get(pk=approved.pk)
    state = states([approved])[approved.pk]
    if state.is_ready or state.again_at is None:
        return
    under_way = [job for job in jobs.unfinished(FREEZE_PDF) if _document_of(job) == approved.pk]
    if under_way:
        DBTaskResult.objects.filter(pk=under_way[0].pk).update(run_after=timezone.now())
    else:
        jobs.ask_again(FREEZE_PDF, approved.pk)
    history.record("request_export", approved.version.programme, by=by, data={"language": approved.language})


# What is the case


@dataclass(frozen=True)
class PdfState:
    """Ready; or being made; or failed, and tried again at `again_at`."""

    is_ready: bool
    again_at: datetime | None = None


def states(documents: Iterable[VersionDocument]) -> dict[int, PdfState]:
    """The state of each document's PDF, by primary key; asks nothing of the database when all are ready."""
    documents, now = list(documents), timezone.now()
    found = {each.pk: PdfState(has_file(each)) for each in documents}
    missing = {pk for pk, state in found.items() if not state.is_ready}
    if not missing:
        return found
    newest: dict[int | None, DBTaskResult] = {}
    for job in _jobs():
        newest.setdefault(_document_of(job), job)
    for pk in missing:
        found[pk] = PdfState(False, _again_at(newest.get(pk), now))
    return found


def _again_at(job: DBTaskResult | None, now: datetime) -> datetime | None:
    """When a PDF is tried again that could not be made; None while it is being made, or waits for the first time."""
    if job is None or job.status == TaskResultStatus.FAILED:
        return jobs.next_turn(LOOK_EVERY, now)
    return job.run_after if job.status == TaskResultStatus.READY and job.worker_ids and job.run_after > now else None
