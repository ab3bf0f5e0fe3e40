"""What phase 2 lacks."""

from datetime import date

import pytest

from integration_programme.translations import Translations
from programmes.actions.cooperation import change_invitations
from programmes.completeness import missing_in_phase
from programmes.enums import ConsultationKind, Phase
from tests.programmes.factories import (
    change,
    fresh,
    make_chosen_group,
    make_consultation,
    make_organisation,
    make_programme,
    words,
)
from tests.programmes.reading import sentences
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(coordinator, programme):
    return make_chosen_group(programme, by=coordinator)


def test_a_programme_just_begun_lacks_its_partners(programme):
    assert sentences(programme, Phase.COOPERATION) == [
        "There is no cooperation group, and no reason why the work is done without one.",
        "13 bodies of the checklist are still open: invite them, or write why not.",
        "The wellbeing services county has not been invited, and no reason is given.",
        "Nobody but authorities has joined: an association, a school, a company or residents are needed.",
        "Immigrant residents have not been heard yet, and no channel for them is written down.",
    ]


def test_a_group_without_a_schedule_is_told(programme, group):
    assert "The group has not agreed on the schedule yet." in sentences(programme, Phase.COOPERATION)


def test_a_seat_that_is_not_named_in_every_language_is_told(coordinator, programme, group):
    make_seat(group, by=coordinator, organisation={"sv": "Röda Korset", "en": "Red Cross"})
    make_seat(group, by=coordinator, organisation={"fi": "Kela"}, valid_to=date(2020, 1, 1))

    facts = missing_in_phase(fresh(programme), Phase.COOPERATION)

    assert [(fact.sentence, fact.item, fact.is_block) for fact in facts if "lacks text" in fact.sentence] == [
        ("“Red Cross” lacks text in: Finnish.", "cooperation.group", False)
    ]


def test_a_body_that_does_not_take_part_lacks_a_reason(coordinator, programme):
    fpa = make_organisation(programme, Translations({"sv": "FPA", "fi": "Kela"}))
    kela, county = (programme.invitations.get(body_group=each) for each in ("kela", "wellbeing_services_county"))
    kela.status, kela.organisation, county.status = "declined", fpa, "not_invited"
    change_invitations(programme, [(kela, 1), (county, 1)], by=coordinator)

    told = sentences(programme, Phase.COOPERATION)

    assert "Kela (FPA (in Swedish)): declined, but no reason is given." in told
    assert "Wellbeing services county: not invited, but no reason is given." in told
    assert "12 bodies of the checklist are still open: invite them, or write why not." in told


def test_aland_has_no_wellbeing_services_county():
    told = sentences(make_programme("478"), Phase.COOPERATION)

    assert "The authority for health and social services has not been invited, and no reason is given." in told
    assert not any("county" in sentence for sentence in told)


@pytest.mark.parametrize(
    "consultation", [{"reached": {"immigrant_residents": "1-4"}}, {"kind": ConsultationKind.ADVISORY_BOARD}]
)
def test_a_consultation_that_reached_immigrant_residents_is_enough(programme, consultation):
    make_consultation(programme, what_changed=words(programme, "Objective 1"), **consultation)

    assert not any("Immigrant residents" in sentence for sentence in sentences(programme, Phase.COOPERATION))


def test_a_consultation_says_what_changed(programme):
    make_consultation(programme, Translations({"sv": "Enkät", "fi": "Kysely"}))

    assert "“Enkät (in Swedish)”: write what changed because of it." in sentences(programme, Phase.COOPERATION)


def test_nothing_lacks_in_a_phase_that_is_filled_in(coordinator, programme, group):
    evenings = words(programme, "Evenings")
    change(programme.cooperation, schedule_agreed_on=date(2026, 2, 4), immigrants_involved=evenings)
    rows = list(programme.invitations.all())
    for row in rows:
        row.status = "joined"
    change_invitations(programme, [(row, 1) for row in rows], by=coordinator)
    make_consultation(programme, what_changed=words(programme, "Objective 1"))

    assert sentences(programme, Phase.COOPERATION) == []
