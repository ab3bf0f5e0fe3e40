"""Versions are kept for ever; going back to one loses nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from integration_programme.records import StaleRecord
from programmes import history
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.records import archive_record, change_record, move_record
from programmes.actions.versions import (
    import_programme,
    keep_upload,
    make_version,
    restore_record_of_version,
    restore_version,
    start_from_upload,
)
from programmes.checklist import LANGUAGES
from programmes.document import assemble, changed_languages
from programmes.enums import Audience, VersionPurpose
from programmes.models import Indicator, Objective, Programme, Unchangeable, Upload, Version, VersionDocument
from programmes.models.kinds import KINDS
from programmes.portable import compared, dump, read
from stakeholders.models import Event
from tests.programmes.factories import (
    approve_programme,
    change,
    element_of,
    fill,
    fresh,
    make_approvable,
    make_chosen_group,
    make_meeting,
    make_objective,
    make_partner,
    words,
)
from tests.stakeholders.factories import make_coordinator, make_group, make_municipality, make_seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

DAY = date(2026, 11, 16)


@pytest.fixture
def coordinator():
    return make_coordinator(name="Maija Koordinaattori")


@pytest.fixture
def programme(coordinator) -> Programme:
    """Written in three languages, with a group."""
    programme = make_approvable(by=coordinator)
    change(programme, by=coordinator, content_languages=["sv", "fi", "en"])
    programme = fill(fresh(programme), by=coordinator)
    make_seat(make_chosen_group(programme, by=coordinator), by=coordinator)
    return fresh(programme)


def documents(programme: Programme) -> dict[str, dict]:
    """All that the document says in each language, its date too."""
    return {language: assemble(fresh(programme), language).as_data() for language in LANGUAGES}


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on by some days."""
    real = timezone.now

    def move_on(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=days))

    return move_on


def keep(programme, coordinator, name="Round 1") -> Version:
    return make_version(programme, name=name, purpose=VersionPurpose.ROUND, by=coordinator)


# Kept for ever


def test_a_version_keeps_the_whole_programme_with_who_and_what_for(programme, coordinator):
    version = keep(programme, coordinator)

    version.refresh_from_db()
    assert version.dump == dump(programme)
    assert (version.number, version.name, version.purpose) == (1, "Round 1", "round")
    assert (version.made_by, version.made_by_name) == (coordinator, "Maija Koordinaattori")
    assert keep(programme, coordinator, "Round 2").number == 2
    assert [history.sentence(event) for event in Event.objects.filter(verb="make_version")] == [
        "Maija Koordinaattori kept a version: Version 2: Round 2.",
        "Maija Koordinaattori kept a version: Version 1: Round 1.",
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda version: version.save(),
        lambda version: version.save(update_fields=["name"]),
        lambda version: version.delete(),
        lambda version: Version.objects.filter(pk=version.pk).update(name="Other"),
        lambda version: Version.objects.filter(pk=version.pk).delete(),
        lambda version: Version.objects.bulk_update([version], ["name"]),
        lambda version: version.documents.all().delete(),
        lambda version: version.documents.update(content_hash=""),
        lambda version: version.documents.first().save(),
    ],
    ids=["save", "save a field", "delete", "update", "delete many", "bulk", "documents", "hashes", "a document"],
)
def test_a_version_and_its_documents_are_never_changed(programme, coordinator, act):
    version = approve_programme(programme, approved_on=DAY, by=coordinator)[0].version
    before = list(Version.objects.values()), list(VersionDocument.objects.values())

    with pytest.raises(Unchangeable):
        act(version)

    assert (list(Version.objects.values()), list(VersionDocument.objects.values())) == before


def test_a_version_stays_when_the_person_goes(programme, coordinator):
    other = make_coordinator(name="Liisa Lähtijä")
    version = keep(programme, other)

    other.delete()

    version.refresh_from_db()
    assert (version.made_by, version.made_by_name) == (None, "Liisa Lähtijä")


def test_an_approval_is_a_version_with_its_documents(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)

    version = Version.objects.get()
    assert (version.purpose, version.approved_on, version.number) == ("approval", DAY, 1)
    assert [each.language for each in version.documents.all()] == ["en", "fi", "sv"]
    assert version.dump["programme"]["state"] == "approved"


# Changed after approval


