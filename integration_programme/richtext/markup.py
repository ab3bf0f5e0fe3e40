"""Any characters as a tree of elements, in one pass: no character is looked at again and again, whatever stands there.

Unlike a browser's parser it never builds what was not written, and gives up where elements are too many or too deep.
What the tree holds is not clean: `cleaning` takes from it what the grammar knows.
"""

import re
from collections import Counter
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement

from integration_programme.richtext import grammar

MOST_TAGS = 2 * grammar.MOST  # each element is opened and closed
DEEPEST = 100  # elements of any kind inside one another, those that will be left out too

HTML_NAMES = grammar.names(
    "a abbr acronym address area article aside audio b base basefont bdi bdo big blockquote body br button canvas"
    " caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset"
    " figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins"
    " kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup"
    " option output p param picture pre progress q rp rt ruby s samp script section select small source span strike"
    " strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var"
    " video wbr xml"
)
VOID = grammar.names("area base br col embed hr img input link meta param source track wbr")
RAW = {name: re.compile(rf"</{name}[^<>]*>?", re.IGNORECASE) for name in ("script", "style")}
#: what ends an open element of the other kind when it begins, up to the nearest element that holds it apart
ENDS = {
    **dict.fromkeys(["li"], ({"li"}, {"ul", "ol", "menu", "dir"})),
    **dict.fromkeys(["dt", "dd"], ({"dt", "dd"}, {"dl"})),
    **dict.fromkeys(["td", "th"], ({"td", "th"}, {"tr", "table"})),
    **dict.fromkeys(["tr"], ({"tr"}, {"table", "tbody", "thead", "tfoot"})),
    **dict.fromkeys(["tbody", "thead", "tfoot"], ({"tbody", "thead", "tfoot"}, {"table"})),
    **dict.fromkeys(["caption", "colgroup"], ({"caption", "colgroup"}, {"table"})),
    **dict.fromkeys(["option"], ({"option"}, {"select"})),
}
CLOSES_A_PARAGRAPH = grammar.names(
    "address article aside blockquote center details dialog dir div dl fieldset figure footer form h1 h2 h3 h4 h5 h6"
    " header hr main menu nav ol p pre section table ul li dt dd"
)
HOLDS_PARAGRAPHS = {"li", "td", "th", "table", "blockquote", "caption", "button", "object", "dd", "div", "body"}

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*(?::[a-zA-Z][a-zA-Z0-9]*)?)(?=[\s/>])")
ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
END_OF_TAG = re.compile(r"[\s/\"'=]*>")
BROKEN = re.compile(r"[^<>]*")
HUGE_NUMBER = re.compile(r"&#(?:[xX][0-9a-fA-F]{7,}|[0-9]{8,});?")
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NAME_OF_HTML = re.compile(
    r"(?<!\\)</?(?:" + "|".join(sorted(HTML_NAMES)) + r"|(?:[ovwm]|st1):[a-z]+)(?:[\s/][^<>]*)?>", re.IGNORECASE
)


class TooMany(Exception):
    """There are more elements than any text that people write has."""


class TooDeep(Exception):
    """Elements stand deeper in one another than in any text that people write."""


def is_markup(text: str) -> bool:
    """Whether there are tags of HTML in it; "<https://…>", "<name@…>" and "a < b" are words."""
    return "<" in text and NAME_OF_HTML.search(text) is not None


def bare(text: str) -> str:
    """Without the characters that no text holds: what steers a terminal, half letters, what XML cannot say."""
    return NOT_IN_TEXT.sub("", text)


def parsed(html: str) -> Element:
    """The elements of some HTML under one root, "body"; what has no closing tag ends where its parent does.

    Raises TooMany and TooDeep.
    """
    reader = _Reader(bare(html))
    reader.read()
    return reader.root


