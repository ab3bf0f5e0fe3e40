"""Phase 4 on screen: priority areas, objectives with their measures, plans and workshops."""

from collections.abc import Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from integration_programme.templatetags.components import part
from integration_programme.templatetags.translations import text
from programmes.completeness.objectives import ended, proposed_sentence, quality
from programmes.completeness.thread import current, indicators_with_measures
from programmes.forms.thread import strip
from programmes.models import Consultation, Measure, Objective, Plan, PriorityArea, Programme
from programmes.models.objectives import by_area
from programmes.models.situation import answer_to
from programmes.views.base import name_of, organisation_named, organisations_named, record_url, span
from programmes.views.costs import cost_tables, costs_by_measure, costs_of
from programmes.views.monitoring import indicator_rows
from programmes.views.subjects import (
    Body,
    Contents,
    Detail,
    Listing,
    Reader,
    Row,
    add_url,
    adding,
    area_told,
    areas_told,
    row_of,
)

#: the five parts of the sentence that an objective is, as the form asks them
SENTENCE = (
    ("for_whom", gettext_lazy("For")),
    ("change", gettext_lazy("the change is")),
    ("from_state", gettext_lazy("from")),
    ("to_state", gettext_lazy("to")),
)


def by_areas(programme: Programme) -> list[tuple[PriorityArea | None, list[Objective]]]:
    return by_area(programme.rows("priority_areas"), programme.rows("objectives"))


def _in_order(programme: Programme) -> list[Objective]:
    """The objectives as pages have them: those of one priority area after those of another."""
    return [objective for _area, own in by_areas(programme) for objective in own]


# Lists


def _objectives(programme: Programme, reader: Reader) -> list[Listing]:
    """A list a priority area; those in none come last, and alone they are the one list."""
    areas, lines = by_areas(programme), _objective_lines(programme)
    empty = _("No objectives yet. Write what changes, for whom, and by when: three to seven are enough.")
    if not any(area for area, _own in areas):
        own = [lines[row.pk] for row in _in_order(programme)]
        more = adding(programme, reader, "objective") | _all_measures(programme)
        return [Listing(_("Objectives"), own, id="objectives", empty=empty, **more)]
    listings = []
    for area, own in areas:
        more = adding(programme, reader, "objective", **({"area": area.pk} if area else {}))
        listings.append(
            Listing(
                name_of(programme, area) if area else _("Objectives in no priority area"),
                [lines[row.pk] for row in own],
                id=str(area.key) if area else "objectives",
                empty=_("No objectives yet."),
                code=area.shown_code if area else "",
                url=row_of(programme, area).url if area else "",
                colour=area.colour if area else "",
                **more,
            )
        )
    listings[-1] = replace(listings[-1], **_all_measures(programme))
    return listings


def _objective_lines(programme: Programme) -> dict[int, Row]:
    measures = _counted(programme.rows("measures", bare=True))
    indicators = _counted(programme.rows("indicators", bare=True))
    return {
        row.pk: row_of(
            programme,
            row,
            told=_hanging(measures.get(row.pk, 0), indicators.get(row.pk, 0)),
            beside=date_format(row.by_when, "SHORT_DATE_FORMAT") if row.by_when else "",
        )
        for row in programme.rows("objectives")
    }


def _counted(rows: list) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        found[row.objective_id] = found.get(row.objective_id, 0) + 1
    return found


def _hanging(measures: int, indicators: int) -> str:
    return " · ".join(
        [
            _measures_told(measures),
            ngettext("%(number)s indicator", "%(number)s indicators", indicators) % {"number": indicators},
        ]
    )


def measure_rows(programme: Programme, measures: list[Measure], areas: Mapping[int, dict]) -> list[Row]:
    """Lines of measures, each with that of these areas (`areas_told`) in which it is."""
    return [_measure_row(programme, each, areas.get(each.objective_id, {})) for each in measures]


def _measure_row(programme: Programme, measure: Measure, area: dict) -> Row:
    """Who answers for a measure, when, and how it stands."""
    owner, *others = _answering(programme, measure)
    beside = format_html_join(", ", "{}", ((each,) for each in others if each))
    told = format_html_join(" · ", "{}", ((each,) for each in (owner, beside) if each)) or _("no owner yet")
    return row_of(
        programme,
        measure,
        told=told,
        beside=span(measure.starts_on, measure.ends_on),
        label=measure.get_status_display(),
        area=area,
    )


