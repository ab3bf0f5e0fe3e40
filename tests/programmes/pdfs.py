"""Printed documents: made, taken apart and held against PDF/UA."""

import re
import zlib

import page

from programmes import export as printing
from programmes.document.blocks import Document


def made(document: Document) -> printing.Pdf:
    """The PDF of a document."""
    return printing.pdf_of(printing.html_of(document))


def failures(pdf: printing.Pdf, tmp_path) -> list[str]:
    """What a PDF/UA-1 validator finds wrong."""
    file = tmp_path / "validated.pdf"
    file.write_bytes(pdf.content)
    report = page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1)
    return [] if report.is_compliant else [str(each) for each in report.failures] or [str(report)]


def inside(pdf: bytes) -> bytes:
    """The objects of a PDF with their streams unpacked."""
    found = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


class Tags:
    """The tag tree of a PDF, read out of its objects: `tables()` as rows of cells with the words of their headings."""

    def __init__(self, pdf: bytes):
        self.objects = _objects(pdf)
        self.elements = {number: text for number, text in self.objects.items() if "/StructElem" in text}
        self.words = _words_by_mark(pdf, self.objects)
        self.named = {
            name: number for number, text in self.elements.items() if (name := _found(r"/ID ?\(([^)]*)\)", text))
        }

    def lines(self) -> list[str]:
        """Every marked passage in reading order: a line of a paragraph or cell, or a part of one."""
        return [said for page in self._pages() for (sheet, _mark), said in sorted(self.words.items()) if sheet == page]

    def pages(self) -> list[str]:
        """The words of every page."""
        return [
            "\n".join(said for (sheet, _mark), said in sorted(self.words.items()) if sheet == page)
            for page in self._pages()
        ]

    def _pages(self) -> list[int]:
        listed = next(text for text in self.objects.values() if "/Type /Pages" in text)
        return [int(number) for number in re.findall(r"(\d+) 0 R", _found(r"/Kids ?\[([^\]]*)\]", listed))]

    def tables(self) -> list[list[list[dict]]]:
        """Every table, or part of one on a page: its rows of cells, each with what is said of it."""
        found = [number for number in sorted(self.elements) if self._kind(number) == "Table"]
        return [[self._row(row) for row in self._under(number, "TR")] for number in found]

    def _row(self, row: int) -> list[dict]:
        return [self._cell(cell) for cell in self._kids(row)]

    def _cell(self, number: int) -> dict:
        text = self.elements[number]
        names = re.findall(r"\(([^)]*)\)", _found(r"/Headers ?\[([^\]]*)\]", text))
        return {
            "words": self.said(number),
            "kind": self._kind(number),
            "scope": _found(r"/Scope ?/(\w+)", text),
            "headings": [self.said(self.named[name]) for name in names],
        }

    def said(self, number: int) -> str:
        """The words of an element, as the page shows them."""
        text = self.elements[number]
        page = int(_found(r"/Pg (\d+) 0 R", text) or 0)
        kids = _found(r"/K ?\[([^\]]*)\]", text)
        parts = []
        for kid in re.findall(r"(\d+) 0 R|(\d+)", kids):
            if kid[0]:
                parts.append(self.said(int(kid[0])) if int(kid[0]) in self.elements else "")
            else:
                parts.append(self.words.get((page, int(kid[1])), ""))
        return " ".join("".join(parts).split())

    def _kind(self, number: int) -> str:
        return _found(r"/S ?/(\w+)", self.elements[number])

    def _kids(self, number: int) -> list[int]:
        kids = _found(r"/K ?\[([^\]]*)\]", self.elements[number])
        return [int(kid) for kid in re.findall(r"(\d+) 0 R", kids) if int(kid) in self.elements]

    def _under(self, number: int, kind: str) -> list[int]:
        found = []
        for kid in self._kids(number):
            found += [kid] if self._kind(kid) == kind else self._under(kid, kind)
        return found


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def _objects(pdf: bytes) -> dict[int, str]:
    """The objects of a PDF by their numbers, also those that are packed into a stream."""
    found = {}
    for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL):
        found[int(number)] = body.split(b"stream", 1)[0].decode("latin-1")
        if b"/ObjStm" in body:
            count, first = (int(re.search(name + rb" (\d+)", body)[1]) for name in (rb"/N", rb"/First"))
            unpacked = zlib.decompress(re.search(rb"stream\r?\n(.*)\nendstream", body, re.DOTALL)[1])
            numbers = [int(each) for each in unpacked[:first].split()]
            places = [*numbers[1::2][:count], len(unpacked) - first]
            for at, name in enumerate(numbers[0::2][:count]):
                found[name] = unpacked[first + places[at] : first + places[at + 1]].decode("latin-1")
    return found


def _words_by_mark(pdf: bytes, objects: dict[int, str]) -> dict[tuple[int, int], str]:
    """The words of every marked passage, by the number of its page and its mark."""
    whole = re.compile(rb"(?:^|\n)(\d+) 0 obj\n<<[^\n]*?>>\nstream\n(.*?)\nendstream", re.DOTALL)
    streams = {int(number): body for number, body in whole.findall(pdf)}
    fonts = _fonts(objects, streams)
    found: dict[tuple[int, int], str] = {}
    for sheet, text in objects.items():
        if "/Type /Page/" not in text:
            continue
        drawn = zlib.decompress(streams[int(_found(r"/Contents (\d+) 0 R", text))]).decode("latin-1")
        mark, letters = None, {}
        for name, number, end, glyph in re.findall(r"/(\w+) [\d.]+ Tf|/MCID (\d+)>>|(EMC)|<([0-9a-f]{4,})>", drawn):
            if name:
                letters = fonts[name]
            elif number or end:
                mark = int(number) if number else None
            elif mark is not None:
                said = "".join(letters.get(glyph[at : at + 4], "?") for at in range(0, len(glyph), 4))
                found[sheet, mark] = found.get((sheet, mark), "") + said
    return found


def _fonts(objects: dict[int, str], streams: dict[int, bytes]) -> dict[str, dict[str, str]]:
    """What each glyph of each font says."""
    fonts = {}
    listed = objects[int(_found(r"/Font (\d+) 0 R", next(text for text in objects.values() if "/ExtGState" in text)))]
    for name, number in re.findall(r"/(\w+) (\d+) 0 R", listed):
        words = zlib.decompress(streams[int(_found(r"/ToUnicode (\d+) 0 R", objects[int(number)]))]).decode()
        pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>\n", words)
        fonts[name] = {glyph: bytes.fromhex(said).decode("utf-16-be") for glyph, said in pairs}
    return fonts
