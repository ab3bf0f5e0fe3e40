"""What no line end may part: a number and its unit, a section sign and its number, a date, the end of a range.

Spaces that may not break are put in here, in what is shown and printed, and never into what is stored.
"""

import re

WORDS_OF_PAGE = re.compile(r">[^<]+")  # what stands between tags
DIGIT = re.compile(r"\d")
NO_BREAK = "\u00a0"
WORD_JOINER = "\u2060"
SIGNS = "%‰€§°"
UNITS = (
    r"kpl|kk|pv|vk|htv|op|mom|snt|milj|mrd|mn|md|kr|tn|st|km²?|km/h|m²|m³|cm|mm|ha|kg|min|sp|eur\w*|prosent\w*|procent\w*"
    r"|percent|per cent|vuotta|vuoden|vuodessa|kuukau\w*|viikk\w*|päiv\w*|tunt\w*|år|års|månad\w*|veck\w*|dagar|dygn|timm\w*"
    r"|years?|months?|weeks?|days?|hours?|henkilö\w*|personer|persons|people|oppilasta|elever|pupils|asukasta|invånare"
)
MONTHS = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w*"
    "|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
BEFORE_UNIT = re.compile(rf"(?<=\d) (?=[{SIGNS}]|\d{{3}}(?!\d)|(?:{UNITS})(?!\w))")
AFTER_SIGN = re.compile(r" (?=\d)(?:(?<=§ )|(?<=\bklo )|(?<=\bkl\. )|(?<=\bs\. )|(?<=\bsection ))")
DAY = re.compile(rf"\b(\d{{1,2}}\.?) (?=(?:{MONTHS})(?!\w))")
YEAR = re.compile(rf"\b({MONTHS}) (?=\d{{4}}(?!\d))")
RANGE = re.compile(r"(?<![\d/.])(\d{1,4})–(?=\d{1,4}(?![/.]?\d))")  # years and ages, not months


def bound(html: str) -> str:
    """A page, or what stands in its body, with everything kept whole."""
    head, end_of_head, body = html.rpartition("</head>")
    return head + end_of_head + WORDS_OF_PAGE.sub(_with_whole_numbers, body)


def _with_whole_numbers(found: re.Match) -> str:
    words = found[0]
    if not DIGIT.search(words):
        return words
    words = AFTER_SIGN.sub(NO_BREAK, BEFORE_UNIT.sub(NO_BREAK, words))
    words = YEAR.sub(rf"\1{NO_BREAK}", DAY.sub(rf"\1{NO_BREAK}", words))
    return RANGE.sub(rf"\1–{WORD_JOINER}", words)
