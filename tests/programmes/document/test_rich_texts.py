"""Rich texts in the document: printed as they were written, and their paragraph ids are no part of what is said."""

import re

import pytest

from integration_programme.richtext import paragraphs, without_ids
from integration_programme.translations import Translations
from programmes.document import assemble, content_hash
from programmes.document.blocks import Paragraph, Text
from programmes.document.hashing import approved_content
from programmes.export import fingerprint
from programmes.export.pages import body_of
from tests.programmes.factories import change, element_of, fresh, make_consultation, make_programme

pytestmark = pytest.mark.django_db
SAID = (
    '<ul><li>Jonot</li></ul><table><tbody><tr><td>a</td></tr></tbody></table><p><a href="https://x.fi/">linkki</a></p>'
)


@pytest.fixture
def programme(db):
    return make_programme()


def outcome(programme, language="fi") -> list:
    """The blocks of the first consultation's part."""
    (chapter,) = (each for each in assemble(fresh(programme), language).sections if each.key == "document.cooperation")
    return chapter.sections[0].sections[0].blocks


def test_what_was_said_in_a_consultation_keeps_lists_tables_and_links(programme):
    make_consultation(
        programme, what_was_said=Translations({"fi": SAID}), what_changed=Translations({"fi": "<p>Kurssi</p>"})
    )

    said, changed = outcome(programme)

    assert isinstance(said, Text) and isinstance(changed, Text)
    assert (without_ids(said.html).replace(' rel="noopener noreferrer"', ""), said.label) == (SAID, "Mitä sanottiin")
    assert (without_ids(changed.html), changed.label) == ("<p>Kurssi</p>", "Mitä kuulemisen vuoksi muutettiin")


def test_what_was_said_in_another_language_only_is_said_to_lack(programme):
    consultation = make_consultation(programme, what_was_said=Translations({"fi": SAID}))

    (block,) = outcome(programme, "sv")

    place = f"consultation:{consultation.key}/what_was_said.sv"
    assert block == Paragraph("Vad som sades: (finns ännu inte på svenska)", quiet=True, place=place)


def test_other_ids_for_the_same_paragraphs_change_no_hash(programme):
    element = change(
        element_of(programme, "strategy"), text=Translations({"fi": "<p>Kunta neuvoo.</p>"}), state="written"
    )
    before = assemble(fresh(programme), "fi")
    old = element.text["fi"]

    type(element).objects.filter(pk=element.pk).update(
        text={"fi": re.sub(r'data-paragraph="\w+"', 'data-paragraph="0a0b0c0d"', old)}
    )
    after = assemble(fresh(programme), "fi")

    assert (before.as_data() == after.as_data()) is False
    assert content_hash(before) == content_hash(after)
    assert approved_content(before.as_data()) == approved_content(after.as_data())
    assert fingerprint(before) == fingerprint(after)


def test_paragraphs_are_anchors_in_the_preview(programme):
    element = change(
        element_of(programme, "strategy"), text=Translations({"fi": "<p>Kunta neuvoo.</p>"}), state="written"
    )
    (name,) = paragraphs(element.text["fi"])

    assert f'<p id="p-{name}">Kunta neuvoo.</p>' in body_of(assemble(fresh(programme), "fi"))


def test_an_object_saved_twice_keeps_the_ids_of_its_first_save(programme):
    element = change(element_of(programme, "strategy"), text=Translations({"fi": "<p>Kunta neuvoo asukkaita.</p>"}))
    (first,) = paragraphs(element.text["fi"])

    element.text = Translations({"fi": "<p>Uusi kappale ensin tähän.</p><p>Kunta neuvoo asukkaita.</p>"})
    element.save()
    second, kept = paragraphs(element.text["fi"])
    element.text = Translations({"fi": "<p>Kunta neuvoo asukkaita.</p><p>Uusi kappale ensin tähän.</p>"})
    element.save()

    assert kept == first
    assert list(paragraphs(element.text["fi"])) == [first, second]
    assert [list(paragraphs(then.text["fi"])) for then in element.history.all()[:2]] == [
        [first, second],
        [second, first],
    ]
