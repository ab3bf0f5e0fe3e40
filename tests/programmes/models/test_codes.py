"""Codes of records: one number, and letters of the reader's language."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from programmes.document import assemble
from programmes.export import pages
from programmes.models.codes import LETTERS, CodedRecord, code_in, code_in_words, kept_code
from programmes.models.kinds import KINDS
from stakeholders.models import Event
from tests.programmes.factories import fresh, make_thread

CODED = {kind.model.code_prefix: kind.name for kind in KINDS.values() if issubclass(kind.model, CodedRecord)}


def test_every_kind_with_a_code_has_letters_and_no_letters_stand_for_two_kinds():
    said = {(letters, kept) for kept, forms in LETTERS.items() for letters in forms.values()}

    assert set(LETTERS) == set(CODED) == {"F", "P", "O", "M", "I"}
    assert all(set(forms) == {"fi", "sv", "en"} for forms in LETTERS.values())
    assert len({letters for letters, _kept in said}) == len(said)


@pytest.mark.parametrize(
    ("kept", "fi", "sv"),
    [("O1", "T1", "MÅ1"), ("M1.12", "TP1.12", "Å1.12"), ("F3", "H3", "IA3"), ("I10", "MT10", "MT10")],
)
def test_a_code_is_read_in_every_form_and_shown_in_the_readers(kept, fi, sv):
    assert [code_in(kept, language) for language in ("fi", "sv", "en", "")] == [fi, sv, kept, kept]
    assert [kept_code(form) for form in (fi, sv, kept, fi.lower(), sv.lower())] == [kept] * 5


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("T1", "O1", ""),
        ("tp 1.1", "M1.1", ""),
        ("TP1,12", "M1.12", ""),
        ("å1.1", "M1.1", ""),
        ("A1.1", "M1.1", ""),
        ("ma1", "O1", ""),
        ("må 1", "O1", ""),
        ("mt3", "I3", ""),
        ("i3", "I3", ""),
        ("ia2", "F2", ""),
        ("h2.", "F2", "."),
        ("Närpes tp\N{NO-BREAK SPACE}1.1", "M1.1", "Närpes"),
        ("t1 vaasa", "O1", "vaasa"),
        ("Vaasa", "", "Vaasa"),
        ("2026", "", "2026"),
        ("vuosi 1", "", "vuosi 1"),
        ("B2", "", "B2"),
        ("T1x", "", "T1x"),
        ("", "", ""),
    ],
)
def test_a_code_is_heard_however_somebody_types_it(typed, code, words):
    assert code_in_words(typed) == (code, words)


@pytest.mark.parametrize("words", ["", "Talo", "B2", "2.1", "situation.needs"])
def test_what_is_no_code_stays_as_it_is(words):
    assert code_in(words, "fi") == kept_code(words) == words


@pytest.fixture
def thread(programme):
    return make_thread(programme)


FORMS = {
    "fi": ["H1", "T1", "TP1.1", "MT1"],
    "sv": ["IA1", "MÅ1", "Å1.1", "MT1"],
    "en": ["F1", "O1", "M1.1", "I1"],
}
SHOWN = re.compile(r"(?<![\w#/.-])[A-ZÅ]{1,2}1(?:\.1)?(?![\w.-])")


@pytest.mark.django_db
class TestShown:
    @pytest.mark.parametrize("language", FORMS)
    def test_pages_say_the_codes_of_their_language_only(self, client, coordinator, programme, thread, language):
        client.force_login(coordinator)

        told = set()
        for name in ("situation", "objectives", "monitoring", "thread", "breaks"):
            with translation.override(language):
                address = reverse(name, kwargs={"slug": programme.slug})
            told |= set(SHOWN.findall(strip_tags(client.get(address).content.decode())))

        assert told == set(FORMS[language])

    @pytest.mark.parametrize("language", FORMS)
    def test_the_document_has_the_codes_of_its_language_whoever_reads_it(self, programme, thread, language):
        with translation.override("en"):
            html = pages.body_of(assemble(fresh(programme), language))

        assert set(SHOWN.findall(strip_tags(html))) == set(FORMS[language])
        assert [html.count(f'id="{kept}"') for kept in FORMS["en"]] == [1, 1, 1, 1]
        assert f'<a href="#F1">{FORMS[language][0]}</a>' in html

    def test_an_event_keeps_the_name_with_the_code_of_each_language(self, programme, thread):
        finding, objective, *_rest = thread

        kept = {event.subject: event.names for event in Event.objects.filter(verb="add_record")}
        codes = {key: {language: name.split()[0] for language, name in names.items()} for key, names in kept.items()}
        assert codes[str(objective.key)] == {"fi": "T1", "sv": "MÅ1"}
        assert codes[str(finding.key)] == {"fi": "H1", "sv": "IA1"}
