"""What differs between two dumps of one programme."""

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from programmes.models.kinds import KINDS, Kind
from programmes.portable.fields import FRAME, handled
from programmes.portable.schemas import lifted


@dataclass(frozen=True)
class Difference:
    """A record that is not the same in both. `then` and `now` are its rows; None where it was not there yet.

    `fields`: names of the fields that differ; "archived_at" where it was archived or brought back, "position" where it
    stood elsewhere in its list.
    """

    kind: Kind
    then: dict[str, Any] | None
    now: dict[str, Any] | None
    fields: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return (self.then or self.now or {})["key"]


def compared(then: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    """The records that differ, kind by kind and in their order, the programme's own fields first. Dumps of any schema."""
    then, now = lifted(then), lifted(now)
    return [
        difference
        for name, kind in KINDS.items()
        for difference in _compared(kind, _rows(then, name), _rows(now, name))
    ]


def _rows(data: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    rows = [data["programme"]] if name == "programme" else data["records"].get(name, [])
    return {row["key"]: row for row in rows}


def _compared(kind: Kind, then: dict[str, dict], now: dict[str, dict]) -> list[Difference]:
    seen = [name for name in (*kind.texts, *kind.facts, *kind.links, *FRAME) if name not in {"key"} | handled(kind)]
    found = []
    for key in (*then, *(key for key in now if key not in then)):
        before, after = then.get(key), now.get(key)
        if before is None or after is None:
            found.append(Difference(kind, before, after))
            continue
        names = [name for name in seen if _differs(name, before, after)]
        if names:
            found.append(Difference(kind, before, after, names))
    return found


def _differs(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    if name == "archived_at":
        return (before.get(name) is None) != (after.get(name) is None)
    return before.get(name) != after.get(name)


def moved(then: dict[str, Any], now: dict[str, Any]) -> set[str]:
    """Keys of the records that stand elsewhere among those that are in both dumps, in the same list: as few as explain the
    order of today. Whoever went into another list differs in the field that says so."""
    then, now = lifted(then), lifted(now)
    found: set[str] = set()
    for name, kind in KINDS.items():
        before, after = _lists(kind, _rows(then, name)), _lists(kind, _rows(now, name))
        for within in before.keys() & after.keys():
            both = set(before[within]) & set(after[within])
            old, new = ([key for key in keys if key in both] for keys in (before[within], after[within]))
            stayed = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
            found |= both.difference(*(old[block.a : block.a + block.size] for block in stayed))
    return found


def _lists(kind: Kind, rows: dict[str, dict[str, Any]]) -> dict[Any, list[str]]:
    """Keys of the rows of each list of a kind, in their order."""
    lists: dict[Any, list[str]] = defaultdict(list)
    for row in sorted(rows.values(), key=lambda row: row["position"]):
        lists[row.get(kind.model.ordered_within) if kind.is_list else row["key"]].append(row["key"])
    return lists
