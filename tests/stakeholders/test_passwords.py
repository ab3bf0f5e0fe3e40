"""Passwords that others would try first in Finland are refused, wherever a password is chosen."""

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
        "h3lsinki2026",
        "Sal4s4na2026",
        "L0senord2026",
        "0ulu2026!!",
        "5alasana123",
        "K0tkaK0tka!!",
        "Helsinki!Helsinki",
        "Vaasa-Vaasa-Vaasa",
        "kissakissakissa",
        "Pohjanmaa2027",
        "Österbotten27",
        "Åland123456",
        "qwertyuiopå",
        "asdfghjklö1",
        "hejhejhej123",
        "Kommunen2026",
        "kaupungin26!",
        "Stockholm123",
        "Jukurit2024",
        "Password2026",
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
        "0615-2207-9944",
        "😀😀😀😀😀😀😀😀😀😀",
    ],
)
def test_words_that_only_one_person_would_put_together_are_not(password):
    assert REFUSAL not in refusals(password)


#: What anyone in the country thinks of, written down here apart from the words of the validator.
THOUGHT_OF = {
    "fi": """
        kevät kesä syksy talvi tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu
        marraskuu joulukuu maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai joulu juhannus pääsiäinen
        vappu jalkapallo jääkiekko pesäpallo salibandy hiihto uinti suunnistus yleisurheilu Helsinki Espoo Tampere Vantaa
        Oulu Turku Jyväskylä Kuopio Lahti Pori Kouvola Joensuu Lappeenranta Vaasa Hämeenlinna Seinäjoki Närpiö Hyvinkää
        salasana kotoutuminen Matti Päivi
    """,
    "sv": """
        vår våren sommar sommaren höst hösten vinter vintern januari februari mars april maj juni juli augusti september
        oktober november december måndag tisdag onsdag torsdag fredag lördag söndag jul midsommar påsk fotboll ishockey
        boboll innebandy skidåkning simning orientering friidrott Helsingfors Esbo Tammerfors Vanda Uleåborg Åbo Vasa
        Jakobstad Närpes Pargas Raseborg Borgå Kyrkslätt Korsholm Mariehamn Kristinestad Malax Pedersöre Larsmo lösenord
        integration Göran Märta
    """,
}
YEARS = [str(year) for year in range(1995, 2031)]
ENDINGS = [
    *YEARS,
    *(f"{year}!" for year in YEARS),
    "1",
    "12",
    "123",
    "1234",
    "12345",
    "123456",
    "1!",
    "123!",
    "2026.",
    "!!!",
]


@pytest.mark.parametrize("language", THOUGHT_OF)
def test_three_thousand_in_each_language_are_refused_with_and_without_dots(language):
    """Counted are those that nothing else refuses: ten letters and signs or more."""
    words = {form for word in THOUGHT_OF[language].split() for form in (word, word.lower(), word.title())}
    words |= {word.translate(str.maketrans("äöåÄÖÅ", "aoaAOA")) for word in words}
    listed = {word + ending for word in words for ending in ENDINGS if len(word + ending) >= 10}

    let_in = {password for password in listed if not passwords.is_common(password)}

    assert let_in == set()
    assert len(listed) >= 3_000


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
