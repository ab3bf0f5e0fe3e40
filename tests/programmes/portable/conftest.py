"""A programme with something of every kind, which goes out as a dump and comes back."""

from datetime import date

import pytest

from programmes.actions.records import archive_record
from programmes.models import Programme
from stakeholders.models import User
from tests.programmes.factories import (
    change,
    fill,
    fresh,
    make_attachment,
    make_chosen_group,
    make_mark,
    make_meeting,
    make_objective,
    make_own_figure,
    make_partner,
    make_partner_responsibility,
    make_programme,
    make_source,
    make_step,
    make_thread,
    words,
)
from tests.stakeholders.factories import make_coordinator, make_seat


@pytest.fixture
def coordinator() -> User:
    return make_coordinator()


@pytest.fixture
def programme(coordinator) -> Programme:
    """Something of every kind, links between them, a mark, a partner, a group with a meeting, an archived record."""
    programme = fill(make_programme(by=coordinator), by=coordinator)
    make_thread(programme, by=coordinator)
    make_own_figure(programme, by=coordinator)
    make_source(programme, by=coordinator)
    group = make_chosen_group(programme, by=coordinator)
    meeting = make_meeting(programme, present=[make_seat(group)], by=coordinator)
    make_attachment(meeting, by=coordinator)
    partner = make_partner(programme, by=coordinator)
    make_partner_responsibility(partner, by=coordinator)
    make_step(programme, link=partner, decided_on=date(2026, 3, 1), by=coordinator)
    make_mark(programme, "situation.needs", status="done", by=coordinator)
    change(programme.responsibility, by=coordinator, resources=words(programme, "<p>Two persons</p><p>A room</p>"))
    archive_record(make_objective(programme, "Archived", by=coordinator), by=coordinator)
    return fresh(programme)
