"""The register of organisations: chosen or named in a form, shown with what each answers for, merged."""

import re

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.organisations import take_group
from programmes.actions.records import change_record
from programmes.models import Measure, ProgrammeOrganisation
from stakeholders.models import Event
from tests.programmes.every_kind import add_url, edit_url
from tests.programmes.factories import (
    change,
    fresh,
    make_chosen_group,
    make_indicator,
    make_measure,
    make_objective,
    make_organisation,
    make_plan,
    make_programme,
)
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(programme, coordinator, client):
    client.force_login(coordinator)
    return make_objective(programme, by=coordinator)


def names(programme) -> list[dict]:
    return [row.name for row in programme.organisations.current()]


def register(client, programme) -> str:
    return client.get(reverse("organisations_of_programme", kwargs={"slug": programme.slug})).content.decode()


def row_of(client, programme, organisation) -> str:
    return register(client, programme).split(f'id="{organisation.key}"')[1].split("</tr>")[0]


def test_a_new_organisation_is_made_and_tied_in_one_act(client, programme, objective):
    response = send(
        client, add_url(programme, "measure"), objective=objective.pk, title_sv="Kurser", owner_new=" Biblioteket "
    )

    assert response.status_code == 302
    owner = Measure.objects.get().owner
    assert owner.name == {"sv": "Biblioteket"}
    assert [event.verb for event in Event.objects.filter(kind__in=["measure", "programme"]).order_by("pk")][-2:] == [
        "add_organisations",
        "add_record",
    ]


def test_several_new_ones_are_named_a_line_each(client, programme, objective):
    typed = {"responsible_new": "Museet\r\nRöda Korset", "partners_new": "röda korset\n\nMarthorna"}
    send(client, add_url(programme, "measure"), objective=objective.pk, title_sv="Kurser", **typed)

    measure = Measure.objects.get()
    assert [str(row) for row in measure.responsible.all()] == ["Museet", "Röda Korset"]
    assert [str(row) for row in measure.partners.all()] == ["Röda Korset", "Marthorna"]
    assert len(names(programme)) == 3


@pytest.mark.parametrize("typed", ["Vuxeninstitutet", "VUXENINSTITUTET", "kansalaisopisto", "KO"])
def test_a_name_that_the_register_knows_in_any_language_is_its_row(client, programme, objective, typed):
    both = Translations({"sv": "Vuxeninstitutet", "fi": "Kansalaisopisto"})
    there = make_organisation(programme, both, short=Translations({"fi": "KO"}))

    send(client, add_url(programme, "measure"), objective=objective.pk, title_sv="Kurser", owner_new=typed)

    assert Measure.objects.get().owner == there
    assert names(programme) == [both]


def test_what_sits_in_the_group_comes_with_all_its_names(client, programme, objective, coordinator):
    both = Translations({"sv": "Fpa", "fi": "Kela"})
    seat = make_seat(make_chosen_group(programme, by=coordinator), organisation=both, sector="kela", by=coordinator)

    send(client, add_url(programme, "measure"), objective=objective.pk, title_sv="Kurser", owner_new="kela")

    owner = Measure.objects.get().owner
    assert (owner.name, owner.seat, owner.body_group) == (both, seat, "kela")


def test_a_name_that_is_too_long_is_refused_with_its_words_kept(client, programme, objective):
    response = send(
        client, add_url(programme, "measure"), objective=objective.pk, title_sv="Kurser", owner_new="A" * 201
    )

    assert response.status_code == 200
    assert "The name is too long: at most 200 characters." in response.content.decode()
    assert f'value="{"A" * 201}"' in response.content.decode()
    assert names(programme) == []


def test_another_programmes_organisation_is_no_choice(client, programme, objective):
    foreign = make_organisation(make_programme("091", by=SYSTEM), "Främmande")

    response = send(client, add_url(programme, "measure"), objective=objective.pk, title_sv="Kurser", owner=foreign.pk)

    assert response.status_code == 200
    assert Measure.objects.count() == 0


def test_two_who_choose_another_owner_and_name_one_must_choose(client, programme, objective, coordinator):
    library, museum = make_organisation(programme, "Library"), make_organisation(programme, "Museum")
    measure = make_measure(objective, owner=library, by=coordinator)
    url = edit_url(programme, "measure", measure)
    mine = as_sent(opened(client, url), owner_new="Red Cross")
    change(measure, owner=museum)

    response = client.post(url, mine)

    assert response.status_code == 409
    html = response.content.decode()
    assert "Red Cross" in html and "Museum (sv)" in html
    measure.refresh_from_db()
    assert measure.owner == museum
    assert len(names(programme)) == 2


def test_two_who_add_partners_both_keep_them(client, programme, objective, coordinator):
    measure, museum = make_measure(objective, by=coordinator), make_organisation(programme, "Museum")
    url = edit_url(programme, "measure", measure)
    mine = as_sent(opened(client, url), partners_new="Red Cross")
    change_record(measure, {"partners": [museum]}, row_version=measure.row_version, by=coordinator)

    assert client.post(url, mine).status_code == 302

    assert {str(row) for row in measure.partners.all()} == {"Museum (fi)", "Red Cross"}


def test_the_register_tells_what_each_answers_for(client, programme, objective, coordinator):
    library, museum = make_organisation(programme, "Library"), make_organisation(programme, "Museum")
    make_measure(objective, owner=library, partners=[museum], by=coordinator)
    make_indicator(programme, owner=museum, by=coordinator)
    make_plan(programme, owner=library, by=coordinator)

    told = row_of(client, programme, museum)

    assert "Partner in measures" in told and "M1.1" in told
    assert "Owner of indicators" in told and "I1" in told
    assert "Keeps the plans" not in told and "Keeps the plans" in row_of(client, programme, library)


