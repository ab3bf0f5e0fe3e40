"""What a rich text may consist of: the one list that editor, cleaner, plain words, print and their tests read.

A mark is said of words, a block holds words or other blocks. A picture is a block that names it and holds its caption:
what it shows is told by the picture itself, wherever it stands. Whatever stands here is carried by all of them
(docs/adr/0005); `as_data` is the same list for the editor's script.
"""

from typing import Any

LONGEST = 200_000  # characters of HTML in one text, ids not counted
DEEPEST = 30  # lists, quotations and tables inside one another
WIDEST = 20  # columns or rows that one table cell may span
BROADEST = 60  # columns of a table
MOST = 20_000  # elements and passages of words in one text, about twice as many as blocks and cells

#: Marks from the outermost to the innermost, with the other names under which they come.
MARKS = {
    "a": (),
    "span": (),
    "strong": ("b",),
    "em": ("i",),
    "u": (),
    "s": ("strike",),
    "sub": (),
    "sup": (),
}
HEADINGS = ("h3", "h4")
LISTS = ("ul", "ol")
CELLS = ("th", "td")
#: Blocks, with the blocks that may stand in them; where there are none, words do.
BLOCKS: dict[str, tuple[str, ...]] = {
    "p": (),
    "h3": (),
    "h4": (),
    "figure": (),
    "ul": ("li",),
    "ol": ("li",),
    "li": ("p", "ul", "ol"),
    "blockquote": ("p", "ul", "ol"),
    "table": ("tbody",),
    "tbody": ("tr",),
    "tr": ("th", "td"),
    "th": ("p", "ul", "ol"),
    "td": ("p", "ul", "ol"),
}
BREAK = "br"

PARAGRAPH_ID = "data-paragraph"
PICTURE = "data-picture"  # the key of a picture of the programme, and all that a text knows of it
#: What is one paragraph: it bears an id, unless it stands inside another one.
PARAGRAPHS = ("p", "h3", "h4", "li", "table", "figure")
LANGUAGES = ("fi", "sv", "en", "se", "ru", "uk", "ar", "so", "et", "fa", "ku", "vi", "th", "zh", "es", "fr", "de", "tr")
DIRECTIONS = ("ltr", "rtl", "auto")
SCHEMES = ("https", "http", "mailto")
SPOKEN = ("lang", "dir")
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "span": SPOKEN,
    "p": (*SPOKEN, PARAGRAPH_ID),
    "h3": (*SPOKEN, PARAGRAPH_ID),
    "h4": (*SPOKEN, PARAGRAPH_ID),
    "li": (*SPOKEN, PARAGRAPH_ID),
    "ol": ("start",),
    "table": (PARAGRAPH_ID,),
    "figure": (PICTURE, PARAGRAPH_ID),
    "th": ("colspan", "rowspan"),
    "td": ("colspan", "rowspan"),
}
#: What every link says besides: whoever is linked to learns nothing of where the reader came from.
RELATION = "noopener noreferrer"
TAGS = frozenset({*MARKS, *BLOCKS, BREAK})


def names(words: str) -> frozenset[str]:
    """Names of elements, written with spaces between."""
    return frozenset(words.split())


def as_data() -> dict[str, Any]:
    """The grammar as JSON-ready data."""
    return {
        "marks": {name: list(others) for name, others in MARKS.items()},
        "blocks": {name: list(inner) for name, inner in BLOCKS.items()},
        "headings": list(HEADINGS),
        "attributes": {name: list(attributes) for name, attributes in ATTRIBUTES.items()},
        "paragraphs": list(PARAGRAPHS),
        "paragraphId": PARAGRAPH_ID,
        "picture": PICTURE,
        "languages": list(LANGUAGES),
        "directions": list(DIRECTIONS),
        "schemes": list(SCHEMES),
        "widest": WIDEST,
    }
