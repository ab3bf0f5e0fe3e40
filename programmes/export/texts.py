"""What people wrote, made fit for print: known elements only, headings in order, regular tables, marked charts.

The model layer has cleaned these texts already. Here they are rebuilt element by element from a list, so that a text
that came in another way can do no harm either, and so that the tagged PDF conforms (docs/adr/0010).
"""

import re
from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from integration_programme.richtext import grammar
from integration_programme.richtext.ids import NAME
from programmes.document.blocks import Illustration
from programmes.export.illustrations import illustration
from programmes.export.passages import NOT_FOR_PRINT, blocks_of, breakable, has_words, put_words, say, spoken, tree_of
from programmes.export.tables import put_table

HEADINGS = {f"h{level}": level for level in range(1, 7)}
TEXT, HIGHEST = 141, 110  # millimetres that a picture in a text may take
OF_A_TEXT = re.compile(r"/\w+\.[a-z]{2,3}$")  # the place of a text in a language


class Printable:
    """Makes rich texts fit for print, under headings of whatever level.

    `anchors`: paragraphs keep their ids as anchors, each once, as a page on screen wants them; `taken` are the ids that
    stand on the page already. `asks`: each of these has a way to comment on it, and room for what was said (`ask`).
    `one_head`: headings of tables are put into one row, for an engine that cannot tag more.
    """

    def __init__(self, *, anchors: bool = False, asks: bool = False, one_head: bool = False, taken: Iterable[str] = ()):
        self.anchors, self.asks, self.one_head = anchors, asks, one_head
        self.taken, self._place_of_text = set(taken), ""

    def takes(self, name: str) -> bool:
        """Whether an id may stand here, being one and none that stands on the page already; then it is taken."""
        if not name or name in self.taken:
            return False
        self.taken.add(name)
        return True

    def html(self, written: str, above: int, pictures: Iterable[Illustration] = (), place: str = "") -> SafeString:
        """Rich text for print, under a heading of level `above`, with its pictures; others are left out. `place`: of a text
        in a language, whose paragraphs can be commented on."""
        self._place_of_text = place if self.asks and OF_A_TEXT.search(place) else ""
        self.pictures = {each.key: each for each in pictures}
        printed = Element("div")
        for child in blocks_of(tree_of(written)):
            self._block(child, printed)
        _order_headings(printed, above)
        inner = ElementTree.tostring(printed, encoding="unicode", method="html")
        return mark_safe(inner.removeprefix("<div>").removesuffix("</div>"))  # noqa: S308 - built from known elements

    def _block(self, source: Element, into: Element) -> None:
        if source.tag == "figure":
            return self._figure(source, into)
        if not has_words(source):
            return
        if source.tag in grammar.LISTS:
            self._list(source, into)
        elif source.tag == "table":
            place = self._place(source)
            put_table(source, into, place, one_head=self.one_head)
            self._ask(Element("table", place), into)
        elif source.tag == "blockquote":
            inner = SubElement(into, "blockquote")
            for child in blocks_of(source):
                self._block(child, inner)
        else:
            name = source.tag if source.tag in HEADINGS else "p"
            made = SubElement(into, name, self._place(source) | spoken(source))
            put_words(source, made)
            self._ask(made, into)

    def _figure(self, source: Element, into: Element) -> None:
        """A picture with its caption, and who made it; one that is not here leaves its caption."""
        shown = self.pictures.get(source.get(grammar.PICTURE, ""))
        if shown is None:
            if has_words(source):
                put_words(source, SubElement(into, "p", self._place(source)))
            return
        figure = SubElement(into, "figure", self._place(source))
        figure.append(illustration(shown, on_screen=self.anchors, widest=TEXT, highest=HIGHEST))
        if not has_words(source) and not shown.credit:
            return
        caption = SubElement(figure, "figcaption")
        put_words(source, caption)
        if shown.credit:
            say(caption, " ")
            SubElement(caption, "small").text = breakable(NOT_FOR_PRINT.sub("", shown.credit))

    def _list(self, source: Element, into: Element) -> None:
        """A list whose items hold words and lists, no paragraphs: several paragraphs become lines."""
        made = SubElement(into, source.tag, _start(source))
        for child in source:
            if child.tag != "li" or not has_words(child):
                continue
            item = SubElement(made, "li", self._place(child) | spoken(child))
            for part in blocks_of(child):
                if part.tag in grammar.LISTS:
                    self._list(part, item)
                elif has_words(part):
                    if len(item) and item[-1].tag in grammar.LISTS:
                        item = SubElement(made, "li", {"class": "goes-on"})
                    elif len(item) or item.text:
                        SubElement(item, "br")
                    put_words(part, item)
                    self._ask(item, item)
        if not len(made):
            into.remove(made)

    def _ask(self, made: Element, into: Element) -> None:
        """The way to comment on a paragraph, in it where it holds words, and room after it for what was said."""
        if not self._place_of_text or "id" not in made.attrib:
            return
        place = f"{self._place_of_text}#{made.get('id', '').removeprefix('p-')}"
        if (room := f"said:{place}") in self.taken:
            return
        self.taken.add(room)
        within = made if made.tag in ("p", "li") else SubElement(into, "p", {"class": "comment-line"})
        say(within, " ")
        SubElement(within, "a", {"class": "comment-here", "href": way_to_comment(place)}).text = pgettext(
            "verb", "Comment"
        )
        into.append(ElementTree.Comment(room))

    def _place(self, source: Element) -> dict[str, str]:
        name = source.get(grammar.PARAGRAPH_ID, "")
        if not self.anchors or not NAME.fullmatch(name) or not self.takes(anchor_of(name)):
            return {}
        return {"id": anchor_of(name)}


def way_to_comment(place: str) -> str:
    """Where one comments on a place, from any page one step below a programme's home."""
    return f"../comments/write/?place={quote(place, safe=':/.')}"


def anchor_of(paragraph: str) -> str:
    """The id under which a paragraph stands on the page of its document."""
    return f"p-{paragraph}"


def _start(source: Element) -> dict[str, str]:
    """Where a list begins to count. The engine does not read the attribute: the class has a rule in the page's style."""
    start = source.get("start", "")
    if source.tag != "ol" or not (start.isascii() and start.isdecimal() and len(start) < 5):
        return {}
    return {"start": start, "class": f"from{int(start)}"}


def _order_headings(printed: Element, above: int) -> None:
    """Headings continue the chapter's level and skip none, whatever levels the writer chose."""
    found = [element for element in printed.iter() if element.tag in HEADINGS]
    ranks = {level: rank for rank, level in enumerate(sorted({HEADINGS[each.tag] for each in found}), 1)}
    before = above
    for element in found:
        level = min(above + ranks[HEADINGS[element.tag]], before + 1, 6)
        element.tag = f"h{level}"
        before = level
