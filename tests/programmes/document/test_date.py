"""The date on the cover is a fact of the programme: when something that is printed was last written."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from programmes.actions.cooperation import change_invitations
from programmes.actions.partners import answer_request, ask_again, withdraw_consent
from programmes.actions.programmes import archive_programme, choose_group, restore_programme, share_programme
from programmes.actions.records import archive_record, change_record, move_record, restore_record
from programmes.actions.versions import make_version
from programmes.document import assemble
from programmes.enums import VersionPurpose
from programmes.models import Objective, Programme
from tests.programmes.factories import (
    approve_programme,
    change,
    fresh,
    make_approvable,
    make_mark,
    make_objective,
    make_organisation,
    make_partner,
    propose_programme,
    words,
)
from tests.stakeholders.factories import make_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

THEN, NOW = datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def programme(coordinator, at) -> Programme:
    """Written on 2 November, with two objectives, an archived one and a partner that takes part and one that was asked."""
    at(THEN)
    programme = make_approvable(by=coordinator)
    make_objective(programme, "Second", by=coordinator)
    archive_record(make_objective(programme, "Third", by=coordinator), by=coordinator)
    make_partner(programme, "893", by=coordinator)
    make_partner(programme, "599", consents=None, by=coordinator)
    make_partner(programme, "905", consents=False, by=coordinator)
    return fresh(programme)


def objective(programme, number: int) -> Objective:
    return programme.objectives.get(code=f"O{number}")


def partner(programme, code: str):
    return programme.links.get(municipality=code)


def dates(programme) -> list[str]:
    return [assemble(fresh(programme), language).cover.date for language in ("fi", "sv", "en")]


def invite(programme, by):
    row = programme.invitations.first()
    row.organisation = make_organisation(programme, "Kela", by=by)
    change_invitations(programme, [(row, row.row_version)], by=by)


WRITING = {
    "a record is changed": lambda programme, by: change(
        objective(programme, 1), title=words(programme, "Other"), by=by
    ),
    "the programme is changed": lambda programme, by: change(programme, title=words(programme, "Other"), by=by),
    "a record is added": lambda programme, by: make_objective(programme, by=by),
    "a record is archived": lambda programme, by: archive_record(objective(programme, 1), by=by),
    "a record is brought back": lambda programme, by: restore_record(objective(programme, 3), by=by),
    "a record is moved": lambda programme, by: move_record(objective(programme, 2), up=True, by=by),
    "bodies are invited": invite,
    "a group is chosen": lambda programme, by: choose_group(programme, make_group(by=by), by=by),
    "a partner consents": lambda programme, by: answer_request(partner(programme, "599"), consents=True, by=by),
    "a partner withdraws": lambda programme, by: withdraw_consent(partner(programme, "893"), by=by),
}

OTHER = {
    "a record is saved as it was": lambda programme, by: change(objective(programme, 1), by=by),
    "an item is marked": lambda programme, by: make_mark(programme, "situation.needs", status="done", by=by),
    "it is shared": lambda programme, by: share_programme(programme, ["group"], by=by),
    "it is proposed": lambda programme, by: propose_programme(programme, by=by),
    "it is approved": lambda programme, by: approve_programme(programme, approved_on=THEN.date(), by=by),
    "it is archived and brought back": lambda programme, by: (
        archive_programme(programme, by=by),
        restore_programme(programme, by=by),
    ),
    "a version is kept": lambda programme, by: make_version(
        programme, name="Round 1", purpose=VersionPurpose.ROUND, by=by
    ),
    "a partner declines": lambda programme, by: answer_request(partner(programme, "599"), consents=False, by=by),
    "a partner is asked again": lambda programme, by: ask_again(partner(programme, "905"), by=by),
}


@pytest.mark.parametrize("what", WRITING)
def test_the_date_is_of_today_when(what, programme, coordinator, at):
    at(NOW)

    WRITING[what](programme, coordinator)

    assert dates(programme) == ["20.11.2026", "20.11.2026", "20 November 2026"]


@pytest.mark.parametrize("what", OTHER)
def test_the_date_stays_when(what, programme, coordinator, at):
    at(NOW)

    OTHER[what](programme, coordinator)

    assert dates(programme) == ["2.11.2026", "2.11.2026", "2 November 2026"]


def test_a_save_from_a_form_that_was_open_before_takes_no_date_and_no_place_back(programme, coordinator, at):
    """Neither counts as a save of the row, so that the form is not refused: it must leave them as they are by then."""
    opened, second = fresh(programme), objective(programme, 2)
    at(NOW)
    change(objective(programme, 1), title=words(programme, "Other"), by=coordinator)
    move_record(objective(programme, 2), up=True, by=coordinator)

    choose_group(opened, make_group(by=coordinator), by=coordinator)
    change_record(opened, row_version=opened.row_version, by=coordinator)
    change_record(second, row_version=second.row_version, by=coordinator)

    assert dates(programme) == ["20.11.2026", "20.11.2026", "20 November 2026"]
    assert [each.code for each in programme.objectives.current().order_by("position")] == ["O2", "O1"]
