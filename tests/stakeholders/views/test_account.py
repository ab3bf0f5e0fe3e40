"""Signing in, passwords, and one's own account."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from stakeholders.models import User
from tests.mails import received
from tests.stakeholders.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, user, next_url="", password=PASSWORD):
    data = {"login": user.email, "password": password, "next": next_url}
    return client.post(reverse("account_login"), data)


@pytest.mark.parametrize("page", ["fi", "sv", "en"])
def test_signing_in_leads_to_the_programmes_in_the_language_of_the_page(client, page):
    user = make_user(language="sv")

    response = client.post(f"/{page}/account/login/", {"login": user.email, "password": PASSWORD})

    assert (response.status_code, response.url) == (302, f"/{page}/overview/")
    assert client.get(f"/{page}/account/login/").url == f"/{page}/overview/"


def test_an_address_without_a_language_is_answered_in_the_own_one(client):
    user = make_user(language="sv")
    client.post("/fi/account/login/", {"login": user.email, "password": PASSWORD})

    answers = [client.get("/programmes/").url]
    client.post("/fi/my-account/", {"name": user.name, "language": "en"})
    answers.append(client.get("/programmes/").url)

    assert answers == ["/sv/programmes/", "/en/programmes/"]


def test_signing_in_keeps_next(client):
    url = reverse("people")
    assert f'value="{url}"' in client.get(reverse("account_login"), {"next": url}).content.decode()

    assert sign_in(client, make_user(), next_url=url).url == url


def test_next_leads_to_no_other_site(client):
    assert sign_in(client, make_user(), next_url="https://example.com/").url == "/en/overview/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    known = sign_in(client, make_user(), password="wrong")
    unknown = sign_in(client, User(email="unknown@example.org"), password="wrong")

    assert known.status_code == unknown.status_code == 200
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)


def test_an_account_that_is_closed_cannot_sign_in(client):
    user = make_user()
    User.objects.filter(pk=user.pk).update(is_active=False)

    sign_in(client, user)

    assert "_auth_user_id" not in client.session


def test_there_is_no_sign_up(client):
    page = client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), {"email": "a@example.org", "password1": PASSWORD, "password2": PASSWORD})

    assert "Accounts begin with an invitation" in page and reverse("request_access") in page
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["account_email", "account_reauthenticate", "account_confirm_login_code"])
def test_other_pages_of_the_library_are_not_reachable(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_leads_to_the_front_page(client):
    client.force_login(make_user())
    assert client.get(reverse("account_logout")).status_code == 200

    assert client.post(reverse("account_logout")).url == reverse("front")


def test_a_forgotten_password_is_chosen_anew(client):
    user = make_user(language="en")

    response = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)

    assert "Look at your e-mail" in response.content.decode()
    (mail,) = received()
    assert mail.subject == "Choose a new password"
    path = re.search(r"http://[^/]+(/\S+)", mail.body)[1]
    page = client.get(path, follow=True)
    assert "Choose a new password" in page.content.decode()
    new = "another three words"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "The password has been changed" in done.content.decode()
    assert sign_in(client, user, password=new).status_code == 302
    again = client.get(path, follow=True)
    assert "This link no longer works" in again.content.decode()


def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_explains(client):
    response = client.post(reverse("account_reset_password"), {"email": "unknown@example.org"}, follow=True)

    assert "Look at your e-mail" in response.content.decode()
    assert received()[0].subject == "No account with this address"


def test_the_password_is_changed_while_signed_in(client):
    user = make_user()
    client.force_login(user)
    assert client.get(reverse("account_change_password")).status_code == 200
    new = "another three words"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    user.refresh_from_db()
    assert user.check_password(new)


def test_name_and_language_are_saved(client):
    user = make_user()
    client.force_login(user)
    assert user.name in client.get(reverse("my_account")).content.decode()

    response = client.post(reverse("my_account"), {"name": "New Name", "language": "sv", "email": "x@example.org"})

    email = user.email
    user.refresh_from_db()
    assert (user.name, user.language, user.email, response.url) == ("New Name", "sv", email, "/sv/my-account/")


def test_bad_input_is_named(client):
    client.force_login(make_user())

    response = client.post(reverse("my_account"), {"name": "", "language": "de"})

    assert list(response.context["form"].errors) == ["name", "language"]
