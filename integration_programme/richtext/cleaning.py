"""What is let in: any characters become the elements of the grammar, in one normal form, and what went is named."""

import re
import threading
from collections.abc import Container
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

import nh3

from integration_programme.richtext import from_word, grammar, markup
from integration_programme.richtext.builder import Builder
from integration_programme.richtext.ids import name_paragraphs
from integration_programme.richtext.limits import refusals_in_words, refuse_long

MOST_LATEST = 12  # texts

#: The last gate, which another parser holds: what it lets through is what goes into the database.
GATE = nh3.Cleaner(
    tags=set(grammar.TAGS),
    clean_content_tags={"script", "style"},
    attributes={tag: set(attributes) for tag, attributes in grammar.ATTRIBUTES.items()},
    url_schemes=set(grammar.SCHEMES),
    link_rel=grammar.RELATION,
    strip_comments=True,
)


@dataclass(frozen=True)
class Cleaned:
    """A clean text. `dropped`: the kinds of things that were left out, keys of `LEFT_OUT` in `told`."""

    html: str
    dropped: tuple[str, ...] = ()


class _Latest:
    """The texts that came out of the cleaner last: they are clean."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.texts: dict[str, None] = {}

    def holds(self, html: str) -> bool:
        return html in self.texts

    def add(self, html: str) -> None:
        with self.lock:
            self.texts[html] = None
            if len(self.texts) > MOST_LATEST:
                del self.texts[next(iter(self.texts))]


_latest = _Latest()


def clean(html: str, previous: str | None = None) -> str:
    """HTML that is safe to show and to print; paragraphs that were in `previous` keep their ids.

    Without `previous`, nothing is known of earlier ids: those that come with the text stay. Plain text (no tags) becomes
    paragraphs, an empty line between them. Raises ValidationError when the text is too long or nested too deeply.
    """
    return cleaned(html, previous).html


def cleaned(html: str, previous: str | None = None, *, longest: int = grammar.LONGEST) -> Cleaned:
    """The same, with what had to be left out. `longest`: characters of HTML, ids not counted."""
    refuse_long(html, longest if _latest.holds(html) else grammar.LONGEST)
    if _latest.holds(html) and previous in (None, html):
        return Cleaned(html)  # a save cleans one text several times: in the form, to compare, for row and history
    builder = Builder()
    with refusals_in_words():
        root = markup.parsed(html if markup.is_markup(html) else paragraphs_of(html))
        from_word.made_real(root)
        body = builder.body(root)
    if not "".join(body.itertext()).strip() and body.find("figure") is None:
        return Cleaned("", builder.told)
    name_paragraphs(body, tree(previous) if previous is not None else None)
    written = GATE.clean(markup.serialised(body))
    refuse_long(written, longest)
    _latest.add(written)
    return Cleaned(written, builder.told)


def tree(html: str) -> Element:
    """A cleaned text as a tree under "body"."""
    return markup.parsed(html)


def with_pictures(html: str, known: Container[str]) -> str:
    """A cleaned text with those of its pictures alone whose keys are known."""
    root = tree(html)
    for each in root.findall("figure"):
        if each.get(grammar.PICTURE) not in known:
            root.remove(each)
    return clean(markup.serialised(root))


def paragraphs_of(text: str) -> str:
    """Plain text as paragraphs: an empty line parts them, a line end stays one."""
    parts = re.split(r"\n[ \t\f\v]*(?:\n[ \t\f\v]*)+", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(
        f"<p>{escape(part.strip(), quote=False)}</p>".replace("\n", "<br>") for part in parts if part.strip()
    )
