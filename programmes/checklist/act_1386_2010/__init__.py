"""The seed: "Preparing or updating the municipal integration programme", Act 1386/2010."""

from programmes.checklist.editions import Duty, Edition, Item, Kind
from programmes.enums import Phase


def _heading(phase: Phase, point: str, duty: Duty = Duty.RECOMMENDATION) -> Item:
    return Item(phase.value, Kind.HEADING, phase, (point,), None, duty)


def _item(key: str, point: str, duty: Duty = Duty.RECOMMENDATION) -> Item:
    phase = Phase(key.split(".")[0])
    return Item(key, Kind.ITEM, phase, (point,), phase.value, duty)


def _below(parent: str, kind: Kind, point: str, *keys: str) -> tuple[Item, ...]:
    """Points `point`.1, `point`.2 and so on, below the item or heading `parent`."""
    return tuple(
        Item(key, kind, Phase(key.split(".")[0]), (f"{point}.{number}",), parent)
        for number, key in enumerate(keys, start=1)
    )


RESPONSIBILITY = (
    _heading(Phase.RESPONSIBILITY, "1"),
    _item("responsibility.coordinating_body", "1.1"),
    _item("responsibility.decision_makers", "1.2", Duty.DUTY),
    _item("responsibility.adviser", "1.3"),
    _item("responsibility.experts", "1.4"),
    _item("responsibility.alone_or_together", "1.5"),
)

COOPERATION = (
    _heading(Phase.COOPERATION, "2"),
    _item("cooperation.group", "2.1"),
    _item("cooperation.municipal_bodies", "2.2"),
    _item("cooperation.authorities", "2.3", Duty.DUTY),
    _item("cooperation.organisations", "2.4", Duty.DUTY),
    _item("cooperation.immigrants", "2.5", Duty.DUTY),
)

SITUATION = (
    _heading(Phase.SITUATION, "3"),
    _item("situation.both_sides", "3.1"),
    _item("situation.questions", "3.2"),
    *_below(
        "situation.questions",
        Kind.QUESTION,
        "3.2",
        "situation.how_many",
        "situation.why_came",
        "situation.who",
        "situation.needs",
        "situation.reception",
        "situation.expected",
        "situation.relations",
        "situation.challenges",
        "situation.services",
        "situation.guidance",
    ),
    _item("situation.sources", "3.3"),
    *_below(
        "situation.sources",
        Kind.SOURCE,
        "3.3",
        "situation.source.dvv",
        "situation.source.databases",
        "situation.source.local_and_regional",
        "situation.source.reception_centres",
    ),
)

OBJECTIVES = (
    _heading(Phase.OBJECTIVES, "4"),
    _item("objectives.areas", "4.1"),
    *_below(
        "objectives.areas",
        Kind.QUESTION,
        "4.1",
        "objectives.opportunities",
        "objectives.themes",
        "objectives.change",
    ),
    _item("objectives.plans", "4.2"),
    _item("objectives.workshop", "4.3"),
    _item("objectives.means", "4.4"),
)

DOCUMENT = (
    _heading(Phase.DOCUMENT, "5", Duty.DUTY),
    *_below(
        "document",
        Kind.ELEMENT,
        "5",
        "document.strategy",
        "document.population",
        "document.bodies",
        "document.cooperation",
        "document.general_services",
        "document.special_services",
        "document.children_and_others",
        "document.protection",
        "document.relations",
        "document.monitoring",
    ),
)

MONITORING = (
    _heading(Phase.MONITORING, "6"),
    _item("monitoring.objectives", "6.1"),
    _item("monitoring.indicators", "6.2"),
    *_below(
        "monitoring.indicators",
        Kind.INDICATOR,
        "6.2",
        "monitoring.indicator.population_trend",
        "monitoring.indicator.language_teaching",
        "monitoring.indicator.employment",
        "monitoring.indicator.neet",
        "monitoring.indicator.learning_outcomes",
        "monitoring.indicator.early_childhood",
        "monitoring.indicator.elections",
        "monitoring.indicator.racist_offences",
        "monitoring.indicator.new_practices",
        "monitoring.indicator.speakers_reached",
        "monitoring.indicator.professionals",
    ),
    _item("monitoring.sources", "6.3"),
    *_below(
        "monitoring.sources",
        Kind.SOURCE,
        "6.3",
        "monitoring.source.statistics_finland",
        "monitoring.source.dvv",
        "monitoring.source.databases",
        "monitoring.source.employment_authority",
        "monitoring.source.hearings",
        "monitoring.source.surveys",
        "monitoring.source.information_requests",
    ),
    _item("monitoring.reporting", "6.4"),
    _item("monitoring.updating", "6.5", Duty.DUTY),
)

COMMUNICATION = (
    _heading(Phase.COMMUNICATION, "7", Duty.DUTY),
    _item("communication.inform", "7.1", Duty.DUTY),
)

PRINCIPLES = (
    Item("principle", Kind.HEADING, None, ("P",), None),
    *(
        Item(f"principle.{name}", Kind.PRINCIPLE, None, (f"P.{number}",), "principle")
        for number, name in enumerate(
            (
                "not_annual_report",
                "not_service_description",
                "not_legal_summary",
                "more_than_document",
                "with_immigrants",
                "all_residents",
            ),
            start=1,
        )
    ),
)

EDITION = Edition(
    key="act_1386_2010",
    repealed_act="1386/2010",
    items=(
        *RESPONSIBILITY,
        *COOPERATION,
        *SITUATION,
        *OBJECTIVES,
        *DOCUMENT,
        *MONITORING,
        *COMMUNICATION,
        *PRINCIPLES,
    ),
)
