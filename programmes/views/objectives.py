"""Phase 4 on screen."""

import functools
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.access import guarded
from integration_programme.remembered import Remembered
from integration_programme.templatetags.components import part
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.completeness.objectives import ended, proposed_sentence, quality
from programmes.completeness.thread import current, indicators_with_measures
from programmes.enums import Phase
from programmes.forms.thread import strip
from programmes.models import Measure, Objective, Plan, PriorityArea, Programme
from programmes.models.objectives import by_area
from programmes.views.base import (
    Body,
    card,
    label_of,
    load_phase,
    name_of,
    organisation_named,
    organisations_named,
    phase_page,
    record_url,
    span,
)
from programmes.views.costs import cost_tables, costs_by_measure, costs_of

CARDS = Remembered[tuple[list[dict], dict[str, Any]]](2_500_000)
#: what is told of an objective under its title
DESCRIBED = ("change", "for_whom", "from_state", "to_state")


@guarded(load_phase, rules.read_programme)
def objectives(request, programme):
    can_edit = rules.edit_programme.allows(request.actor, programme)
    return phase_page(request, programme, Phase.OBJECTIVES, _bodies(programme, can_edit))


def _bodies(programme: Programme, can_edit: bool) -> dict[str, Body]:
    objective_groups, measures = programme.remembered(CARDS, lambda: _cards(programme, can_edit), can_edit)
    return {
        Phase.OBJECTIVES: Body(template="programmes/objectives/contents.html", data=_contents(programme)),
        **_answers(programme),
        "objectives.areas": Body(
            template="programmes/objectives/areas.html",
            data={"groups": objective_groups},
            kinds=["objective", "priority-area"],
        ),
        "objectives.plans": Body(cards=_plan_cards(programme, can_edit), kinds=["plan"]),
        "objectives.workshop": Body(
            template="programmes/objectives/workshops.html", data=_workshops(programme), kinds=["consultation"]
        ),
        "objectives.means": Body(template="programmes/objectives/measures.html", data=measures),
    }


def _cards(programme: Programme, can_edit: bool) -> tuple[list[dict], dict[str, Any]]:
    """The cards of objectives and of measures: there may be hundreds."""
    indicators = indicators_with_measures(programme)
    return _objective_groups(programme, indicators, can_edit), _measures(programme, indicators, can_edit)


def _areas(programme: Programme) -> list[tuple[PriorityArea | None, list[Objective]]]:
    return by_area(programme.rows("priority_areas"), programme.rows("objectives"))


def _in_order(programme: Programme) -> list[Objective]:
    """The objectives as the page has them: those of one priority area after those of another."""
    return [objective for _area, own in _areas(programme) for objective in own]


def _contents(programme: Programme) -> dict[str, Any]:
    """The objectives by code and name, to jump to on a long page; a single one needs no list."""
    rows = _in_order(programme)
    return {"objectives": rows if len(rows) > 1 else []}


def _answers(programme: Programme) -> dict[str, Body]:
    """The answer to each guiding question of the phase."""
    return {
        answer.question: Body(
            template="programmes/objectives/answer.html",
            data={"answer": answer, "url": record_url(programme, "objectives-answer", answer)},
        )
        for answer in programme.rows("answers")
        if answer.question.startswith("objectives.")
    }


def _objective_groups(programme: Programme, indicators, can_edit: bool) -> list[dict[str, Any]]:
    """Each priority area with the cards of its objectives; those in none have a group without one."""
    add_url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})
    return [
        {
            "area": _area_card(programme, area, can_edit) if area else None,
            "id": f"objectives-{area.key}" if area else "",
            "label": label_of(programme, area) if area else "",
            "cards": [_objective_card(programme, objective, indicators, can_edit) for objective in own],
            "add_url": f"{add_url}?area={area.pk}" if area and can_edit else "",
        }
        for area, own in _areas(programme)
    ]


def _area_card(programme: Programme, area: PriorityArea, can_edit: bool) -> dict:
    about = text(area.about, programme.original_language)
    body = format_html("<p>{}</p>", about) if about else ""
    return card(programme, "priority-area", area, can_edit=can_edit, colour=area.colour, body=body)


def _objective_card(programme: Programme, objective: Objective, indicators, can_edit: bool) -> dict:
    return card(
        programme,
        "objective",
        objective,
        can_edit=can_edit,
        meta=_objective_meta(programme, objective),
        body=_objective_body(programme, objective, indicators),
    )


def _objective_meta(programme: Programme, objective: Objective) -> list[tuple[str, Any]]:
    answered, _hints = quality(objective)
    plans = [(name_of(programme, plan),) for plan in current(objective.plans.all())]
    meta = [
        (_("Theme"), objective.get_theme_display()),
        (_("By when"), date_format(objective.by_when, "SHORT_DATE_FORMAT") if objective.by_when else ""),
        (_("Serves"), format_html_join(", ", "{}", plans)),
        (_("Quality"), _("%(number)s of 5 questions answered") % {"number": answered}),
    ]
    return [(name, value) for name, value in meta if value]