class _Reader:
    def __init__(self, html: str):
        self.html = html
        self.root = Element("body")
        self.open = [self.root]
        self.tags = 0
        self.counts = Counter(["body"])  # of the open elements, by name
        self.words: list[str] = []
        self.absent: set[str] = set()  # closing marks that do not come any more

    def read(self) -> None:
        html, at = self.html, 0
        while (start := html.find("<", at)) >= 0:
            self.words.append(html[at:start])
            at = self._tag(start)
        self.words.append(html[at:])
        self._say()

    def _tag(self, start: int) -> int:
        """Read what begins with "<"; gives where to go on, always beyond everything that was looked at."""
        html = self.html
        if html.startswith("<!--", start):
            return self._skipped(start, "-->")
        if html.startswith(("<!", "<?"), start):
            return self._skipped(start, ">")
        found = TAG.match(html, start)
        if found is None:
            self.words.append("<")
            return start + 1
        at = found.end()
        attributes: dict[str, str] = {}
        while attribute := ATTRIBUTE.match(html, at):
            name, *values = attribute.groups()
            attributes.setdefault(name.lower(), next((value for value in values if value is not None), ""))
            at = attribute.end()
        if end := END_OF_TAG.match(html, at):
            return self._element(found[2].lower(), bool(found[1]), attributes, end.end())
        rest = BROKEN.match(html, at)  # a quotation mark too many, or no end at all
        at = rest.end() if rest else at
        if html.startswith(">", at):
            return self._element(found[2].lower(), bool(found[1]), attributes, at + 1)
        self.words.append(html[start:at])
        return at

    def _skipped(self, start: int, mark: str) -> int:
        end = -1 if mark in self.absent else self.html.find(mark, start + 2)
        if end >= 0:
            return end + len(mark)
        self.absent.add(mark)
        self.words.append("<")
        return start + 1

    def _element(self, name: str, is_closing: bool, attributes: dict[str, str], at: int) -> int:
        self.tags += 1
        if self.tags > MOST_TAGS:
            raise TooMany
        self._say()
        if is_closing:
            self._close(name)
            return at
        self._make_room(name)
        element = SubElement(self.open[-1], name, {key: _unescaped(value) for key, value in attributes.items()})
        if name in RAW:
            return self._raw(name, at)
        if name not in VOID:
            self.open.append(element)
            self.counts[name] += 1
            if len(self.open) > DEEPEST:
                raise TooDeep
        return at

    def _raw(self, name: str, at: int) -> int:
        """Scripts and styles hold no elements: all up to their closing tag is theirs, and nobody's words."""
        end = RAW[name].search(self.html, at)
        return end.end() if end else len(self.html)

    def _close(self, name: str) -> None:
        if not self.counts[name]:
            return
        for depth in range(len(self.open) - 1, 0, -1):
            tag = self.open[depth].tag
            if tag == name:
                return self._leave(depth)
            if tag in ("td", "th", "table") and name not in ("table", "tr", "tbody", "thead", "tfoot"):
                return

    def _leave(self, depth: int) -> None:
        self.counts.subtract(element.tag for element in self.open[depth:])
        del self.open[depth:]

    def _make_room(self, name: str) -> None:
        """Close what an element that begins brings to an end."""
        if name in CLOSES_A_PARAGRAPH:
            self._end({"p"}, HOLDS_PARAGRAPHS)
        if name in ENDS:
            self._end(*ENDS[name])

    def _end(self, ended: set[str], borders: set[str]) -> None:
        if not any(self.counts[name] for name in ended):
            return
        for depth in range(len(self.open) - 1, 0, -1):
            tag = self.open[depth].tag
            if tag in ended:
                return self._leave(depth)
            if tag in borders:
                return

    def _say(self) -> None:
        """Put the words that were gathered where they stand."""
        words = "".join(self.words)
        self.words = []
        if not words:
            return
        words = _unescaped(words)
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words


def _unescaped(words: str) -> str:
    return bare(unescape(HUGE_NUMBER.sub("\ufffd", words))) if "&" in words else words


def serialised(root: Element) -> str:
    """The inside of a cleaned tree as HTML, as a browser would write it."""
    parts: list[str] = []
    _write(root, parts)
    return "".join(parts)


def _write(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(escape(element.text, quote=False))
    for child in element:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.attrib.items())
        parts.append(f"<{child.tag}{attributes}>")
        if child.tag != grammar.BREAK:
            _write(child, parts)
            parts.append(f"</{child.tag}>")
        if child.tail:
            parts.append(escape(child.tail, quote=False))
