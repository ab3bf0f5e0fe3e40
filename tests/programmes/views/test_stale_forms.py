"""A form that was saved elsewhere meanwhile says so, keeps what was typed, and is saved at the second try."""

import pytest
from django.urls import reverse

from programmes.models import Statement
from stakeholders.models import Event
from tests.programmes.factories import make_comment, make_objective
from tests.programmes.meetings import make_draft, make_point
from tests.programmes.reviews import adviser_of, make_note
from tests.programmes.rounds import make_open_round, make_round, make_statement
from tests.programmes.sending import as_sent, opened, send

pytestmark = pytest.mark.django_db


def of_round(programme, coordinator):
    return coordinator, reverse("edit_round", args=[programme.slug, make_round(programme).key]), "title_sv"


def of_statement(programme, coordinator):
    return coordinator, reverse("edit_statement", args=[programme.slug, make_statement(programme).key]), "text"


def of_comment(programme, coordinator):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    return coordinator, reverse("change_comment", args=[programme.slug, comment.key]), "text"


def of_agenda(programme, coordinator):
    meeting = make_draft(programme)
    point = make_point(meeting)
    return coordinator, reverse("edit_agenda_point", args=[programme.slug, meeting.key, point.key]), "title_sv"


def of_outcome(programme, coordinator):
    meeting = make_draft(programme, days=0)
    point = make_point(meeting)
    return coordinator, reverse("decide_agenda_point", args=[programme.slug, meeting.key, point.key]), "outcome_sv"


def of_note(programme, coordinator):
    adviser, municipality = adviser_of(programme), programme.lead.municipality
    note = make_note(municipality.centre, municipality, adviser)
    return adviser, reverse("change_note", args=[municipality.centre.code, municipality.code, note.key]), "text"


@pytest.mark.parametrize("of", [of_round, of_statement, of_comment, of_agenda, of_outcome, of_note])
def test_what_was_typed_is_kept_and_saved_at_the_second_try(client, programme, coordinator, of):
    person, url, field = of(programme, coordinator)
    client.force_login(person)
    mine = as_sent(opened(client, url), **{field: "Mine"})
    send(client, url, **{field: "Theirs"})

    told = client.post(url, mine)

    assert opened(client, url)[field].value() == "Theirs"
    form = told.context["form"]
    assert form.errors and form[field].value() == "Mine" and "not yet saved" in told.content.decode()
    client.post(url, as_sent(form))
    assert opened(client, url)[field].value() == "Mine"


def test_what_was_mended_after_a_page_was_stopped_is_saved_at_the_second_try(client, programme, coordinator):
    found = make_open_round(programme)
    client.force_login(coordinator)
    url = f"{reverse('add_statement', args=[programme.slug])}?round={found.key}"
    about = {"participant": str(found.participants.get().key), "way": "paper", "stance": "comments"}
    mine = as_sent(opened(client, url), text="First", **about)
    client.post(url, mine)
    after_the_first = Event.objects.count()
    assert (client.post(url, mine).status_code, Event.objects.count()) == (302, after_the_first)

    told = client.post(url, mine | {"text": "Mended"})

    form = told.context["form"]
    assert (Statement.objects.get().text, form["text"].value()) == ("First", "Mended")
    assert "not yet saved" in told.content.decode()
    assert client.post(url, as_sent(form)).status_code == 302
    assert Statement.objects.get().text == "Mended"


@pytest.mark.parametrize("of", [of_round, of_statement, of_comment, of_agenda, of_outcome, of_note])
def test_what_was_saved_by_a_first_click_is_saved_silently_once(client, programme, coordinator, of):
    person, url, field = of(programme, coordinator)
    client.force_login(person)
    mine = as_sent(opened(client, url), **{field: "Mine"})
    client.post(url, mine)
    after_the_first = opened(client, url)["row_version"].value(), Event.objects.count()

    assert client.post(url, mine).status_code == 302
    assert (opened(client, url)["row_version"].value(), Event.objects.count()) == after_the_first
