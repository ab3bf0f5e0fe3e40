"""Where things stand in a chart: scales with round ticks, wrapped names, labels that do not overlap."""

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.figures import format_period

LINE_HEIGHT = 15
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Scale:
    """From values to places on a line, with the round values that are marked on it."""

    ticks: tuple[float, ...]
    start: float
    end: float

    def place(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (float(value) - low) / (high - low) * (self.end - self.start)

    @property
    def decimals(self) -> int:
        step = Decimal(str(round(self.ticks[1] - self.ticks[0], 10))).normalize()
        return max(0, -step.as_tuple().exponent)


def nice_ticks(low: float, high: float, smallest_step: float = 0.0, about: int = 5) -> tuple[float, ...]:
    """Round values that hold all others: from zero, unless the values would then look like one flat line."""
    if low >= 0 and (low == high or high - low >= 0.15 * high):
        low = 0.0
    elif high <= 0 and (low == high or high - low >= 0.15 * -low):
        high = 0.0
    if low == high:
        high = low + 1
    rough = (high - low) / about
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * magnitude for nice in (1, 2, 2.5, 5, 10) if nice * magnitude >= rough - 1e-12)
    if smallest_step:
        step = max(step, smallest_step)
        if smallest_step >= 1:
            step = math.ceil(step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(index * step, 10) for index in range(first, max(last, first + 1) + 1))


def text_width(text: str, size: float = 12) -> float:
    """An estimate on the wide side; the picture is laid out before any font is known."""

    def share(letter):
        if letter in "iljtfrI.,:;'!|()- \N{NO-BREAK SPACE}":
            return 0.33
        if letter in "mwMW%@\N{HORIZONTAL ELLIPSIS}\N{EN DASH}" or ord(letter) > 0x2E80:
            return 0.95
        return 0.68 if letter.isupper() else 0.56

    return size * sum(share(letter) for letter in text)


def wrapped(label: str, letters: int) -> list[str]:
    clean = NOT_IN_XML.sub("", label)
    return textwrap.wrap(clean, letters, max_lines=3, placeholder="\N{HORIZONTAL ELLIPSIS}") or [""]


def places_of(periods: Sequence[str], start: float, end: float) -> dict[str, float]:
    """Years stand as far apart as they are; any other periods evenly."""
    marks = (
        [int(period) for period in periods] if all(period.isdecimal() for period in periods) else range(len(periods))
    )
    if len(periods) == 1:
        return {periods[0]: (start + end) / 2}
    return {
        period: start + (mark - marks[0]) / (marks[-1] - marks[0]) * (end - start)
        for period, mark in zip(periods, marks, strict=True)
    }


def period_marks(periods: Sequence[str], places: Mapping[str, float], y: float) -> list[dict]:
    """As many labels as fit, the newest always among them."""
    marks, free = [], math.inf
    for period in reversed(periods):
        label, x = format_period(period), places[period]
        half = text_width(label) / 2 + 5
        if fits := x + half <= free:
            free = x - half
        marks.append({"x": f"{x:.1f}", "y": f"{y}", "label": label if fits else ""})
    return marks[::-1]


def stacked(lines: Sequence[str], x: float, middle: float) -> list[dict]:
    first = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + 4
    return [
        {"x": f"{x:.1f}", "y": f"{first + index * LINE_HEIGHT:.1f}", "text": line} for index, line in enumerate(lines)
    ]


def spread(wanted: Sequence[float], halves: Sequence[float], start: float, end: float) -> list[float]:
    """Places as near to the wanted ones as can be without any two overlapping; both in ascending order."""
    offsets = [0.0]
    for before, after in pairwise(halves):
        offsets.append(offsets[-1] + before + after)
    groups: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        mean, size = place - offset, 1
        while groups and groups[-1][0] > mean:
            other, others = groups.pop()
            mean, size = (mean * size + other * others) / (size + others), size + others
        groups.append((mean, size))
    lowest, highest = start + halves[0], end - halves[-1] - offsets[-1]
    means = [min(max(mean, lowest), highest) for mean, size in groups for _ in range(size)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
