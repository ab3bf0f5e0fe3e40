"""Bodies are called as those of a city where the municipality calls itself one."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.completeness import missing_in_phase
from programmes.document import assemble
from programmes.enums import Body, Phase
from programmes.forms.responsibility import ApprovingBodyForm, DecisionStepForm
from stakeholders import reference
from stakeholders.actions.municipalities import call_city
from stakeholders.models import Event, Municipality
from tests.programmes.factories import change, fresh, make_partner, make_programme, make_step
from tests.programmes.reading import decision_path, read, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(programme, coordinator):
    call_city(lead(programme), is_city=True, by=coordinator)
    return fresh(programme)


def lead(programme) -> Municipality:
    return programme.rows("links")[0].municipality


def printed(programme, language: str) -> list[str]:
    """What the document says of the approving body."""
    told = assemble(fresh(programme), language)
    blocks = [block for section in told.sections for block in section.blocks]
    parts = [part for section in told.sections for each in section.sections for part in each.blocks]
    items = [item for block in blocks + parts for item in getattr(block, "items", [])]
    return [item.text for item in items if item.place.endswith(("/approving_body", "/approving_body_name.sv"))]


@pytest.mark.parametrize(
    ("language", "council", "board", "others_council"),
    [
        ("fi", "Kaupunginvaltuusto", "Kaupunginhallitus", "Kunnanvaltuusto"),
        ("sv", "Stadsfullmäktige", "Stadsstyrelsen", "Kommunfullmäktige"),
        ("en", "City council", "City board", "Municipal council"),
    ],
)
def test_council_and_board_have_the_names_of_a_city(language, council, board, others_council):
    with translation.override(language):
        assert [str(body.called(in_cities=True)) for body in (Body.COUNCIL, Body.BOARD)] == [council, board]
        assert str(Body.COUNCIL.called(in_cities=False)) == others_council
        assert str(Body.COMMITTEE.called(in_cities=True)) == str(Body.COMMITTEE.label)


def test_the_shipped_municipalities_say_whether_they_call_themselves_cities():
    reference.load()

    cities = set(Municipality.objects.filter(is_city=True).values_list("code", flat=True))
    assert len(cities) == 107
    assert {"545", "091", "905", "478"} <= cities  # Närpes, Helsinki, Vaasa, Mariehamn
    assert not {"499", "280", "043"} & cities  # Korsholm, Korsnäs, Eckerö


def test_loading_the_municipalities_again_keeps_what_people_said(coordinator):
    reference.load()
    call_city(Municipality.objects.get(pk="499"), is_city=True, by=coordinator)

    reference.load()

    assert Municipality.objects.get(pk="499").is_city


def test_every_page_and_paper_names_the_bodies_of_a_city(client, city, coordinator):
    make_step(city, body="board", by=coordinator)
    change(city.responsibility, start_body="board")
    client.force_login(coordinator)

    html = read(client, city, "item/responsibility.decision_makers/")

    assert ("Municipal council" in html, "Municipal board" in html) == (False, False)
    assert "City council" in html and html.count("City board") >= 2
    assert [row[0] for row in decision_path(city)] == ["City board"]
    assert printed(city, "sv") == ["Stadsfullmäktige"]
    assert printed(city, "fi") == ["Kaupunginvaltuusto"]


def test_the_same_municipality_without_the_word_has_a_municipal_council(client, city, coordinator):
    call_city(lead(city), is_city=False, by=coordinator)

    assert printed(city, "sv") == ["Kommunfullmäktige"]


def test_a_name_of_ones_own_goes_before(client, city, coordinator):
    own = Translations({"sv": "Stadsdirektören", "fi": "Kaupunginjohtaja"})
    change(city.responsibility, start_body="office_holder", start_body_name=own, approving_body_name=own)
    client.force_login(coordinator)

    assert (
        "Stadsdirektören"
        in read(client, city, "item/responsibility.decision_makers/").split("Decision to start")[1][:400]
    )
    assert printed(city, "sv") == ["Stadsdirektören"]


def test_forms_offer_the_bodies_by_the_names_they_have_there(city):
    def offered(form, field):
        return dict(form.fields[field].choices)["council"]

    assert offered(ApprovingBodyForm(programme=city, instance=city.responsibility), "approving_body") == "City council"
    assert offered(DecisionStepForm(programme=city), "body") == "City council"

    make_partner(city, "499")

    joint = fresh(city)
    assert offered(DecisionStepForm(programme=joint), "body") == "Municipal or city council"
    assert (
        offered(ApprovingBodyForm(programme=joint, instance=joint.responsibility), "approving_body") == "City council"
    )


def test_the_timetable_of_a_city_ends_with_its_board_and_council(coordinator):
    town = lead(make_programme(by=coordinator))
    call_city(town, is_city=True, by=coordinator)

    begun = make_programme(by=coordinator)

    assert begun.milestones.last().name.text("sv") == "Stadsstyrelsen och stadsfullmäktige"


class TestTimetableOfOtherBodies:
    """The name of the decision in the timetable was written when the programme began, and does not follow by itself."""

    def told(self, programme) -> list[str]:
        said = sentences(programme, Phase.RESPONSIBILITY, blocks=False)
        return [sentence for sentence in said if sentence.startswith("The timetable says")]

    def test_who_is_said_to_be_a_city_afterwards_is_told_of_it(self, programme, coordinator):
        call_city(lead(programme), is_city=False, by=coordinator)
        begun = make_programme(by=coordinator)
        assert self.told(begun) == []

        call_city(lead(begun), is_city=True, by=coordinator)

        assert self.told(begun) == [
            "The timetable says “Kommunstyrelsen och kommunfullmäktige (in Swedish)”, but the bodies here are called “City board and council”: change the name."
        ]

    def test_and_so_is_who_is_said_to_be_none(self, programme, coordinator):
        call_city(lead(programme), is_city=False, by=coordinator)

        with translation.override("sv"):
            told = [
                fact for fact in missing_in_phase(fresh(programme), Phase.RESPONSIBILITY) if "bodies" in fact.values
            ]
            said = [fact.sentence for fact in told]

        last = programme.milestones.last()
        assert said == [
            "I tidtabellen står ”Stadsstyrelsen och stadsfullmäktige”, men organen heter här ”Kommunstyrelsen och kommunfullmäktige”: ändra namnet."
        ]
        assert [(fact.place.key, fact.place.field, fact.anchor) for fact in told] == [
            (str(last.key), "name", str(last.key))
        ]

    @pytest.mark.parametrize(
        "written", [{"name": Translations({"sv": "Stadsfullmäktige"})}, {"done_on": date(2026, 5, 4)}]
    )
    def test_a_name_of_ones_own_and_what_is_done_stay(self, programme, coordinator, written):
        call_city(lead(programme), is_city=False, by=coordinator)

        change(programme.milestones.last(), **written)

        assert self.told(programme) == []


class TestSaying:
    def test_a_coordinator_says_it_once(self, client, programme, coordinator):
        town = lead(programme)
        call_city(town, is_city=False, by=SYSTEM)
        client.force_login(coordinator)
        assert "its council is the municipal council" in client.get(
            reverse("municipality_people", args=[town.pk])
        ).content.decode().replace("\n", " ")

        for _click in range(2):
            response = client.post(reverse("call_city", args=[town.pk]), {"is_city": "yes"})
            assert response.status_code == 302

        assert Municipality.objects.get(pk=town.pk).is_city
        assert [event.data for event in Event.objects.filter(verb="call_city").order_by("pk")] == [
            {"is_city": False},
            {"is_city": True},
        ]

    def test_pages_that_were_kept_say_it_at_once(self, client, programme, coordinator):
        client.force_login(coordinator)
        assert "City council" in read(client, programme, "item/responsibility.decision_makers/")

        call_city(lead(programme), is_city=False, by=coordinator)

        assert "Municipal council" in read(client, programme, "item/responsibility.decision_makers/")
