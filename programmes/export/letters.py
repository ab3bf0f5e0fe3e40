"""Letters that no font on this machine has: said in words or as a box, because a tagged PDF may not hold empty glyphs."""

import functools
import shutil
import subprocess
import unicodedata

BOX = "\u25a1"
#: joiners, marks of direction and selectors are never drawn themselves
UNDRAWN = {"Cf", "Cc", "Zs", "Zl", "Zp"}
SKIN_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
SELECTORS = {0x34F, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


def drawable(text: str) -> str:
    """The text with every letter that can be drawn here; emoji that cannot are named, other letters become a box."""
    strange = {letter for letter in set(text) if ord(letter) > 0x24F and unicodedata.category(letter) not in UNDRAWN}
    lacking = {letter for letter in strange if ord(letter) not in SELECTORS and not _has(ord(letter))}
    return text.translate({ord(letter): _instead(letter) for letter in lacking}) if lacking else text


def _instead(letter: str) -> str:
    if unicodedata.category(letter).startswith("M") or letter in SKIN_TONES:
        return ""
    name = unicodedata.name(letter, "")
    return f"[{name.lower()}]" if name and unicodedata.category(letter) == "So" else BOX


def _has(code: int) -> bool:
    ranges = _ranges()
    return not ranges or any(start <= code <= end for start, end in ranges)


@functools.cache
def _ranges() -> tuple[tuple[int, int], ...]:
    """What the fonts of this machine cover, as fontconfig knows; nothing when it cannot be asked."""
    asked = shutil.which("fc-list")
    if asked is None:
        return ()
    answer = subprocess.run([asked, "--format", "%{charset} "], capture_output=True, text=True, timeout=20, check=False)
    found = set()
    for part in answer.stdout.split():
        start, _dash, end = part.partition("-")
        try:
            found.add((int(start, 16), int(end or start, 16)))
        except ValueError:
            continue
    return tuple(sorted(found))
