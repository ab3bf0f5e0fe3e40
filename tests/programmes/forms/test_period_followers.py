"""Title and review date were made from the period once: with another period the new ones are offered, or it is told."""

from datetime import date

import pytest

from integration_programme.translations import Translations
from programmes.enums import Phase
from programmes.models.periods import retitled, years_named
from tests.programmes.factories import change, fresh
from tests.programmes.reading import page, sentences
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db

LATER = {"period_start": "2028-01-01", "period_end": "2031-12-31"}
FOUR_YEARS, ONE_YEAR = (date(2027, 1, 1), date(2030, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))
OTHERS = (date(2028, 3, 1), date(2031, 9, 30))
TITLE = "The title names the years 2027–2030, but the period of the programme is 2028–2031."
REVIEW = "The review date 31 December 2030 is from an earlier period: the period ends on 31 December 2031 now."


@pytest.fixture
def url(programme):
    return page(programme, f"period/{programme.key}/edit/")


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def told(programme) -> list[str]:
    return [each for each in sentences(fresh(programme), Phase.RESPONSIBILITY) if each in (TITLE, REVIEW)]


def test_another_period_asks_whether_title_and_review_date_follow(visitor, programme, url):
    response = visitor.post(url, as_sent(opened(visitor, url), **LATER))

    form = response.context["form"]
    assert [form.fields[name].label for name in ("new_title", "new_review")] == [
        "Change the title to “Program för integrationsfrämjande 2028–2031 / Kotoutumisen edistämisen ohjelma "
        "2028–2031”?",
        "Change the review date to 31 December 2031?",
    ]
    assert fresh(programme).period_start == date(2027, 1, 1)


def test_what_is_to_follow_follows(visitor, programme, url):
    sent = as_sent(opened(visitor, url), **LATER) | {"new_title": "yes", "new_review": "yes"}

    assert visitor.post(url, sent).status_code == 302

    saved = fresh(programme)
    assert (saved.period_start, saved.review_by) == (date(2028, 1, 1), date(2031, 12, 31))
    assert saved.title.text("sv") == "Program för integrationsfrämjande 2028–2031"
    assert told(programme) == []


def test_what_was_refused_is_told_in_what_is_missing(visitor, programme, url):
    sent = as_sent(opened(visitor, url), **LATER) | {"new_title": "no", "new_review": "no"}

    assert visitor.post(url, sent).status_code == 302

    saved = fresh(programme)
    assert saved.title.text("sv") == "Program för integrationsfrämjande 2027–2030"
    assert told(programme) == [TITLE, REVIEW]


def test_a_review_date_that_somebody_wrote_is_not_asked_about(visitor, programme, url):
    sent = as_sent(opened(visitor, url), **LATER, review_by="2030-06-30") | {"new_title": "yes"}

    assert visitor.post(url, sent).status_code == 302

    assert fresh(programme).review_by == date(2030, 6, 30)
    assert told(programme) == []


def test_days_within_the_same_years_ask_nothing_about_the_title(visitor, programme, url):
    response = visitor.post(url, as_sent(opened(visitor, url), period_start="2027-06-01"))

    assert response.status_code == 302


def test_a_title_without_years_asks_nothing(visitor, programme, url):
    change(programme, title=Translations({"sv": "Tillsammans i Närpes"}))
    sent = as_sent(opened(visitor, url), **LATER, review_by="2031-12-31")

    assert visitor.post(url, sent).status_code == 302


