"""The invitations of phase 2: all of them on one page, and a further row for a body."""

import re

import pytest

from integration_programme import records as base_records
from programmes.actions.cooperation import change_invitations
from programmes.models import BodyInvitation
from stakeholders import reference
from stakeholders.enums import Sector
from stakeholders.models import Event
from tests.programmes.factories import change, make_chosen_group, make_invitation, make_organisation, words
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db

MATRIX = "cooperation/invitations/"
TOKEN = r'name="csrfmiddlewaretoken" value="[^"]*"'


def matrix_as_sent(client, programme, **changes) -> dict:
    """The whole matrix as it stands on the page; changes by body and field: `kela__status="joined"`."""
    data, matrix = {}, opened(client, page(programme, MATRIX))
    for form in matrix.forms:
        data |= as_sent(form)
        for name, value in changes.items():
            if name.startswith(f"{form.instance.body_group}__"):
                data[form.add_prefix(name.split("__")[1])] = value
    return data


def invitation(programme, body_group: str) -> BodyInvitation:
    return programme.invitations.get(body_group=body_group)


def test_the_matrix_saves_all_rows_at_once(client, coordinator, programme):
    client.force_login(coordinator)
    changes = {"kela__status": "joined", "kela__organisation_new": "FPA", "housing__status": "not_invited"}
    sent = matrix_as_sent(client, programme, **changes, housing__reason_sv="Bolaget yttrar sig i mars")

    response = client.post(page(programme, MATRIX), sent, follow=True)

    kela, housing = invitation(programme, "kela"), invitation(programme, "housing")
    assert (kela.status, kela.called, kela.row_version) == ("joined", {"sv": "FPA"}, 2)
    assert kela.organisation.body_group == "kela"
    assert (housing.status, housing.reason["sv"]) == ("not_invited", "Bolaget yttrar sig i mars")
    assert invitation(programme, "leisure").row_version == 1
    assert kela.history.get().history_user == coordinator
    assert Event.objects.filter(verb="change_invitations", scope=programme.slug).count() == 1
    assert response.redirect_chain == [(page(programme, "cooperation/"), 302)]
    assert "FPA" in read(client, programme, "item/cooperation.authorities/")


def test_each_body_is_a_fold_that_tells_what_is_written_in_it(client, coordinator, programme):
    change(invitation(programme, "kela"), status="joined", organisation=make_organisation(programme, "FPA"))
    client.force_login(coordinator)

    html = read(client, programme, MATRIX)

    folds = re.findall(r'<details class="fold"( open)?>.*?fold-name">([^<]+)<.*?fold-holds">([^<]+)<', html, re.S)
    told = {name: (holds, is_open) for is_open, name, holds in folds}
    assert len(folds) == programme.invitations.count()
    assert told["Kela"][0].startswith("Joined, FPA")
    assert told["Housing"] == ("Not decided yet", "")
    assert {is_open for _holds, is_open in told.values()} == {""}


def test_a_row_is_drawn_anew_once_it_or_the_register_says_something_else(client, coordinator, programme):
    kela = make_organisation(programme, "FPA")
    client.force_login(coordinator)
    first, again = (read(client, programme, MATRIX) for _time in range(2))

    change(invitation(programme, "kela"), status="joined", organisation=kela)
    joined = read(client, programme, MATRIX)
    change(kela, name=words(programme, "Folkpensionsanstalten"))
    renamed = read(client, programme, MATRIX)

    rows = programme.invitations.count()
    assert re.sub(TOKEN, "", first) == re.sub(TOKEN, "", again)
    assert [html.count(">FPA (sv) (in Swedish)</option>") for html in (again, joined, renamed)] == [rows, rows, 0]
    assert [html.count(" selected>FPA (sv) (in Swedish)</option>") for html in (again, joined)] == [0, 1]
    assert renamed.count(" selected>Folkpensionsanstalten (sv) (in Swedish)</option>") == 1


def test_the_matrix_as_it_stands_changes_nothing(client, coordinator, programme):
    client.force_login(coordinator)

    client.post(page(programme, MATRIX), matrix_as_sent(client, programme))

    assert set(programme.invitations.values_list("row_version", flat=True)) == {1}
    assert not Event.objects.filter(verb="change_invitations").exists()


