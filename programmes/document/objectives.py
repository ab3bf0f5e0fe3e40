"""The chapter councils ask for: each objective with its facts and one table of its measures."""

from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from programmes.completeness.thread import current
from programmes.document.blocks import Block, Cell, Entries, Entry, Paragraph, Row, Section
from programmes.document.costs import costs_sections
from programmes.document.writer import Writer, anchor_of, table
from programmes.enums import Phase, Theme
from programmes.models import Measure, Objective, PriorityArea
from programmes.models.objectives import by_area


def objectives_sections(writer: Writer) -> list[Section]:
    """The answers to the phase's questions, then a part for each objective, headed by its code and words; in a programme
    with priority areas these are parts of a part for each area that has objectives."""
    measures: dict[int, list[Measure]] = {}
    for measure in writer.rows("measures"):
        measures.setdefault(measure.objective_id, []).append(measure)
    areas, found = writer.rows("priority_areas"), _answers(writer)
    for area, own in by_area(areas, writer.rows("objectives")):
        parts = [_objective(writer, objective, measures.get(objective.pk, [])) for objective in own]
        if area is None and not areas:
            found += parts
        elif parts:
            found.append(_area(writer, area, parts))
    return [*found, *costs_sections(writer)]


def _area(writer: Writer, area: PriorityArea | None, parts: list[Section]) -> Section:
    """A priority area with the parts of its objectives, or those that are in none under a plain heading."""
    if area is None:
        place = writer.item("objectives.areas")
        return Section("", "other-objectives", "", _("Other objectives"), sections=parts, place=place)
    about, place = writer.lines(area, "about"), writer.place(area)
    return Section("", writer.code(area), "", writer.label(area), about, parts, place, colour=area.colour)


@dataclass(frozen=True)
class Tied:
    """What an objective says of other records: the consultation and the plans by their names, the others by codes."""

    consultation: str
    plans: str
    findings: tuple[str, ...]
    indicators: tuple[str, ...]


def _objective(writer: Writer, objective: Objective, measures: list[Measure]) -> Section:
    """The save of an objective or of its measures leaves the parts of the others as they are."""
    tied = Tied(
        _consultation(writer, objective),
        ", ".join(writer.label(plan) for plan in current(objective.plans.all())),
        tuple(writer.code(finding) for finding in current(objective.findings.all())),
        tuple(writer.code(row) for row in writer.rows("indicators") if row.objective_id == objective.pk),
    )
    blocks = writer.kept(
        partial(_blocks, writer, objective, tied, measures), objective.pk, tied, given=[objective, *measures]
    )
    return Section("", writer.code(objective), "", writer.label(objective), blocks, place=writer.place(objective))


def _blocks(writer: Writer, objective: Objective, tied: Tied, measures: list[Measure]) -> list[Block]:
    return [_facts(writer, objective, tied), *measures_table(writer, objective, measures)]


def _answers(writer: Writer) -> list[Section]:
    """What was written to the guiding questions of the phase."""
    return [
        Section(
            answer.question,
            anchor_of(answer.question),
            "",
            writer.words(answer.question).title,
            blocks,
            place=writer.item(answer.question),
        )
        for answer in writer.rows("answers")
        if answer.question.startswith(f"{Phase.OBJECTIVES}.") and (blocks := writer.rich(answer, "text"))
    ]


def _facts(writer: Writer, objective: Objective, tied: Tied) -> Entries:
    """The short facts of an objective, each with its name; those that were not written are left out."""
    facts = [
        ("theme", _("Theme"), objective.get_theme_display()),
        ("change", _("What changes"), writer.plain(objective.change)),
        ("to_state", _("From and to"), _from_to(writer, objective)),
        ("for_whom", _("For whom"), writer.plain(objective.for_whom)),
        ("consultation", _("Came from"), tied.consultation),
        ("plans", _("Plans it serves"), tied.plans),
    ]
    items = [Entry(text, label=name, place=writer.place(objective, field)) for field, name, text in facts if text]
    if tied.findings:
        place = writer.place(objective, "findings")
        items.append(Entry("", label=_("Answers"), codes=list(tied.findings), place=place))
    if tied.indicators:
        items.append(Entry("", label=_("Followed by"), codes=list(tied.indicators), place=writer.place(objective)))
    return Entries(items, place=writer.place(objective))


def _from_to(writer: Writer, objective: Objective) -> str:
    """Starting point, aim and day in one line."""
    aim, day = writer.plain(objective.to_state), writer.day(objective.by_when)
    if day:
        aim = f"{aim} ({day})" if aim else day
    return " → ".join(part for part in (writer.plain(objective.from_state), aim) if part)


def _consultation(writer: Writer, objective: Objective) -> str:
    for consultation in writer.rows("consultations"):
        if consultation.pk == objective.consultation_id:
            return writer.label(consultation)
    return ""


def measures_table(writer: Writer, objective: Objective, measures: list[Measure]) -> list[Block]:
    """One objective's measures in one table: who works with the owner, and the budget, stand as second lines."""
    columns = [
        _("Measure"),
        _("Owner"),
        _("Schedule"),
        _("Resources"),
        _("State"),
    ]
    rows = [
        Row(
            [
                Cell(writer.of_part(measure, writer.plain(measure.title) or measure.unnamed())),
                _answering(writer, measure),
                Cell(writer.period(measure.starts_on, measure.ends_on)),
                Cell(writer.plain(measure.resources), quiet=_budget(measure)),
                Cell(measure.get_status_display()),
            ],
            code=writer.code(measure),
            place=writer.place(measure),
        )
        for measure in measures
    ]
    return table(_("Measures"), columns, rows, [32, 22, 14, 18, 14], place=writer.place(objective))


def _answering(writer: Writer, measure: Measure) -> Cell:
    """The owner, and under it who else is responsible, and the partners."""
    organisations = writer.programme.by_id("organisations")
    owner, responsible, partners = map(writer.organisations, measure.answering(organisations))
    said = [
        _("also responsible: %(organisations)s") % {"organisations": responsible} if responsible else "",
        _("with: %(partners)s") % {"partners": partners} if partners else "",
    ]
    return Cell(owner, quiet="; ".join(filter(None, said)))


def _budget(measure: Measure) -> str:
    if not measure.in_budget:
        return ""
    return _("in the budget: %(answer)s") % {"answer": str(measure.get_in_budget_display()).lower()}


def relations_objectives(writer: Writer) -> list[Block]:
    """The objectives of receptiveness and relations, named where the element asks for them."""
    items = [
        Entry(
            writer.of_part(objective, writer.plain(objective.title) or objective.unnamed()),
            codes=[writer.code(objective)],
            place=writer.place(objective, "title"),
        )
        for objective in writer.rows("objectives")
        if objective.theme == Theme.RECEPTIVENESS
    ]
    return [Paragraph(_("Objectives of this theme:")), Entries(items)] if items else []
