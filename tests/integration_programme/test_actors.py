"""An actor is an account, the holder of a link, or the system."""

import pytest

from integration_programme.access import anyone_signed_in
from integration_programme.actors import SYSTEM, Actor, LinkHolder
from stakeholders import history
from tests.stakeholders.factories import make_coordinator

pytestmark = pytest.mark.django_db


def test_an_account_has_the_places_of_its_roles():
    person = make_coordinator(name="Maria Malm")

    assert isinstance(person, Actor)
    assert (person.account, person.link, person.name) == (person, "", "Maria Malm")
    assert (person.coordinates, person.works_for) == ({"545"}, {"545"})


@pytest.mark.parametrize("actor", [LinkHolder("k3y", "Red Cross"), SYSTEM])
def test_whoever_has_no_account_has_no_place(actor):
    assert isinstance(actor, Actor)
    assert actor.account is None
    assert (list(actor.valid_roles), actor.coordinates, actor.works_for, actor.sits_in) == ([], set(), set(), set())
    assert actor.is_administrator is False


def test_each_actor_is_told_from_the_others():
    person = make_coordinator()
    actors = [person, LinkHolder("k3y", "Red Cross"), LinkHolder("other", "Red Cross"), SYSTEM]

    assert [actor.identity for actor in actors] == [f"account:{person.pk}", "link:k3y", "link:other", "system"]


def test_a_page_for_people_with_an_account_refuses_the_holder_of_a_link():
    assert anyone_signed_in.reason(make_coordinator()) is None
    assert anyone_signed_in.reason(LinkHolder("k3y")) == "This page is for people with an account. Sign in first."


def test_the_log_tells_which_account_which_link_or_the_system_acted():
    person = make_coordinator(name="Maria Malm")

    events = [history.record("save_group", by=actor) for actor in (person, LinkHolder("k3y", "Red Cross"), SYSTEM)]

    assert [(event.actor, event.actor_name, history.actor_of(event)) for event in events] == [
        (f"account:{person.pk}", "Maria Malm", "Maria Malm"),
        ("link:k3y", "Red Cross", "Red Cross"),
        ("system", "", "The system"),
    ]
