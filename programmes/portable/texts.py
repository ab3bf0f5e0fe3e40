"""A dump as the text of a file, and what may be read from one."""

import json
from typing import Any

from django.utils.translation import gettext as _

from programmes.portable.faults import Fault, place_of

LARGEST = 5 * 1024 * 1024  # bytes
DEEPEST = 12  # dicts and lists in one another; a dump has seven


def to_text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def from_text(content: bytes) -> dict[str, Any]:
    """The data of a file. Raises Fault for what is too large, too deep, or not JSON as it should be."""
    if len(content) > LARGEST:
        raise Fault("", _("The file is too large: at most 5 MB can be read."))
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise Fault("", _("The file is not text in UTF-8.")) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # a fault of JSON, or a number with thousands of digits
        line = f"{getattr(error, 'lineno', '')}"
        place = _("line %(line)s") % {"line": line} if line else ""
        raise Fault(place, _("The file is not JSON. Was it changed after it was saved?")) from None
    if not isinstance(data, dict):
        raise Fault("", _("This is not a programme that was saved as a file."))
    check_storable(data)
    return data


def check_storable(data: Any) -> None:
    """Refuse what no database keeps: depth without end, and letters that are none. Walks without recursion."""
    layer: list[tuple[Steps, Any]] = [((), data)]
    for _depth in range(DEEPEST):
        layer = [each for steps, value in layer for each in _below(steps, value)]
    if layer:
        raise _too_deep(place_of(*map(_shown, map(str, layer[0][0][:4]))))


#: names and numbers of rows that lead to a value from the top of a file
Steps = tuple[str | int, ...]


def _below(steps: Steps, value: Any) -> list[tuple[Steps, Any]]:
    """What stands in a dict or a list, and where."""
    if isinstance(value, dict):
        for name in value:
            _check_letters(steps, name)
        return [((*steps, name), each) for name, each in value.items()]
    if isinstance(value, list):
        return [((*steps, number), each) for number, each in enumerate(value, 1)]
    if isinstance(value, str):
        _check_letters(steps, value)
    return []


def _check_letters(steps: Steps, text: str) -> None:
    if "\x00" in text or not _is_text(text):
        words = {"text": _shown(text)}
        raise Fault(place_of(*steps), _("The file has characters that cannot be kept: “%(text)s”.") % words)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _shown(value: str) -> str:
    return value.encode("ascii", "backslashreplace").decode().replace("\x00", "\\x00")[:60]


def _too_deep(place: str = "") -> Fault:
    return Fault(place, _("The file is nested too deeply to be a programme."))


def _no_number(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file; a name that comes twice in it would silently win over the first."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name comes twice")
    return found
