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
        "passwords",
        "search",
        "rules",
        "listings",
        "history",
        "notifications",
        "actions",
        "accounts",
        "tasks",
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
        "portable",
        "completeness",
        "workflow",
        "rules",
        "history",
        "notices",
        "document",
        "export",
        "notifications",
        "actions",
        "tasks",
        "demo",
        "forms",
        "views",
        "urls",
        "machine_urls",
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


MOST_LINES = 25
#: What only actions, models and the ground floor do. `update`, `add`, `set` and `remove` are words of dicts and sets too:
#: they count where they are said of rows.
WRITES = {
    "save",
    "create",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "acreate",
    "asave",
    "adelete",
    "aupdate",
}
WRITES_OF_ROWS = {"update", "add", "set", "remove", "clear"}
MODULES_OF_ACTIONS = {"actions", "records"}


def view_modules() -> dict[str, str]:
    """Sources of the modules that answer addresses."""
    found = (path for path in modules() if "views" in path.relative_to(ROOT).as_posix())
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def long_views(source: str) -> list[str]:
    """Views of a module, named with their lines, that are longer than a reader takes in at once.

    A view is a function that is given the request, decorated or not; its decorators and docstring do not count.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request":
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = node.end_lineno - body[0].lineno + 1 if body else 0
            if lines > MOST_LINES:
                found.append(f"{node.name} {lines}")
    return found


def writes(source: str) -> list[str]:
    """Calls of a module that write rows: through an object, a queryset, a manager or a relation, whatever its name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        written, of = node.func.attr, ast.unparse(node.func.value)
        if isinstance(node.func.value, ast.Name) and of in MODULES_OF_ACTIONS:
            continue
        is_of_rows = any(word in of for word in (".objects", ".filter(", ".exclude(", ".all()", "_set", ".history"))
        if written in WRITES or (written in WRITES_OF_ROWS and is_of_rows):
            found.append(ast.unparse(node.func))
    return found


def test_views_are_short():
    found = {path: long for path, source in view_modules().items() if (long := long_views(source))}

    assert found == {}


def test_a_long_view_is_found():
    lines = "\n".join(f"    a{number} = request" for number in range(MOST_LINES))
    short = f'def view(request, programme):\n    """It says\n    what it does."""\n{lines}\n'
    assert long_views(short) == []

    assert long_views(f"{short}    return a1\n") == ["view 26"]
    assert long_views(f"@require_POST\n@guarded(load, rule)\n{short}    return a1\n") == ["view 26"]
    assert long_views(f"class Pages:\n    @staticmethod\n{indented(short)}        return a1\n") == ["view 26"]


def indented(source: str) -> str:
    return "".join(f"    {line}\n" for line in source.splitlines())


def test_views_never_write_through_a_model():
    """Writes are for actions: a view loads, checks, calls one and answers."""
    found = {path: written for path, source in view_modules().items() if (written := writes(source))}

    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        "programme.save()",
        "form.save()",
        "Programme.objects.create(slug=slug)",
        "programme.marks.create(item=item)",
        "Programme.objects.filter(pk=1).update(state=state)",
        "programme.marks.all().delete()",
        "rows.delete()",
        "meeting.present.all().set([])",
        "programme.seat_set.add(seat)",
        "ItemMark.objects.get_or_create(item=item)",
        "programme.history.update(row_version=1)",
    ],
)
def test_a_write_in_a_view_is_found(planted):
    source = f"def view(request, programme):\n    found = {{}}\n    found.update(one=1)\n    {planted}\n"

    assert writes(source) == [
        planted.partition("(")[0] if planted.count("(") == 1 else ast.unparse(ast.parse(planted).body[0].value.func)
    ]
