"""PDF, DOCX and XLSX as they are: known by their content, whole, and of one kind only.

Nobody opens them here: they are handed out as files, so what a PDF might do when it is opened it cannot do to a page.
"""

import io
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration_programme.brought.facts import PAPERS, Brought, refuse_large

MOST_PARTS = 2_000  # files within a DOCX or XLSX
LARGEST_UNPACKED = 100_000_000  # bytes
MOST_TIMES = 100  # how many times larger the whole is unpacked; what people write packs to a tenth
LARGEST_LIST = 1_000_000  # bytes of the list of parts
END_OF_ZIP = 22  # bytes of the last record, when nothing is said after it
LIST_OF_PARTS = "[Content_Types].xml"
#: content type of a DOCX or XLSX → how its list of parts names the main one; one with macros says another word
MAIN = {each: f"{each}.main+xml".encode() for each in PAPERS if "openxml" in each}


def paper(content: bytes, name: str) -> Brought:
    """A file as it was brought. Raises ValidationError with a sentence for any other kind, and for what is not whole."""
    refuse_large(len(content))
    content_type = _type_of(content)
    ending = PAPERS[content_type]
    if not name.lower().endswith(f".{ending}"):
        sentence = _(
            "The name of the file does not end with .%(ending)s, but that is what it is. Is it the right file?"
        )
        raise ValidationError(sentence % {"ending": ending})
    return Brought(content, content_type)


def _type_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise ValidationError(
        _(
            "This is not a PDF, Word (DOCX) or Excel (XLSX) file, whatever its name says. Save it as one of them, without a "
            "password."
        )
    )


def _pdf(content: bytes) -> str:
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise _two_in_one()
    if b"%%EOF" not in content[-1024:]:
        raise _broken()
    return "application/pdf"


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_bomb(packed, len(content))
            _refuse_more(packed, content)
            listed = packed.read(LIST_OF_PARTS)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise _broken() from error
    for content_type, main in MAIN.items():
        if main + b'"' in listed:
            return content_type
    raise ValidationError(_("This is not a plain Word or Excel file. Save it as DOCX or XLSX, without macros."))


def _refuse_bomb(packed: zipfile.ZipFile, size: int) -> None:
    """What the directory says is enough: nothing is unpacked."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > min(LARGEST_UNPACKED, MOST_TIMES * size) or len(parts) > MOST_PARTS
    if is_bomb or packed.getinfo(LIST_OF_PARTS).file_size > LARGEST_LIST:
        raise ValidationError(_("The file is packed so tightly that opening it could stop a computer. Save it anew."))


def _refuse_more(packed: zipfile.ZipFile, content: bytes) -> None:
    """A file of another kind before or after this one."""
    is_first = min(part.header_offset for part in packed.infolist()) == 0
    if packed.comment or not is_first or content[-END_OF_ZIP:-18] != b"PK\x05\x06":
        raise _two_in_one()


def _broken() -> ValidationError:
    return ValidationError(
        _("The file cannot be read: a part of it is missing or broken. Save it again, or choose another one.")
    )


def _two_in_one() -> ValidationError:
    return ValidationError(_("The file is of two kinds at once. Save it anew in the program that it was made with."))
