"""Prints the data model and the states of a programme as diagrams: what docs/diagrams.md holds."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Field, Model
from django.utils import translation

from programmes.models import Programme
from programmes.models.kinds import KINDS, Kind
from programmes.workflow import TABLE, Step

APPS = ("programmes", "stakeholders", "indicators", "integration_programme")
PAGE = """# The data model and the states

Printed by `manage.py diagrams`; a test compares. Change the models or the moves, then print it anew.

## What a programme consists of

Kinds of record, from the registry (`programmes/models/kinds.py`). Every one has a key, a count of saves, a place in its
list, a day of archiving and a history besides.

```mermaid
erDiagram
{kinds}
```

## What stands around it

```mermaid
erDiagram
{around}
```

## States of a programme

What is stored, and what moves it; dashed, what follows from it and is stored nowhere: all of it from the one table of
`programmes/workflow.py`. Coordinators move it.

```mermaid
stateDiagram-v2
{states}
```
"""


class Command(BaseCommand):
    help = "Print the data model and the states as diagrams (Mermaid in Markdown), as docs/diagrams.md holds them."

    def handle(self, **options):
        self.stdout.write(page(), ending="")


def page() -> str:
    """The whole of docs/diagrams.md."""
    with translation.override("en"):
        parts = {"kinds": kinds(KINDS.values()), "around": around(), "states": states()}
        return PAGE.format(**{name: "\n".join(f"    {line}" for line in lines) for name, lines in parts.items()})


def kinds(registered: Iterable[Kind]) -> Iterator[str]:
    """Each kind with its fields in three groups, and its links."""
    for kind in registered:
        yield f"{kind.model.__name__} {{"
        for group, names in (("text", kind.texts), ("fact", kind.facts)):
            yield from (f"    {group} {name}" for name in names)
        yield "}"
        for name in (*(["programme"] if kind.rows else []), *kind.links):
            yield _tie(kind.model, kind.model._meta.get_field(name))


def around() -> Iterator[str]:
    """What the other models are tied to."""
    for model in _others():
        yield f"{model.__name__}"
        fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
        yield from (_tie(model, field) for field in fields if field.is_relation)


def states() -> Iterator[str]:
    """From where a move leads to where; behind these, what follows from a state and is stored nowhere."""
    yield f"[*] --> {Programme._meta.get_field('state').get_default()}"
    followed = []
    for row in TABLE:
        if isinstance(row, Step):
            yield f"{row.state} --> {row.to}: {row.move.label}"
        else:
            followed.append(row.to.value)
            yield from (f"{state} --> {row.to}: {row.because}" for state in row.states)
    yield "classDef follows stroke-dasharray: 5 5"
    yield f"class {','.join(followed)} follows"


def _others() -> list[type[Model]]:
    """Models that are no kind of record; neither their histories nor the tables between many and many."""
    known = {kind.model for kind in KINDS.values()}
    found = [model for name in APPS for model in apps.get_app_config(name).get_models()]
    return [model for model in found if model not in known and not model.__name__.startswith("Historical")]


def _tie(model: type[Model], field: Field) -> str:
    end = "||" if field.one_to_one else "o{"
    one = "}o" if field.many_to_many else "|o" if field.null else "||"
    return f"{field.related_model.__name__} {one}--{end} {model.__name__} : {field.name}"
