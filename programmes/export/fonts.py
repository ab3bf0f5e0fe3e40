"""The fonts of the print: those that we ship, and whatever the machine has beside them.

Latin, Greek and Cyrillic are Source Sans; Arabic is Vazirmatn, Thai and Ethiopic are Noto Sans, shipped as they are on
the web. (Noto's Arabic takes letters and their dots apart; WeasyPrint then writes no valid map back to the letters.) The
print needs none of the machine's fonts; where there are some, they draw further scripts.
"""

import functools
import hashlib
import io
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
WHOLE = VENDOR / "source-sans-3"
LETTERS = Path(__file__).with_name("letters_in_fonts.txt")
SCRIPTS = sorted(file for family in ("noto-sans", "vazirmatn") for file in (VENDOR / family).glob("*.woff2"))


@functools.cache
def files_for_print() -> dict[str, bytes]:
    """The fonts as the engine reads them, by the names that the stylesheet gives them.

    Those of the web are unpacked here, once a process: the engine would do it again for every document.
    """
    # Only the process that prints should spend the time and the memory of loading it.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    files = {font.name: font.read_bytes() for font in WHOLE.glob("*.ttf")}
    for font in SCRIPTS:
        target = io.BytesIO()
        with TTFont(font) as unpacked:
            unpacked.flavor = None
            unpacked.save(target)
        files[_print_name(font)] = target.getvalue()
    return files


def _print_name(font: Path) -> str:
    """ "noto-sans-thai-thai-400-normal.woff2" is "noto-sans-thai-400.ttf" in print."""
    family, _script, weight, _style = font.stem.rsplit("-", 3)
    return f"{family}-{weight}.ttf"


@functools.cache
def shipped_letters() -> frozenset[int]:
    """What our fonts can draw, as it is written down beside this file: pages ask, and reading fonts takes megabytes."""
    ranges = _ranges(LETTERS.read_text())
    return frozenset(code for start, end in ranges for code in range(start, end + 1))


def letters_in_fonts() -> str:
    """What belongs into that file, read from the fonts; all weights of a family have the same letters.

    When a font changes: manage.py shell -c "from programmes.export.fonts import *; LETTERS.write_text(letters_in_fonts())"
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load, see files_for_print

    found: set[int] = set()
    for font in [WHOLE / "SourceSans3-Regular.ttf", *(font for font in SCRIPTS if "-400-" in font.name)]:
        with TTFont(font, lazy=True) as opened:
            found.update(opened.getBestCmap())
    starts = sorted(code for code in found if code - 1 not in found)
    ends = sorted(code for code in found if code + 1 not in found)
    return "".join(f"{start:x}-{end:x}\n" for start, end in zip(starts, ends, strict=True))


@functools.cache
def letters_of_machine() -> tuple[tuple[int, int], ...]:
    """Ranges that the fonts of this machine cover, as fontconfig knows; none where it cannot be asked."""
    asked = shutil.which("fc-list")
    if asked is None:
        return ()
    answer = subprocess.run([asked, "--format", "%{charset} "], capture_output=True, text=True, timeout=20, check=False)
    return tuple(sorted(_ranges(answer.stdout)))


def _ranges(told: str) -> set[tuple[int, int]]:
    """Ranges as fontconfig writes them: "20-7e a0"."""
    found = set()
    for part in told.split():
        start, _dash, end = part.partition("-")
        with suppress(ValueError):
            found.add((int(start, 16), int(end or start, 16)))
    return found


def has_letter(code: int) -> bool:
    """Whether some font can draw it."""
    return code in shipped_letters() or any(start <= code <= end for start, end in letters_of_machine())


def stamp_of_fonts() -> str:
    """Changes with the fonts, ours and the machine's: what is drawn today was perhaps a box yesterday."""
    digest = hashlib.sha256(repr(letters_of_machine()).encode())
    for font in sorted([*WHOLE.glob("*.ttf"), *SCRIPTS]):
        digest.update(font.read_bytes())
    return digest.hexdigest()
