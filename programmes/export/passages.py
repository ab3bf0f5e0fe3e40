"""What people wrote, word by word: its elements as a tree, and words with their emphasis, links and languages, each
rebuilt from a list of known ones.
"""

import copy
import html as html_entities
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.core.exceptions import ValidationError

from integration_programme import richtext
from integration_programme.richtext import grammar
from integration_programme.richtext.links import ADDRESS

ENDLESS = re.compile(r"[^\s\u200b]{60}(?=[^\s\u200b])")
NOT_FOR_PRINT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]")


def breakable(words: str) -> str:
    """The same words; very long ones may break now and then, for the engine tries every place of one line in turn."""
    return ENDLESS.sub(lambda found: f"{found[0]}\u200b", words) if len(words) > 60 else words


def tree_of(html: str) -> Element:
    """The elements of a text; one that did not come out of our cleaning is cleaned first."""
    markup = NOT_FOR_PRINT.sub("", html.replace("&nbsp;", "\u00a0").replace("<br>", "<br/>"))
    try:
        # no declaration can stand within an element
        root = ElementTree.fromstring(f"<body>{markup}</body>")  # nosec B314
        if all(element.tag in grammar.TAGS for element in root.iter() if element is not root):
            return root
    except ElementTree.ParseError:
        pass
    try:
        cleaned = richtext.clean(html)
    except ValidationError:
        words = re.sub(r"<[^<>]*>", " ", markup)
        cleaned = f"<p>{html_entities.escape(html_entities.unescape(words), quote=False)}</p>"
    return richtext.tree(cleaned)


def has_words(element: Element) -> bool:
    """Whether anything can be read in it."""
    return bool("".join(element.itertext()).strip())


def blocks_of(parent: Element) -> Iterator[Element]:
    """The blocks in an element; loose words between them become paragraphs."""
    loose: Element | None = None
    if parent.text and parent.text.strip():
        loose = Element("p")
        loose.text = parent.text
    for child in parent:
        if child.tag in grammar.BLOCKS:
            if loose is not None:
                yield loose
                loose = None
            yield child
        else:
            loose = loose if loose is not None else Element("p")
            bare = copy.copy(child)
            bare.tail = None
            loose.append(bare)
        if child.tail and child.tail.strip():
            loose = loose if loose is not None else Element("p")
            say(loose, child.tail)
    if loose is not None:
        yield loose


def put_words(source: Element, into: Element, link: str = "") -> None:
    """Put words into an element, with their emphasis. A link holds words only, so emphasis within it is put around it."""
    say(into, source.text, link)
    for child in source:
        if child.tag == grammar.BREAK:
            SubElement(into, "br")
        elif child.tag == "a":
            address = child.get("href", "")
            put_words(child, into, address if ADDRESS.fullmatch(address) else "")
        elif child.tag == "span":
            said_as = spoken(child)
            put_words(child, SubElement(into, "span", said_as) if said_as else into, link)
        elif child.tag in grammar.MARKS:
            put_words(child, SubElement(into, child.tag), link)
        else:
            say(into, " ")
            put_words(child, into, link)
        say(into, child.tail, link)


def say(into: Element, words: str | None, link: str = "") -> None:
    """Put plain words behind what stands in an element already."""
    if not words:
        return
    words = breakable(words)
    if link and words.strip():
        last = SubElement(into, "a", {"href": link})
        last.text = words
    elif len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


def spoken(source: Element) -> dict[str, str]:
    """The language and the direction of a passage."""
    found = {}
    if source.get("lang") in grammar.LANGUAGES:
        found["lang"] = source.get("lang", "")
    if source.get("dir") in grammar.DIRECTIONS:
        found["dir"] = source.get("dir", "")
    return found