def test_what_is_edited_and_put_back_is_no_change(programme, coordinator):
    element = change(element_of(programme, "strategy"), text=words(programme, "<p>First</p><p>Second</p>"))
    approve_programme(fresh(programme), approved_on=DAY, by=coordinator)
    text = dict(element.text)

    change(element, text=text | {"sv": "<p>Another</p>"})
    changed = changed_languages(fresh(programme))
    change(element, text=words(programme, "<p>First</p><p>Second</p>"))

    assert changed == ["sv"]
    assert changed_languages(fresh(programme)) == []
    assert assemble(fresh(programme), "sv").state == "approved"


def test_a_text_added_in_one_language_changes_only_that(programme, coordinator):
    element = element_of(programme, "strategy")
    approve_programme(programme, approved_on=DAY, by=coordinator)

    change(element, text={"fi": "<p>Vain suomeksi</p>"})

    assert changed_languages(fresh(programme)) == ["fi"]
    assert {language: assemble(fresh(programme), language).state for language in ("fi", "sv")} == {
        "fi": "changed_after_approval",
        "sv": "approved",
    }


def test_a_draft_is_not_changed_after_anything(programme, coordinator):
    keep(programme, coordinator)
    change(programme.responsibility, coordinating_body=words(programme, "Other"))

    assert changed_languages(fresh(programme)) == []


# Going back


def spoil(programme, coordinator) -> Objective:
    """Change, add and archive; the record that was added."""
    change(Objective.objects.first(), by=coordinator, title=words(programme, "Other words"))
    change(programme.responsibility, by=coordinator, coordinating_body=words(programme, "Other body"))
    change(element_of(programme, "strategy"), by=coordinator, text=words(programme, "<p>Other</p>"))
    change(fresh(programme), by=coordinator, title=words(programme, "Other programme"))
    archive_record(programme.services.first(), by=coordinator)
    return make_objective(programme, "Added later", by=coordinator)


def test_going_back_gives_the_document_of_then(programme, coordinator, later):
    version, then = keep(programme, coordinator), documents(programme)
    later(days=3)
    added = spoil(programme, coordinator)
    move_record(programme.indicators.last(), up=True, by=coordinator)
    choose_group(fresh(programme), None, by=coordinator)
    left = dump(programme)
    assert [
        now["cover"]["date"] == then[language]["cover"]["date"] for language, now in documents(programme).items()
    ] == [
        False,
        False,
        False,
    ]

    made = restore_version(programme, version, by=coordinator)

    assert documents(programme) == then
    assert [(each.number, each.restores) for each in Version.objects.all()] == [(3, version), (2, None), (1, None)]
    assert made.number == 3 and compared(made.dump, dump(programme)) == []
    assert Version.objects.get(number=2).dump == left
    added.refresh_from_db()
    assert added.archived_at is not None and added.title == words(programme, "Added later")


def test_going_back_and_forth_loses_nothing(programme, coordinator):
    version = keep(programme, coordinator)
    spoil(programme, coordinator)
    then = documents(programme)
    restore_version(programme, version, by=coordinator)

    restore_version(programme, Version.objects.get(number=2), by=coordinator)

    assert documents(programme) == then
    assert Version.objects.count() == 4


def test_the_texts_that_were_left_are_in_the_history(programme, coordinator):
    version = keep(programme, coordinator)
    objective = change(Objective.objects.first(), by=coordinator, title=words(programme, "Other words"))

    restore_version(programme, version, by=coordinator)

    told = [(then.title["sv"], then.history_user) for then in objective.history.all()[:2]]
    assert told == [("More people in work (sv)", coordinator), ("Other words (sv)", coordinator)]


def test_a_form_that_was_open_meanwhile_is_stale(programme, coordinator):
    version = keep(programme, coordinator)
    change(Objective.objects.first(), by=coordinator, title=words(programme, "Other words"))
    opened = Objective.objects.first()

    restore_version(programme, version, by=coordinator)

    with pytest.raises(StaleRecord):
        change_record(opened, row_version=opened.row_version, by=coordinator)


def test_a_second_click_makes_no_second_version(programme, coordinator):
    version = keep(programme, coordinator)
    spoil(programme, coordinator)
    restore_version(programme, version, by=coordinator)

    assert restore_version(programme, version, by=coordinator) is None
    assert Version.objects.count() == 3
    assert Event.objects.filter(verb="restore_version").count() == 1


