"""Whether two documents are the same."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable

from integration_programme import richtext
from programmes.document.blocks import Document
from programmes.document.responses import ANNEX
from programmes.document.writer import remarks
from programmes.enums import ChapterSort

PLACES = re.compile(r'"place":"[^"\\]*",?')
IDS = re.compile(rf' {richtext.PARAGRAPH_ID}=\\"[0-9a-f]{{1,32}}\\"')


def content_hash(document: Document) -> str:
    """The hash of everything a document says; unchanged content has an unchanged hash."""
    return _hash(document.as_data())


#: what the product says around what people wrote: better words or drawings in a later version are no change
PRODUCTS_OWN = {"caption", "columns", "widths", "svg", "source", "label", "number", "place"}


#: what stands behind the document and nobody decided on
NOT_DECIDED = (ChapterSort.IMPRINT, ANNEX)


def approved_content(data: dict) -> str:
    """The hash of what was approved: not the state and its marks, nor the handling that led to it, nor the imprint, whose
    ISBN comes after the decision, nor what others said and what became of it.

    Nor what a language says about a text that only others have: a text added in one is no change of the others. And
    the ids of paragraphs are nothing that anybody approved.
    """
    cover = {
        name: data["cover"][name] for name in ("municipalities", "title", "period", "legal_basis", "picture", "arms")
    }
    written = _Written(remarks(data["language"]))
    sections = [*data["sections"], *(each for each in data["back"] if each["key"] not in NOT_DECIDED)]
    return _hash({"cover": cover, "sections": written.in_all(sections)})


class _Written:
    """What people wrote of a document in one language."""

    def __init__(self, remarks: Collection[str]):
        self.remarks = remarks

    def in_all(self, parts: Iterable) -> list:
        return [self.of(part) for part in parts if not self._is_remark(part)]

    def of(self, data):
        if isinstance(data, list | tuple):
            return self.in_all(data)
        if isinstance(data, str):
            return self._text(data)
        if not isinstance(data, dict):
            return data
        left_out = PRODUCTS_OWN | ({"title"} if data.get("key") and not data["own_title"] else set())
        said = {name: self.of(value) for name, value in data.items() if name not in left_out}
        return said | {"rows": _said_columns(said["rows"])} if data.get("kind") == "table" else said

    def _text(self, text: str) -> str:
        for remark in self.remarks:
            text = text.replace(remark, "")
        return text

    @staticmethod
    def _is_remark(part) -> bool:
        return isinstance(part, dict) and part.get("kind") == "paragraph" and part["quiet"]


def _said_columns(rows: list[dict]) -> list[dict]:
    """Rows without the columns in which none says anything, as a table leaves them out."""
    said = [
        any(_says_something(cell) for cell in column) for column in zip(*(row["cells"] for row in rows), strict=True)
    ]
    return [
        row | {"cells": [cell for cell, is_said in zip(row["cells"], said, strict=True) if is_said]} for row in rows
    ]


def _says_something(cell: dict) -> bool:
    return any(value for name, value in cell.items() if name != "numeric")


def said(data: dict) -> str:
    """All that a document says, as one text; without places and the ids of paragraphs, which say nothing."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return PLACES.sub("", IDS.sub("", text))


def _hash(data: dict) -> str:
    return hashlib.sha256(said(data).encode(errors="surrogatepass")).hexdigest()
