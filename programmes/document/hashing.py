"""Whether two documents are the same."""

import hashlib
import json

from programmes.document.blocks import Document


def content_hash(document: Document) -> str:
    """The hash of everything a document says; unchanged content has an unchanged hash."""
    return _hash(document.as_data())


#: what the product says around what people wrote: better words or drawings in a later version are no change
PRODUCTS_OWN = {"caption", "columns", "widths", "svg", "source", "label", "number"}


def approved_content(data: dict) -> str:
    """The hash of what was approved: not the state and its marks, nor the handling that led to it."""
    cover = {name: data["cover"][name] for name in ("municipalities", "title", "period", "legal_basis")}
    return _hash({"cover": cover, "sections": _as_written(data["sections"])})


def _as_written(data):
    if isinstance(data, list | tuple):
        return [_as_written(each) for each in data]
    if not isinstance(data, dict):
        return data
    left_out = PRODUCTS_OWN | ({"title"} if data.get("key") else set())
    return {name: _as_written(value) for name, value in data.items() if name not in left_out}


def _hash(data: dict) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
