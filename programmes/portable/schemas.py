"""Every schema that a dump ever had, readable for ever.

A change of what a dump says is a new number and a step here that lifts the one before. Until the first release schema 1
may still change without one; from then on it is fixed, and so is each after it.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from programmes.portable.faults import Fault

SCHEMA = 1
#: schema → what makes a dump of it one of the next
STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def lifted(data: dict[str, Any]) -> dict[str, Any]:
    """The same programme as today's schema says it. Raises Fault for a schema that nobody here knows."""
    schema = data.get("schema")
    if type(schema) is not int:
        place = "schema" if "schema" in data else ""
        raise Fault(place, _("This is not a programme that was saved as a file."))
    if not 1 <= schema <= SCHEMA:
        words = {"schema": schema, "newest": SCHEMA}
        raise Fault(
            "schema",
            _("The file has schema %(schema)s; this service reads schemas up to %(newest)s. A newer one is needed.")
            % words,
        )
    while data["schema"] < SCHEMA:
        data = STEPS[data["schema"]](data) | {"schema": data["schema"] + 1}
    return data