def test_names_stand_in_the_order_of_the_readers_language(client, programme, objective):
    for swedish, finnish in (("Ö", "A"), ("Z", "B"), ("Å", "C")):
        make_organisation(programme, Translations({"sv": swedish, "fi": finnish}))

    orders = {}
    for language in ("sv", "fi"):
        html = client.get(f"/{language}/programmes/{programme.slug}/organisations/").content.decode()
        orders[language] = [part.split("</a>")[0].split(">")[-1] for part in html.split('<th scope="row">')[1:]]

    assert orders == {"sv": ["Z", "Å", "Ö"], "fi": ["A", "B", "C"]}


def test_each_is_offered_once_and_what_was_chosen_before_it_was_archived_too(client, programme, objective, coordinator):
    library, _college = (
        make_organisation(programme, Translations({"en": name})) for name in ("Library", "College & co")
    )
    measure = make_measure(objective, owner=library, by=coordinator)
    measure.responsible.add(library)

    def offered() -> list[tuple[str, list[str]]]:
        html = client.get(edit_url(programme, "measure", measure)).content.decode()
        owners = html.split('<select name="owner"')[1].split("</select>")[0]
        boxes = html.split('id="id_responsible"')[1].split("<textarea")[0].split("<details>")
        return [re.findall(r">([^<]+)</(?:option|label)>", part) for part in (owners, *boxes)]

    assert offered() == [
        ["Not chosen yet", "College &amp; co", "Library"],
        ["Library"],
        ["College &amp; co", "Or new ones, one a line"],
    ]
    change(library, archived_at="2026-01-01T00:00:00Z")
    assert [names[-1] for names in offered()[:2]] == ["Library (in the archive)"] * 2


def test_renamed_in_one_place_it_is_called_so_everywhere(client, programme, objective, coordinator):
    library = make_organisation(programme, "Library")
    measure = make_measure(objective, owner=library, by=coordinator)

    send(client, edit_url(programme, "organisation", library), name_sv="Mediateket", name_fi="Mediateekki")

    tails = (f"measure/{measure.key}/", f"objective/{objective.key}/", "measures/")
    assert ["Mediateket" in read(client, programme, tail) for tail in tails] == [True] * 3


def test_no_two_are_called_the_same(client, programme, objective):
    make_organisation(programme, Translations({"sv": "Biblioteket"}))

    response = send(client, add_url(programme, "organisation"), name_sv="BIBLIOTEKET")

    assert "The register has this organisation already: Biblioteket" in response.content.decode()
    assert (
        send(client, add_url(programme, "organisation"), name_sv="Biblioteket", unit_sv="Filialen").status_code == 302
    )
    assert len(names(programme)) == 2


def test_the_archive_is_refused_by_what_still_needs_it(client, programme, objective, coordinator):
    library = make_organisation(programme, "Library")
    make_measure(objective, owner=library, by=coordinator)
    url = edit_url(programme, "organisation", library)

    archive = f"{url.removesuffix('edit/')}archive/"
    answer = client.post(archive, follow=True).content.decode()

    assert "cannot be archived while something is tied to it: M1.1." in answer
    change(Measure.objects.get(), owner=None)
    client.post(archive)
    assert names(programme) == []


def test_merging_moves_everything_and_tells_it_once(client, programme, objective, coordinator):
    one = make_organisation(programme, Translations({"sv": "SRK"}), body_group="organisations")
    into = make_organisation(programme, Translations({"fi": "Punainen Risti"}))
    measure = make_measure(objective, owner=one, partners=[one, into], by=coordinator)
    other = make_measure(objective, responsible=[one], by=coordinator)
    plan, version = make_plan(programme, owner=one, by=coordinator), measure.row_version
    before = Event.objects.count()

    client.post(page(programme, f"organisation/{one.key}/merge/"), {"into": str(into.key)})

    for row in (measure, other, plan, one, into):
        row.refresh_from_db()
    assert (measure.owner, plan.owner) == (into, into)
    assert ([*measure.partners.all()], [*other.responsible.all()]) == ([], [into])
    assert (into.name, into.body_group) == ({"sv": "SRK", "fi": "Punainen Risti"}, "organisations")
    assert one.archived_at is not None
    assert measure.row_version == version + 1
    assert [event.verb for event in Event.objects.all()[: Event.objects.count() - before]] == ["merge_organisations"]


def test_the_organisations_of_the_group_are_taken_once(programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    both = Translations({"sv": "Fpa", "fi": "Kela"})
    seat = make_seat(group, organisation=both, sector="kela", by=coordinator)

    first, second = (take_group(fresh(programme), by=coordinator) for _time in range(2))

    row = programme.organisations.get()
    assert (first, second) == (1, 0)
    assert (row.name, row.seat, row.body_group) == (both, seat, "kela")


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_asks_the_same_for_few_and_many(
    client, programme, objective, coordinator, number, django_assert_max_num_queries
):
    for at in range(number):
        make_measure(objective, owner=make_organisation(programme, f"One {at}"), by=coordinator)

    with django_assert_max_num_queries(12):
        register(client, programme)


def test_an_archived_owner_is_none_and_is_missed(client, programme, objective, coordinator):
    library = make_organisation(programme, "Library")
    measure = make_measure(objective, owner=library, by=coordinator)
    ProgrammeOrganisation.objects.update(archived_at="2026-01-01T00:00:00Z")

    html = read(client, programme, f"measure/{measure.key}/")

    assert "Measure M1.1 has no owner." in html
    assert "<dt>Owner</dt><dd>–</dd>" in html
    assert "no owner yet" in read(client, programme, f"objective/{objective.key}/")
    assert "no owner yet" in read(client, programme, "measures/")
