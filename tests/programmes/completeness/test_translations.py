"""Every text of every kind is missed in the languages that it lacks: the registry's texts, not a list of the rules'."""

import pytest

from integration_programme.translations import Translations
from programmes.completeness import missing
from programmes.completeness.facts import LACKS_LANGUAGE
from programmes.enums import ElementState, ItemStatus
from programmes.models import place_of
from programmes.models.kinds import KINDS
from tests.programmes.factories import (
    fresh,
    make_area,
    make_attachment,
    make_chapter,
    make_consultation,
    make_cost,
    make_finding,
    make_indicator,
    make_mark,
    make_measure,
    make_meeting,
    make_message,
    make_objective,
    make_organisation,
    make_own_figure,
    make_partner,
    make_partner_responsibility,
    make_picture,
    make_plan,
    make_programme,
    make_recipient,
    make_service,
    make_source,
    make_step,
)

pytestmark = pytest.mark.django_db

TEXTS = [(name, text) for name, kind in KINDS.items() for text in kind.texts]
MAKERS = {
    "attachment": lambda programme: make_attachment(make_meeting(programme)),
    "picture": make_picture,
    "chapter": make_chapter,
    "communication-action": make_message,
    "consultation": make_consultation,
    "cost": lambda programme: make_cost(make_measure(make_objective(programme))),
    "decision-step": make_step,
    "finding": make_finding,
    "indicator": make_indicator,
    "mark": lambda programme: make_mark(programme, "situation.needs"),
    "measure": lambda programme: make_measure(make_objective(programme)),
    "meeting": make_meeting,
    "objective": make_objective,
    "organisation": make_organisation,
    "own-figure": make_own_figure,
    "partner-responsibility": lambda programme: make_partner_responsibility(make_partner(programme)),
    "plan": make_plan,
    "priority-area": make_area,
    "recipient": make_recipient,
    "service": make_service,
    "source": make_source,
}
#: the choice in which a text is read at all
READ_WHEN = {
    ("element", "elsewhere"): {"state": ElementState.ELSEWHERE},
    ("element", "reason"): {"state": ElementState.NOT_RELEVANT},
    ("element", "text"): {"state": ElementState.WRITTEN},
    ("mark", "reason"): {"status": ItemStatus.NOT_APPLICABLE},
}


def one(programme, kind: str):
    """A record of the kind: made, or there from the start."""
    made = MAKERS[kind](programme) if kind in MAKERS else None
    return made or KINDS[kind].records(fresh(programme))[0]


def lacking(programme) -> list:
    return [fact.place for fact in missing(fresh(programme)) if fact.code == LACKS_LANGUAGE]


@pytest.mark.parametrize(("kind", "text"), TEXTS)
def test_a_text_in_one_language_of_two_is_missed_in_the_other(kind, text):
    programme = make_programme()
    record = one(programme, kind)
    rows = KINDS[kind].model.objects.filter(pk=record.pk)
    both = Translations(dict.fromkeys(programme.languages, "Words"))
    rows.update(**dict.fromkeys(KINDS[kind].texts, both) | READ_WHEN.get((kind, text), {}))
    before = lacking(programme)

    rows.update(**{text: Translations({"sv": "Words"})})

    assert [place for place in lacking(programme) if place not in before] == [place_of(record)]