def test_going_back_changes_no_state_and_shares_with_nobody(programme, coordinator):
    version = keep(programme, coordinator)
    share_programme(programme, {Audience.ADVISER}, by=coordinator)
    spoil(programme, coordinator)
    approve_programme(fresh(programme), approved_on=DAY, by=coordinator)

    restore_version(programme, version, by=coordinator)

    now = fresh(programme)
    assert (now.state, now.approved_on) == ("approved", DAY)
    assert [each.audience for each in now.sharings.all()] == ["adviser"]
    assert changed_languages(now) == ["sv", "fi", "en"]


def test_the_event_of_going_back_names_what_became_of_which_record(programme, coordinator):
    version = keep(programme, coordinator)
    added = make_objective(programme, "Added later", by=coordinator)
    changed = change(Objective.objects.first(), by=coordinator, title=words(programme, "Other words"))

    restore_version(programme, version, by=coordinator)

    event = Event.objects.get(verb="restore_version")
    assert event.data == {
        "restored": 1,
        "version": 3,
        "changed": {f"objective:{changed.key}": ["title"]},
        "archived": [f"objective:{added.key}"],
    }


def test_the_event_of_going_back_names_the_fields_of_the_programme_and_of_each_record(programme, coordinator):
    version = keep(programme, coordinator)
    objective, indicator = Objective.objects.get(code="O2"), Indicator.objects.first()
    change_record(objective, {"findings": [], "plans": []}, row_version=objective.row_version, by=coordinator)
    archive_record(indicator, by=coordinator)
    change(fresh(programme), by=coordinator, title=words(programme, "Other"), period_end=date(2029, 1, 1))
    choose_group(fresh(programme), None, by=coordinator)

    restore_version(programme, version, by=coordinator)

    event, now = Event.objects.get(verb="restore_version"), fresh(programme)
    assert (event.kind, event.subject, event.version) == ("programme", str(now.key), now.row_version)
    assert event.fields == ["title", "period_end", "group"]
    assert event.data["changed"] == {
        f"objective:{objective.key}": ["findings", "plans"],
        f"indicator:{indicator.key}": ["archived_at"],
    }


def test_the_event_of_one_record_going_back_names_its_fields(programme, coordinator):
    version, objective = keep(programme, coordinator), Objective.objects.get(code="O2")
    change_record(objective, {"findings": [], "plans": []}, row_version=objective.row_version, by=coordinator)
    change(objective, by=coordinator, title=words(programme, "Other"), by_when=date(2029, 1, 1))

    restore_record_of_version(programme, version, KINDS["objective"], objective.key, by=coordinator)

    event = Event.objects.get(verb="restore_record_of_version")
    assert (event.kind, event.subject, event.version) == ("objective", str(objective.key), objective.row_version + 1)
    assert event.fields == ["title", "by_when", "findings", "plans"]


def test_the_event_of_a_file_read_over_the_programme_names_the_fields_of_each_record(programme, coordinator):
    then = read(dump(programme))
    change(fresh(programme), by=coordinator, title=words(programme, "Other"))
    objective = change(Objective.objects.first(), by=coordinator, title=words(programme, "Other"))
    added = make_objective(programme, by=coordinator)

    import_programme(then, by=coordinator)

    event = Event.objects.get(verb="load_over_programme")
    assert (event.fields, event.version) == (["title"], fresh(programme).row_version)
    assert event.data == {
        "version": 2,
        "archived": [f"objective:{added.key}"],
        "changed": {f"objective:{objective.key}": ["title"]},
    }


def test_the_event_of_a_programme_that_a_file_started_names_the_fields_it_gave(programme, coordinator):
    upload = keep_upload(dump(programme), file_name="a.json", municipality=make_municipality("893"), by=coordinator)

    start_from_upload(upload, by=coordinator)

    event = Event.objects.get(verb="load_programme")
    assert set(event.fields) >= {"slug", "title", "content_languages", "period_start"}
    assert event.version == 1


def test_what_was_put_back_by_hand_gets_its_date_back_too(programme, coordinator, later):
    version, then = keep(programme, coordinator), documents(programme)
    objective, title = Objective.objects.first(), Objective.objects.first().title
    later(days=3)
    change(objective, by=coordinator, title=words(programme, "Other"))
    change(objective, by=coordinator, title=title)
    assert compared(version.dump, dump(programme)) == [] and documents(programme) != then

    restore_version(programme, version, by=coordinator)

    assert documents(programme) == then


