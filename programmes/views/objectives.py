"""Phase 4 on screen."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.access import guarded
from programmes import rules
from programmes.completeness.objectives import quality
from programmes.enums import Phase
from programmes.models import Programme
from programmes.views.base import Body, card, load_programme, phase_page


@guarded(load_programme, rules.read_programme)
def objectives(request, programme):
    can_edit = rules.edit_programme.allows(request.user, programme)
    return phase_page(request, programme, Phase.OBJECTIVES, _bodies(programme, can_edit))


def _bodies(programme: Programme, can_edit: bool) -> dict[str, Body]:
    return {
        "objectives.areas": Body(cards=_objective_cards(programme, can_edit), kinds=["objective"]),
        "objectives.plans": Body(cards=_plan_cards(programme, can_edit), kinds=["plan"]),
        "objectives.means": Body(
            template="programmes/objectives/measures.html", data=_measures(programme, can_edit), kinds=["measure"]
        ),
    }


def _objective_cards(programme, can_edit):
    reader = get_language() or ""
    cards = []
    for objective in programme.rows("objectives"):
        answered, hints = quality(objective)
        meta = [
            (_("Theme"), objective.get_theme_display()),
            (_("Answers"), ", ".join(finding.code for finding in objective.findings.all()) or "–"),
            (_("Quality"), _("%(number)s of 5 questions answered") % {"number": answered}),
            *((_("Hint"), hint) for hint in hints),
        ]
        body = " · ".join(
            text for field in ("from_state", "to_state") if (text := getattr(objective, field).first(reader)[1])
        )
        cards.append(card(programme, "objective", objective, can_edit=can_edit, meta=meta, body=body))
    return cards


def _plan_cards(programme, can_edit):
    return [
        card(programme, "plan", plan, can_edit=can_edit, meta=[(_("Kind"), plan.get_kind_display())])
        for plan in programme.rows("plans")
    ]


def _measures(programme, can_edit):
    """Measures under their objectives, and where a new one is added."""
    reader, original = get_language() or "", programme.original_language
    groups = []
    for objective in programme.rows("objectives"):
        rows = [measure for measure in programme.rows("measures") if measure.objective_id == objective.pk]
        add_url = reverse("add_record", kwargs={"slug": programme.slug, "kind": "measure"})
        groups.append(
            {
                "label": objective.label(reader, original),
                "cards": [_measure_card(programme, measure, can_edit) for measure in rows],
                "add_url": f"{add_url}?objective={objective.pk}" if can_edit else "",
            }
        )
    return {"groups": groups}


def _measure_card(programme, measure, can_edit):
    reader, original = get_language() or "", programme.original_language
    meta = [
        (_("Owner"), measure.owner.first(reader, original)[1] or "–"),
        (_("State"), measure.get_status_display()),
    ]
    return card(programme, "measure", measure, can_edit=can_edit, meta=meta)
