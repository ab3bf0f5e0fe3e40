"""In a joint programme a record is everybody's or one municipality's; forms, cards and document say whose."""

from datetime import date

import pytest
from django.utils import translation

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.partners import withdraw_consent
from programmes.actions.records import move_record
from programmes.actions.standings import renew_standings
from programmes.actions.versions import import_programme
from programmes.completeness.decisions import approving_step, decision_of, undecided
from programmes.document import assemble
from programmes.document.assembled import counts
from programmes.enums import Phase
from programmes.forms import PAGES as FORMS
from programmes.models import Finding, Objective, PartnerResponsibility
from programmes.models.kinds import KINDS
from programmes.models.partners import PartRecord
from programmes.portable import dump
from programmes.portable import read as read_dump
from stakeholders.models import Municipality
from tests.programmes.every_kind import edit_url, item_pages
from tests.programmes.factories import (
    fresh,
    make_consultation,
    make_finding,
    make_indicator,
    make_measure,
    make_message,
    make_milestone,
    make_objective,
    make_partner,
    make_partner_responsibility,
    make_plan,
    make_programme,
    make_recipient,
    make_service,
    make_step,
    words,
)
from tests.programmes.reading import as_searched, page, read, sentences
from tests.programmes.sending import opened, send
from tests.stakeholders.factories import make_coordinator

pytestmark = pytest.mark.django_db

KINDS_WITH_PARTS = ["finding", "objective", "measure", "indicator", "service", "own-figure"]
KINDS_WITH_PARTS += ["consultation", "communication-action", "recipient", "plan", "milestone"]
KINDS_WITH_PARTS += ["chapter", "organisation", "priority-area", "cost"]


@pytest.fixture
def partner(programme):
    return make_partner(programme, "893")


def test_the_lead_stays_the_lead_when_a_partner_is_moved_above_it(client, programme, coordinator, partner):
    Municipality.objects.filter(pk=partner.municipality_id).update(is_city=False)
    move_record(partner, up=True, by=coordinator)
    client.force_login(coordinator)

    form = opened(client, page(programme, "decision-step/add/"))
    start = opened(client, edit_url(programme, "start-decision", programme.responsibility))
    chapter = next(each for each in assemble(fresh(programme), "en").sections if each.key == "document.bodies")

    lead = programme.links.get(is_lead=True)
    assert [link.is_lead for link in fresh(programme).rows("links")] == [False, True]
    assert form.initial["part"] == lead.pk
    assert dict(start.fields["start_body"].choices)["council"] == "City council"
    assert "City council" in str(chapter.blocks)
    assert "City council" in read(client, programme, "item/responsibility.decision_makers/")


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


def test_a_record_is_saved_for_one_municipality_and_its_page_says_so(client, programme, coordinator, partner):
    client.force_login(coordinator)
    given = {"title_sv": "Fler i arbete", "title_fi": "Enemmän työssä", "theme": "employment", "part": str(partner.pk)}

    response = client.post(page(programme, "objective/add/"), given)

    objective = Objective.objects.get()
    assert response.url == page(programme, f"objective/{objective.key}/")
    assert objective.part == partner
    assert "<dt>Whose</dt><dd>Nykarleby</dd>" in read(client, programme, f"objective/{objective.key}/")


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
    objectives = [make_objective(programme, part=partner) for _number in range(count)]
    renew_standings()  # as the worker does within seconds
    client.force_login(coordinator)

    for tail in ("objectives/", "item/objectives.areas/", f"objective/{objectives[-1].key}/"):
        with django_assert_max_num_queries(12):
            client.get(page(programme, tail))


def test_a_municipality_may_have_another_approving_body(programme, partner):
    make_partner_responsibility(partner, approving_body="committee")
    lead = programme.links.get(is_lead=True)
    make_step(programme, outcome="approved", body="council", decided_on=programme.period_start)
    decision = make_step(
        programme, link=partner, outcome="approved", body="committee", decided_on=programme.period_start
    )

    seen = fresh(programme)

    assert decision_of(seen, partner) == decision
    assert undecided(seen) == []
    assert decision_of(seen, lead).body == "council"


# What else may be one municipality's


def test_pages_and_document_say_in_which_municipality_people_were_heard_and_told(
    client, programme, coordinator, partner
):
    evening = make_consultation(programme, "Evening", part=partner, kind="hearing")
    make_message(programme, "Read it", part=partner)
    make_recipient(programme, recipient=words(programme, "Board"), part=partner)
    plan = make_plan(programme, "Strategy", part=partner)
    make_objective(programme, "Work", plans=[plan])
    make_milestone(programme, "Council", part=partner)
    client.force_login(coordinator)

    told = str(assemble(fresh(programme), "sv").as_data())
    tails = (f"consultation/{evening.key}/", "item/communication.inform/", "item/responsibility.decision_makers/")
    heard, informed, decided = [read(client, programme, tail) for tail in tails]

    names = ("Evening (sv)", "Read it (sv)", "Board (sv)", "Strategy (sv)")
    assert [name for name in names if f"{name} (Nykarleby)" not in told] == []
    assert "<dt>Whose</dt><dd>Nykarleby</dd>" in heard
    assert "Read it (sv)</span>" in informed and "(Nykarleby)</a>" in informed
    assert "(Nykarleby)</a>" in decided.split('id="timetable"')[1]