def _answering(programme: Programme, measure: Measure) -> tuple[str, ...]:
    """Who owns a measure, who answers for it too, and the partners, in words."""
    organisations = programme.by_id("organisations")
    return tuple(organisations_named(programme, rows) for rows in measure.answering(organisations))


def _measures_of(programme: Programme, objective: Objective, reader: Reader) -> Listing:
    own = [measure for measure in programme.rows("measures") if measure.objective_id == objective.pk]
    more = adding(programme, reader, "measure", objective=objective.pk)
    rows = measure_rows(programme, own, {})
    return Listing(_("What is done for it"), rows, id="measures", empty=_("No measures yet."), **more)


# The pages of items


def _areas(programme: Programme, reader: Reader) -> Body:
    return Body(listings=_objectives(programme, reader), kinds=["priority-area"])


def _answer(key: str):
    """The page of a guiding question of this phase."""

    def body(programme: Programme, reader: Reader) -> Body:
        answer = answer_to(programme, key)
        url = record_url(programme, "objectives-answer", answer) if answer and reader.can_edit else ""
        return Body("programmes/objectives/answer.html", {"answer": answer, "url": url})

    return body


def _plans(programme: Programme, reader: Reader) -> Body:
    rows = []
    for plan in programme.rows("plans"):
        over = ended(plan)
        told = organisation_named(programme, plan.owner_id)
        parts = {"state": "problem", "label": over} if over else {}
        beside = span(plan.valid_from, plan.valid_to)
        rows.append(row_of(programme, plan, told=told, beside=beside, **parts))
    empty = _("No plan or strategy is tied to the programme yet.")
    return Body(listings=[Listing(_("Plans"), rows, id="plans", empty=empty, **adding(programme, reader, "plan"))])


def _workshops(programme: Programme, reader: Reader) -> Body:
    """Consultations from which objectives came, and the objectives that name none."""
    groups: dict[int, tuple[Consultation, list[Objective]]] = {}
    without, areas = [], areas_told(programme)
    for objective in programme.rows("objectives"):
        workshop = objective.consultation
        if workshop is None or not current([workshop]):
            without.append(objective)
        else:
            groups.setdefault(workshop.pk, (workshop, []))[1].append(objective)
    listings = [
        Listing(
            _held(programme, workshop),
            [row_of(programme, each, area=areas.get(each.pk, {})) for each in own],
            url=row_of(programme, workshop).url,
        )
        for workshop, own in groups.values()
    ]
    if without:
        rows = [row_of(programme, each, area=areas.get(each.pk, {})) for each in without]
        listings.append(Listing(_("Without a workshop"), rows))
    data = {"has_workshops": bool(groups)}
    return Body("programmes/objectives/workshops.html", data, listings, kinds=["consultation"])


def _held(programme: Programme, workshop: Consultation) -> str:
    """What a workshop is called, and when it was held."""
    name = text(workshop.title, programme.original_language, workshop.get_kind_display())
    days = span(workshop.held_on, workshop.ended_on or workshop.held_on)
    return format_html("{}, {}", name, days) if days else name


def _means(programme: Programme, reader: Reader) -> Body:
    """Where the measures are: a line an objective; the sums of their costs, and the register of those who answer."""
    listings = [_measures_by_objective(programme)]
    if lost := _lost(programme):
        title = _("Measures whose objective is in the archive")
        listings.append(Listing(title, measure_rows(programme, lost, {})))
    data = {
        "register_url": reverse("organisations_of_programme", kwargs={"slug": programme.slug}),
        "cost_tables": cost_tables(programme),
    }
    return Body(data=data, listings=listings, closing="programmes/objectives/measures.html")


