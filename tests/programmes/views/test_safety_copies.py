"""What somebody is writing in a form is copied for them alone, offered when they come back, and deleted by the save."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_programme import safety_copies, tasks
from integration_programme.models import SafetyCopy
from programmes.models import Objective, place_of
from tests.programmes.factories import make_comment, make_objective
from tests.programmes.rounds import make_statement
from tests.programmes.sending import as_sent
from tests.programmes.sending import opened as opened_form
from tests.stakeholders.factories import PASSWORD, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(programme):
    return make_objective(programme, "Fler i arbete")


@pytest.fixture
def form(objective) -> str:
    """The address of the form of an objective."""
    return reverse("edit_record", args=[objective.programme.slug, "objective", objective.key])


@pytest.fixture
def client(coordinator):
    return signed_in(coordinator)


def signed_in(person) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


def sent(title: str, **more: str) -> dict:
    return {"row_version": "1", "theme": "employment", "title_sv": title, "title_fi": title, **more}


def copied(browser, form: str, title: str, tab: str = "one", **more: str) -> dict:
    data = sent(title, safety_tab=tab, csrfmiddlewaretoken="secret", **more)
    return browser.post(f"{form}safety-copy/", data, headers={"Accept": "application/json"}).json()


def opened(browser, form: str, tab: str = "one") -> dict:
    data = {"safety_open": "yes", "safety_tab": tab}
    return browser.post(f"{form}safety-copy/", data, headers={"Accept": "application/json"}).json()


def left_long_ago() -> None:
    SafetyCopy.objects.update(seen_at=timezone.now() - safety_copies.OPEN_FOR - timedelta(seconds=1))


def test_a_copy_is_offered_to_its_writer_alone_and_put_into_the_form(client, programme, objective, form):
    assert copied(client, form, "Ännu fler i arbete")["kept"]

    offer, used = client.get(form).content.decode(), client.get(form, {"safety_copy": "use"}).content.decode()
    of_another = signed_in(make_editor(programme.lead.municipality)).get(form, {"safety_copy": "use"})

    assert "did not save it" in offer and "Ännu fler" not in offer
    assert ">\nÄnnu fler i arbete</textarea>" in used and 'data-tab="one"' in used
    assert "Ännu fler" not in of_another.content.decode()
    assert "secret" not in SafetyCopy.objects.get().body
    assert Objective.objects.get().row_version == objective.row_version


def test_it_waits_through_a_new_sign_in_and_in_another_language(client, coordinator, form):
    copied(client, form, "Ännu fler i arbete")

    page = signed_in(coordinator).get(form.replace("/sv/", "/fi/", 1), {"safety_copy": "use"})

    assert "Ännu fler i arbete" in page.content.decode()


def test_the_save_deletes_it_and_another_tab_keeps_its_own(client, form, objective):
    copied(client, form, "Ännu fler", tab="one")
    client.post(form, sent("Ännu fler", safety_tab="one"))
    assert SafetyCopy.objects.count() == 0

    copied(client, form, "Många fler", tab="two", row_version="2")
    client.post(form, sent("Alla", safety_tab="three", row_version="2"))
    assert "safety_copy=use" in client.get(form).content.decode()


def test_a_copy_that_came_after_its_save_is_not_offered(client, form):
    client.get(form)
    client.post(form, sent("Ännu fler", safety_tab="one"))
    copied(client, form, "Ännu fler", row_version="2")

    assert "safety_copy=use" not in client.get(form).content.decode()
    assert SafetyCopy.objects.count() == 0


def test_of_a_new_record_neither(client, programme):
    form, key = reverse("add_record", args=[programme.slug, "objective"]), str(uuid.uuid4())
    copied(client, form, "Nytt", record_key=key)
    assert "safety_copy=use" in client.get(form).content.decode()

    client.post(form, sent("Nytt", record_key=key))

    assert Objective.objects.count() == 1
    assert "safety_copy=use" not in client.get(form).content.decode()


def test_what_a_closed_page_left_is_not_written_over_until_it_is_answered_for(client, form):
    copied(client, form, "Skrivet först", tab="closed")
    left_long_ago()

    told = copied(client, form, "Skrivet sedan", tab="new")

    assert told["kept"] == "" and "waits for this form" in told["said"][0]
    assert "Skrivet+f%C3%B6rst" in SafetyCopy.objects.get().body
    answer = client.post(f"{form}safety-copy/", {"safety_discard": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, form)
    assert copied(client, form, "Skrivet sedan", tab="new")["kept"]


def test_who_has_it_open_too_is_said_to_those_who_write_there(client, programme, coordinator, form):
    editor = make_editor(programme.lead.municipality, name="Erik Editor")
    assert opened(client, form)["said"] == []

    (said,) = opened(signed_in(editor), form)["said"]
    assert said.startswith(f"{coordinator.name} has this form open too, since ")

    left_long_ago()
    assert opened(signed_in(editor), form)["said"] == []


def test_a_script_whose_session_has_ended_is_told_so_and_nothing_is_kept(form):
    answer = Client().post(f"{form}safety-copy/", sent("Text"), headers={"Accept": "application/json"})

    assert (answer.status_code, SafetyCopy.objects.count()) == (401, 0)


def of_answer(objective, coordinator) -> str:
    return reverse("comment", args=[objective.programme.slug, make_comment(objective, by=coordinator).key])


def of_comment(objective, coordinator) -> str:
    return f"{reverse('add_comment', args=[objective.programme.slug])}?place={place_of(objective)}"


def of_statement(objective, coordinator) -> str:
    return reverse("edit_statement", args=[objective.programme.slug, make_statement(objective.programme).key])


@pytest.mark.parametrize("of", [of_answer, of_comment, of_statement])
def test_so_is_what_is_said_of_a_programme(client, programme, objective, coordinator, of):
    page = of(objective, coordinator)
    written = as_sent(opened_form(client, page), text="Half of an ans", shown_to="all", safety_tab="one")
    copy = client.get(page).context["copy_url"]
    client.post(copy, written, headers={"Accept": "application/json"})
    more = "&" if "?" in page else "?"

    assert "Put it into the form" in client.get(page.replace("/sv/", "/en/", 1)).content.decode()
    assert opened_form(client, f"{page}{more}safety_copy=use")["text"].value() == "Half of an ans"
    of_another = signed_in(make_editor(programme.lead.municipality)).get(f"{page}{more}safety_copy=use")
    assert "Half of an ans" not in of_another.content.decode()

    client.post(page, written | {"text": "Half of an answer"})
    assert not SafetyCopy.objects.filter(body__contains="Half").exists()


def test_what_is_too_large_is_refused_and_what_is_old_goes(client, form, monkeypatch):
    copied(client, form, "Kort")
    monkeypatch.setattr(safety_copies, "LARGEST", 10)
    answer = client.post(f"{form}safety-copy/", sent("Långt"), headers={"Accept": "application/json"})
    assert answer.status_code == 413

    SafetyCopy.objects.update(seen_at=timezone.now() - safety_copies.AGE)
    tasks.prune.call()
    assert SafetyCopy.objects.count() == 0
