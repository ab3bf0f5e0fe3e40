"""Which chapter of the document tells of a record, known from its row alone: of one that is no more, or was not yet."""

from collections.abc import Mapping
from typing import Any

from programmes.checklist import Item
from programmes.checklist import Kind as ItemKind
from programmes.enums import Phase, PictureUse
from programmes.models.document import COMMUNICATION, OBJECTIVES
from programmes.models.kinds import Kind

COVER, OWN, NOWHERE = "cover", "chapter:", ""
PLANS = "objectives.plans"
#: kinds whose records stand all in one chapter
CHAPTERS = {
    "programme": COVER,
    "partner": COVER,
    "decision-step": COVER,
    "communication-action": COMMUNICATION,
    "organisation": "document.bodies",
    "responsibility": "document.bodies",
    "partner-responsibility": "document.bodies",
    "cooperation-plan": "document.cooperation",
    "invitation": "document.cooperation",
    "consultation": "document.cooperation",
    "own-figure": "document.population",
    "finding": "document.population",
    "source": "document.population",
    "plan": "document.strategy",
    "priority-area": OBJECTIVES,
    "objective": OBJECTIVES,
    "measure": OBJECTIVES,
    "cost": OBJECTIVES,
    "monitoring-plan": "document.monitoring",
    "recipient": "document.monitoring",
    "indicator": "document.monitoring",
}

#: the chapter that tells of a phase; where its questions are answered they have sections of their own
OF_PHASE = {
    Phase.RESPONSIBILITY: "document.bodies",
    Phase.COOPERATION: "document.cooperation",
    Phase.SITUATION: "document.population",
    Phase.OBJECTIVES: OBJECTIVES,
    Phase.MONITORING: "document.monitoring",
    Phase.COMMUNICATION: Phase.COMMUNICATION.value,
}


def section_of(item: Item) -> str:
    """The key of the chapter, or of the section, in which a finished document tells of an item; '' for none."""
    if item.kind in (ItemKind.ELEMENT, ItemKind.QUESTION):
        return item.key
    if item.key == PLANS:
        return "document.strategy"
    return OF_PHASE.get(item.phase, "") if item.phase else ""


def chapter_of(kind: Kind, row: Mapping[str, Any]) -> str:
    """The key of the chapter in which a record of a dump is told of: one that every document has (`order_of`), `COVER`,
    `OWN` with the key of a chapter of one's own; `NOWHERE` for what is not printed, or wherever a text names it."""
    match kind.name:
        case "element":
            return row["element"]
        case "answer":
            return OBJECTIVES if row["question"].startswith(f"{Phase.OBJECTIVES}.") else "document.population"
        case "service":
            return "document.special_services" if row["is_special"] else "document.general_services"
        case "chapter":
            return f"{OWN}{row['key']}"
        case "picture":
            return NOWHERE if row["use"] == PictureUse.TEXTS else COVER
    return CHAPTERS.get(kind.name, NOWHERE)
