"""Where somebody has written something: such an item is in progress by itself. Only a person makes it done."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from programmes.enums import ElementState, InvitationStatus, Phase
from programmes.models import Programme
from programmes.models.kinds import KINDS, Kind

#: rows that are there from the start, and what tells that somebody has written in one
BEGUN: Mapping[str, Callable[[Any], Any]] = {
    "partner": lambda link: not link.is_lead,
    "invitation": lambda row: row.status != InvitationStatus.OPEN or row.organisation_id or row.reason,
    "answer": lambda row: row.text,
    "element": lambda row: row.state != ElementState.OPEN or row.text,
    "milestone": lambda row: row.done_on,
}
#: fields of the records that a programme has one of, by item
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "responsibility": {
        "responsibility.coordinating_body": (
            *("coordinating_body", "administrative_regulation", "coordinator_name", "coordinator_office"),
            *("deputy_name", "deputy_office", "resources"),
        ),
        "responsibility.decision_makers": (
            *("start_body", "start_body_name", "start_decided_on", "start_section", "start_case_number", "start_link"),
            "approving_body_name",  # the body itself is chosen from the start
        ),
        "responsibility.adviser": ("adviser_contacted_on", "adviser_advice"),
        "responsibility.experts": ("external_experts",),
    },
    "cooperation-plan": {
        "cooperation.group": ("schedule_agreed_on", "no_group_reason"),
        "cooperation.immigrants": ("immigrants_involved",),
    },
    "monitoring-plan": {
        "monitoring.reporting": ("who_monitors",),
        "monitoring.updating": ("update_triggers",),
    },
}
#: kinds of another phase whose rows may answer a question of this one
OF_OTHERS = {Phase.OBJECTIVES: ("answer",)}
#: items that rows of another item's kind belong to as well: the list, and what tells that one does
ALSO: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "objectives.workshop": ("objectives", lambda objective: objective.consultation_id),
    "monitoring.objectives": ("indicators", lambda indicator: indicator.objective_id),
    "monitoring.sources": ("indicators", lambda indicator: indicator.source_type or indicator.statistic),
}


def written_in_phase(programme: Programme, phase: Phase) -> frozenset[str]:
    """The items of a phase under which something is written, and the tasks that these help with, as far as those see it
    by whom the programme is seen."""
    checklist = programme.checklist
    keys = {key for key in _written(programme, phase) if key in checklist and checklist.item(key).phase == phase}
    return frozenset(keys | {checklist.task_of(key).key for key in keys})


def _written(programme: Programme, phase: Phase) -> Iterator[str]:
    for kind in KINDS.values():
        if kind.phase == phase or kind.name in OF_OTHERS.get(phase, ()):
            yield from _in_one(programme, kind) if kind.is_single else _in_rows(programme, kind)
    for item, (rows, belongs) in ALSO.items():
        if item.startswith(f"{phase}.") and any(map(belongs, programme.rows(rows, bare=True))):
            yield item
    if phase == Phase.COOPERATION and programme.group_id:
        yield "cooperation.group"


def _in_one(programme: Programme, kind: Kind) -> Iterator[str]:
    for record in kind.records(programme):
        for item, fields in FIELDS.get(kind.name, {}).items():
            if any(getattr(record, field) for field in fields):
                yield item


def _in_rows(programme: Programme, kind: Kind) -> Iterator[str]:
    is_begun = BEGUN.get(kind.name)
    for row in programme.rows(kind.rows, bare=True):
        if is_begun is None or is_begun(row):
            yield kind.item_of(row)
