"""The years of a programme's period, and titles that name them: "2027–2030", "2027–30", "1/2027–12/2030"."""

import re
from datetime import date

from integration_programme.translations import Translations

Period = tuple[date, date]

DASH = "[-\u2010-\u2015\u2212]"  # as people type, paste and set them
TO = rf"\s?{DASH}\s?|/|\s(?:till|to)\s"
BEFORE, AFTER = rf"(?<!\d)(?<!\d{DASH})(?<!\d[./])", rf"(?!\d|{DASH}\d)"
FIRST = r"(?:(?:(?P<first_day>\d\d?)\.)?(?P<first_month>\d\d?)(?P<first_sign>[./]))?(?P<first_year>\d{4})"
LAST = FIRST.replace("first", "last").replace(r"\d{4}", r"\d{4}|\d\d(?![./]\d)")
SPAN = rf"{BEFORE}{FIRST}(?:{TO}){LAST}{AFTER}"


def years(start: date, end: date) -> str:
    """The years of a period as titles write them."""
    return "–".join(dict.fromkeys((str(start.year), str(end.year))))


def years_named(title: Translations) -> list[str]:
    """The years that a title names, in all its languages, each once."""
    found = [_whole_years(each) for text in title.values() for each in re.finditer(SPAN, text)]
    return list(dict.fromkeys(named for named in found if named))


def _whole_years(found: re.Match) -> str:
    """Both years in full, as `years` gives them; '' for a year and a month, "2027-12"."""
    first, last = found["first_year"], found["last_year"]
    if len(last) == len(first):
        return "–".join(dict.fromkeys((first, last)))
    return f"{first}–{first[:2]}{last}" if last > first[2:] else ""


def retitled(title: Translations, before: Period, after: Period) -> Translations:
    """A title with another period in the place of the one that it names, months and days where it has them; languages
    that do not name it stay."""
    one_year = rf"|{BEFORE}{before[0].year}{AFTER}" if before[0].year == before[1].year else ""
    named = re.compile(SPAN + one_year)
    return Translations(
        {code: named.sub(lambda it: _followed(it, before, after), text) for code, text in title.items()}
    )


def _followed(found: re.Match, before: Period, after: Period) -> str:
    if not found["first_year"]:  # one year alone
        return years(*after)
    if any(int(found[name]) != number for name, number in _numbers(found, before).items()):
        return found[0]
    numbers = _numbers(found, after)
    has_days = found["first_month"] or found["last_month"]
    if not has_days and (after[0].year == after[1].year or len(found["last_year"]) == 4):
        return years(*after)
    width = 2 if any(found[name].startswith("0") for name in numbers) else 1
    return "–".join(_end(found, which, numbers, width) for which in ("first", "last"))


def _numbers(found: re.Match, period: Period) -> dict[str, int]:
    """A period's numbers, by the groups of what was found that tell them."""
    start, end = period
    is_short = len(found["last_year"]) == 2 and start.year // 100 == end.year // 100
    numbers = {f"{which}_{part}": getattr(day, part) for which, day in zip(("first", "last"), period, strict=True)
               for part in ("day", "month", "year")}  # fmt: skip
    numbers["last_year"] = end.year % 100 if is_short else end.year
    return {name: number for name, number in numbers.items() if found[name]}


def _end(found: re.Match, which: str, numbers: dict[str, int], width: int) -> str:
    """A day, a month or a year, written as it was."""
    day, month = (
        f"{numbers[name]:0{width}}" if (name := f"{which}_{part}") in numbers else "" for part in ("day", "month")
    )
    year = f"{numbers[f'{which}_year']:02}"
    return f"{day and day + '.'}{month}{found[f'{which}_sign'] or ''}{year}"
