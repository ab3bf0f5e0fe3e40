"""The files that a programme's PDFs are kept in: whole, or not there at all."""

import logging
from contextlib import suppress
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from programmes.models import ExampleDocument, Export, VersionDocument

FOLDERS = ["exports", "approved", "example"]
YOUNG = timedelta(hours=1)  # a file that nobody points at may still be being written

logger = logging.getLogger(__name__)


class NotStored(Exception):
    """The file could not be kept: the storage is full or away. What was half written is gone."""


def store(name: str, content: bytes, *, is_used: bool | None = None) -> str:
    """Keep a file under this name and give the name it got; one that a killed worker left half written is replaced.

    Rows point at a file only after it was written whole. `is_used`: whether one does, where the caller knows. Raises
    NotStored.
    """
    is_used = _is_used(name) if is_used is None else is_used
    try:
        if not is_used and default_storage.exists(name):
            default_storage.delete(name)
        return default_storage.save(name, ContentFile(content))
    except OSError as error:
        if not is_used:
            with suppress(OSError):
                default_storage.delete(name)
        raise NotStored(f"{type(error).__name__}: {error.strerror}") from error


def is_there(name: str) -> bool:
    """Whether the file that a row names can be handed out. A row names none before it was written whole: where the
    storage is elsewhere the row is believed, so that no page waits for another server."""
    return bool(name) and (getattr(default_storage, "is_remote", False) or default_storage.exists(name))


def clear_half_files() -> int:
    """Delete files that no row points at, which killed workers left; how many."""
    cleared = 0
    for folder in FOLDERS:
        with suppress(OSError):
            for name in default_storage.listdir(folder)[1]:
                cleared += _clear(f"{folder}/{name}")
    return cleared


def _clear(name: str) -> bool:
    if _is_used(name) or timezone.now() - default_storage.get_modified_time(name) < YOUNG:
        return False
    logger.info("Deleting %s, which nothing points at", name)
    default_storage.delete(name)
    return True


def _is_used(name: str) -> bool:
    rows = (
        Export.objects.filter(file=name),
        *(each.objects.filter(pdf=name) for each in (VersionDocument, ExampleDocument)),
    )
    return any(found.exists() for found in rows)
