"""Agenda and minutes as documents: tagged, in one language, and for their readers only."""

import pytest
from django.urls import reverse

from integration_programme.translations import Translations
from programmes.actions import agenda, exports
from programmes.actions.programmes import share_programme
from programmes.actions.sharing import share_place
from programmes.document.minutes import minutes
from programmes.enums import Audience
from programmes.models import Meeting, item_place, place_of
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import fresh, make_chosen_group, make_objective
from tests.programmes.meetings import anew, make_called, make_draft, make_point
from tests.programmes.pdfs import failures, made
from tests.stakeholders.factories import make_seat, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def seat(programme, coordinator):
    seat = make_seat(make_chosen_group(programme, by=coordinator), make_user(), by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    return seat


@pytest.fixture
def held(programme, seat, coordinator) -> Meeting:
    """With a decision, and with a point that is about an objective and in one language."""
    meeting = make_draft(fresh(programme), by=coordinator, days=-1, present=[seat])
    point = make_point(meeting, "Budget", by=coordinator, presenter="Maria")
    point.state, point.outcome = "decided", Translations({"sv": "Vi väntar.", "fi": "Odotamme."})
    agenda.decide_point_of_agenda(point, row_version=1, by=coordinator)
    make_point(meeting, "Kurser", by=coordinator, at=place_of(make_objective(programme)))
    return anew(meeting)


def said(programme, meeting, language="sv") -> str:
    return minutes(programme, meeting, language).as_json()


def test_minutes_say_who_was_there_and_what_was_decided(held):
    told = said(held.programme, held)

    assert all(words in told for words in ("Protokoll", "Red Cross", "Vi väntar.", "Maria", "MÅ1"))
    finnish = said(held.programme, held, "fi")
    assert "Odotamme." in finnish and "Vi väntar." not in finnish and "Kurser" not in finnish


def test_an_agenda_tells_of_nobody_present(programme, seat, coordinator):
    told = said(fresh(programme), make_called(fresh(programme), by=coordinator))

    assert "Föredragningslista" in told and "Red Cross" not in told


def test_they_are_tagged_as_the_programme_is(held, tmp_path):
    assert failures(made(minutes(held.programme, held, "sv")), tmp_path) == []


def test_readers_meet_no_place_that_is_kept_back_from_them(held, coordinator):
    share_programme(fresh(held.programme), [], by=coordinator)
    place = item_place(held.programme, "cooperation")
    share_place(fresh(held.programme), place, {Audience.GROUP: True}, by=coordinator)

    assert "MÅ1" not in said(fresh(held.programme).seen_by(Audience.GROUP), held)
    assert "MÅ1" in said(fresh(held.programme), held)


def test_the_file_is_asked_for_made_and_closed_with_its_meeting(client, held, seat, coordinator):
    client.force_login(seat.person)
    names = {"slug": held.programme.slug, "key": held.key, "language": "sv"}
    page = client.post(reverse("request_minutes", kwargs=names))["Location"]
    export = held.exports.get()
    exports.render_export(export.pk)

    assert b"".join(client.get(f"{page}file/")).startswith(b"%PDF")
    assert "To the meeting" in client.get(page).content.decode()
    assert list(held.programme.exports.filter(meeting=None)) == []
    share_place(fresh(held.programme), place_of(held), {Audience.GROUP: False}, by=coordinator)
    assert client.get(f"{page}file/").status_code == 404


def test_nobody_has_the_agenda_of_a_draft_but_those_who_write(client, programme, seat, coordinator):
    draft = make_draft(fresh(programme), by=coordinator)
    url = reverse("request_minutes", kwargs={"slug": programme.slug, "key": draft.key, "language": "sv"})
    for person, status in ((seat.person, 404), (coordinator, 302)):
        client.force_login(person)
        assert client.post(url).status_code == status


def test_two_meetings_that_say_the_same_have_a_file_each(programme, seat, coordinator):
    for meeting in [make_draft(fresh(programme), by=coordinator) for _ in range(2)]:
        exports.request_minutes(anew(meeting), "sv", by=coordinator)
