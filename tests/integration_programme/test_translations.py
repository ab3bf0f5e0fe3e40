"""Texts per language."""

import pytest
from django.template import Context, Template
from django.utils import translation

from integration_programme.translations import Translations
from programmes.models import Programme
from tests.programmes.factories import make_programme


def test_exactly_this_language_or_nothing():
    texts = Translations({"fi": "Tavoite", "sv": ""})

    assert (texts.text("fi"), texts.text("sv"), texts.text("en")) == ("Tavoite", "", "")


def test_first_follows_the_order_given_and_then_the_settings():
    texts = Translations({"en": "Objective", "sv": "Mål"})

    assert texts.first("fi", "en") == ("en", "Objective")
    assert texts.first("fi") == ("sv", "Mål")
    assert Translations().first("fi") == ("", "")


def test_other_languages_keep_their_texts():
    assert Translations({"fi": "a", "sv": "b"}).with_texts({"sv": ""}) == {"fi": "a"}


def test_a_text_in_another_language_is_marked():
    template = Template('{% text texts "sv" %}')

    with translation.override("fi"):
        shown = template.render(Context({"texts": Translations({"sv": "<Mål>"})}))

    assert '<span lang="sv">&lt;Mål&gt;</span>' in shown
    assert "text-mark" in shown


@pytest.mark.django_db
def test_stored_texts_come_back_as_translations():
    programme = make_programme()

    assert isinstance(Programme.objects.get(pk=programme.pk).title, Translations)


@pytest.mark.django_db
def test_rich_text_is_cleaned_on_every_way_in():
    programme = make_programme()
    element = programme.elements.first()
    element.text = Translations({"sv": "<p>a</p><script>alert(1)</script>"})

    element.save()
    again = type(element).objects.create(programme=programme, element="other", text={"fi": "<img src=x onerror=y>b"})

    assert "script" not in type(element).objects.get(pk=element.pk).text["sv"]
    assert "onerror" not in type(element).objects.get(pk=again.pk).text["fi"]