@pytest.mark.parametrize(
    ("title", "renamed"),
    [
        ("Ohjelma 2027–2030", "Ohjelma 2027–2030 → 2028–2031"),
        ("Ohjelma 2027-2030, Närpiö", "Ohjelma 2028–2031, Närpiö"),
        ("Ohjelma 2027 – 2030", "Ohjelma 2028–2031"),
        ("Program 2027 — 2030, 2027\u20112030", "Program 2028–2031, 2028–2031"),
        ("Program åren 2027 till 2030", "Program åren 2028–2031"),
        ("Programme, 2027 to 2030 or 2027/2030", "Programme, 2028–2031 or 2028–2031"),
        ("2027–2030-ohjelma", "2028–2031-ohjelma"),
        ("Ohjelma 2021–2024–2027", "Ohjelma 2021–2024–2027"),
        ("Ohjelma 2021–2024", "Ohjelma 2021–2024"),
        ("Ohjelma 12027–20301", "Ohjelma 12027–20301"),
        ("Kotoutumisohjelma 2027–30", "Kotoutumisohjelma 2028–31"),
        ("Program 2027-30, Närpes", "Program 2028–31, Närpes"),
        ("Program 2027/30.", "Program 2028–31."),
        ("Ohjelma 2027–29, 2027-12, 2027–30.6.", "Ohjelma 2027–29, 2027-12, 2027–30.6."),
        ("Ohjelma 1/2027–12/2030", "Ohjelma 3/2028–9/2031"),
        ("Program 01/2027 – 12/2030", "Program 03/2028–09/2031"),
        ("Ohjelma 1.1.2027–31.12.2030", "Ohjelma 1.3.2028–30.9.2031"),
        ("Ohjelma 1/2027–2030", "Ohjelma 3/2028–2031"),
        ("Ohjelma 6/2027–12/2030", "Ohjelma 6/2027–12/2030"),
        ("Ohjelma 45/2027/2030", "Ohjelma 45/2027/2030"),
    ],
)
def test_only_the_years_of_the_period_become_others(title, renamed):
    made = retitled(Translations({"fi": title}), FOUR_YEARS, OTHERS)

    assert made["fi"] == renamed.replace("2027–2030 → ", "")


def test_a_title_of_one_year_becomes_one_of_others():
    title = Translations({"fi": "Ohjelma 2027", "sv": "Program 2027–2030, 12027", "en": "Programme of 2027."})

    made = retitled(title, ONE_YEAR, OTHERS)

    assert made == {"fi": "Ohjelma 2028–2031", "sv": "Program 2027–2030, 12027", "en": "Programme of 2028–2031."}


def test_a_title_of_many_years_becomes_one_of_one_year():
    title = Translations({"fi": "Ohjelma 2027–30", "sv": "Program 2027–2030", "en": "Programme 1/2027–12/2030"})

    made = retitled(title, FOUR_YEARS, ONE_YEAR)

    assert made == {"fi": "Ohjelma 2027", "sv": "Program 2027", "en": "Programme 1/2027–12/2027"}


def test_months_of_one_year_are_not_taken_for_a_year_alone():
    title = Translations({"fi": "Ohjelma 1/2027–12/2027", "sv": "Program 6/2027", "en": "Programme 2027–27"})

    made = retitled(title, ONE_YEAR, OTHERS)

    assert made == {"fi": "Ohjelma 3/2028–9/2031", "sv": "Program 6/2027", "en": "Programme 2028–31"}


def test_other_months_are_offered_to_a_title_that_names_them(visitor, programme, url):
    change(programme, title=Translations({"sv": "Program 1/2027–12/2030"}))

    response = visitor.post(url, as_sent(opened(visitor, url), period_start="2027-06-01"))

    label = response.context["form"].fields["new_title"].label
    assert label == "Change the title to “Program 6/2027–12/2030”?"


def test_short_years_that_did_not_follow_are_told(visitor, programme, url):
    change(programme, title=Translations({"sv": "Program 2027–30", "fi": "Ohjelma 1/2027–12/2030"}))
    sent = as_sent(opened(visitor, url), **LATER) | {"new_title": "no", "new_review": "yes"}

    assert visitor.post(url, sent).status_code == 302

    assert told(programme) == [TITLE]


def test_the_years_of_all_languages_are_looked_at():
    title = Translations({"fi": "Ohjelma 2027–2030", "sv": "Program 2026-2029", "en": "Programme 2027 – 2030"})

    assert years_named(title) == ["2027–2030", "2026–2029"]


def test_years_are_known_in_every_form():
    title = Translations({"fi": "Ohjelma 2027–30", "sv": "Program 1/2026–12/2029", "en": "2027-12, 1/2031–12/2031"})

    assert years_named(title) == ["2027–2030", "2026–2029", "2031"]
