"""Events told as sentences."""

import pytest

from stakeholders import history
from stakeholders.models import Event
from tests.stakeholders.factories import make_coordinator, make_group


@pytest.mark.django_db
def test_an_event_is_told_with_its_actor():
    maria = make_coordinator(name="Maria Östman")
    make_group(by=maria)

    assert history.sentence(Event.objects.get(verb="save_group")) == "Maria Östman saved the group: Samarbetsgruppen."


def test_events_of_other_apps_are_not_told_here():
    assert history.sentence(Event(verb="approve_programme")) == ""
