"""Whether two documents are the same."""

import hashlib
import json

from programmes.document.blocks import Document


def content_hash(document: Document) -> str:
    """The hash of everything a document says; unchanged content has an unchanged hash."""
    return _hash(document.as_data())


def approved_content(data: dict) -> str:
    """The hash of what was approved: not the state and its marks, nor the handling that led to it."""
    left_out = {"state", "mark", "demo_mark", "terms", "format"}
    kept = {name: value for name, value in data.items() if name not in left_out}
    kept["cover"] = {
        name: value for name, value in data["cover"].items() if name not in ("state", "date", "decision_path")
    }
    return _hash(kept)


def _hash(data: dict) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