def _objective_body(programme: Programme, objective: Objective, indicators) -> str:
    """What changes, what would make the objective better, and its place in the thread."""
    reader = get_language() or ""
    language = reader if reader in programme.content_languages else programme.original_language
    sentence = proposed_sentence(objective, language)
    measures = [row for row in programme.rows("measures") if row.objective_id == objective.pk]
    serving = [indicator for indicator, _about in indicators if indicator.objective_id == objective.pk]
    shown = {name: text(getattr(objective, name), programme.original_language) for name in DESCRIBED}
    return part(
        "programmes/objectives/objective.html",
        code=objective.shown_code,
        hints=quality(objective)[1],
        proposal=sentence if sentence != objective.title.text(language) else "",
        proposal_language=language,
        strip=strip(
            programme,
            current(objective.findings.all()),
            [*measures, *serving],
            why_gap=_("It answers no finding yet."),
            so_what_gap=_("It has no measure and no indicator yet."),
        ),
        **shown,
    )


def _plan_cards(programme: Programme, can_edit: bool) -> list[dict]:
    cards = []
    for plan in programme.rows("plans"):
        over = ended(plan)
        parts = {"state": "problem", "state_label": over} if over else {}
        body = render_to_string("programmes/objectives/plan.html", {"plan": plan, "programme": programme})
        cards.append(
            card(programme, "plan", plan, can_edit=can_edit, meta=_plan_meta(programme, plan), body=body, **parts)
        )
    return cards


def _plan_meta(programme: Programme, plan: Plan) -> list[tuple[str, Any]]:
    meta = [
        (_("Kind"), plan.get_kind_display()),
        (_("Owner"), organisation_named(programme, plan.owner_id)),
        (_("In force"), span(plan.valid_from, plan.valid_to)),
    ]
    return [(name, value) for name, value in meta if value]


def _workshops(programme: Programme) -> dict[str, Any]:
    """Consultations from which objectives came, and the objectives that name none."""
    groups: dict[int, dict] = {}
    without = []
    for objective in programme.rows("objectives"):
        workshop = objective.consultation
        if workshop is None or not current([workshop]):
            without.append(objective)
        else:
            groups.setdefault(workshop.pk, {"workshop": workshop, "objectives": []})["objectives"].append(objective)
    return {"groups": list(groups.values()), "without": without}


def _measures(programme: Programme, indicators, can_edit: bool) -> dict[str, Any]:
    """Measures under their objectives, and where a new one is added; those of an archived objective at the end."""
    add_url = reverse("add_record", kwargs={"slug": programme.slug, "page": "measure"})
    rows, groups = programme.rows("measures"), []
    costs = costs_by_measure(programme)
    made = functools.partial(_measure_card, programme, indicators=indicators, costs=costs, can_edit=can_edit)
    for objective in _in_order(programme):
        own = [measure for measure in rows if measure.objective_id == objective.pk]
        rows = [measure for measure in rows if measure.objective_id != objective.pk]
        groups.append(
            {
                "id": f"measures-{objective.key}",
                "label": label_of(programme, objective),
                "cards": [made(measure, [objective]) for measure in own],
                "add_url": f"{add_url}?objective={objective.pk}" if can_edit else "",
            }
        )
    lost = [made(measure, []) for measure in rows]
    register = reverse("organisations_of_programme", kwargs={"slug": programme.slug})
    tables = cost_tables(programme)
    return {"groups": groups, "lost": lost, "register_url": register, "cost_tables": tables}


def _measure_card(programme: Programme, measure: Measure, why: list, *, indicators, costs, can_edit: bool) -> dict:
    meta = _measure_meta(programme, measure)
    telling = [indicator for indicator, about in indicators if measure.pk in about]
    parts = strip(
        programme,
        why,
        telling,
        why_gap=_("Its objective is in the archive. Choose another one."),
        so_what_gap=_("No indicator tells about it yet."),
    )
    body = part("programmes/thread/folded_strip.html", code=measure.shown_code, strip=parts)
    body += costs_of(programme, measure, costs.get(measure.pk, []), can_edit=can_edit)
    return card(programme, "measure", measure, can_edit=can_edit, meta=meta, body=body)


def _measure_meta(programme: Programme, measure: Measure) -> list[tuple[str, Any]]:
    original = programme.original_language
    organisations = programme.by_id("organisations")
    owner, responsible, partners = (organisations_named(programme, rows) for rows in measure.answering(organisations))
    meta = [
        (_("State"), measure.get_status_display()),
        (_("Owner"), owner or "–"),
        (_("Also responsible"), responsible),
        (_("Partners"), partners),
        (_("Schedule"), span(measure.starts_on, measure.ends_on) or "–"),
        (_("Resources"), text(measure.resources, original)),
        (_("In the budget"), measure.get_in_budget_display() if measure.in_budget else ""),
    ]
    return [(name, value) for name, value in meta if value]
