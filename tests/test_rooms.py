"""Floors and rooms: every import runs downwards."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["integration_programme", "stakeholders", "indicators", "programmes"]
#: Rooms from the ground up; see docs/adr/0002 for those that the first picture did not have.
ROOMS = {
    "stakeholders": [
        "enums",
        "models",
        "reference",
        "search",
        "rules",
        "listings",
        "history",
        "notifications",
        "accounts",
        "actions",
        "forms",
        "views",
        "urls",
        "account_urls",
    ],
    "indicators": ["enums", "catalogue", "models", "shipped", "figures", "charts", "actions"],
    "programmes": [
        "enums",
        "checklist",
        "models",
        "completeness",
        "workflow",
        "rules",
        "history",
        "document",
        "export",
        "notifications",
        "actions",
        "tasks",
        "demo",
        "forms",
        "views",
        "urls",
    ],
}
ABOVE = {"management", "admin", "apps", "migrations", "templatetags"}


def modules() -> list[Path]:
    found = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def imports_of(source: str) -> list[str]:
    """Full names of what a module imports: `from a.b import c` counts as a.b and as a.b.c."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def wrong_imports(floor: str, room: str, source: str) -> list[str]:
    """Imports of a module that lead upwards, to a higher floor or a higher room of its own floor."""
    wrong = []
    for name in imports_of(source):
        parts = name.split(".")
        if parts[0] not in FLOORS:
            continue
        if FLOORS.index(parts[0]) > FLOORS.index(floor):
            wrong.append(name)
        elif parts[0] == floor and floor in ROOMS and len(parts) > 1 and room not in ABOVE:
            order = ROOMS[floor]
            if parts[1] in order and order.index(parts[1]) > order.index(room):
                wrong.append(name)
    return wrong


def room_of(path: Path) -> tuple[str, str]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0], parts[1]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downwards(path):
    floor, room = room_of(path)

    assert wrong_imports(floor, room, path.read_text(encoding="utf-8")) == []


def test_every_room_is_in_the_order():
    unknown = [
        f"{floor}/{room}"
        for path in modules()
        for floor, room in [room_of(path)]
        if floor in ROOMS and room not in ROOMS[floor] and room not in ABOVE | {"__init__", "data"}
    ]

    assert unknown == []


def test_planted_faults_are_found():
    assert wrong_imports("stakeholders", "models", "from programmes.models import Programme") != []
    assert wrong_imports("programmes", "models", "from programmes import views") != []
    assert wrong_imports("programmes", "completeness", "import programmes.actions.records") != []
    assert wrong_imports("programmes", "views", "from programmes.models import Programme") == []


def test_no_room_has_a_name_that_says_nothing():
    empty_names = {"utils", "helpers", "services", "common", "misc"}

    assert [path for path in modules() if room_of(path)[1] in empty_names] == []


def test_views_are_short():
    long_views = []
    for path in modules():
        if "views" not in path.relative_to(ROOT).as_posix():
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list and node.args.args:
                lines = node.end_lineno - node.lineno + 1
                if node.args.args[0].arg == "request" and lines > 40:
                    long_views.append(f"{path.name}:{node.name} {lines}")

    assert long_views == []


def test_views_never_write_through_a_model():
    """Writes are for actions: no `.save()`, `.create()`, `.update()` or `.delete()` on a queryset in a view."""
    writes = []
    for path in modules():
        if "views" not in path.relative_to(ROOT).as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                written = ast.unparse(node.func)
                if node.func.attr in ("bulk_create", "bulk_update", "get_or_create", "update_or_create") or (
                    ".objects." in written and node.func.attr in ("create", "update", "delete")
                ):
                    writes.append(f"{path.name}: {written}")

    assert writes == []
