"""A programme goes out as plain data and comes back as it was."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.actions.records import archive_record
from programmes.checklist import LANGUAGES
from programmes.document import assemble
from programmes.models import Measure, Meeting, Objective, Programme
from programmes.models.kinds import KINDS
from programmes.portable import dump, from_text, load, read, to_text, what_is_not_taken
from stakeholders.models import CooperationGroup, Seat
from tests.integration_programme.brought.made import jpeg
from tests.programmes.factories import change, fill, fresh, make_objective, make_picture, make_programme, words
from tests.programmes.portable.forgetting import forget
from tests.stakeholders.factories import make_municipality

pytestmark = pytest.mark.django_db


def documents(programme: Programme) -> dict[str, dict]:
    """All that the document says in each language."""
    return {language: assemble(fresh(programme), language).as_data() for language in LANGUAGES}


def test_a_dump_is_plain_json_and_the_same_twice(programme):
    data = dump(programme)

    assert from_text(to_text(data).encode()) == data
    assert json.dumps(dump(programme)) == json.dumps(data)


def test_every_kind_and_field_is_in_it(programme):
    data = dump(programme)

    assert set(data["records"]) == set(KINDS) - {"programme"}
    for name, rows in data["records"].items():
        kind = KINDS[name]
        assert rows, name
        for row in rows:
            assert set(row) == {"key", "position", "archived_at", *kind.texts, *kind.facts, *kind.links}


def test_it_comes_back_the_same_where_it_was_not(programme, coordinator):
    change(programme, by=coordinator, content_languages=["sv", "fi", "en"])
    before, data = documents(fill(fresh(programme), by=coordinator)), dump(programme)
    assert {document["cover"].pop("picture")["alt"] for document in before.values()} == {"Square (sv)", "Square (fi)"}
    answers = list(programme.links.values("key", "consent", "answered_at"))
    forget(programme)
    CooperationGroup.objects.all().delete()

    loaded = load(data, by=coordinator)

    assert loaded.is_new
    assert {link.stands for link in loaded.programme.links.filter(is_lead=False)} == {False}
    for answer in answers:  # which no file gives: each partner is asked again
        loaded.programme.links.filter(key=answer["key"]).update(**answer)
    after = documents(loaded.programme)
    assert {document["cover"].pop("picture") for document in after.values()} == {None}
    assert after == before
    assert dump(loaded.programme) == without_files(data)


def without_files(data: dict) -> dict:
    """A dump as it comes back where the files are not: it tells of them, and does not bring them."""
    kinds = ("picture", "attachment")
    return data | {
        "records": data["records"] | {kind: [row | {"sha256": ""} for row in data["records"][kind]] for kind in kinds}
    }


def test_what_a_file_does_not_bring_is_told_beforehand(programme):
    reading = read(dump(programme))

    told = [loss.sentence for loss in what_is_not_taken(reading, None, as_copy=True) if loss.key == "files"]

    assert told == [
        "2 pictures and attachments are not in the file; what is written about them is. Choose them again: "
        "square.png, minutes.pdf."
    ]
    assert "files" not in [loss.key for loss in what_is_not_taken(reading, None, as_copy=False)]


def test_a_file_that_names_content_of_another_programme_does_not_get_it(programme, coordinator):
    foreign = make_picture(make_programme("091", by=coordinator), content=jpeg())
    data = dump(programme)
    data["records"]["picture"][0]["sha256"] = foreign.sha256

    loaded = load(data, by=coordinator)

    assert loaded.programme.pictures.get().sha256 == ""


def test_a_loaded_programme_has_no_persons_on_its_seats(programme, coordinator):
    Seat.objects.update(person=coordinator, person_name="Aino Alanen")
    data = dump(programme)
    forget(programme)
    CooperationGroup.objects.all().delete()

    load(data, by=coordinator)

    assert "Aino" not in to_text(data)
    assert list(Seat.objects.values_list("person", "person_name")) == [(None, "")]


def test_over_itself_it_changes_nothing(programme, coordinator):
    before = [list(kind.model.objects.values_list("pk", "row_version", "updated_at")) for kind in KINDS.values()]

    loaded = load(dump(programme), by=coordinator)

    assert not loaded.changed_anything
    assert [
        list(kind.model.objects.values_list("pk", "row_version", "updated_at")) for kind in KINDS.values()
    ] == before


def test_what_was_changed_since_is_as_it_was_and_nothing_is_lost(programme, coordinator):
    data, before = dump(programme), documents(programme)
    objective = Objective.objects.current().first()
    change(objective, by=coordinator, title=words(programme, "Another title"))
    added = make_objective(programme, "Added later", by=coordinator)
    archive_record(Measure.objects.first(), by=coordinator)

    loaded = load(data, by=coordinator)

    added.refresh_from_db()
    assert added.archived_at is not None and added.title == words(programme, "Added later")
    assert [type(record).__name__ for record in loaded.changed] == ["Objective", "Measure"]
    assert loaded.archived == [added]
    assert [then.title for then in objective.history.all()[:2]] == [
        words(programme, "More people in work"),
        words(programme, "Another title"),
    ]
    assert documents(programme) == before


def test_a_copy_has_its_own_keys_and_points_at_nothing_of_the_original(programme, coordinator):
    copy = load(dump(programme), by=coordinator, as_copy=True).programme

    own, other = dump(copy), dump(programme)
    keys = {row["key"] for data in (own, other) for rows in data["records"].values() for row in rows}
    rows = [row for rows in own["records"].values() for row in rows]
    assert len(keys) == 2 * len(rows)
    for kind in KINDS.values():
        for link in kind.links:
            field = kind.model._meta.get_field(link)
            if field.related_model in {each.model for each in KINDS.values()}:
                pointed = field.related_model.objects.filter(
                    pk__in=kind.model.objects.filter(programme=copy).exclude(**{link: None}).values(link)
                )
                assert {row.programme_id for row in pointed} <= {copy.pk}, (kind.name, link)
    assert copy.slug == f"{programme.slug}-2"
    assert (copy.state, list(copy.sharings.all())) == ("preparing", [])


def test_nobodys_record_is_taken_with_its_key(programme, coordinator):
    other = make_programme(by=coordinator)
    theirs = make_objective(other, "Theirs", by=coordinator)
    data = dump(programme)
    forget(programme)
    data["records"]["objective"][0]["key"], old = str(theirs.key), data["records"]["objective"][0]["key"]
    data = json.loads(json.dumps(data).replace(old, str(theirs.key)))

    loaded = load(data, by=coordinator)

    theirs.refresh_from_db()
    assert theirs.programme_id == other.pk and theirs.title == words(other, "Theirs")
    assert Objective.objects.filter(programme=loaded.programme).count() == len(data["records"]["objective"])


def test_a_copy_for_a_partner_makes_it_the_lead(programme, coordinator):
    partner = make_municipality("893")

    copy = load(dump(programme), by=coordinator, as_copy=True, municipality=partner).programme

    assert {link.municipality_id: link.is_lead for link in copy.links.all()} == {"893": True, "545": False}


def test_a_copy_takes_no_group_of_others(programme, coordinator):
    copy = load(dump(programme), by=coordinator, as_copy=True, municipality=make_municipality("599")).programme

    assert copy.group is None
    assert [list(meeting.present.all()) for meeting in Meeting.objects.filter(programme=copy)] == [[]]
    assert CooperationGroup.objects.count() == 1


def test_statements_do_not_grow_with_the_records(programme, coordinator):
    with CaptureQueriesContext(connection) as few:
        dump(programme)
    fill(programme, times=3, by=coordinator)
    with CaptureQueriesContext(connection) as many:
        dump(programme)

    assert len(many) == len(few)
