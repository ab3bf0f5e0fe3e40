"""The example that every installation has: what the demo says, as its council approved it, without accounts or a programme.

It is walked and approved like any other, and all of that is taken back: its documents stay.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from integration_programme.actors import SYSTEM
from programmes.actions.contents import clear_files
from programmes.actions.example import keep_example
from programmes.completeness.taken_over import kinds_in_example
from programmes.demo.content import content
from programmes.demo.files import file
from programmes.demo.people import made_up
from programmes.demo.programmes import approve, begin
from programmes.demo.walk import key_of, walk
from programmes.document.blocks import Document
from programmes.models import Picture, Programme, place_of

#: always the same, and with it the keys of its pictures
KEY = UUID("6f1f4d0a-2c0c-4f5e-9a61-5b1f7f0c7e01")
SLUG = "example"


def load_example() -> list[str]:
    """Bring the example up to what the demo says now; the languages in which it has changed. Raises NotStored."""
    documents, parts, programme = _approved()
    clear_files(programme)
    pictures = {key_of(programme, Picture, row["ref"]): file(row["file"]).content for row in content()["pictures"]}
    return keep_example(documents, parts, pictures)


@transaction.atomic
def _approved() -> tuple[list[Document], dict[str, str], Programme]:
    """The documents of the approved example, which part of it stands at each place, and the programme that it was for a
    moment."""
    data = content()
    programme = begin(made_up(data["municipality"]), data, by=SYSTEM, slug=SLUG, key=KEY)
    walk(programme, data | {"decision_steps": _decided(data)}, by=SYSTEM, people={})
    approved = approve(programme, data["example"]["approved_on"], by=SYSTEM)
    documents = [Document.from_data(each.data) for each in approved]
    parts = _parts(programme)
    transaction.set_rollback(True)
    return documents, parts, programme


def _parts(programme: Programme) -> dict[str, str]:
    return {str(place_of(row)): row.example_part for kind in kinds_in_example() for row in kind.records(programme)}


def _decided(data: dict[str, Any]) -> list[dict]:
    """The path of decisions to its end."""
    decisions = data["example"]["decisions"]
    return [row if "decided_on" in row else row | decisions[row["body"]] for row in data["decision_steps"]]
