"""Where a table may break between pages.

The engine keeps together whatever it is told to, even where it then leaves pages empty and forgets the heading row. So
rows are kept whole, and with their neighbour, only as long as all that stays together is a part of a page.
"""

from collections.abc import Sequence

LETTERS_ACROSS = 96  # letters of a table's size that stand side by side on a page, less than there mostly are
LONG = 16  # lines of a row, about a third of a page: a longer one may break within
SMALL = 8  # lines; a smaller one stays with its neighbour, so that no row stands alone on a page


def lines_of(words: str, width: float) -> int:
    """How many lines some words take in a column of so many per cent of the page."""
    across = max(4.0, LETTERS_ACROSS * width / 100 - 2)
    return sum(1 + int(len(line) / across) for line in words.split("\n"))


def ways_to_break(heights: Sequence[int], leads: Sequence[bool] = ()) -> list[str]:
    """A class for each row by its lines: "long", "kept" with the one below, or ''.

    The first two rows stay together and so do the last two. `leads`: rows that say what those below them belong to; one
    stays with the first of these.
    """
    last = len(heights) - 1
    found = []
    for at, height in enumerate(heights):
        below = heights[at + 1] if at < last else LONG + 1
        is_lead = at < last and bool(leads) and leads[at] and not leads[at + 1]
        stays = (at in (0, last - 1) and max(height, below) <= SMALL) or (is_lead and height <= SMALL)
        found.append("long" if height > LONG else "kept" if stays and at < last else "")
    return found
