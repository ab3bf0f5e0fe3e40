"""Phase 4 on screen: priority areas, objectives, plans and workshops; its measures are in `measures`."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from integration_programme.templatetags.components import part
from integration_programme.templatetags.translations import text
from programmes.completeness.objectives import ended, proposed_sentence, quality
from programmes.completeness.thread import current
from programmes.models import Consultation, Objective, Plan, PriorityArea, Programme
from programmes.models.objectives import by_area
from programmes.models.situation import answer_to
from programmes.views.base import name_of, organisation_named, record_url, span
from programmes.views.measures import (
    all_measures,
    counted,
    means,
    measure_page,
    measures_of,
    measures_told,
    told_of_means,
)
from programmes.views.monitoring import indicator_rows
from programmes.views.subjects import (
    Body,
    Contents,
    Detail,
    Listing,
    Reader,
    Row,
    adding,
    area_told,
    areas_told,
    linked,
    row_of,
)

#: the five parts of the sentence that an objective is, as the form asks them
SENTENCE = (
    ("for_whom", gettext_lazy("For")),
    ("change", gettext_lazy("the change is")),
    ("from_state", gettext_lazy("from")),
    ("to_state", gettext_lazy("to")),
)


# Lists


def _objectives(programme: Programme, reader: Reader) -> list[Listing]:
    """A list a priority area; those in none come last, and alone they are the one list."""
    areas = by_area(programme.rows("priority_areas"), programme.rows("objectives"))
    lines = _objective_lines(programme)
    empty = _("No objectives yet. Write what changes, for whom, and by when: three to seven are enough.")
    if not any(area for area, _own in areas):
        own = [lines[row.pk] for _area, objectives in areas for row in objectives]
        more = adding(programme, reader, "objective") | all_measures(programme)
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
    listings[-1] = replace(listings[-1], **all_measures(programme))
    return listings


def _objective_lines(programme: Programme) -> dict[int, Row]:
    measures = counted(programme.rows("measures", bare=True))
    indicators = counted(programme.rows("indicators", bare=True))
    return {
        row.pk: row_of(
            programme,
            row,
            told=_hanging(measures.get(row.pk, 0), indicators.get(row.pk, 0)),
            beside=date_format(row.by_when, "SHORT_DATE_FORMAT") if row.by_when else "",
        )
        for row in programme.rows("objectives")
    }


def _hanging(measures: int, indicators: int) -> str:
    return " · ".join(
        [
            measures_told(measures),
            ngettext("%(number)s indicator", "%(number)s indicators", indicators) % {"number": indicators},
        ]
    )


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
        measures_of(programme, objective, reader),
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
        (_("Came from"), linked(programme, workshop) if workshop else ""),
        (_("Quality"), _("%(number)s of 5 questions answered") % {"number": answered}),
    ]
    return Detail(opening=_sentence(programme, objective, hints), facts=facts, listings=listings)


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


QUESTIONS = ("objectives.opportunities", "objectives.themes", "objectives.change")
CONTENTS = Contents(
    told={
        "objectives.areas": _told_of_areas,
        "objectives.plans": _told_of_plans,
        "objectives.workshop": _told_of_workshops,
        "objectives.means": told_of_means,
        **{key: _told_of_answer(key) for key in QUESTIONS},
    },
    bodies={
        "objectives.areas": _areas,
        "objectives.plans": _plans,
        "objectives.workshop": _workshops,
        "objectives.means": means,
        **{key: _answer(key) for key in QUESTIONS},
    },
    listings=_objectives,
    details={"objective": _objective, "measure": measure_page, "plan": _plan, "priority-area": _area},
)