def _measures_by_objective(programme: Programme) -> Listing:
    """How many each objective has; a line leads to those of the objective."""
    numbers, url = _counted(programme.rows("measures", bare=True)), reverse("measures", args=[programme.slug])
    areas = areas_told(programme)
    rows = [
        Row(
            name_of(programme, objective),
            f"{url}?objective={objective.pk}",
            code=objective.shown_code,
            told=_measures_told(numbers.get(objective.pk, 0)),
            area=areas.get(objective.pk, {}),
        )
        for objective in _in_order(programme)
    ]
    empty = _("Measures are written under an objective. Add an objective first.")
    return Listing(_("Measures by objective"), rows, empty=empty, **_all_measures(programme))


def _all_measures(programme: Programme) -> dict[str, str]:
    """For a list: where all measures can be looked through."""
    number = len(programme.rows("measures", bare=True))
    if not number:
        return {}
    label = ngettext("All measures (%(number)s)", "All measures (%(number)s)", number) % {"number": number}
    return {"more_label": label, "more_url": reverse("measures", args=[programme.slug])}


def _measures_told(number: int) -> str:
    return ngettext("%(number)s measure", "%(number)s measures", number) % {"number": number}


def _lost(programme: Programme) -> list[Measure]:
    """Measures whose objective is in the archive."""
    there = {objective.pk for objective in programme.rows("objectives")}
    return [measure for measure in programme.rows("measures") if measure.objective_id not in there]


# The pages of records


def _objective(programme: Programme, objective: Objective, reader: Reader) -> Detail:
    answered, hints = quality(objective)
    indicators = [row for row in programme.rows("indicators") if row.objective_id == objective.pk]
    findings = current(objective.findings.all())
    listings = [
        Listing(
            _("Is it moving?"),
            indicator_rows(programme, indicators, {}),
            id="indicators",
            empty=_("No indicator shows yet whether it is reached."),
            **adding(programme, reader, "indicator", objective=objective.pk),
        ),
        _measures_of(programme, objective, reader),
        Listing(
            _("Why this objective"),
            [row_of(programme, each, beside=each.get_kind_display()) for each in findings],
            id="findings",
            empty=_("It answers no finding yet."),
        ),
    ]
    area = programme.by_id("priority_areas").get(objective.area_id)
    plans = format_html_join(", ", "{}", [(name_of(programme, plan),) for plan in current(objective.plans.all())])
    workshop = objective.consultation if objective.consultation and current([objective.consultation]) else None
    facts = [
        (_("Priority area"), part("components/area.html", **area_told(programme, area)) if area else ""),
        (_("Theme"), objective.get_theme_display()),
        (_("Serves"), plans),
        (_("Came from"), _linked(programme, workshop) if workshop else ""),
        (_("Quality"), _("%(number)s of 5 questions answered") % {"number": answered}),
    ]
    return Detail(opening=_sentence(programme, objective, hints), facts=facts, listings=listings)


def _linked(programme: Programme, record) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_of(programme, record).url, name_of(programme, record))


def _sentence(programme: Programme, objective: Objective, hints: list[str]) -> SafeString:
    """The change in one sentence, read downwards; what lacks in it shows by itself."""
    reader, original = get_language() or "", programme.original_language
    language = reader if reader in programme.content_languages else original
    sentence = proposed_sentence(objective, language)
    parts = [(label, text(getattr(objective, name), original)) for name, label in SENTENCE]
    parts.append((_("by"), date_format(objective.by_when, "SHORT_DATE_FORMAT") if objective.by_when else ""))
    return part(
        "programmes/objectives/objective.html",
        parts=parts,
        hints=hints,
        proposal=sentence if sentence != objective.title.text(language) else "",
        proposal_language=language,
    )


def _area(programme: Programme, area: PriorityArea, reader: Reader) -> Detail:
    own = [row for row in programme.rows("objectives") if row.area_id == area.pk]
    lines = _objective_lines(programme)
    listing = Listing(
        _("Objectives"),
        [lines[row.pk] for row in own],
        id="objectives",
        empty=_("No objectives yet."),
        **adding(programme, reader, "objective", area=area.pk),
    )
    about = text(area.about, programme.original_language)
    opening = format_html("<p>{}</p>", about) if about else ""
    return Detail(opening=opening, listings=[listing], colour=area.colour)


