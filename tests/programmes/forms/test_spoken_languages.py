"""Languages that people are heard and reached in stand in the alphabet of the page, everywhere; å, ä and ö come last."""

import pytest
from django.utils import translation

from programmes.document import assemble
from programmes.enums import SpokenLanguage
from programmes.forms.communication import CommunicationActionForm
from tests.programmes.factories import change, fresh, make_consultation, make_message
from tests.programmes.reading import page

pytestmark = pytest.mark.django_db

FIRST_AND_LAST = {
    "fi": (["arabia", "englanti", "espanja"], ["vietnam", "viro"]),
    "sv": (["arabiska", "engelska", "estniska"], ["ukrainska", "vietnamesiska"]),
    "en": (["Arabic", "Chinese", "English"], ["Ukrainian", "Vietnamese"]),
}
CODES = ["vi", "sv", "et", "fi", "ar"]
SORTED = {
    "fi": "arabia, ruotsi, suomi, vietnam, viro",
    "sv": "arabiska, estniska, finska, svenska, vietnamesiska",
    "en": "Arabic, Estonian, Finnish, Swedish, Vietnamese",
}


@pytest.mark.parametrize("language", FIRST_AND_LAST)
def test_they_are_offered_in_the_alphabet_of_the_page(programme, language):
    with translation.override(language):
        names = [label for _code, label in CommunicationActionForm(programme=programme).fields["languages"].choices]

    first, last = FIRST_AND_LAST[language]
    assert (names[:3], names[-2:], len(names)) == (first, last, len(SpokenLanguage))


@pytest.mark.parametrize("language", SORTED)
def test_they_are_told_in_the_alphabet_on_pages_and_in_the_document(client, coordinator, programme, language):
    change(programme, content_languages=["sv", "fi", "en"])
    consultation = make_consultation(programme, languages=CODES)
    make_message(programme, languages=CODES)
    client.force_login(coordinator)

    pages = [
        client.get(f"/{language}{page(programme, each)[3:]}").content.decode()
        for each in (f"consultation/{consultation.key}/", "item/communication.inform/")
    ]
    data = str(assemble(fresh(programme), language).as_data())

    assert [SORTED[language] in html for html in pages] == [True, True]
    assert data.count(SORTED[language]) == 2


def test_whoever_ticks_them_in_another_language_changes_nothing(coordinator, programme):
    form = CommunicationActionForm({"languages": ["ar", "vi", "fi"]}, programme=programme)
    other = CommunicationActionForm({"languages": ["fi", "ar", "vi"]}, programme=programme)

    assert [each.fields["languages"].clean(each["languages"].data) for each in (form, other)] == [
        ["fi", "ar", "vi"]
    ] * 2