def test_bodies_of_today_are_suggested_but_not_written(client, coordinator, programme):
    reference.load()
    client.force_login(coordinator)

    html = read(client, programme, MATRIX)

    assert "Today: Ostrobothnia wellbeing services county." in html
    assert "Today: Kela." in html
    assert "Today: the employment area" in html
    assert invitation(programme, "kela").organisation is None


def test_two_people_in_different_rows_and_fields_of_the_matrix_merge(client, coordinator, programme):
    client.force_login(coordinator)
    url = page(programme, MATRIX)
    first = matrix_as_sent(client, programme, kela__status="joined", housing__status="invited")
    second = matrix_as_sent(client, programme, kela__organisation_new="FPA", leisure__status="joined")

    client.post(url, first)
    response = client.post(url, second, follow=True)

    kela = invitation(programme, "kela")
    assert (kela.status, kela.called["sv"]) == ("joined", "FPA")
    assert invitation(programme, "housing").status == "invited"
    assert invitation(programme, "leisure").status == "joined"
    assert "Both changes are kept." in response.content.decode()


def test_two_people_in_one_field_of_the_matrix_see_both_texts(client, coordinator, programme):
    client.force_login(coordinator)
    url = page(programme, MATRIX)
    first = matrix_as_sent(client, programme, kela__organisation_new="FPA Vasa")
    second = matrix_as_sent(client, programme, kela__organisation_new="FPA Närpes", leisure__status="joined")

    client.post(url, first)
    response = client.post(url, second)

    html = response.content.decode()
    assert response.status_code == 409
    assert "FPA Vasa" in html.split("The saved text")[1] and 'value="FPA Närpes"' in html
    assert invitation(programme, "kela").called["sv"] == "FPA Vasa"
    assert invitation(programme, "leisure").status == "open"

    again = {}
    for form in response.context["form"].forms:
        again |= as_sent(form)
    assert client.post(url, again).status_code == 302
    assert invitation(programme, "kela").called["sv"] == "FPA Närpes"
    assert invitation(programme, "leisure").status == "joined"


def test_a_missing_row_version_in_the_matrix_is_refused_with_both_texts(client, coordinator, programme):
    client.force_login(coordinator)
    url = page(programme, MATRIX)
    sent = matrix_as_sent(client, programme, kela__organisation_new="FPA", kela__row_version="")

    response = client.post(url, sent)

    assert response.status_code == 409
    assert "The saved text" in response.content.decode()
    assert invitation(programme, "kela").organisation is None


def test_a_save_of_this_very_moment_is_not_overwritten(coordinator, programme):
    row, same = invitation(programme, "kela"), invitation(programme, "kela")
    row.status = same.status = "joined"
    change_invitations(programme, [(row, 1)], by=coordinator)

    with pytest.raises(base_records.StaleRecord):
        change_invitations(programme, [(same, 1)], by=coordinator)


def test_mistakes_in_the_matrix_are_listed_on_top_and_values_kept(client, coordinator, programme):
    client.force_login(coordinator)
    sent = matrix_as_sent(
        client,
        programme,
        kela__status="perhaps",
        housing__organisation_new="x" * 201,
        leisure__organisation_new="Bibban",
    )

    response = client.post(page(programme, MATRIX), sent)

    html = response.content.decode()
    assert "There is a problem" in html and "<title>Error:" in html
    assert "Kela: " in html.split('class="error-summary"')[1].split("</ul>")[0]
    assert 'value="Bibban"' in html
    assert html.count('<details class="fold" open>') == 3
    assert invitation(programme, "leisure").organisation is None


def test_a_row_that_somebody_added_meanwhile_is_left_alone(client, coordinator, programme):
    client.force_login(coordinator)
    sent = matrix_as_sent(client, programme, kela__status="joined")
    added = make_invitation(programme, "kela", status="invited")

    client.post(page(programme, MATRIX), sent)

    added.refresh_from_db()
    assert (added.status, added.row_version) == ("invited", 1)


