"""What is known of a file that was taken, and what it may be called."""

import functools
import hashlib
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST = 10_000_000  # bytes of one file
LONGEST_NAME = 120  # characters

PICTURES = {"image/jpeg": "jpg", "image/png": "png"}  # WebP becomes one of these two
PAPERS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
#: content type → the end of a file's name
ENDINGS = PICTURES | PAPERS
NOT_IN_A_NAME = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"<>|?*:]'
)


@dataclass(frozen=True)
class Brought:
    """A file as it is kept. `width` and `height` are pixels of a picture, 0 of anything else."""

    content: bytes
    content_type: str
    width: int = 0
    height: int = 0

    @functools.cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


def refuse_large(size: int) -> None:
    """Raise ValidationError with a sentence for a file of no bytes, or of too many."""
    if size == 0:
        raise ValidationError(_("The file is empty. Choose another one."))
    if size > LARGEST:
        sentence = _("The file is too large: at most %(number)s MB. Make it smaller, or choose another one.")
        raise ValidationError(sentence % {"number": LARGEST // 1_000_000})


def name_with(name: str, content_type: str) -> str:
    """What a file is called: its own name without folders and letters that no name has, with the end of its kind."""
    last = re.split(r"[/\\]", name)[-1]
    stem = NOT_IN_A_NAME.sub("", last.rpartition(".")[0] if "." in last else last).strip(" .") or "file"
    ending = ENDINGS[content_type]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip(' .')}.{ending}"
