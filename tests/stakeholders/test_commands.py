"""The command that makes the first administrator."""

import pytest
from django.core.management import call_command

from stakeholders.models import User
from tests.mails import received
from tests.stakeholders.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_new_administrator_has_no_password_yet(capsys):
    call_command("make_administrator", "kaisa@example.org", "Kaisa Virtanen", language="sv")

    user = User.objects.get()
    assert (user.name, user.language, user.is_administrator, user.has_usable_password()) == (
        "Kaisa Virtanen",
        "sv",
        True,
        False,
    )
    assert "kaisa@example.org is an administrator." in capsys.readouterr().out


def test_somebody_with_an_account_keeps_it(capsys):
    user = make_user(email="kaisa@example.org")

    call_command("make_administrator", "Kaisa@example.org", "Other Name")

    assert [one.name for one in User.objects.all()] == [user.name]
    assert User.objects.get().is_administrator


def test_an_administrator_without_password_can_choose_one(client, capsys):
    call_command("make_administrator", "kaisa@example.org", "Kaisa Virtanen", language="en")

    client.post("/en/account/password/reset/", {"email": "kaisa@example.org"})

    assert [mail.subject for mail in received()] == ["Choose a new password"]
