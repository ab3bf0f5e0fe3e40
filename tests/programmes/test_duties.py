"""Who sees to a section: asked by one, answered by the other, told once, and told of when nobody answers."""

import re
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.models import OutgoingMail
from programmes.actions import duties as actions
from programmes.actions.duties import Refused, accept_duty, assign_duty, decline_duty, release_duty
from programmes.actions.handing_over import hand_over
from programmes.actions.items import finish_item
from programmes.actions.programmes import share_programme
from programmes.actions.reminders import send_reminders
from programmes.models import Duty, Milestone
from stakeholders.actions.people import close_account
from stakeholders.models import Event, today
from tests.programmes.factories import fresh
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_adviser, make_editor, make_user

pytestmark = pytest.mark.django_db

ITEM, DUE = "situation.how_many", date(2027, 3, 30)


@pytest.fixture
def editor(programme):
    return make_editor(programme.lead.municipality, name="Eeva Ek")


@pytest.fixture
def duty(programme, coordinator, editor) -> Duty:
    return assign_duty(programme, ITEM, editor, due_on=DUE, by=coordinator)


def kinds(person) -> list[str]:
    return list(person.notices.order_by("pk").values_list("kind", flat=True))


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, duty: Duty) -> str:
    return reverse(name, args=[duty.programme.slug, duty.key])


def test_who_is_asked_gets_one_mail_with_one_link_to_the_page_of_the_answer(duty, editor):
    (mail,) = OutgoingMail.objects.filter(to=editor.email)

    assert (kinds(editor), mail.kind, mail.body.count("http")) == (["duty_asked"], "duty_asked", 1)
    assert address("duty", duty) in mail.body


def test_looking_at_the_page_answers_nothing(duty, editor):
    client_of(editor).get(address("duty", duty))

    duty.refresh_from_db()
    assert duty.state == "asked"
    assert client_of(editor).get(address("accept_duty", duty)).status_code == 405


def test_taking_it_on_is_told_to_the_coordinators_once(duty, coordinator, editor):
    for _click in range(2):
        client_of(editor).post(address("accept_duty", duty))

    duty.refresh_from_db()
    assert (duty.state, kinds(coordinator)) == ("accepted", ["duty_accepted"])


def test_not_taking_it_on_tells_why(duty, coordinator, editor):
    client_of(editor).post(address("decline_duty", duty), {"reason": "I am away; ask Liisa"})

    assert kinds(coordinator) == ["duty_declined"]
    assert "I am away; ask Liisa" in client_of(coordinator).get(address("duty", duty)).content.decode()


def test_other_words_for_the_same_answer_are_not_lost(duty, coordinator, editor):
    client = client_of(editor)
    old = as_sent(opened(client, address("duty", duty)))
    client.post(address("decline_duty", duty), old | {"reason": "I am away"})
    client.post(address("decline_duty", duty), old | {"reason": "I am away"})  # a second click

    told = client.post(address("decline_duty", duty), old | {"reason": "I am away; ask Liisa"})

    form, words = told.context["form"], told.content.decode()
    assert form["reason"].value() == "I am away; ask Liisa" and "not yet saved" in words
    assert "<dd>I am away</dd>" in words and Duty.objects.get().reason == "I am away"
    assert client.post(address("decline_duty", duty), as_sent(form)).status_code == 302
    assert Duty.objects.get().reason == "I am away; ask Liisa"
    assert kinds(coordinator) == ["duty_declined"]


@pytest.mark.parametrize(("first", "second"), [("", "I am away"), ("I am away", "")])
def test_a_reason_that_is_given_once_stays(duty, editor, first, second):
    for reason in (first, second):
        client_of(editor).post(address("decline_duty", duty), {"reason": reason, "row_version": "1"})

    assert Duty.objects.get().reason == "I am away"


def test_a_reason_is_shown_again_where_somebody_else_was_asked_at_the_same_moment(
    duty, programme, coordinator, editor, monkeypatch
):
    at_once = partial(assign_duty, programme, ITEM, coordinator, by=coordinator)
    act = actions.decline_duty
    monkeypatch.setattr(actions, "decline_duty", lambda *of, **with_: (at_once(), act(*of, **with_)))

    told = client_of(editor).post(address("decline_duty", duty), {"reason": "I am away in May"})

    assert told.context["form"]["reason"].value() == "I am away in May"
    assert "I am away in May" in told.content.decode()


def test_only_who_was_asked_answers(duty, coordinator):
    assert client_of(coordinator).post(address("accept_duty", duty)).status_code == 403


def test_whoever_takes_it_on_by_themselves_has_taken_it_on(programme, coordinator):
    duty = assign_duty(programme, ITEM, coordinator, by=coordinator)

    assert (duty.state, kinds(coordinator)) == ("accepted", [])