def test_a_record_that_goes_back_makes_a_document_of_today(programme, coordinator, later):
    version, then = keep(programme, coordinator), documents(programme)
    objective = change(Objective.objects.first(), by=coordinator, title=words(programme, "Other"))
    later(days=3)

    restore_record_of_version(programme, version, KINDS["objective"], objective.key, by=coordinator)

    now = documents(programme)
    for language, data in now.items():
        assert data["cover"].pop("date") != then[language]["cover"].pop("date")
    assert now == then


def test_a_file_read_over_the_programme_gives_the_document_of_then(programme, coordinator, later):
    data, then = dump(programme), documents(programme)
    later(days=3)
    spoil(programme, coordinator)
    choose_group(fresh(programme), None, by=coordinator)

    import_programme(read(data), by=coordinator)

    assert documents(programme) == then


def test_a_group_that_is_no_longer_of_a_municipality_that_takes_part_does_not_come_back(programme, coordinator):
    version, group = keep(programme, coordinator), programme.group
    chosen = make_group(by=coordinator)
    choose_group(fresh(programme), chosen, by=coordinator)
    group.municipalities.set([make_municipality("893")])

    restore_version(programme, version, by=coordinator)

    assert fresh(programme).group == chosen


def test_a_group_of_a_partner_comes_back_with_who_was_present(programme, coordinator):
    make_partner(programme, "893", by=coordinator)
    group = make_group([make_municipality("893")], by=coordinator)
    seat = make_seat(group, by=coordinator)
    choose_group(fresh(programme), group, by=coordinator)
    meeting = make_meeting(programme, present=[seat], by=coordinator)
    version = keep(programme, coordinator)
    choose_group(fresh(programme), None, by=coordinator)
    change_record(meeting, {"present": []}, row_version=meeting.row_version, by=coordinator)

    restore_version(programme, version, by=coordinator)

    assert (fresh(programme).group, list(meeting.present.all())) == (group, [seat])


def test_one_record_goes_back_alone(programme, coordinator):
    version, then = keep(programme, coordinator), Objective.objects.first().title
    spoil(programme, coordinator)
    objective = Objective.objects.first()

    made = restore_record_of_version(programme, version, KINDS["objective"], objective.key, by=coordinator)

    objective.refresh_from_db()
    assert objective.title == then
    assert fresh(programme).title == words(programme, "Other programme")
    assert (made.number, made.restores) == (3, version)
    assert Objective.objects.get(code="O3").archived_at is None
    assert restore_record_of_version(programme, version, KINDS["objective"], objective.key, by=coordinator) is None


def test_going_back_to_before_a_partner_takes_it_out_and_loses_nothing(programme, coordinator):
    version = keep(programme, coordinator)
    partner = make_partner(programme, by=coordinator)

    restore_version(programme, version, by=coordinator)

    partner.refresh_from_db()
    assert partner.archived_at is not None


# Files


def test_a_file_waits_for_its_person_and_becomes_one_programme(programme, coordinator):
    place = make_municipality("893")
    upload = keep_upload(dump(programme), file_name="programme.json", municipality=place, by=coordinator)

    started = start_from_upload(upload, by=coordinator)
    again = start_from_upload(upload, by=coordinator)

    assert started == again
    assert started.key == upload.key != programme.key
    assert [link.municipality_id for link in started.links.filter(is_lead=True)] == ["893"]
    assert Upload.objects.count() == 0
    assert (started.state, started.group, list(started.sharings.all())) == ("preparing", None, [])


def test_a_file_is_forgotten_after_a_day_or_for_the_next_one(programme, coordinator):
    place, other = make_municipality("893"), make_coordinator()
    theirs = keep_upload({}, file_name="theirs.json", municipality=place, by=other)
    keep_upload({}, file_name="first.json", municipality=place, by=coordinator)
    Upload.objects.filter(pk=theirs.pk).update(made_at="2026-01-01T00:00:00Z")

    keep_upload({}, file_name="second.json", municipality=place, by=coordinator)

    assert [upload.file_name for upload in Upload.objects.all()] == ["second.json"]
