"""What may have been forgotten: facts that do not block the decision, and that whoever decides would see in the document.

A programme may be decided on with them all the same, once somebody has said yes to that and why. What else is worth a
look stays on the task list and is not asked about: a question that is always there is answered without being read.
"""

from collections.abc import Iterable
from typing import Any

from integration_programme.remembered import Remembered
from programmes.completeness import (
    Missing,
    document,
    facts,
    missing,
    monitoring,
    objectives,
    responsibility,
    taken_over,
)
from programmes.completeness.facts import SENTENCES
from programmes.completeness.responses import without_response
from programmes.enums import Audience
from programmes.models import Programme
from programmes.models.kinds import KINDS

FORGOTTEN = frozenset(
    {
        *(document.OPEN, document.NO_TEXT, document.NOT_WHERE, document.NO_REASON, document.EMPTY),
        *(objectives.NO_MEASURE, objectives.NO_OWNER, monitoring.NOT_MEASURED),
        *(responsibility.NO_TITLE, responsibility.NO_STEP, responsibility.NO_DECISION_IN),
        *(taken_over.NOT_LOOKED_THROUGH, taken_over.STILL_OF_EXAMPLE),
    }
)

LEFT = Remembered[list[Missing]](200_000)


def forgotten(lacking: Iterable[Missing]) -> list[Missing]:
    """Those of a programme's missing facts that must be answered for before the decision, in their order."""
    return [fact for fact in lacking if not fact.is_block and (fact.code in FORGOTTEN or _is_half_printed(fact))]


def left_open(programme: Programme) -> list[Missing]:
    """All that must be answered for before the decision on a programme: what is missing in it, and comments without a
    response."""

    def found() -> list[Missing]:
        return [*forgotten(missing(programme, Audience.WRITERS)), *without_response(programme)]

    return programme.remembered(LEFT, found, programme.comments_revision, programme.rounds_revision)


def _is_half_printed(fact: Missing) -> bool:
    """Whether a printed text lacks one of the languages in which the document is made."""
    kind = KINDS.get(fact.place.kind)
    return fact.code == facts.LACKS_LANGUAGE and kind is not None and kind.is_printed


def kept(lacking: Iterable[Missing]) -> list[dict[str, Any]]:
    """Facts as they are kept with a decision."""
    return [{"code": fact.code, "place": str(fact.place), "values": fact.values} for fact in lacking]


def sentence_of(fact: dict[str, Any]) -> str:
    """A fact that was kept, in the reader's language."""
    return SENTENCES[fact["code"]].say(fact["values"])