def test_ties_to_what_left_with_a_partner_are_neither_shown_nor_counted_nor_lost(
    client, programme, coordinator, partner
):
    consultation = make_consultation(programme, "Evening", part=partner)
    finding = make_finding(programme, "Queues", part=partner, consultations=[consultation])
    plan = make_plan(programme, "Strategy", part=partner)
    objective = make_objective(programme, "Work", findings=[finding], plans=[plan], consultation=consultation)
    measure = make_measure(objective, "Tutors", part=partner)
    make_indicator(programme, "Rate", objective=objective, measures=[measure], part=partner)
    withdraw_consent(partner, by=make_coordinator(partner.municipality))
    client.force_login(coordinator)
    seen = fresh(programme)

    paths = [f"{phase.value}/" for phase in Phase] + [
        "measures/",
        "indicators/",
        "preview/",
        "thread/",
        "breaks/",
        "",
        f"objective/{objective.key}/",
        f"objective/{objective.key}/edit/",
    ]
    with translation.override("en"):
        addresses = [*(page(programme, path) for path in paths), *item_pages(programme)]
    shown = "".join(as_searched(client.get(address)) for address in addresses)
    printed = "".join(str(assemble(seen, language).as_data()) for language in ("sv", "fi"))

    words_of_it = ("Evening", "Queues", "Strategy", "Tutors", "Rate", "M1.1", "F1 ", "I1 ")
    assert [word for word in words_of_it if word in shown + printed] == []
    assert {counts(seen)[name] for name in ("findings", "plans", "consultations", "measures", "indicators")} == {0}
    assert list(objective.findings.all()) == [finding]
    assert Objective.objects.get().consultation == consultation


# Who is responsible in each municipality


def test_each_partner_has_its_own_responsibility_on_page_and_paper(client, programme, coordinator, partner):
    make_partner_responsibility(
        partner,
        "Bildningsbyrån",
        coordinator_name="Nea Nyman",
        coordinator_office=words(programme, "Planerare"),
        administrative_regulation=words(programme, "§ 7"),
        start_body="board",
        start_decided_on=date(2026, 2, 3),
        approving_body="committee",
    )
    client.force_login(coordinator)

    html = " ".join(read(client, programme, "item/responsibility.coordinating_body/").split())
    told = str(assemble(fresh(programme), "sv").as_data())

    for words_of_it in ("Bildningsbyrån (sv)", "Nea Nyman", "City board, 3 February 2026", "Committee"):
        assert words_of_it in html
    assert "Ansvariga i samarbetskommunerna" in told
    assert "Bildningsbyrån (sv)" in told and "Planerare (sv)" in told and "§ 7 (sv)" in told
    assert "Nea Nyman" not in told


def test_it_is_written_once_for_each_partner_and_never_for_the_lead(client, programme, coordinator, partner):
    client.force_login(coordinator)
    url = page(programme, "partner-responsibility/add/")
    form = opened(client, url)

    assert [str(label) for _value, label in form.fields["part"].choices][1:] == ["Nykarleby"]
    for body in ("Byrån", "En annan"):
        send(client, url, part=str(partner.pk), coordinating_body_sv=body, coordinating_body_fi=body)
    own = PartnerResponsibility.objects.get()
    assert (own.part, own.coordinating_body["sv"]) == (partner, "Byrån")


def test_what_a_partner_lacks_names_it(programme, partner):
    assert "Nykarleby: the coordinating body is not named." in sentences(programme, Phase.RESPONSIBILITY)
    make_partner_responsibility(partner)

    told = [each for each in sentences(programme, Phase.RESPONSIBILITY) if each.startswith("Nykarleby:")]

    assert told == [
        "Nykarleby: no coordinator is named.",
        "Nykarleby: no deputy is named.",
        "Nykarleby: the decision to start has no date.",
    ]


def test_it_leaves_with_the_partner(client, programme, coordinator, partner):
    make_partner_responsibility(partner, "Bildningsbyrån")
    make_partner(programme, "599")
    withdraw_consent(partner, by=make_coordinator(partner.municipality))
    client.force_login(coordinator)

    assert "Bildningsbyrån" not in read(client, programme, "item/responsibility.coordinating_body/")
    assert "Bildningsbyrån" not in str(assemble(fresh(programme), "sv").as_data())


def test_its_approving_body_is_named_on_the_step_of_its_decision(programme, partner):
    names = Translations({"sv": "Bildningsnämnden", "fi": "Sivistyslautakunta"})
    make_partner_responsibility(partner, approving_body="committee", approving_body_name=names)

    step = approving_step(fresh(programme), partner)

    assert (step.body, step.body_name) == ("committee", names)


def test_it_is_dumped_and_loaded_with_the_programme(programme, partner):
    make_partner_responsibility(partner, "Byrån", approving_body="committee")

    copy = import_programme(read_dump(dump(fresh(programme))), by=SYSTEM, as_copy=True)

    own = copy.partner_responsibilities.get()
    assert (own.part.municipality_id, own.approving_body, own.coordinating_body["sv"]) == (
        "893",
        "committee",
        "Byrån (sv)",
    )
    assert own.stands is False
