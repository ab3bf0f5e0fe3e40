"""What somebody was sending when their session had ended is there after signing in."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from integration_programme import kept, tasks
from integration_programme.actors import SYSTEM
from integration_programme.models import KeptText
from programmes.actions.duties import assign_duty
from programmes.actions.reviewing import begin_review
from tests.programmes.factories import make_programme
from tests.programmes.reviews import adviser_of, as_seen, make_shared
from tests.stakeholders.factories import PASSWORD, make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


def sign_in(client, person, answer=None):
    """By the form; `answer` is one that led to signing in."""
    url = answer["Location"] if answer else reverse("account_login")
    return client.post(url, {"login": person.email, "password": PASSWORD}, follow=True)


def left_open(person) -> Client:
    """A browser in which the person had signed in, and whose session is over."""
    browser = Client()
    sign_in(browser, person)
    browser.session.flush()
    del browser.cookies["sessionid"]
    return browser


@pytest.fixture
def client(coordinator):
    return left_open(coordinator)


def address(programme, page="objective") -> str:
    return reverse("add_record", kwargs={"slug": programme.slug, "page": page})


def objective_form(title: str) -> dict:
    return {"record_key": str(uuid.uuid4()), "row_version": "1", "theme": "employment", "title_sv": title}


def test_text_of_an_ended_session_is_in_the_form_after_sign_in(client, coordinator):
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("Fler i arbete"))
    page = sign_in(client, coordinator, answer)

    assert answer.status_code == 302
    assert ">\nFler i arbete</textarea>" in page.content.decode()
    assert programme.objectives.count() == 0


def test_a_form_whose_address_does_not_tell_what_it_takes_is_filled_again_too(client, coordinator):
    url = reverse("create_group")
    assert not hasattr(resolve(url).func, "methods")

    answer = client.post(url, {"names_sv": "Samarbetsgruppen i norr"}, headers={"Referer": f"http://testserver{url}"})
    form = sign_in(client, coordinator, answer).context["form"]

    assert form.is_bound and "Samarbetsgruppen i norr" in str(form)


def test_kept_text_is_shown_once(client, coordinator):
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})
    client.post(url, objective_form("Fler i arbete"))
    sign_in(client, coordinator)

    first, second = client.get(url), client.get(url)

    assert "Fler i arbete" in first.content.decode()
    assert "Fler i arbete" not in second.content.decode()


def test_an_old_form_token_keeps_the_text_too(coordinator):

    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("Fler i arbete"), headers={"Origin": "http://testserver"})
    page = client.get(answer["Location"])

    assert answer.status_code == 302
    assert "Fler i arbete" in page.content.decode()


def test_another_site_cannot_fill_in_our_forms(coordinator):

    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("Planted"), headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "Planted" not in client.get(url).content.decode()


def test_a_button_pressed_after_the_session_leads_back_to_its_page(client, coordinator):
    """An address that only takes a POST shows nothing: nobody is led there after signing in."""
    programme = make_programme(by=coordinator)
    home = reverse("programme", kwargs={"slug": programme.slug})
    url = reverse("share_programme", kwargs={"slug": programme.slug})

    answer = client.post(url, {"audiences": "group"}, headers={"Referer": f"http://testserver{home}"})
    page = client.post(answer["Location"], {"login": coordinator.email, "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == home
    assert page.status_code == 200
    assert list(programme.sharings.all()) == []


def test_a_form_that_stands_on_another_page_is_kept_for_the_page_that_shows_it_by_itself(client, coordinator):
    programme = make_programme(by=coordinator)
    names = {"slug": programme.slug, "item": "cooperation.group"}
    page, url = reverse("item", kwargs=names), reverse("mark_item", kwargs=names)

    sent = {"status": "in_progress", "next_step_sv": "Mötet i mars"}
    answer = client.post(url, sent, headers={"Referer": f"http://testserver{page}"})

    assert "Mötet i mars" in sign_in(client, coordinator, answer).content.decode()


def declining(coordinator):
    """A section that somebody is asked to see to: who, the page with the button, its address, what is written."""
    duty = assign_duty(make_programme(by=coordinator), "situation.how_many", coordinator, by=SYSTEM)
    page, url = (reverse(name, args=[duty.programme.slug, duty.key]) for name in ("duty", "decline_duty"))
    return coordinator, page, url, {"reason": "I am away in May", "row_version": "1"}


def sending_a_review(coordinator):
    programme = make_shared("905", by=coordinator)
    adviser = adviser_of(programme)
    review = begin_review(as_seen(programme, adviser), by=adviser)
    page, url = (reverse(name, args=[programme.slug, review.key]) for name in ("review", "send_review"))
    return adviser, page, url, {"words": "I am away in May\nWell done."}


@pytest.mark.parametrize("of", [declining, sending_a_review])
def test_words_that_were_sent_with_a_button_are_shown_once_on_the_page_that_it_stands_on(coordinator, of):
    person, page, url, sent = of(coordinator)
    client = left_open(person)

    answer = client.post(url, sent, headers={"Referer": f"http://testserver{page}"})
    told = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    shown = sign_in(client, person, answer)

    assert "What you wrote is kept" in told
    assert shown.redirect_chain[-1][0] == page
    assert "copy it before you leave this page" in shown.content.decode()
    assert 'aria-label="What you wrote (1)">I am away in May' in shown.content.decode()
    assert "I am away in May" not in client.get(page).content.decode()
    assert kept.SESSION_KEY not in client.session


def test_words_of_a_button_do_not_fill_the_form_of_its_page(client, coordinator):
    _person, page, url, sent = declining(coordinator)
    form = reverse("assign_duty", args=[page.split("/")[3], "situation.how_many"])

    client.post(url, sent, headers={"Referer": f"http://testserver{form}"})
    sign_in(client, coordinator)
    shown = client.get(form)

    assert not shown.context["form"].is_bound
    assert "I am away in May" in shown.content.decode()


@pytest.mark.parametrize("is_told", [True, False])
def test_words_that_were_sent_from_no_page_are_shown_at_the_address_that_has_none(client, coordinator, is_told):
    """As from the page of an error in the form, which stands at the address of the button."""
    _person, _page, url, sent = declining(coordinator)
    headers = {"Referer": f"http://testserver{url}"} if is_told else {}

    answer = client.post(url, sent, headers=headers)
    shown = sign_in(client, coordinator, answer)

    assert shown.status_code == 405
    assert "I am away in May" in shown.content.decode()


def test_words_of_a_button_with_an_old_token_are_shown_too(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    _person, page, url, sent = declining(coordinator)

    answer = client.post(url, sent, headers={"Origin": "http://testserver", "Referer": f"http://testserver{page}"})

    assert answer["Location"] == page
    assert "I am away in May" in client.get(page).content.decode()


def test_words_of_strangers_are_said_to_be_in_the_browser(coordinator):
    _person, page, url, sent = declining(coordinator)
    stranger = Client()

    answer = stranger.post(url, sent, headers={"Referer": f"http://testserver{page}"})

    assert not KeptText.objects.exists()
    told = stranger.get(answer["Location"], headers={"accept-language": "en"})
    assert "Go back in your browser" in told.content.decode()


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x/", "http://testserver//evil.example/", "nonsense", "http://[::1", ""]
)
def test_a_page_of_others_is_not_led_to(client, coordinator, referer):
    programme = make_programme(by=coordinator)
    url = reverse("share_programme", kwargs={"slug": programme.slug})

    answer = client.post(url, {"audiences": "group"}, headers={"Referer": referer})

    assert answer["Location"].endswith(f"?next={url}")


def test_a_button_with_an_old_token_leads_back_to_its_page(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    programme = make_programme(by=coordinator)
    home = reverse("programme", kwargs={"slug": programme.slug})
    url = reverse("share_programme", kwargs={"slug": programme.slug})
    headers = {"Origin": "http://testserver", "Referer": f"http://testserver{home}"}

    answer = client.post(url, {"audiences": "group"}, headers=headers)

    assert (answer.status_code, answer["Location"]) == (302, home)
    assert list(programme.sharings.all()) == []


def test_no_password_is_kept(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    url = reverse("account_change_password")
    sent = {"oldpassword": "old secret", "password1": "new secret", "password2": "new secret", "other": "x"}

    client.post(url, sent, headers={"Origin": "http://testserver"})

    assert KeptText.objects.get().body == "other=x"


def test_a_text_that_is_too_long_to_be_kept_says_so(client, coordinator):
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("ä" * 400_000))
    page = client.get(answer["Location"])

    assert "still in the form" in page.content.decode()


# Two tabs


def test_two_tabs_keep_both_texts_each_at_its_address(client, coordinator):
    programme = make_programme(by=coordinator)
    finding, objective = address(programme, "finding"), address(programme)

    answers = [
        client.post(finding, {"record_key": str(uuid.uuid4()), "row_version": "0", "text_sv": "Många saknar arbete"}),
        client.post(objective, objective_form("Fler i arbete")),
    ]
    first = sign_in(client, coordinator, answers[0]).content.decode()
    second = client.get(objective).content.decode()

    assert ("Många saknar arbete" in first, "Fler i arbete" in first) == (True, False)
    assert ("Många saknar arbete" in second, "Fler i arbete" in second) == (False, True)


def test_two_tabs_with_the_same_form_keep_both_and_offer_one_after_the_other(client, coordinator):
    url = address(make_programme(by=coordinator))
    for title in ("Fler i arbete", "Fler i studier"):
        client.post(url, objective_form(title))
    sign_in(client, coordinator)

    pages = [client.get(url).content.decode() for _ in range(3)]

    assert [("Fler i arbete" in page, "Fler i studier" in page) for page in pages] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    told = [part in pages[0] for part in ("It is not saved yet", "it comes when you open this page again")]
    assert told == [True, True]
    assert "it comes when you open this page again" not in pages[1]


def test_a_double_click_keeps_one(client, coordinator):
    url, sent = address(make_programme(by=coordinator)), objective_form("Fler i arbete")

    for _click in range(2):
        client.post(url, sent)

    assert KeptText.objects.count() == 1


# Whose it is


def test_nobody_else_is_offered_the_text(client, coordinator):
    programme, colleague = make_programme(by=coordinator), make_editor()
    url = address(programme)
    client.post(url, objective_form("Fler i arbete"))

    sign_in(client, colleague)
    theirs = client.get(url).content.decode()
    client.post(reverse("account_logout"))
    sign_in(client, coordinator)
    own = client.get(url).content.decode()

    assert ("Fler i arbete" in theirs, "Fler i arbete" in own) == (False, True)


def test_the_text_is_there_in_another_browser_too(client, coordinator):
    url = address(make_programme(by=coordinator))
    client.post(url, objective_form("Fler i arbete"))
    other = Client()

    sign_in(other, coordinator)

    assert "Fler i arbete" in other.get(url).content.decode()


def test_nothing_that_strangers_send_is_stored(coordinator):
    url = address(make_programme(by=coordinator))
    sessions, stranger = Session.objects.count(), Client()

    answers = [stranger.post(url, objective_form("x" * 100_000)) for _ in range(5)]
    page = stranger.get(answers[0]["Location"]).content.decode()

    assert (KeptText.objects.count(), Session.objects.count()) == (0, sessions)
    assert "Go back in your browser: it is still in the form" in page


def test_a_mark_that_is_made_up_keeps_nothing(coordinator):
    stranger = Client()
    stranger.cookies["browser"] = left_open(coordinator).cookies["browser"].value[:-3] + "abc"

    stranger.post(address(make_programme(by=coordinator)), objective_form("Planted"))

    assert KeptText.objects.count() == 0


# How much and how long


def test_of_many_texts_the_newest_are_kept(client, coordinator):
    url = address(make_programme(by=coordinator))

    for number in range(kept.MOST + 3):
        client.post(url, objective_form(f"Mål {number}"))

    assert KeptText.objects.count() == kept.MOST
    assert not KeptText.objects.filter(body__contains="M%C3%A5l+0").exists()


def test_after_some_days_a_text_is_offered_no_more_and_the_worker_deletes_it(client, coordinator):
    url = address(make_programme(by=coordinator))
    client.post(url, objective_form("Fler i arbete"))
    KeptText.objects.update(at=timezone.now() - kept.AGE)

    sign_in(client, coordinator)
    page = client.get(url).content.decode()
    tasks.prune.call()

    assert "Fler i arbete" not in page
    assert KeptText.objects.count() == 0


def test_the_worker_deletes_sessions_that_have_ended(coordinator):
    clients = [left_open(coordinator), Client()]
    sign_in(clients[1], coordinator)
    living = clients[1].session.session_key
    Session.objects.exclude(pk=living).delete()
    Session.objects.create(session_key="ended", session_data="", expire_date=timezone.now() - timedelta(minutes=1))

    tasks.prune.call()

    assert list(Session.objects.values_list("pk", flat=True)) == [living]