def test_another_day_leaves_the_answer_and_another_person_is_asked_anew(duty, programme, coordinator, editor):
    accept_duty(duty, by=editor)
    assign_duty(programme, ITEM, editor, due_on=DUE + timedelta(days=7), by=coordinator)
    duty.refresh_from_db()
    assert duty.state == "accepted"
    other = make_editor(programme.lead.municipality)

    assign_duty(programme, ITEM, other, deputy=editor, due_on=DUE, by=coordinator)

    duty.refresh_from_db()
    assert (duty.state, kinds(other), kinds(editor)) == ("asked", ["duty_asked"], ["duty_asked", "deputy_named"])


def test_an_old_page_does_not_bring_back_who_saw_to_it_before(duty, programme, coordinator, editor):
    client, url = client_of(coordinator), reverse("assign_duty", args=[programme.slug, ITEM])
    old = as_sent(opened(client, url), due_on="2027-04-30")
    other = make_editor(programme.lead.municipality, name="Olli Oja")
    send(client, url, person=str(other.pk))

    told = client.post(url, old)

    form, words = told.context["form"], told.content.decode()
    assert Duty.objects.get().person == other
    assert "not yet saved" in words and "<dd>Olli Oja" in words
    assert (form["person"].value(), form["due_on"].value()) == (str(editor.pk), "2027-04-30")
    assert client.post(url, as_sent(form)).status_code == 302
    assert (Duty.objects.get().person, f"{Duty.objects.get().due_on}") == (editor, "2027-04-30")


@pytest.mark.parametrize("is_asked_again", [False, True])
def test_a_page_from_before_it_was_taken_back_asks_nobody_unseen(duty, programme, coordinator, is_asked_again):
    client, url = client_of(coordinator), reverse("assign_duty", args=[programme.slug, ITEM])
    old = as_sent(opened(client, url), due_on="2027-04-30")
    release_duty(duty, by=coordinator)
    if is_asked_again:
        assign_duty(programme, ITEM, coordinator, by=coordinator)

    told = client.post(url, old)

    assert "not yet saved" in told.content.decode()
    assert list(Duty.objects.values_list("person", flat=True)) == [coordinator.pk] * is_asked_again
    assert client.post(url, as_sent(told.context["form"])).status_code == 302
    assert f"{Duty.objects.get().due_on}" == "2027-04-30"


def test_a_page_from_before_everything_was_handed_over_gives_nothing_back(duty, programme, coordinator, editor):
    client, url = client_of(coordinator), reverse("assign_duty", args=[programme.slug, ITEM])
    old = as_sent(opened(client, url), due_on="2027-04-30")
    successor = make_editor(programme.lead.municipality)
    hand_over(editor.roles.get(), successor, by=coordinator)

    told = client.post(url, old)

    assert "not yet saved" in told.content.decode() and Duty.objects.get().person == successor


def test_a_second_click_asks_nobody_again(duty, programme, coordinator, editor):
    client, url = client_of(coordinator), reverse("assign_duty", args=[programme.slug, ITEM])
    sent = as_sent(opened(client, url), due_on="2027-04-30")

    answers = [client.post(url, sent).status_code for _click in range(2)]

    assert (answers, kinds(editor)) == ([302, 302], ["duty_asked"])


def test_nobody_is_asked_until_a_day_that_has_passed_and_an_old_day_stays(duty, programme, coordinator):
    client, url = client_of(coordinator), reverse("assign_duty", args=[programme.slug, ITEM])
    passed = today() - timedelta(days=1)

    refused = send(client, url, due_on=str(passed))

    assert "The day has passed." in refused.content.decode() and Duty.objects.get().due_on == DUE
    Duty.objects.update(due_on=passed)
    other = make_editor(programme.lead.municipality)
    assert send(client, url, person=str(other.pk)).status_code == 302
    assert send(client, url, due_on=str(passed - timedelta(days=1))).status_code == 200
    assert (Duty.objects.get().person, Duty.objects.get().due_on) == (other, passed)


def test_only_people_who_write_see_to_it_and_nobody_is_their_own_deputy(programme, coordinator):
    for person, deputy in ((make_user(), None), (coordinator, coordinator)):
        with pytest.raises(Refused):
            assign_duty(programme, ITEM, person, deputy=deputy, by=coordinator)


def test_an_answer_after_somebody_else_was_asked_changes_nothing(duty, programme, coordinator, editor):
    assign_duty(programme, ITEM, coordinator, by=coordinator)

    with pytest.raises(Refused):
        decline_duty(duty, reason="", row_version=1, by=editor)


