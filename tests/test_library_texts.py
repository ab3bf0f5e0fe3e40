"""What libraries say to people is said in their language, in words of ours where theirs are missing or poor."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from stakeholders.models import User

AINO = User(email="aino.alanen@example.org", name="Aino Alanen")


def refusal(password: str, language: str) -> list[str]:
    with translation.override(language):
        try:
            validate_password(password, AINO)
        except ValidationError as error:
            return error.messages
    return []


@pytest.mark.parametrize(
    ("language", "short", "similar", "common"),
    [
        (
            "fi",
            "Salasana on liian lyhyt. Siinä on oltava vähintään 10 merkkiä.",
            "Salasana muistuttaa liikaa tietoa ”sähköposti”.",
            "Salasana on liian yleinen.",
        ),
        (
            "sv",
            "Lösenordet är för kort. Det måste ha minst 10 tecken.",
            "Lösenordet är alltför likt uppgiften ”e-post”.",
            "Lösenordet är alltför vanligt.",
        ),
    ],
)
def test_each_reason_to_refuse_a_password_is_a_sentence_of_the_readers_language(language, short, similar, common):
    assert refusal("kyu7p", language) == [short]
    assert refusal("aino.alanen@example.org", language) == [similar]
    assert refusal("1234567890", language) == [common]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fi", "Sähköpostiosoite tai salasana on väärä."), ("sv", "E-postadressen eller lösenordet är fel.")],
)
def test_a_wrong_password_is_told_in_plain_words(client, language, sentence):
    answer = client.post(f"/{language}/account/login/", {"login": "nobody@example.org", "password": "not this one"})

    assert sentence in answer.content.decode()
