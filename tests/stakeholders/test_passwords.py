"""Passwords that others would try first in Finland are refused, wherever a password is chosen."""

import itertools

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from stakeholders import passwords
from stakeholders.models import User
from tests.stakeholders.factories import PASSWORD, make_user

REFUSAL = "A common word or a place with digits is what others try first. Put several words together."


def refusals(password: str) -> list[str]:
    try:
        validate_password(password)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Salasana2026",
        "salasana123!",
        "SALASANA1234",
        "Lösenord123",
        "losenord2026!",
        "Kesäkuu2026",
        "kesakuu2026",
        "December2026!",
        "Midsommar24",
        "Vaasa123456",
        "Närpiö2026",
        "narpes2026.",
        "Pedersöre2026",
        "Helsinki1234",
        "Helsingfors1",
        "2026Tampere!",
        "kotoutuminen1",
        "integration2026",
        "salasanasalasana",
        "Uusi-kaupunki1",
        "mumintrollet1",
    ],
)
def test_a_word_with_digits_is_refused(password):
    assert REFUSAL in refusals(password)


@pytest.mark.parametrize(
    "password",
    [
        "karhu soutaa hiljaa",
        "tre ord i rad",
        PASSWORD,
        "a" + "Närpes" + "x" + "Vasa" + "q",
        "correct horse battery",
        "n8Kq2vXz0pLw",
        "😀😀😀😀😀😀😀😀😀😀",
    ],
)
def test_words_that_only_one_person_would_put_together_are_not(password):
    assert REFUSAL not in refusals(password)


def test_many_more_than_three_thousand_are_refused():
    """Those that a list would hold: ten letters or more, with the endings that people choose."""
    endings = ["1", "12", "123", "1234", "12345", "123456", "2024", "2025", "2026", "2026!", "!", "123!"]
    listed = [word + end for word, end in itertools.product(sorted(passwords.words()), endings)]
    long_enough = [each for each in listed if len(each) >= 10]

    assert len(long_enough) > 3_000
    assert [each for each in long_enough if not passwords.is_common(each)] == []


def test_both_names_of_every_municipality_are_among_the_words():
    assert {"narpio", "narpes", "vaasa", "vasa", "helsinki", "helsingfors", "parainen", "pargas"} <= passwords.words()


@pytest.mark.django_db
def test_it_is_refused_where_a_password_is_changed(client):
    user = make_user()
    client.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": "Kesäkuu2026", "password2": "Kesäkuu2026"}

    response = client.post(reverse("account_change_password"), new)

    assert response.context["form"].errors["password1"] == [REFUSAL]
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