def test_a_body_gets_a_further_row(client, coordinator, programme):
    url = page(programme, "invitation/add/")
    client.force_login(coordinator)
    form = opened(client, url + "?body_group=organisations")

    client.post(url, as_sent(form, organisation_new="Röda Korset", status="joined"))

    assert form["body_group"].value() == "organisations"
    assert programme.invitations.filter(body_group="organisations").count() == 2
    assert "Röda Korset" in read(client, programme, "item/cooperation.organisations/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_takes_the_same_statements_at_one_and_three_changes(
    client, coordinator, programme, rows, django_assert_num_queries
):
    client.force_login(coordinator)
    bodies = ("kela", "housing", "leisure")[:rows]
    sent = matrix_as_sent(client, programme, **{f"{body}__status": "joined" for body in bodies})

    with django_assert_num_queries(8):
        client.get(page(programme, MATRIX))
    with django_assert_num_queries(18):
        client.post(page(programme, MATRIX), sent)


def test_the_seats_of_the_group_fill_rows_in_which_nobody_has_written(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    for sector, name in (("kela", "FPA"), ("organisation", "Röda Korset"), ("organisation", "Byaföreningen")):
        make_seat(group, sector=sector, organisation={"sv": name}, by=coordinator)
    written = programme.invitations.get(body_group="kela")
    change(written, status="invited")
    client.force_login(coordinator)

    response = client.get(page(programme, MATRIX))

    forms = response.context["form"].forms
    shown = {form.instance.body_group: (form.initial["status"], form.initial["organisation"]) for form in forms}
    hints = {form.instance.body_group: form.fields["organisation"].help_text for form in forms}
    assert shown["organisations"] == ("joined", "+Röda Korset")
    assert "Also in the group: Byaföreningen" in hints["organisations"]
    assert "Filled in from the seats of the group, and kept when you save: Organisations." in response.content.decode()
    assert shown["kela"] == ("invited", None)
    assert shown["companies"] == ("open", None)


def test_a_seat_that_the_register_has_already_is_chosen_from_it(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    seat = make_seat(group, sector="kela", organisation={"sv": "FPA"}, by=coordinator)
    row = make_organisation(programme, "Folkpensionsanstalten", seat=seat, by=coordinator)
    client.force_login(coordinator)

    forms = client.get(page(programme, MATRIX)).context["form"].forms

    assert {form.instance.body_group: form.initial["organisation"] for form in forms}["kela"] == row.pk


def test_what_the_seats_tell_is_kept_with_a_save(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    make_seat(group, sector="company", organisation={"sv": "Växthuset"}, by=coordinator)
    client.force_login(coordinator)

    client.post(page(programme, MATRIX), matrix_as_sent(client, programme))

    row = programme.invitations.get(body_group="companies")
    assert (row.status, row.called) == ("joined", {"sv": "Växthuset"})
    assert row.organisation.seat == group.seats.get()
    assert programme.invitations.exclude(status="open").count() == 1


def test_a_seat_of_every_body_that_the_checklist_names_fills_its_row(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    for sector in Sector:
        make_seat(group, sector=sector, organisation={"sv": str(sector.label)}, by=coordinator)
    client.force_login(coordinator)

    forms = client.get(page(programme, MATRIX)).context["form"].forms

    begun = {form.instance.body_group: form.initial["organisation"] for form in forms}
    filled = {body: name.removeprefix("+") for body, name in begun.items() if name}
    of_the_municipality = {"education", "leisure", "business", "employment", "housing"}
    of_others = {"employment_authority", "kela", "wellbeing_services_county", "other_authorities"}
    associations = {"organisations", "educational_institutions", "companies"}
    assert filled.keys() == of_the_municipality | of_others | associations
    assert filled["education"] == "Municipality: education"
    told = set(filled.values())
    untold = [sector for sector in Sector if sector.label not in told]
    assert untold == [Sector.MUNICIPAL_BODY, Sector.RESIDENT, Sector.OTHER]


def test_whose_seat_it_is_has_to_be_said(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    client.force_login(coordinator)

    response = client.post(f"/en/groups/{group.key}/seats/new/", {"organisation_sv": "Biblioteket"})

    assert response.context["form"].errors.keys() >= {"sector"}
    assert not group.seats.exists()
