"""When a role ends or an account is closed, whoever is signed in with it is out, and an old cookie opens nothing again."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_programme.records import Refused
from stakeholders import rules, tasks
from stakeholders.actions import people
from stakeholders.enums import RoleKind
from stakeholders.models import Event, Role, User, today
from tests.mails import received
from tests.stakeholders.factories import (
    PASSWORD,
    make_administrator,
    make_coordinator,
    make_editor,
    make_municipality,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("my_account")).status_code == 200


def test_a_role_that_is_ended_ends_the_sessions_in_every_browser():
    editor, coordinator = make_editor(), make_coordinator()
    clients = [signed_in(editor), signed_in(editor)]

    people.end_role(editor.roles.get(), by=coordinator)

    assert [is_in(client) for client in clients] == [False, False]
    assert is_in(signed_in(editor))


def test_who_ends_a_role_of_their_own_stays_in_here_and_nowhere_else():
    coordinator, _successor = make_coordinator(), make_coordinator()
    here, elsewhere = signed_in(coordinator), signed_in(coordinator)

    here.post(reverse("end_role", args=[coordinator.roles.get().pk]))

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_session_that_is_over_opens_nothing():
    client = signed_in(make_editor())

    Session.objects.update(expire_date=timezone.now())

    assert not is_in(client)


def test_a_role_that_is_over_by_its_date_ends_the_sessions_when_the_day_turns():
    over, going_on = make_editor(), make_editor()
    clients = [signed_in(over), signed_in(going_on)]
    yesterday = today() - timedelta(days=1)
    Role.objects.filter(user=over).update(valid_from=yesterday, valid_to=yesterday)

    tasks.end_sessions.call()

    assert [is_in(client) for client in clients] == [False, True]


def test_an_account_that_is_closed_and_opened_again_is_not_opened_by_an_old_cookie():
    person, administrator = make_editor(), make_administrator()
    client = signed_in(person)

    people.close_account(person, by=administrator)
    people.open_account(person, by=administrator)

    assert not is_in(client)
    assert is_in(signed_in(person))


def test_a_request_while_the_account_is_closed_deletes_the_session():
    """Also where somebody closes it in the database by hand."""
    person = make_editor()
    client = signed_in(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    found = [is_in(client), Session.objects.count()]
    User.objects.filter(pk=person.pk).update(is_active=True)

    assert found == [False, 0]
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions():
    person = make_user()
    here, elsewhere = signed_in(person), signed_in(person)
    new = {"oldpassword": PASSWORD, "password1": "another three words", "password2": "another three words"}
    before = here.cookies["sessionid"].value

    here.post(reverse("account_change_password"), new)

    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert here.cookies["sessionid"].value != before


def test_a_closed_account_signs_in_nowhere_and_gets_no_link():
    person = make_editor()
    people.close_account(person, by=make_administrator())
    client = Client()

    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reset_password"), {"email": person.email})

    assert not is_in(client)
    assert [mail.subject for mail in received()] == ["No account with this address"]


# Who closes accounts


def test_an_administrator_closes_and_opens_an_account_from_the_page_of_a_role(client):
    editor = make_editor(name="Åsa Ek")
    role = editor.roles.get()
    url = reverse("set_role_end", args=[role.pk])
    client.force_login(make_administrator())
    pages = [client.get(url).content.decode()]
    for act in ("close_account", "open_account"):
        pages.append(client.post(reverse(act, args=[role.pk]), follow=True).content.decode())

    assert ["Close the account" in page for page in pages] == [True, False, True]
    assert ["Open the account again" in page for page in pages] == [False, True, False]
    assert "The account is closed: Åsa Ek." in pages[1]
    assert list(Event.objects.filter(kind="account").order_by("-pk").values_list("verb", flat=True)[:2]) == [
        "open_account",
        "close_account",
    ]


def test_a_coordinator_is_not_offered_it(client):
    coordinator, role = make_coordinator(), make_editor().roles.get()
    client.force_login(coordinator)

    assert "Close the account" not in client.get(reverse("set_role_end", args=[role.pk])).content.decode()
    assert client.post(reverse("close_account", args=[role.pk])).status_code == 403


LAST = "This is the last administrator. Somebody else must be one first."


def test_the_last_administrator_keeps_the_account_with_the_same_sentence(client):
    administrator = make_administrator()
    role = administrator.roles.get()
    client.force_login(administrator)

    assert rules.end_role.reason(administrator, role) == rules.close_account.reason(administrator, role) == LAST
    with pytest.raises(Refused, match=LAST):
        people.close_account(administrator, by=administrator)
    assert LAST in client.post(reverse("close_account", args=[role.pk])).content.decode()


def test_somebody_whose_account_is_closed_is_nobodys_successor():
    administrator, other = make_administrator(), make_administrator()
    people.close_account(other, by=administrator)

    with pytest.raises(Refused, match=LAST):
        people.end_role(administrator.roles.get(), by=administrator)


def test_a_person_of_two_roles_is_looked_at_with_both():
    person = make_role(RoleKind.EDITOR, make_administrator(), municipality=make_municipality()).user

    with pytest.raises(Refused, match=LAST):
        people.close_account(person, by=person)
