"""Files on a server that speaks S3: as `FILES_BUCKET` and its neighbours in the settings say.

What django-storages does, with one difference: that the server is away, or refuses, is an OSError, as it is of a disk.
Whoever handles files then needs to know of one kind of outage only. The package is an extra: requirements-s3.txt.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


@contextmanager
def _outages_as_of_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(errno.EIO, f"the storage did not do it: {error}") from error


def _asking(name: str) -> Callable:
    """A method of the storage that asks the server."""
    original = getattr(S3Storage, name)

    @wraps(original)
    def ask(self, *args: Any, **options: Any) -> Any:
        with _outages_as_of_a_disk():
            return original(self, *args, **options)

    return ask


class RemoteStorage(S3Storage):
    """`is_remote`: a page that would ask whether a file is there would wait for another server; it believes its row."""

    is_remote = True

    _open, _save = _asking("_open"), _asking("_save")
    exists, delete, listdir = _asking("exists"), _asking("delete"), _asking("listdir")
    size, get_modified_time = _asking("size"), _asking("get_modified_time")