def test_what_was_taken_back_takes_its_mail_along(duty, coordinator, editor):
    release_duty(duty, by=coordinator)

    assert not Duty.objects.exists() and not OutgoingMail.objects.filter(to=editor.email).exists()
    assert "not shown to you any more" in client_of(editor).get(reverse("notices")).content.decode()


def test_taking_it_back_twice_is_no_error(duty, programme, coordinator):
    client = client_of(coordinator)
    page = client.get(reverse("assign_duty", args=[programme.slug, ITEM])).content.decode()
    (item,) = re.findall(r'name="item" value="([^"]+)"', page)

    answers = [client.post(address("release_duty", duty), {"item": item}) for _click in range(2)]

    section = reverse("item", args=[programme.slug, ITEM])
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, section)] * 2
    assert Event.objects.filter(verb="release_duty").count() == 1
    elsewhere = client.post(address("release_duty", duty), {"item": "https://evil.example"})
    assert elsewhere["Location"] == reverse("programme", args=[programme.slug])


def test_it_stands_on_the_pages_of_the_programme_and_on_my_tasks(duty, programme, editor):
    client = client_of(editor)
    pages = [
        reverse("situation", args=[programme.slug]),
        reverse("programme", args=[programme.slug]),
        reverse("my_tasks"),
    ]

    found = [client.get(page).content.decode() for page in (*pages, reverse("item", args=[programme.slug, ITEM]))]

    assert all("30 March 2027" in page.replace("\xa0", " ") for page in found)
    assert address("duty", duty) in found[2]


def test_readers_see_nothing_of_it(duty, programme):
    share_programme(fresh(programme), ["adviser"], by=SYSTEM)
    client = client_of(make_adviser(programme.lead.municipality.centre))

    for page in (reverse("situation", args=[programme.slug]), reverse("programme", args=[programme.slug])):
        assert "Eeva Ek" not in client.get(page).content.decode()
    assert client.get(address("duty", duty)).status_code == 404


def test_my_tasks_are_sorted_by_day_and_what_is_done_is_gone(programme, coordinator, editor):
    for item, day in (
        ("situation.how_many", DUE),
        ("objectives.areas", None),
        ("situation.employment", date(2027, 3, 1)),
    ):
        if item in programme.checklist:
            assign_duty(programme, item, editor, due_on=day, by=coordinator)
    finish_item(programme, "objectives.areas", by=coordinator)

    page = client_of(editor).get(reverse("my_tasks")).content.decode()

    assert page.count("row-link") == Duty.objects.count() - 1
    assert page.index("1 March") < page.index("30 March") if "1\xa0March" in page else True


# Reminders, and the way on when somebody is silent or gone


@pytest.fixture
def clock(monkeypatch):
    """Days at nine in the morning, in Finland."""

    def at(day: date):
        now = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Helsinki")).astimezone(ZoneInfo("UTC"))
        monkeypatch.setattr(timezone, "now", lambda: now)
        send_reminders()

    Milestone.objects.all().delete()
    return at


def walked(clock, duty, *, days: int = 40) -> list[date]:
    begun = timezone.localtime(duty.asked_at).date()
    found = [begun + timedelta(days=each) for each in range(days)]
    for day in found:
        clock(day)
        clock(day)
    return found


def test_silence_is_told_to_the_coordinators_after_a_week_and_once(duty, coordinator, clock):
    begun = walked(clock, duty)[0]

    (told,) = coordinator.notices.filter(kind="duty_silent")
    assert timezone.localtime(told.made_at).date() == begun + timedelta(days=7)


def test_whoever_is_gone_is_told_of_at_once_and_once(duty, coordinator, editor, clock):
    accept_duty(duty, by=editor)
    close_account(editor, by=SYSTEM)

    walked(clock, duty, days=20)

    assert kinds(coordinator).count("duty_gone") == 1 and "duty_near" not in kinds(editor)


def test_whoever_sees_to_it_is_reminded_and_the_coordinators_when_it_is_late(duty, coordinator, editor, clock):
    accept_duty(duty, by=editor)
    for day in range(-20, 20):
        clock(DUE + timedelta(days=day))

    near = [timezone.localtime(each.made_at).date() for each in editor.notices.filter(kind="duty_near").order_by("pk")]
    (late,) = coordinator.notices.filter(kind="duty_late")
    assert near == [DUE - timedelta(days=7), DUE - timedelta(days=1)]
    assert timezone.localtime(late.made_at).date() == DUE + timedelta(days=7)


def test_what_is_done_reminds_nobody(duty, programme, coordinator, editor, clock):
    finish_item(programme, ITEM, by=coordinator)
    for day in range(-20, 20):
        clock(DUE + timedelta(days=day))

    assert kinds(editor) == ["duty_asked"] and kinds(coordinator) == []
