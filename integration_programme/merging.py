"""Two changes of the same thing, put together: a pure function of dicts. It knows nothing of forms, rows or languages.

Forms call it when two people save at the same time; whatever else brings a changed copy back (a file that was written
in elsewhere, a restored state, an import) calls it just so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: puts two changes of one value together, given the value before them, mine and theirs; None when nobody can
Together = Callable[[Any, Any, Any], Any | None]


@dataclass(frozen=True)
class Merge:
    """What has come of two changes.

    `values` has every name: where both changed it and it cannot be put together, mine. The other four are names: those
    that I alone changed, that they alone changed, that both changed and that hold both changes now, and those on which
    people must choose.
    """

    values: dict[str, Any]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    together: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(
    base: Mapping[str, Any] | None,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    ways: Mapping[str, Together] | None = None,
) -> Merge:
    """Put my change of `base` and theirs together, name by name. Values need only be comparable by `==`.

    A name that `base` does not have, or that `mine` has and `theirs` has not, was nobody's before: where the two differ
    there, or where `base` is None and nothing is known, people must choose. A name that is only in `theirs` stays as it
    is there. Sets are always put together: what either took away is gone, what either added is in. `ways` names further
    values that may be put together, and how.
    """
    values: dict[str, Any] = dict(theirs)
    found: dict[str, list[str]] = {"mine": [], "theirs": [], "together": [], "conflicts": []}
    for name, own in mine.items():
        values[name] = own
        if name in theirs and own == theirs[name]:
            continue
        if base is None or name not in base or name not in theirs:
            found["conflicts"].append(name)
        elif theirs[name] == base[name]:
            found["mine"].append(name)
        elif own == base[name]:
            found["theirs"].append(name)
            values[name] = theirs[name]
        else:
            both = _both(base[name], own, theirs[name], (ways or {}).get(name))
            found["conflicts" if both is None else "together"].append(name)
            values[name] = own if both is None else both
    return Merge(values, **{who: tuple(names) for who, names in found.items()})


def _both(before: Any, mine: Any, theirs: Any, way: Together | None) -> Any | None:
    if way is not None:
        return way(before, mine, theirs)
    if all(isinstance(each, frozenset) for each in (before, mine, theirs)):
        return (theirs - (before - mine)) | (mine - before)
    return None
