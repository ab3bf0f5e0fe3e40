"""Pictures and charts: sized for print or for the screen, charts of known elements only."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString, mark_safe

from programmes.document.blocks import Illustration
from programmes.export.passages import NOT_FOR_PRINT

PAGE = 210  # millimetres of its width
BROAD = 1.6  # times as wide as high
COARSEST = 100  # pixels an inch of a printed picture
SVG = "{http://www.w3.org/2000/svg}"
SVG_ELEMENTS = {"svg", "g", "title", "desc", "path", "rect", "circle", "line", "polyline", "polygon", "text", "tspan"}
SVG_ATTRIBUTES = {
    *("width", "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d"),
    *("points", "transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"),
    *("stroke-linecap", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "lang"),
}


def printed_name(sha256: str) -> str:
    """What a document calls one of its pictures, when it is printed."""
    return f"app:/pictures/{sha256}"


def illustration(shown: Illustration, *, on_screen: bool, widest: float, highest: float) -> Element:
    """A picture, within so many millimetres where it is printed; a broad one over a whole page's width fills it.

    What only decorates is no picture to a reader: on screen its alternative is empty, and a PDF has it as background.
    """
    if on_screen:
        size = {"width": str(shown.width), "height": str(shown.height), "loading": "lazy"}
        return Element("img", {"src": shown.address, "alt": shown.alt, **size})
    width, height = sized(shown, widest, highest)
    if shown.width >= BROAD * shown.height and widest >= PAGE:
        width, height = widest, min(highest, widest * shown.height / shown.width)  # what is too high is cut off
    name = printed_name(shown.sha256)
    if shown.alt:
        style = f"width: {width:.1f}mm; height: {height:.1f}mm; object-fit: cover"
        return Element("img", {"src": name, "alt": NOT_FOR_PRINT.sub("", shown.alt), "style": style})
    style = f"width: {width:.1f}mm; height: {height:.1f}mm; background: url({name}) center / cover no-repeat"
    return Element("div", {"class": "decoration", "style": style})


def sized(shown: Illustration, widest: float, highest: float) -> tuple[float, float]:
    """Width and height in millimetres: as large as there is room, but no coarser than 100 pixels an inch."""
    width = min(widest, shown.width / COARSEST * 25.4, highest * shown.width / shown.height)
    return width, width * shown.height / shown.width


def illustration_html(shown: Illustration | None, *, widest: float, highest: float) -> SafeString:
    """The same as HTML for print; nothing where there is none."""
    if shown is None:
        return SafeString("")
    made = illustration(shown, on_screen=False, widest=widest, highest=highest)
    return mark_safe(ElementTree.tostring(made, encoding="unicode", method="html"))  # noqa: S308 - made just here


def picture(svg: str) -> SafeString:
    """A chart as inline SVG of known elements; its description joins the title, which is all that a PDF can hold."""
    try:
        # what has declarations is not read
        root = ElementTree.fromstring(NOT_FOR_PRINT.sub("", svg)) if "<!" not in svg else Element("none")  # nosec B314
    except ElementTree.ParseError:
        root = Element("none")
    if root.tag.removeprefix(SVG) != "svg":
        return SafeString("")
    drawn = _drawn(root)
    title = next((each for each in drawn if each.tag == "title"), None)
    if title is None:
        title = Element("title")
        drawn.insert(0, title)
    told = next((each for each in drawn if each.tag == "desc"), None)
    title.text = ". ".join(part.text.strip().rstrip(".") for part in (title, told) if part is not None and part.text)
    if told is not None:
        drawn.remove(told)
    drawn.set("xmlns", "http://www.w3.org/2000/svg")
    return mark_safe(ElementTree.tostring(drawn, encoding="unicode"))  # noqa: S308 - built from known elements


def _drawn(source: Element) -> Element:
    attributes = {
        name: value for name, value in source.attrib.items() if name in SVG_ATTRIBUTES and "url(" not in value.lower()
    }
    drawn = Element(source.tag.removeprefix(SVG), attributes)
    drawn.text, drawn.tail = source.text, source.tail
    drawn.extend(_drawn(child) for child in source if child.tag in {SVG + name for name in SVG_ELEMENTS})
    return drawn
