"""In a joint programme a record is everybody's or one municipality's; forms, cards and document say whose."""

import pytest

from programmes.actions.partners import withdraw_consent
from programmes.completeness.decisions import decision_of, undecided
from programmes.document import assemble
from programmes.forms import PAGES as FORMS
from programmes.models import Finding, Objective
from programmes.models.kinds import KINDS
from programmes.models.partners import PartRecord
from tests.programmes.factories import (
    fresh,
    make_finding,
    make_indicator,
    make_measure,
    make_objective,
    make_partner,
    make_programme,
    make_service,
    make_step,
)
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_coordinator

pytestmark = pytest.mark.django_db

KINDS_WITH_PARTS = ["finding", "objective", "measure", "indicator", "service", "own-figure"]


@pytest.fixture
def partner(programme):
    return make_partner(programme, "893")


def test_which_records_have_a_part():
    assert {name for name, kind in KINDS.items() if issubclass(kind.model, PartRecord)} == set(KINDS_WITH_PARTS)


@pytest.mark.parametrize("kind", KINDS_WITH_PARTS)
def test_only_a_joint_programme_asks_whose_a_record_is(client, programme, coordinator, kind):
    make_objective(programme)
    client.force_login(coordinator)
    form = FORMS[kind].form
    alone = form(programme=fresh(programme), instance=FORMS[kind].kind.model(programme=programme))
    make_partner(programme, "893")
    make_partner(programme, "599", consents=None)

    joint = form(programme=fresh(programme), instance=FORMS[kind].kind.model(programme=programme))

    assert "part" not in alone.fields
    choices = [str(label) for _value, label in joint.fields["part"].choices]
    assert choices[1:] == ["Närpes", "Nykarleby"]
    assert 'name="part"' in read(client, programme, f"{kind}/add/")


def test_a_record_is_saved_for_one_municipality_and_its_card_says_so(client, programme, coordinator, partner):
    client.force_login(coordinator)
    given = {"title_sv": "Fler i arbete", "title_fi": "Enemmän työssä", "theme": "employment", "part": str(partner.pk)}

    response = client.post(page(programme, "objective/add/"), given)

    assert response.status_code == 302
    assert Objective.objects.get().part == partner
    html = " ".join(read(client, programme, "objectives/").split())
    assert '<span class="soft">Whose:</span> Nykarleby' in html


def test_a_municipality_outside_the_programme_is_no_choice(client, programme, coordinator, partner):
    elsewhere = make_partner(make_programme(by=coordinator), "599")
    client.force_login(coordinator)

    response = client.post(page(programme, "objective/add/"), {"title_sv": "Fler", "part": str(elsewhere.pk)})

    assert response.status_code == 200 and "part" in response.context["form"].errors
    assert Objective.objects.count() == 0


def test_the_document_says_whose_a_record_is(programme, partner):
    finding = make_finding(programme, "Queues", part=partner)
    objective = make_objective(programme, "Work", findings=[finding], part=partner)
    measure = make_measure(objective, "Guidance", part=partner)
    make_indicator(programme, "Rate", objective=objective, measures=[measure], part=partner)
    make_service(programme, "School", part=partner)
    make_finding(programme, "Everybody's")

    told = str(assemble(fresh(programme), "sv").as_data())

    names = ("Queues (sv)", "Work (sv)", "Guidance (sv)", "Rate (sv)", "School (sv)")
    assert [name for name in names if f"{name} (Nykarleby)" not in told] == []
    assert "Everybody's (sv) (Nykarleby)" not in told


def test_what_is_a_partners_leaves_with_it_and_comes_back_with_it(programme, partner):
    make_finding(programme, "Theirs", part=partner)
    make_finding(programme, "Everybody's")

    withdraw_consent(partner, by=make_coordinator(partner.municipality))

    assert [row.code for row in fresh(programme).rows("findings")] == ["F2"]
    assert "Theirs" not in str(assemble(fresh(programme), "sv").as_data())
    assert Finding.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_whose_records_are_costs_no_statement_a_row(
    client, programme, coordinator, partner, count, django_assert_max_num_queries
):
    for _number in range(count):
        make_objective(programme, part=partner)
    client.force_login(coordinator)

    with django_assert_max_num_queries(12):
        client.get(page(programme, "objectives/"))


def test_a_municipality_may_have_another_approving_body(programme, partner):
    partner.approving_body = "committee"
    partner.save()
    lead = programme.links.get(is_lead=True)
    make_step(programme, outcome="approved", body="council", decided_on=programme.period_start)
    decision = make_step(
        programme, link=partner, outcome="approved", body="committee", decided_on=programme.period_start
    )

    seen = fresh(programme)

    assert decision_of(seen, partner) == decision
    assert undecided(seen) == []
    assert decision_of(seen, lead).body == "council"
