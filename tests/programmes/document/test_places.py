"""Everything in a document names the place it comes from; no reader, hash or paper ever sees that."""

from dataclasses import replace
from datetime import date

import pytest

from programmes.document import assemble, content_hash
from programmes.document.blocks import Document, Entries, Entry, Row, Table
from programmes.document.hashing import approved_content
from programmes.enums import InvitationStatus
from programmes.export import body_of, fingerprint, html_of
from programmes.models import Place, Programme
from tests.programmes.factories import (
    answer_of,
    change,
    element_of,
    fill,
    fresh,
    make_chosen_group,
    make_figure,
    make_own_figure,
    make_partner,
    make_source,
    make_step,
    words,
)
from tests.programmes.reading import blocks, parts, sections
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(coordinator, programme) -> Programme:
    """Something of everything that a document can hold."""
    fill(programme, by=coordinator)
    make_seat(make_chosen_group(programme, by=coordinator), by=coordinator)
    make_own_figure(programme)
    make_source(programme)
    make_partner(programme)
    make_step(programme, planned_on=date(2026, 11, 2))
    change(programme.invitations.first(), status=InvitationStatus.JOINED)
    for year in (2018, 2019):
        make_figure("share_foreign_language_speakers", str(year), "16.1")
    text = words(programme, "<p>One.</p><p>Two.</p>")
    change(answer_of(programme), text=text, sources=words(programme, "Register"))
    change(programme.answers.filter(question__startswith="objectives.").first(), text=text)
    change(element_of(programme, "strategy"), state="written", text=text)
    change(element_of(programme, "protection"), state="not_relevant", reason=words(programme, "Done by the county"))
    change(programme.cooperation, immigrants_involved=words(programme, "A council"))
    change(programme.monitoring, who_monitors=words(programme, "The board"), update_triggers=text)
    change(programme.responsibility, coordinating_body=words(programme, "Board"), resources=text)
    change(programme, review_by=date(2028, 1, 1))
    return fresh(programme)


def without_places(document: Document) -> Document:
    """The same document as if nothing in it had a place."""
    bare = Document.from_data(document.as_data())
    for part in parts(bare):
        part.place = ""
    return bare


def test_every_section_and_block_names_its_place(full):
    document = assemble(full, "sv")

    without = [part for part in [*sections(document.sections), *blocks(document)] if not part.place]

    assert without == []
    assert {type(block).__name__ for block in blocks(document)} == {"Text", "Paragraph", "Table", "Chart", "Entries"}


def test_every_row_and_entry_names_its_place(full):
    assert [part for part in parts(assemble(full, "en")) if not part.place] == []


def test_rows_that_tell_of_no_single_thing_are_where_their_table_is(full):
    document = assemble(full, "en")

    tables = [block for block in blocks(document) if isinstance(block, Table)]
    told = [each for each in tables if each.caption.startswith("Share of")]
    assert [(each.caption, {row.place for row in each.rows} == {each.place}) for each in told] == [
        ("Share of foreign-language speakers (%)", True),
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_place_in_a_document_is_one_that_is_there(full, language):
    texts = {part.place for part in parts(assemble(full, language)) if part.place}

    places = [Place.parse(full.slug, text) for text in texts]

    assert [place for place in places if place.kind != "item" and place.record(full) is None] == []
    assert [place for place in places if place.kind == "item" and place.key not in full.checklist] == []
    assert {place.language for place in places} == {"", language}


def test_records_of_each_printed_kind_are_placed_where_they_are_said(full):
    document = assemble(full, "sv")

    kinds = {part.place.partition(":")[0] for part in parts(document) if isinstance(part, Row | Entry) and part.place}

    assert kinds >= {
        *(
            "element",
            "decision-step",
            "partner",
            "finding",
            "source",
            "own-figure",
            "service",
            "plan",
            "organisation",
            "objective",
        ),
        *("measure", "indicator", "recipient", "communication-action", "consultation", "invitation", "responsibility"),
    }


def test_text_that_somebody_wrote_is_at_its_field_in_its_language(full):
    document, answer = assemble(full, "fi"), answer_of(full)
    chapter = next(each for each in sections(document.sections) if each.key == answer.question)

    assert (chapter.place, chapter.blocks[0].place) == (
        f"item:{answer.question}",
        f"answer:{answer.key}/text.fi",
    )


def test_places_are_no_part_of_what_is_hashed_compared_and_printed(full):
    document = assemble(full, "sv")
    bare = without_places(document)

    assert bare != document
    assert content_hash(bare) == content_hash(document)
    assert fingerprint(bare) == fingerprint(document)
    assert approved_content(bare.as_data()) == approved_content(document.as_data())
    assert html_of(bare) == html_of(document)


def test_words_that_look_like_a_place_are_still_words(full):
    document = assemble(full, "sv")
    other = replace(document, title='"place":"item:cooperation.group",')

    assert content_hash(replace(other, title='"place":"item:monitoring.updating",')) != content_hash(other)


def test_preview_knows_the_place_of_all_that_has_one_and_of_each_paragraph(full):
    document = assemble(full, "sv")

    body = body_of(document)

    shown = {part.place for part in parts(document) if not isinstance(part, Entries)}
    path = {part.place for part in [document.cover.decision_path, *document.cover.decision_path.rows]}
    assert [text for text in shown - path if text and f'data-place="{text}"' not in body] == []
    assert body.count('id="p-') > 5


def test_document_that_was_kept_comes_back_with_its_places(full):
    document = assemble(full, "sv")

    assert Document.from_data(document.as_data()) == document
