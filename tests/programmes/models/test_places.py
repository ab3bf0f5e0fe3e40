"""A place names exactly one thing, in words, on screen, in the data, and in a text form that is read again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from integration_programme import richtext
from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.partners import answer_request
from programmes.actions.records import archive_record
from programmes.forms import PAGES
from programmes.models import Attachment, Place, item_place, place_of
from programmes.models.kinds import KINDS
from programmes.portable import dump
from programmes.views.base import edit_url
from tests.programmes.every_kind import make_town, single, write_all
from tests.programmes.factories import (
    answer_of,
    change,
    element_of,
    fresh,
    make_consultation,
    make_mark,
    make_measure,
    make_objective,
    make_plan,
)
from tests.programmes.sending import opened

pytestmark = pytest.mark.django_db

KEY = "3f0b5a52-6a3e-4b0e-9a50-0f6a4a3a8a11"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("närpes"), ""),
        (Place("a", "programme", KEY), f"programme:{KEY}"),
        (Place("a", "item", "cooperation.group"), "item:cooperation.group"),
        (Place("a", "item", "cooperation.group", "turn", "fi"), "item:cooperation.group/turn.fi"),
        (Place("a", "decision-step", KEY), f"decision-step:{KEY}"),
        (Place("a", "objective", KEY, "title"), f"objective:{KEY}/title"),
        (Place("a", "objective", KEY, "title", "sv"), f"objective:{KEY}/title.sv"),
        (Place("a", "element", KEY, "text", "sv", "a1b2c3d4"), f"element:{KEY}/text.sv#a1b2c3d4"),
    ],
)
def test_text_form_is_read_again_as_the_same_place(place, text):
    assert (str(place), Place.parse(place.programme, text), {place: 1}[Place.parse(place.programme, text)]) == (
        text,
        place,
        1,
    )


@pytest.mark.parametrize("text", ["rocket:1", "mark:1", "objective:1/", "objective:1/title#p", "objective 1", "/title"])
def test_what_names_no_place_is_refused(text):
    with pytest.raises(ValueError, match="no "):
        Place.parse("a", text)


def test_narrower_part_does_not_stand_without_the_wider_one():
    for parts in [{"field": "title"}, {"kind": "objective", "language": "sv"}, {"kind": "element", "paragraph": "a1"}]:
        with pytest.raises(ValueError, match="no place"):
            Place("a", **parts)


def test_part_of_a_record_knows_its_whole():
    whole = Place("a", "element", KEY)

    part = whole.narrowed("text", "sv", "a1b2")

    assert (part, part.whole) == (Place("a", "element", KEY, "text", "sv", "a1b2"), whole)


def test_label_tells_a_reader_which_record_field_and_language_it_is(programme):
    make_objective(programme)
    objective = make_objective(programme)

    place = place_of(objective, "change", "sv")

    assert place.label(fresh(programme)) == "Objective O2, what changes, in Swedish"
    with translation.override("fi"):
        assert place.label(fresh(programme)) == "Tavoite T2, mikä muuttuu, kieli: ruotsi"
    with translation.override("sv"):
        assert place.label(fresh(programme)) == "Mål MÅ2, vad som förändras, på svenska"


def test_records_without_a_code_are_called_by_their_kind_and_name(programme):
    meeting = make_consultation(programme, Translations({"en": "Evening at the library"}))
    programme = fresh(programme)

    labels = [place.label(programme) for place in (place_of(meeting), place_of(programme.responsibility, "resources"))]

    assert labels == ["Consultation: “Evening at the library”", "Responsibility, resources"]


def test_item_of_the_checklist_is_called_by_its_words(programme):
    words = programme.checklist.words("cooperation.group", "en").text

    labels = [
        item_place(programme, "cooperation.group").label(programme),
        item_place(programme, "cooperation.group").narrowed("turn", "sv").label(programme),
        Place(programme.slug).label(programme),
    ]

    assert labels == [words, f"{words}, whose turn, in Swedish", "Programme"]


def test_mark_stands_at_its_item(programme):
    mark = make_mark(programme, "cooperation.group", turn=Translations({"sv": "Samordnaren"}))

    place = place_of(mark, "turn", "sv")

    assert (str(place), place.text(fresh(programme)), place.item(programme)) == (
        "item:cooperation.group/turn.sv",
        "Samordnaren",
        "cooperation.group",
    )


def test_item_that_nobody_has_marked_has_a_place_without_words(programme):
    place = item_place(programme, "cooperation.group").narrowed("turn", "sv")

    assert (place.record(programme), place.text(programme)) == (None, "")


def test_text_is_that_of_the_field_in_the_language(programme):
    objective = make_objective(
        programme, Translations({"sv": "Fler i arbete", "fi": "Enemmän työssä"}), by_when=date(2029, 12, 31)
    )
    place, programme = place_of(objective), fresh(programme)

    texts = [
        place.narrowed(*part).text(programme)
        for part in [("title", "sv"), ("title", "fi"), ("title", "en"), ("by_when",), ("theme",)]
    ]

    assert texts == ["Fler i arbete", "Enemmän työssä", "", "31 December 2029", "Employment"]


def test_text_of_links_names_what_is_linked(programme):
    plan = make_plan(programme, Translations({"en": "Strategy"}))
    objective = make_objective(
        programme, plans=[plan], consultation=make_consultation(programme, Translations({"en": "Day"}))
    )

    place, programme = place_of(objective), fresh(programme)

    assert [place.narrowed(name).text(programme) for name in ("plans", "consultation")] == ["Strategy", "Day"]


def test_paragraph_has_its_own_words(programme):
    answer = change(answer_of(programme), text=Translations({"sv": "<p>Kön är lång.</p><p>Och <b>dyr</b>.</p>"}))
    first, second = richtext.paragraphs(answer.text["sv"])
    place, programme = place_of(answer, "text", "sv"), fresh(programme)

    texts = [place.text(programme), *(place.narrowed("text", "sv", each).text(programme) for each in (second, "gone"))]

    assert texts == ["Kön är lång.\nOch dyr.", "Och dyr.", ""]
    assert place.narrowed("text", "sv", first).label(programme).endswith("answer, in Swedish, “Kön är lång.”")
    assert place.narrowed("text", "sv", "gone").label(programme).endswith("a paragraph that is not there any more")


def test_text_in_a_dump_is_what_it_was_then(programme):
    key = str(make_objective(programme).key)
    records = {
        "objective": [{"key": key, "code": "O1", "title": {"sv": "Förr"}, "by_when": "2029-12-31", "theme": "housing"}],
        "element": [{"key": KEY, "text": {"sv": '<p data-paragraph="a1">Ett</p><p data-paragraph="b2">Två</p>'}}],
        "mark": [{"key": KEY, "item": "cooperation.group", "turn": {"sv": "Samordnaren"}}],
    }
    whole = {"key": KEY, "title": {"sv": "Program"}, "original_language": "sv"}
    kept = {"programme": whole, "records": records}
    texts = {
        f"objective:{key}/title.sv": "Förr",
        f"objective:{key}/title.fi": "",
        f"objective:{key}/by_when": "31 December 2029",
        f"objective:{key}": "O1 Förr",
        f"objective:{KEY}/title.sv": "",
        f"element:{KEY}/text.sv#b2": "Två",
        "item:cooperation.group/turn.sv": "Samordnaren",
        "item:cooperation.authorities/turn.sv": "",
        f"programme:{KEY}/title.sv": "Program",
        f"meeting:{KEY}/topic.sv": "",
    }

    assert {text: Place.parse(programme.slug, text).text_in(kept) for text in texts} == texts


def test_every_record_of_every_kind_is_found_again_by_the_text_form_of_its_place(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    write_all(client, programme)
    make_mark(programme, "cooperation.group", status="done")
    programme = fresh(programme)

    for name, kind in KINDS.items():
        record = programme if name == "programme" else kind.model.objects.filter(programme=programme).last()

        found = Place.parse(programme.slug, str(place_of(record))).record(programme)

        assert (name, found) == (name, record)


def test_text_in_todays_dump_is_todays_text_of_every_field_of_every_record(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    write_all(client, programme)
    make_mark(programme, "cooperation.group", turn=Translations({"sv": "Samordnaren"}))
    programme, kept = fresh(programme), dump(programme)
    compared = 0

    for name, kind in KINDS.items():
        for record in [programme] if name == "programme" else kind.model.objects.filter(programme=programme):
            for field in (*kind.texts, *kind.facts):
                place = place_of(record, field, "sv" if field in kind.texts else "")

                assert (str(place), place.text_in(kept)) == (str(place), place.text(programme))
                compared += bool(place.text(programme))

    assert compared > 200


def test_text_of_links_in_a_dump_names_what_was_linked_then(programme):
    plans = [make_plan(programme, Translations({"en": name})) for name in ("Strategy", "Equality plan")]
    measure = make_measure(make_objective(programme, Translations({"en": "Work"}), plans=plans))
    kept, programme = dump(programme), fresh(programme)

    for place in (place_of(measure.objective, "plans"), place_of(measure, "objective")):
        assert place.text_in(kept) == place.text(programme)
    assert place_of(measure, "objective").text_in(kept) == "O1 Work"


@pytest.mark.same_on_both("how places are found is above; this is about forms")
def test_every_field_that_people_write_is_written_in_the_form_of_its_place(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    write_all(client, programme)
    answer_request(programme.links.get(municipality="599"), consents=True, by=SYSTEM)
    programme = fresh(programme)

    for page in PAGES.values():
        record = single(programme, page.name) if not page.add_title else page.kind.model.objects.last()
        # an attachment belongs to one record, and its form has one field of three that say to which
        others = {*Attachment.owners} - {*record.owner} if isinstance(record, Attachment) else ()
        for field in [each for each in page.form._meta.fields if each not in others]:
            url = edit_url(programme, place_of(record, field))

            assert url.endswith(f"/{record.key}/edit/"), (page.name, field)
            assert set(opened(client, url).fields) & {field, f"{field}_sv"}, (page.name, field)


def test_item_is_written_by_its_mark_and_the_whole_programme_in_no_form(programme):
    mark = reverse("mark_item", kwargs={"slug": programme.slug, "item": "cooperation.group"})

    assert edit_url(programme, item_place(programme, "cooperation.group")) == mark
    assert edit_url(programme, Place(programme.slug)) == ""


@pytest.mark.same_on_both("how places are found is above; this is about pages")
def test_every_place_is_read_at_its_address(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    write_all(client, programme)
    make_mark(programme, "cooperation.group", status="done")
    programme = fresh(programme)

    for name, kind in KINDS.items():
        rows = [programme] if name == "programme" else kind.model.objects.filter(programme=programme)
        for record in rows:
            place = place_of(record)
            page, _hash, anchor = place.url(programme).partition("#")
            answer = client.get(page)

            assert (name, answer.status_code) == (name, 200)
            if anchor:
                assert (name, f'id="{anchor}"' in answer.content.decode()) == (name, True), place.url(programme)
            elif kind.is_subject:
                assert answer.context["record"] == record
            else:
                assert answer.context["item"].key == place.item(programme)


def test_answer_is_read_on_the_page_of_its_question(programme):
    answer = programme.answers.filter(question__startswith="objectives.").first()

    url = place_of(answer).url(programme)

    assert url == reverse("item", kwargs={"slug": programme.slug, "item": answer.question})


def test_whole_programme_is_read_at_its_home(programme):
    assert Place(programme.slug).url(programme) == reverse("programme", kwargs={"slug": programme.slug})


def test_archived_record_keeps_its_place_on_its_page(programme):
    objective = make_objective(programme)
    archive_record(objective, by=SYSTEM)
    place, programme = place_of(objective), fresh(programme)

    found = (place.record(programme), place.label(programme), place.url(programme))

    own = reverse("record", kwargs={"slug": programme.slug, "page": "objective", "key": objective.key})
    assert found == (objective, "Objective O1", own)


def test_record_that_is_not_there_has_a_place_without_words(programme):
    place = Place(programme.slug, "objective", KEY, "title", "sv")

    assert (place.record(programme), place.text(programme), place.label(programme)) == (
        None,
        "",
        "Objective, objective, in Swedish",
    )


def test_element_is_called_by_the_checklists_words(programme):
    element = element_of(programme, "strategy")

    label = place_of(element).label(fresh(programme))

    assert label == f"Element of the programme document: “{programme.checklist.words('document.strategy', 'en').title}”"
