"""What no line end may part: a number and its unit, a section sign and its number, a date, the end of a range.

Spaces that may not break are put in here, in what is shown, mailed and printed, and never into what is stored. Whoever
searches a page or copies from it gets the spaces of every day: browsers take the two for one.
"""

import re

from django.http import HttpRequest, HttpResponse

NO_BREAK = "\u00a0"
WORD_JOINER = "\u2060"
UNITS = (
    r"kpl|kk|pv|vk|htv|op|mom|moment\w*|snt|milj|miljoon\w*|miljon\w*|millions?|mrd|mn|md|kr|tn|st|km²?|km/h|m²|m³|m|cm|mm|ha|kg|min|minuut\w*|minut\w*|sp|eur\w*|prosent\w*|procent\w*"
    r"|percent|per cent|vuotta|vuoden|vuodessa|kuukau\w*|viikk\w*|päiv\w*|tunt\w*|år|års|månad\w*|veck\w*|dagar|dygn|timm\w*"
    r"|years?|months?|weeks?|days?|hours?|henkilö\w*|personer|persons|people|oppilasta|elever|pupils|asukasta|invånare"
    r"|hlö\w*|laps\w*|lasta|lasten|barn|children|perhe\w*|familj\w*|families|opiskelij\w*|studerande|students|työntekij\w*|anställda"
    r"|maahanmuuttaj\w*|invandrare|\w*paik\w*|\w*platser|places|ryhm\w*|grupper|groups|kurssi\w*|kurser|courses"
    r"|M€|t€|mn€|v|lk|kap|p"
    r"|sivu\w*|sidor|sidan?|pages?|h|käyn\w*|besök|visits?|arvosan\w*|vitsord|årsverken?"
)
MONTHS = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w*"
    "|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
IN_FINNISH = ("kuu", "kuuta", "kuun", "kuussa", "kuusta", "kuuhun")
MONTH = re.compile(rf"(?:{MONTHS})\b", re.IGNORECASE)
BEFORE_NUMBER = (
    "§",
    "§:n",
    "klo",
    "kello",
    "klockan",
    "kl.",
    "kap.",
    "mom.",
    "nro",
    "nr",
    "luku",
    "kapitel",
    "chapter",
    "kuva",
    "bild",
    "aulukko",
    "abell",
    " s.",
    "ection",
    *IN_FINNISH,
    *re.findall(r"\w{3,}", MONTHS.partition("kuu")[2]),
)
AFTER = "|".join(f"(?<={re.escape(word)} )" for word in BEFORE_NUMBER)
DAY_AND_MONTH = (
    r"(?:(?<=[0-9]\.[0-9]\. )|(?<=[0-9]\.[0-9]{2}\. )|(?<=[0-9]\. [0-9]\. )|(?<=[0-9]\. [0-9]{2}\. ))(?=[0-9]{4}(?![0-9]))"
    r"|(?<=[0-9]\. )(?=[0-9]{1,2}\. [0-9]{4}(?![0-9]))"
)
# Every space between two that belong together. All begins with the space, so that a page is run through once.
SPACE = re.compile(
    rf" (?:(?=§)(?<=[0-9] [a-z] )|(?=[0-9])(?:{AFTER}|{DAY_AND_MONTH}|(?<=[0-9] )(?<![0-9]{{4}} )(?=[0-9]{{3}}(?![0-9])))"
    rf"|(?<=[0-9.r] )(?:(?<=[0-9] )(?=[%‰€§°]|[a-z] §|(?:{UNITS}|{MONTHS})(?!\w))|(?<=[0-9]\. )(?=(?:{MONTHS})(?!\w))"
    r"|(?<=[0-9] per )(?=cent\b)))"
)
WORDS = re.compile(r">[^<]*–[^<]*")
RANGE = re.compile(r"(?<![\d/.])(\d{1,4})–(?=\d{1,4}(?![/.]?\d))")  # years and ages, not months
# an ordinal and its noun, a short word or an initial and a name
NAMES = re.compile(r" (?:(?<=[0-9]\. )(?=[a-zåäö])|(?<=[^\w-]i )(?=[A-ZÅÄÖ])|(?<=[^\w-][A-ZÅÄÖ]\. )(?=[A-ZÅÄÖ]))")
#: what is sent back to us, is no text, or never breaks into lines, is left as it is
LEFT = re.compile(r"(<(?:textarea|option|script|style|svg)\b.*?</(?:textarea|option|script|style|svg)>)", re.DOTALL)
#: around what is bound already
MARK, END_MARK = b"<!--bound-->", b"<!--/bound-->"


def whole(words: str) -> str:
    """Plain text with everything kept whole."""
    return SPACE.sub(NO_BREAK, words)


def bound(html: str) -> str:
    """A page, or what stands in its body, with everything kept whole; its head has no lines."""
    return _bound(html, SPACE)


def bound_for_print(html: str) -> str:
    """The same for a document, in which ranges, ordinals and names are kept whole too."""
    whole_names = _bound(bound(html), NAMES)
    return WORDS.sub(lambda found: RANGE.sub(rf"\1–{WORD_JOINER}", found[0]), whole_names)


def bound_page(page: bytes) -> bytes:
    """A page in UTF-8; what it holds between marks is not even looked at."""
    parts = []
    while page:
        loose, mark, page = page.partition(MARK)
        kept, end_mark, page = page.partition(END_MARK)
        parts += bound(loose.decode()).encode(), mark, kept, end_mark
    return b"".join(parts)


def _bound(html: str, spaces: re.Pattern) -> str:
    head, end_of_head, body = html.rpartition("</head>")
    parts = LEFT.split(body)
    parts[::2] = [spaces.sub(_unless_in_a_tag, part) for part in parts[::2]]
    return "".join((head, end_of_head, *parts))


def _unless_in_a_tag(found: re.Match) -> str:
    page, at = found.string, found.start()
    return " " if page.rfind("<", 0, at) > page.rfind(">", 0, at) else NO_BREAK


class WholeOnScreen:
    """A middleware: every page that is shown is bound."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not getattr(response, "is_bound", False):
            response.content = bound_page(response.content)
            if response.has_header("Content-Length"):  # counted before: a space that may not break is a byte longer
                response["Content-Length"] = str(len(response.content))
        return response
