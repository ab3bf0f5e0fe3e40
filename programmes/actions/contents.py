"""The files that people bring to a programme: kept whole and once, within the room that a programme has, as long as
anything names them.

A place is taken in the database first, under the programme's lock; the storage, which may be slow and elsewhere, is
asked outside of any transaction. So every file that there is has a row, and no lock waits for a storage.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import SYSTEM
from integration_programme.brought import Brought
from integration_programme.prepared import SOME_ID, locked_row
from integration_programme.records import Refused, save_record
from programmes.actions.files import NotStored, store
from programmes.document.blocks import Document
from programmes.export.illustrations import printed_name
from programmes.models import Attachment, Content, Picture, Programme, Statement

ROOM = 100_000_000  # bytes of all files of a programme
MOST = 300  # files of a programme
UNUSED_STAYS = timedelta(days=30)
UNFINISHED_STAYS = timedelta(days=1)
KINDS_WITH_FILES = (Picture, Attachment)

logger = logging.getLogger(__name__)


class NoRoom(Refused):
    """A programme has as many files as it may have."""


def keep(programme: Programme, brought: Brought) -> Content:
    """Keep a file; one that the programme has already is kept once. Raises NoRoom, or NotStored from `files`."""
    content = _placed(programme, brought)
    if content.kept_at is None:
        name = store(content.path, brought.content, is_used=False)
        if name != content.path:  # the same file, sent twice at once: the other one lies where it should
            _delete(name)
        content.kept_at = timezone.now()
        Content.objects.filter(pk=content.pk).update(kept_at=content.kept_at)
    return content


@transaction.atomic
def _placed(programme: Programme, brought: Brought) -> Content:
    """The row of a file, which now counts. Two who bring files at once wait for one another."""
    locked_row(Programme).first(None, {SOME_ID: programme.pk})
    if content := Content.objects.filter(programme=programme, sha256=brought.sha256).first():
        content.unused_since, content.made_at = None, timezone.now()
        content.save(update_fields=["unused_since", "made_at"])
        content.programme = programme
        return content
    own = Content.objects.filter(programme=programme)
    here = own.aggregate(size=Sum("size", default=0), number=Count("pk"))
    taken = here["size"]
    if taken + brought.size > ROOM:
        free = max(0, ROOM - taken) // 100_000 / 10
        sentence = _(
            "There is no room for this file: the files of a programme may take %(room)s MB together, and %(free)s MB are "
            "left. Make the file smaller, or archive files that are not needed; their room is free again after 30 days."
        )
        raise NoRoom(sentence % {"room": ROOM // 1_000_000, "free": free})
    if here["number"] >= MOST:
        raise NoRoom(_("A programme has room for %(number)s files, and has as many.") % {"number": MOST})
    facts = {name: getattr(brought, name) for name in ("sha256", "content_type", "size", "width", "height")}
    return Content.objects.create(programme=programme, **facts)


def content_of(programme: Programme, sha256: str) -> Content | None:
    """A file of the programme that lies whole in the storage."""
    found = (
        Content.objects.filter(programme=programme, sha256=sha256, kept_at__isnull=False).first() if sha256 else None
    )
    if found:
        found.programme = programme
    return found


def opened(content: Content):
    """The file, to be read. Raises FileNotFoundError where the storage has lost it, OSError where it does not answer."""
    return default_storage.open(content.path)


def pictures_of(programme: Programme, document: Document) -> dict[str, tuple[bytes, str]]:
    """The files of a document's pictures with their types, by the names under which it is printed; one that is not
    here is left out. Raises NotStored where the storage does not answer."""
    found = {}
    for sha256 in {each.sha256 for each in document.illustrations()}:
        content = content_of(programme, sha256)
        if content is None:
            continue
        try:
            with opened(content) as file:
                found[printed_name(sha256)] = (file.read(), content.content_type)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise NotStored(str(error)) from error
    return found


# What nobody names any more


def clear_files(programme: Programme) -> None:
    """Delete the files of a programme that was never kept: its rows are gone."""
    folder = Content(programme=programme).folder
    with suppress(OSError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")


def clear_unused(now: datetime | None = None) -> int:
    """Delete files that no current record, no statement and no version has named for a month; how many. Records in the archive then
    say that their file is gone."""
    now = now or timezone.now()
    named = {pair for model in KINDS_WITH_FILES for pair in _named(model.objects.current())}
    named |= set(_named(Statement.objects))
    unnamed = [each for each in Content.objects.select_related("programme") if _pair(each) not in named]
    kept = _in_versions({each.programme for each in unnamed})
    unused = [each for each in unnamed if _pair(each) not in kept]
    Content.objects.exclude(unused_since=None).exclude(pk__in=[each.pk for each in unused]).update(unused_since=None)
    Content.objects.filter(unused_since=None, pk__in=[each.pk for each in unused]).update(unused_since=now)
    waited = Q(unused_since__lt=now - UNUSED_STAYS) | Q(kept_at=None, made_at__lt=now - UNFINISHED_STAYS)
    return sum(_cleared(pk, waited) for pk in Content.objects.filter(waited).values_list("pk", flat=True))


def _pair(content: Content) -> tuple[int, str]:
    return content.programme_id, content.sha256


def _named(rows) -> Iterable[tuple[int, str]]:
    return rows.exclude(sha256="").values_list("programme_id", "sha256")


def _in_versions(programmes: Iterable[Programme]) -> set[tuple[int, str]]:
    """Files that versions name: they go on being there."""
    return {
        (programme.pk, row["sha256"])
        for programme in programmes
        for dump in programme.versions.values_list("dump", flat=True).iterator(chunk_size=1)
        for kind in ("picture", "attachment")
        for row in dump["records"].get(kind, [])
    }


@transaction.atomic
def _cleared(pk: int, waited: Q) -> bool:
    content = Content.objects.select_related("programme").get(pk=pk)
    locked_row(Programme).first(None, {SOME_ID: content.programme_id})
    if not Content.objects.filter(waited, pk=pk).exists():  # somebody has brought it again
        return False
    own = {"programme": content.programme, "sha256": content.sha256}
    named = [*(model.objects.current() for model in KINDS_WITH_FILES), Statement.objects]
    if any(rows.filter(**own).exists() for rows in named):
        return False
    for model in KINDS_WITH_FILES:
        for record in model.objects.filter(**own):
            record.sha256 = ""
            save_record(record, row_version=record.row_version, by=SYSTEM)
    content.delete()
    transaction.on_commit(partial(_delete, content.path))
    return True


def _delete(name: str) -> None:
    logger.info("Deleting %s, which nothing names", name)
    with suppress(OSError):
        default_storage.delete(name)
