"""The evidence thread: question → finding → objective → measure → indicator, as plain data, walkable both ways.

`thread(programme)` tells what hangs on what, `breaks(programme)` where it breaks, in words. Only current records count:
a link to an archived one is no link.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.checklist import LANGUAGES, Kind
from programmes.completeness.facts import Fact, tell
from programmes.completeness.monitoring import NOT_MEASURED
from programmes.completeness.objectives import NO_MEASURE
from programmes.enums import Audience, Phase
from programmes.models import Indicator, Measure, Programme, place_of
from programmes.models.codes import CodedRecord, code_in
from programmes.models.kinds import KINDS
from programmes.models.partners import part_stands

#: the ends of the thread from above to below, and the phase in which each is written
ENDS = {"question": Phase.SITUATION} | {
    name: KINDS[name].phase for name in ("finding", "objective", "measure", "indicator")
}

UNUSED = tell("answer-without-finding", _("The question “%(question)s” is answered, but no finding came of it."))
GROUNDLESS = tell("finding-without-ground", _("Finding %(code)s rests on no question and on no consultation."))
LEADS_NOWHERE = tell("finding-without-objective", _("Finding %(code)s leads to no objective."))
ANSWERS_NOTHING = tell("objective-without-finding", _("Objective %(code)s answers no finding."))
LOST = tell("measure-of-archived-objective", _("Measure %(code)s belongs to an objective that is in the archive."))
NOT_TOLD = tell("measure-without-indicator", _("No indicator tells about measure %(code)s."))
SERVES_NOTHING = "indicator-without-objective"  # as what phase 6 lacks
TELLS_NOTHING = tell("indicator-without-measure", _("Indicator %(code)s tells about no measure."))


@dataclass(frozen=True, slots=True)
class Node:
    """A question or a record. `name` is its code as it is kept, or a question's key; `why` and `so_what` are names of
    others."""

    end: str
    name: str
    title: Translations
    anchor: str
    why: list[str] = field(default_factory=list)
    so_what: list[str] = field(default_factory=list)

    @property
    def phase(self) -> Phase:
        return ENDS[self.end]

    @property
    def code(self) -> str:
        """A record's code in the language of the page."""
        return "" if self.end == "question" else code_in(self.name, get_language() or "")


@dataclass(frozen=True)
class Step:
    """A node in the nested list. `again` when it stands above already; `goes_on` when it is followed by others there."""

    node: Node
    steps: list["Step"] = field(default_factory=list)
    again: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Thread:
    nodes: dict[str, Node]

    def why(self, name: str) -> list[Node]:
        return [self.nodes[each] for each in self.nodes[name].why]

    def so_what(self, name: str) -> list[Node]:
        return [self.nodes[each] for each in self.nodes[name].so_what]

    def outline(self, *, up: bool = False) -> list[Step]:
        """The whole thread as a nested list, from questions to indicators, or with `up` the other way.

        Questions from which nothing follows are left out; whatever else hangs on nothing stands at the outer level.
        """
        seen: set[str] = set()
        before, after = ("so_what", "why") if up else ("why", "so_what")
        roots = [
            node
            for node in self.nodes.values()
            if not getattr(node, before) and (node.end != "question" or getattr(node, after))
        ]
        return [self._step(node, after, seen) for node in (reversed(roots) if up else roots)]

    def _step(self, node: Node, after: str, seen: set[str]) -> Step:
        if node.name in seen:
            return Step(node, again=True, goes_on=bool(getattr(node, after)))
        seen.add(node.name)
        names = getattr(node, after)
        # An indicator of an objective's measure stands under the measure, not under the objective a second time.
        further = {name for each in names for name in getattr(self.nodes[each], after)}
        return Step(node, [self._step(self.nodes[each], after, seen) for each in names if each not in further])


def current(records: Iterable[Any]) -> list[Any]:
    """Those that are not in the archive, nor of a municipality that takes no part."""
    return [record for record in records if record.archived_at is None and record.stands]


THREADS, BREAKS = Remembered["Thread"](1_500_000), Remembered[list["Break"]](1_000_000)


def thread(programme: Programme) -> Thread:
    """The thread of a programme, from its lists; a fixed number of queries whatever its length."""
    return programme.remembered(THREADS, lambda: _thread(programme))


def _thread(programme: Programme) -> Thread:
    objectives = {objective.pk: objective for objective in programme.rows("objectives")}
    nodes = _questions(programme)
    for finding in programme.rows("findings"):
        _tie(nodes, "finding", finding, [key for key in finding.questions if key in nodes])
    for objective in objectives.values():
        findings = [finding.code for finding in current(objective.findings.all())]
        _tie(nodes, "objective", objective, findings)
    for measure in programme.rows("measures", bare=True):
        _tie(nodes, "measure", measure, _codes(objectives, measure.objective_id))
    for indicator in programme.rows("indicators"):
        measures = [measure.code for measure in current(indicator.measures.all())]
        _tie(nodes, "indicator", indicator, _codes(objectives, indicator.objective_id) + measures)
    return Thread(nodes)


def _questions(programme: Programme) -> dict[str, Node]:
    checklist = programme.checklist
    return {
        item.key: Node(
            "question",
            item.key,
            Translations({language: checklist.words(item.key, language).title for language in LANGUAGES}),
            item.key,
        )
        for item in checklist.of(phase=Phase.SITUATION, kind=Kind.QUESTION)
    }


