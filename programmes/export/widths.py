"""How wide the columns of a table are. Given beforehand, widths spare the engine to measure every cell, which takes it
very long in big tables.
"""

import re
from collections.abc import Iterable, Sequence

from integration_programme.whole import MONTH, NO_BREAK, whole

NUMBER = re.compile(r"[\d.,:/–+−%€§-]*\d[\d.,:/–+−%€§-]*")  # a date too
NUMBER_OF = re.compile(
    rf"{NUMBER.pattern}(?:{NO_BREAK}{NUMBER.pattern})*{NO_BREAK}[^\W\d]{{1,8}}"
)  # 640 visits; a longer unit is parted
WIDEST_WHOLE = 30  # per cent of a table's width for a number or a date that stays whole
LONGEST_OF_HEAD = 12  # letters of a word in a head; longer ones are parted
OF_MARGIN = 141 / 159  # the text's width, of that of a wide table, which begins in the margin: mm in print.css


def shares(names: list[str], rows: list[list[str]], room: float = 100) -> list[int]:
    """Widths of columns in per cent: room for a longest word, more where there is much to say."""
    weights = []
    for at, name in enumerate(names):
        texts = [row[at] for row in rows if at < len(row)]
        words = [word for text in (name, *texts) for word in text[:200].split()]
        weights.append(max([6, *(min(16, len(word)) for word in words), *(min(34, len(text)) for text in texts)]))
    widths = with_room([weight * room / sum(weights) for weight in weights], names, rows)
    return [max(1, round(width)) for width in widths]


def with_room(
    widths: Sequence[float], names: list[str], rows: list[list[str]], *, is_wide: bool = False
) -> list[float]:
    """The widths, where a column was narrower than its widest number or date, or than a word of its head, made as wide;
    the others give way."""
    room, part = sum(widths), OF_MARGIN if is_wide else 1
    columns = [[names[at], *(row[at] for row in rows if at < len(row))] for at in range(len(widths))]
    floors = [min(WIDEST_WHOLE, part * max(_widest_whole(column), _widest_of_head(column[0]))) for column in columns]
    scale = min(1.0, 0.9 * room / (sum(floors) or 1))
    floors = [floor * scale for floor in floors]
    spare = room - sum(floors)
    beyond = [max(0.0, width - floor) for width, floor in zip(widths, floors, strict=True)]
    total = sum(beyond) or 1
    return [floor + over * spare / total for floor, over in zip(floors, beyond, strict=True)]


def _widest_of_head(name: str) -> float:
    return max((width_of(word[:LONGEST_OF_HEAD]) for word in name.split()), default=0)


def _widest_whole(texts: Iterable[str]) -> float:
    """What the widest of the numbers and dates that no line end parts takes, in per cent."""
    return max((width_of(part) for text in texts for part in _kept_whole(whole(text[:200]))), default=0)


def _kept_whole(text: str) -> list[str]:
    """The numbers and dates of a cell; one that says nothing but a number keeps its unit beside it."""
    if NUMBER_OF.fullmatch(text):
        return [text]
    parts = re.split(r"[ \t\r\n]+", text)
    return [part for part in parts if NUMBER.fullmatch(part.replace(NO_BREAK, "")) or MONTH.search(part)]


def width_of(number: str) -> float:
    """What a number takes with the space beside it, in per cent of the page's width; figures are of one width."""
    return 1.2 * len(number) + 2.2
