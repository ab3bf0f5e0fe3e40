"""The demo's files, drawn and written here: a cover picture, a coat of arms, a picture for a text, a memo as DOCX."""

import functools
import io
import math
import zipfile
from html import escape

from PIL import Image, ImageDraw

from integration_programme.brought import Brought, paper, picture
from integration_programme.brought.papers import LIST_OF_PARTS, MAIN

SMOOTH = 3  # drawn so much larger, for edges without steps
NAVY, BLUE, PALE, GOLD, WHITE = "#10264d", "#1f5a96", "#cfe0f2", "#d9a93a", "#ffffff"
GREEN, MEADOW, RED, SKIN, DARK = "#2f6b4a", "#86b26a", "#a8412f", "#e2b48c", "#5a3a28"


@functools.cache
def file(name: str) -> Brought:
    """A file of the demo by its name."""
    if name == "memo.docx":
        return paper(memo(), name)
    drawn = {"cover.png": cover, "arms.png": arms, "cafe.png": cafe}[name]()
    target = io.BytesIO()
    drawn.save(target, "PNG")
    return picture(target.getvalue())


class Sheet:
    """A drawing in points of a plan, whatever its size in pixels."""

    def __init__(self, width: int, height: int, ground: str | tuple[int, ...]):
        self.size = (width, height)
        self.image = Image.new("RGBA", (width * SMOOTH, height * SMOOTH), ground)
        self.pen = ImageDraw.Draw(self.image)

    def area(self, points, colour: str) -> None:
        self.pen.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], colour)

    def disc(self, x: float, y: float, radius: float, colour: str, *, flat: float = 1) -> None:
        box = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self.pen.ellipse([each * SMOOTH for each in box], colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, *, round_by: float = 0) -> None:
        self.pen.rounded_rectangle(
            [each * SMOOTH for each in (left, top, right, bottom)], radius=round_by * SMOOTH, fill=colour
        )

    @property
    def finished(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


def hill(width: int, top: float, height: float, waves: float, shift: float, bottom: float):
    """The points of a rolling ground."""
    line = [(x, top + height * math.sin(shift + waves * x / width)) for x in range(0, width + 8, 8)]
    return [*line, (width, bottom), (0, bottom)]


def house(sheet: Sheet, x: float, y: float, colour: str, size: float = 1) -> None:
    sheet.box(x, y - 60 * size, x + 80 * size, y, colour)
    sheet.area([(x - 9, y - 58 * size), (x + 40 * size, y - 104 * size), (x + 80 * size + 9, y - 58 * size)], DARK)
    for window in (14, 48):
        sheet.box(x + window * size, y - 44 * size, x + (window + 18) * size, y - 22 * size, WHITE)


def cover() -> Image.Image:
    """A village by the water, in the evening."""
    sheet = Sheet(1500, 620, PALE)
    sheet.disc(1180, 190, 74, GOLD)
    sheet.area(hill(1500, 250, 46, 5.2, 0.4, 620), "#7fa6c9")
    sheet.area(hill(1500, 330, 34, 7.1, 2.2, 620), GREEN)
    sheet.area(hill(1500, 405, 18, 6.0, 1.0, 620), MEADOW)
    for x, y, colour, size in ((250, 410, RED, 1.1), (390, 418, GOLD, 0.9), (505, 402, WHITE, 1.2), (690, 408, RED, 1)):
        house(sheet, x, y, colour, size)
    sheet.box(862, 262, 912, 412, WHITE)
    sheet.area([(854, 266), (887, 150), (920, 266)], DARK)
    for x in (90, 150, 1010, 1085, 1150, 1330):
        sheet.box(x - 4, 360, x + 4, 420, DARK)
        sheet.disc(x, 340, 34, GREEN, flat=1.25)
    sheet.area(hill(1500, 478, 7, 9.0, 0.0, 620), BLUE)
    sheet.area(hill(1500, 540, 6, 8.0, 1.4, 620), NAVY)
    sheet.area([(1120, 508), (1290, 508), (1262, 538), (1146, 538)], RED)
    sheet.box(1198, 412, 1204, 508, DARK)
    sheet.area([(1208, 420), (1270, 500), (1208, 500)], WHITE)
    return sheet.finished


def arms() -> Image.Image:
    """A shield: a golden star over three waves of silver, in blue."""
    sheet = Sheet(360, 430, (0, 0, 0, 0))
    for colour, edge in ((GOLD, 0), (BLUE, 11)):
        curve = [
            (180 + (168 - edge) * math.cos(turn / 40), 212 + (206 - edge) * math.sin(turn / 40)) for turn in range(126)
        ]
        sheet.area(
            [(12 + edge, 12 + edge), (348 - edge, 12 + edge), (348 - edge, 212), *curve, (12 + edge, 212)], colour
        )
    star = [
        (180 + radius * math.sin(turn * math.pi / 8), 112 - radius * math.cos(turn * math.pi / 8))
        for turn, radius in enumerate([74, 28] * 8)
    ]
    sheet.area(star, GOLD)
    for y, half in ((232, 150), (284, 132), (336, 96)):
        upper = [(x, y + 10 * math.sin(x / 17)) for x in range(180 - half, 181 + half, 3)]
        sheet.area([*upper, *((x, each + 19) for x, each in reversed(upper))], WHITE)
    return sheet.finished


def cafe() -> Image.Image:
    """Four people talk at a table in a library."""
    sheet = Sheet(1200, 640, "#f1e7d6")
    sheet.box(0, 470, 1200, 640, "#cdb491")
    for shelf in range(3):
        top = 60 + shelf * 118
        sheet.box(60, top + 84, 1140, top + 96, DARK)
        for at in range(44):
            height = 46 + (at * 37 + shelf * 11) % 34
            colour = (NAVY, RED, GREEN, GOLD, BLUE, "#7a5a8c")[(at * 5 + shelf * 2) % 6]
            sheet.box(72 + at * 24, top + 84 - height, 90 + at * 24, top + 84, colour)
    for x, coat, hair, face in ((250, BLUE, DARK, SKIN), (470, RED, "#22180f", "#8d5a3b"), (720, GREEN, GOLD, SKIN)):
        _person(sheet, x, 330, coat, hair, face)
    _person(sheet, 950, 330, "#7a5a8c", "#22180f", "#b97e55")
    sheet.box(130, 500, 1070, 532, DARK, round_by=12)
    for x in (190, 1000):
        sheet.box(x, 530, x + 18, 634, DARK)
    for x in (330, 560, 830):
        sheet.box(x, 470, x + 34, 500, WHITE, round_by=5)
    sheet.area([(640, 498), (700, 474), (760, 498)], WHITE)
    return sheet.finished


def _person(sheet: Sheet, x: float, y: float, coat: str, hair: str, face: str) -> None:
    sheet.box(x - 74, y + 62, x + 74, y + 190, coat, round_by=44)
    sheet.disc(x, y - 6, 58, hair)
    sheet.disc(x, y + 8, 48, face)
    for eye in (-17, 17):
        sheet.disc(x + eye, y + 4, 4.5, "#22180f")
    sheet.pen.arc([(each) * SMOOTH for each in (x - 18, y + 8, x + 18, y + 32)], 20, 160, "#22180f", 4 * SMOOTH)


LINES = (
    "Exempelby / Esimerkkilä – demo, invented",
    "Cooperation group, 27 January 2026: memo",
    "1. The task of the group and its seats",
    "2. The schedule: draft in August, council in December",
    "3. How residents are heard: survey, evening in the library, seminar",
)


def memo() -> bytes:
    """A Word file of a few lines, as little as Word needs; the same bytes each time."""
    main = next(kind for kind in MAIN if "wordprocessing" in kind)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in LINES)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    parts = {
        LIST_OF_PARTS: f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + part)
    return target.getvalue()