def _tie(nodes: dict[str, Node], end: str, record: CodedRecord, why: list[str]) -> None:
    title = getattr(record, record.main_text)
    known = [name for name in why if name in nodes]
    nodes[record.code] = Node(end, record.code, title, str(record.key), known)
    for name in nodes[record.code].why:
        nodes[name].so_what.append(record.code)


def _codes(records: dict, pk) -> list[str]:
    return [records[pk].code] if pk in records else []


def indicators_with_measures(programme: Programme) -> list[tuple[Indicator, set[int]]]:
    """Current indicators that are shown, each with the ids of the measures it tells about, in one query."""
    found: dict[int, tuple[Indicator, set[int]]] = {}
    for row in programme.indicators.filter(part_stands(Indicator)).current().annotate(about=F("measures")):
        found.setdefault(row.pk, (row, set()))[1].add(row.about)
    if programme.sight.is_whole:
        return list(found.values())
    return [pair for pk, pair in found.items() if pk in programme.by_id("indicators")]


@dataclass(frozen=True, kw_only=True)
class Break(Fact):
    """Where the thread breaks, and the form that mends it: of the record with `record_key`, or of a new one (`chosen`).

    Quiet ones need not be mended: they are worth a look.
    """

    node: Node
    form: str
    record_key: UUID | None = None
    chosen: dict[str, Any] = field(default_factory=dict)
    is_quiet: bool = False


def breaks(programme: Programme) -> list[Break]:
    """Every break of the thread, from questions to indicators; to those from whom something is kept back, what is one in
    the whole too."""
    if programme.sight.is_whole:
        return programme.remembered(BREAKS, lambda: _breaks(programme))
    true = {each.key for each in breaks(programme.seen_by(Audience.WRITERS))}
    return [each for each in _breaks(programme) if each.key in true]


def _breaks(programme: Programme) -> list[Break]:
    nodes = thread(programme).nodes
    return [
        *_unused_answers(programme, nodes),
        *_breaks_of_findings(programme, nodes),
        *_breaks_of_objectives(programme, nodes),
        *_breaks_of_measures(programme, nodes),
        *_breaks_of_indicators(programme, nodes),
    ]


def _unused_answers(programme, nodes) -> list[Break]:
    return [
        Break(
            code=UNUSED,
            place=place_of(answer, "text"),
            values={"question": dict(node.title)},
            node=node,
            form="finding",
            chosen={"questions": node.name},
            is_quiet=True,
        )
        for answer in programme.rows("answers")
        if (node := nodes.get(answer.question)) and answer.text and not node.so_what
    ]


def _break(fact: str, record: CodedRecord, nodes, form: str, field: str = "", **more: Any) -> Break:
    """A break at a record: mended in the record itself, unless a new one is `chosen`."""
    key = None if "chosen" in more else record.key
    place, values = place_of(record, field), {"code": record.code}
    return Break(code=fact, place=place, values=values, node=nodes[record.code], form=form, record_key=key, **more)


def _breaks_of_findings(programme, nodes) -> list[Break]:
    found = []
    for finding in programme.rows("findings"):
        node = nodes[finding.code]
        if not node.why and not current(finding.consultations.all()):
            found.append(_break(GROUNDLESS, finding, nodes, "finding", "questions"))
        if not node.so_what:
            found.append(_break(LEADS_NOWHERE, finding, nodes, "objective", chosen={"findings": finding.pk}))
    return found


def _breaks_of_objectives(programme, nodes) -> list[Break]:
    found = []
    for objective in programme.rows("objectives"):
        node, chosen = nodes[objective.code], {"objective": objective.pk}
        below = {nodes[name].end for name in node.so_what}
        if not node.why:
            found.append(_break(ANSWERS_NOTHING, objective, nodes, "objective", "findings"))
        if "measure" not in below:
            found.append(_break(NO_MEASURE, objective, nodes, "measure", chosen=chosen))
        if "indicator" not in below:
            found.append(_break(NOT_MEASURED, objective, nodes, "indicator", chosen=chosen))
    return found


def _breaks_of_measures(programme, nodes) -> list[Break]:
    found = []
    for measure in programme.rows("measures"):
        node = nodes[measure.code]
        if not node.why:
            found.append(_break(LOST, measure, nodes, "measure", "objective"))
        if not node.so_what:
            found.append(_break(NOT_TOLD, measure, nodes, "indicator", chosen=_for(measure), is_quiet=True))
    return found


def _for(measure: Measure) -> dict[str, int]:
    """What a new indicator about a measure has chosen from the start."""
    return {"objective": measure.objective_id, "measures": measure.pk}


def _breaks_of_indicators(programme, nodes) -> list[Break]:
    found = []
    for indicator in programme.rows("indicators"):
        node = nodes[indicator.code]
        above = {nodes[name].end for name in node.why}
        if "objective" not in above:
            found.append(_break(SERVES_NOTHING, indicator, nodes, "indicator", "objective"))
        if "measure" not in above:
            found.append(_break(TELLS_NOTHING, indicator, nodes, "indicator", "measures", is_quiet=True))
    return found
