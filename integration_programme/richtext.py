"""Rich text: what is let in, and ids by which paragraphs are known through every edit.

Cleaning is for the model layer, on every way in. Limits come from what a PDF engine survives: huge column spans and
very deep nesting stop it for minutes.
"""

import html as html_entities
import re
import secrets
from difflib import SequenceMatcher
from xml.etree import ElementTree

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 200_000  # characters of HTML in one text
DEEPEST = 30  # elements inside one another
WIDEST = 20  # columns or rows that one table cell may span

INLINE = {"strong", "em", "b", "i", "u", "s", "sub", "sup", "a", "span", "br"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td", "caption"}
TAGS = INLINE | TABLE | {"p", "h3", "h4", "ul", "ol", "li", "blockquote"}
LANGUAGES = {"fi", "sv", "en", "se", "ru", "uk", "ar", "so", "et", "fa", "ku", "vi", "th", "zh", "es", "fr", "de", "tr"}
PARAGRAPHS = {"p", "h3", "h4", "li", "table"}
PARAGRAPH_ID = "data-paragraph"


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan"):
        return value if value.isdecimal() and len(value) < 4 and 1 < int(value) <= WIDEST else None
    if name == "lang":
        return value if value in LANGUAGES else None
    if name == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    if name == "scope":
        return value if value in ("col", "row") else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"href"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        "p": {"lang", "dir"},
        "span": {"lang", "dir"},
        "li": {"lang", "dir"},
    },
    attribute_filter=_kept_attribute,
    url_schemes={"https", "http", "mailto"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def clean(html: str, previous: str = "") -> str:
    """HTML that is safe to show and to print; paragraphs that were in `previous` keep their ids.

    Plain text (no tags) becomes paragraphs, an empty line between them. Raises ValidationError when the text is too
    long or nested too deeply.
    """
    if len(html) > LONGEST:
        raise ValidationError(
            _("The text is too long: %(length)s characters, at most %(longest)s. Move a part of it to another text.")
            % {"length": len(html), "longest": LONGEST}
        )
    if not re.search(r"<\s*/?\s*[a-zA-Z][^>]*>", html):
        html = _paragraphs(html)
    if _depth(html) > DEEPEST:
        raise ValidationError(_("The text has lists or tables nested too deeply. Make the structure simpler."))
    root = _tree(_cleaner.clean(html.replace("\x00", "")))
    if not "".join(root.itertext()).strip():
        return ""
    _wrap_loose_text(root)
    _name_paragraphs(root, _tree(previous))
    return _html(root)


def plain_text(html: str) -> str:
    """The words of a rich text, a line a paragraph."""
    lines = (_words_of(block) for block in _blocks(_tree(html)))
    return "\n".join(line for line in lines if line)


def paragraphs(html: str) -> dict[str, str]:
    """The words of each paragraph by its id, in reading order."""
    return {block.get(PARAGRAPH_ID, ""): _words_of(block) for block in _blocks(_tree(html))}


def _words_of(block: ElementTree.Element) -> str:
    """The text of a block; what stands in inner blocks, cells or after a line break is parted by a space."""
    parts: list[str] = []

    def walk(element: ElementTree.Element) -> None:
        apart = element.tag not in INLINE or element.tag == "br"
        parts.append((" " if apart else "") + (element.text or ""))
        for child in element:
            walk(child)
            parts.append(child.tail or "")
        parts.append(" " if apart else "")

    walk(block)
    return " ".join("".join(parts).split())


def word_count(html: str) -> int:
    """How many words a reader sees."""
    return len(plain_text(html).split())


def _paragraphs(text: str) -> str:
    parts = re.split(r"\r?\n\s*\r?\n", text.strip())
    escaped = (html_entities.escape(part.strip(), quote=False) for part in parts if part.strip())
    return "".join("<p>" + re.sub(r"\r?\n", "<br>", part) + "</p>" for part in escaped)


def _depth(html: str) -> int:
    """How deep elements stand in one another, by counting tags: cheap, before anything parses the text."""
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", html):
        if name.lower() in ("br", "hr", "img", "input", "col", "p", "li", "tr", "td", "th"):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _tree(html: str) -> ElementTree.Element:
    """Cleaned HTML as a tree. The cleaner writes well-formed markup but for void elements and &nbsp;."""
    markup = html.replace("&nbsp;", "\u00a0").replace("<br>", "<br/>")
    markup = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", markup)
    return ElementTree.fromstring(f"<body>{markup}</body>")


def _html(root: ElementTree.Element) -> str:
    inner = ElementTree.tostring(root, encoding="unicode", method="html")
    return inner.removeprefix("<body>").removesuffix("</body>")


def _wrap_loose_text(root: ElementTree.Element) -> None:
    """Text that stands outside any block becomes a paragraph."""
    children = list(root)
    loose: ElementTree.Element | None = None
    text, root.text = root.text, None
    for child in children:
        root.remove(child)
    if text and text.strip():
        loose = ElementTree.SubElement(root, "p")
        loose.text = text
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in INLINE:
            loose = loose if loose is not None else ElementTree.SubElement(root, "p")
            loose.append(child)
            child.tail = tail
        else:
            root.append(child)
            loose = None
            if tail and tail.strip():
                loose = ElementTree.SubElement(root, "p")
                loose.text = tail


def _blocks(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The paragraphs of a text in reading order: a list item or table counts as one, its inner <p> do not."""
    found: list[ElementTree.Element] = []

    def walk(element: ElementTree.Element, inside: bool) -> None:
        for child in element:
            is_block = child.tag in PARAGRAPHS and not inside
            if is_block:
                found.append(child)
            walk(child, inside or (is_block and child.tag == "table") or (is_block and child.tag == "li"))

    walk(root, False)
    return found


def _name_paragraphs(root: ElementTree.Element, previous: ElementTree.Element) -> None:
    """Hand the ids of the old paragraphs on to the new ones that continue them; the rest get new ids."""
    old, new = _blocks(previous), _blocks(root)
    old_texts = ["".join(block.itertext()).strip() for block in old]
    new_texts = ["".join(block.itertext()).strip() for block in new]
    ids: dict[int, str] = {}
    matcher = SequenceMatcher(None, old_texts, new_texts, autojunk=False)
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            pairs = zip(range(old_start, old_end), range(new_start, new_end), strict=True)
            ids.update({to: old[at].get(PARAGRAPH_ID, "") for at, to in pairs})
        elif what == "replace":
            ids.update(_continued(old, old_texts, new_texts, (old_start, old_end), (new_start, new_end)))
    used: set[str] = set()
    for at, block in enumerate(new):
        name = ids.get(at, "")
        if not name or name in used:
            name = secrets.token_hex(4)
        used.add(name)
        block.set(PARAGRAPH_ID, name)


def _continued(old, old_texts, new_texts, old_range, new_range) -> dict[int, str]:
    """Within a rewritten stretch: each new paragraph continues the most alike old one, in order, if alike enough."""
    ids, at = {}, old_range[0]
    for to in range(*new_range):
        candidates = range(at, min(old_range[1], at + 20))
        alike = [
            (SequenceMatcher(None, old_texts[i][:2000], new_texts[to][:2000]).quick_ratio(), -i) for i in candidates
        ]
        if alike and (best := max(alike))[0] > 0.6:
            at = -best[1]
            ids[to] = old[at].get(PARAGRAPH_ID, "")
            at += 1
    return ids
