"""Events told as sentences."""

from datetime import date

import pytest
from django.utils import translation

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from stakeholders import history
from stakeholders.actions import groups, people
from stakeholders.models import Event
from tests.stakeholders.factories import make_coordinator, make_group, make_municipality, make_user

pytestmark = pytest.mark.django_db


def test_an_event_is_told_with_its_actor_to_each_reader_in_the_readers_language():
    maria = make_coordinator(name="Maria Östman")
    make_group(by=maria)
    event = Event.objects.get(verb="save_group")

    told = {}
    for language in ("en", "sv", "fi"):
        with translation.override(language):
            told[language] = history.sentence(event)

    assert told == {
        "en": "Maria Östman saved the group: Cooperation group.",
        "sv": "Maria Östman sparade gruppen: Samarbetsgruppen.",
        "fi": "Maria Östman tallensi ryhmän: Samarbetsgruppen (kieli: ruotsi).",
    }


def test_a_role_is_told_with_its_place_and_its_end():
    ali = make_user(name="Ali Noor")
    people.give_role(ali, "editor", municipality=make_municipality("545"), valid_to=date(2027, 6, 30), by=SYSTEM)

    with translation.override("sv"):
        told = history.sentence(Event.objects.get(verb="give_role"))

    assert told == "Systemet gav rollen: Ali Noor, Skribent, Närpes, till och med 30.6.2027."


def test_a_group_that_was_renamed_is_told_by_its_name_at_the_time():
    group = make_group(name="First name")
    group.names = Translations({"en": "Second name"})
    groups.save_group(group, municipalities=group.municipalities.all(), row_version=1, by=SYSTEM)

    with translation.override("en"):
        told = [history.sentence(event) for event in Event.objects.filter(verb="save_group").order_by("pk")]

    assert [each.rpartition(": ")[2] for each in told] == ["First name.", "Second name."]


@pytest.mark.parametrize(
    ("told", "as_read"),
    [
        ("Ali added: Work for all..", "Ali added: Work for all."),
        ("Ali added: Why do they come?.", "Ali added: Why do they come?"),
        ('Ali added: <a href="/">Work for all.</a>.', 'Ali added: <a href="/">Work for all.</a>'),
        ("Ali added: Work for all.", "Ali added: Work for all."),
        ("Ali marked “Why do they come?”: Done.", "Ali marked “Why do they come?”: Done."),
    ],
)
def test_a_sentence_that_ends_with_a_name_has_one_stop(told, as_read):
    assert history.with_one_stop(told) == as_read


def test_event_of_a_group_says_which_fields_and_which_save_it_was():
    group = make_group()
    group.names = Translations({"en": "Another"})
    groups.save_group(group, municipalities=[make_municipality("599")], row_version=1, by=SYSTEM)

    event = Event.objects.filter(verb="save_group").latest("pk")

    assert (event.kind, event.subject, event.fields, event.version) == (
        "group",
        str(group.key),
        ["names", "municipalities"],
        2,
    )


def test_events_of_other_apps_are_not_told_here():
    assert history.sentence(Event(verb="approve_programme")) == ""