def _plan(programme: Programme, plan: Plan, reader: Reader) -> Detail:
    original, over = programme.original_language, ended(plan)
    link = format_html('<a href="{0}" rel="noopener">{0}</a>', plan.link) if plan.link else ""
    facts = [
        (_("Kind"), plan.get_kind_display()),
        (_("Owner"), organisation_named(programme, plan.owner_id)),
        (_("In force"), span(plan.valid_from, plan.valid_to)),
        (_("Passage"), text(plan.passage, original)),
        (_("Link"), link),
    ]
    areas = areas_told(programme)
    serving = [
        row_of(programme, row, area=areas.get(row.pk, {}))
        for row in programme.rows("objectives")
        if plan in row.plans.all()
    ]
    listing = Listing(_("Objectives that serve it"), serving, id="objectives", empty=_("No objective serves it yet."))
    parts = {"state": "problem", "label": over} if over else {}
    return Detail(facts=facts, listings=[listing], **parts)


def _measure(programme: Programme, measure: Measure, reader: Reader) -> Detail:
    original = programme.original_language
    owner, responsible, partners = _answering(programme, measure)
    objective = next((row for row in programme.rows("objectives") if row.pk == measure.objective_id), None)
    area = areas_told(programme).get(measure.objective_id)
    facts = [
        (_("Objective"), _linked(programme, objective) if objective else ""),
        (_("Priority area"), part("components/area.html", **area) if area else ""),
        (_("Owner"), owner or "–"),
        (_("Also responsible"), responsible),
        (_("Partners"), partners),
        (_("Schedule"), span(measure.starts_on, measure.ends_on) or "–"),
        (_("Resources"), text(measure.resources, original)),
        (_("In the budget"), measure.get_in_budget_display() if measure.in_budget else ""),
    ]
    costs = costs_by_measure(programme).get(measure.pk, [])
    telling = [row for row, about in indicators_with_measures(programme) if measure.pk in about]
    thread = strip(
        programme,
        [objective] if objective else [],
        telling,
        why_gap=_("Its objective is in the archive. Choose another one."),
        so_what_gap=_("No indicator tells about it yet."),
    )
    return Detail(
        facts=facts,
        body=costs_of(programme, measure, costs, can_edit=reader.can_edit),
        thread=thread,
        adds=[(_("Add an indicator"), add_url(programme, "indicator", measures=measure.pk))] if reader.can_edit else [],
        label=measure.get_status_display(),
    )


# What stands on the lines of the phase


def _told_of_areas(programme: Programme) -> str:
    objectives, areas = len(programme.rows("objectives")), len(programme.rows("priority_areas"))
    parts = [
        ngettext("%(number)s objective", "%(number)s objectives", objectives) % {"number": objectives},
        ngettext("%(number)s priority area", "%(number)s priority areas", areas) % {"number": areas} if areas else "",
    ]
    return " · ".join(each for each in parts if each) if objectives or areas else ""


def _told_of_answer(key: str):
    def told(programme: Programme) -> str:
        answer = answer_to(programme, key)
        return "" if answer and answer.text else _("no text yet")

    return told


def _told_of_plans(programme: Programme) -> str:
    return format_html_join(", ", "{}", ((name_of(programme, plan),) for plan in programme.rows("plans")[:3]))


def _told_of_workshops(programme: Programme) -> str:
    rows = programme.rows("objectives")
    named = sum(bool(row.consultation and current([row.consultation])) for row in rows)
    return _("%(number)s of %(of)s objectives name theirs") % {"number": named, "of": len(rows)} if rows else ""


def _told_of_means(programme: Programme) -> str:
    number = len(programme.rows("measures", bare=True))
    return _measures_told(number) if number else ""


QUESTIONS = ("objectives.opportunities", "objectives.themes", "objectives.change")
CONTENTS = Contents(
    told={
        "objectives.areas": _told_of_areas,
        "objectives.plans": _told_of_plans,
        "objectives.workshop": _told_of_workshops,
        "objectives.means": _told_of_means,
        **{key: _told_of_answer(key) for key in QUESTIONS},
    },
    bodies={
        "objectives.areas": _areas,
        "objectives.plans": _plans,
        "objectives.workshop": _workshops,
        "objectives.means": _means,
        **{key: _answer(key) for key in QUESTIONS},
    },
    listings=_objectives,
    details={"objective": _objective, "measure": _measure, "plan": _plan, "priority-area": _area},
)
