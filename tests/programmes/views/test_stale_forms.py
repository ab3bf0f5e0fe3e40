"""A form that was saved elsewhere meanwhile says so, keeps what was typed, and is saved at the second try."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import share_programme
from programmes.actions.reviewing import begin_review
from programmes.enums import Audience
from programmes.models import (
    AdviserNote,
    AgendaPoint,
    Comment,
    DraftComment,
    Participant,
    Round,
    Statement,
    place_of,
)
from stakeholders.models import Event
from tests.programmes.factories import make_comment, make_objective
from tests.programmes.meetings import make_draft, make_point
from tests.programmes.reviews import adviser_of, as_seen, make_note
from tests.programmes.reviews import make_draft as make_draft_comment
from tests.programmes.rounds import make_open_round, make_round, make_statement
from tests.programmes.sending import as_sent, opened, send

pytestmark = pytest.mark.django_db


def of_round(programme, coordinator):
    return coordinator, reverse("edit_round", args=[programme.slug, make_round(programme).key]), "title_sv"


def of_statement(programme, coordinator):
    return coordinator, reverse("edit_statement", args=[programme.slug, make_statement(programme).key]), "text"


def of_comment(programme, coordinator):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    return coordinator, reverse("change_comment", args=[programme.slug, comment.key]), "text"


def of_agenda(programme, coordinator):
    meeting = make_draft(programme)
    point = make_point(meeting)
    return coordinator, reverse("edit_agenda_point", args=[programme.slug, meeting.key, point.key]), "title_sv"


def of_outcome(programme, coordinator):
    meeting = make_draft(programme, days=0)
    point = make_point(meeting)
    return coordinator, reverse("decide_agenda_point", args=[programme.slug, meeting.key, point.key]), "outcome_sv"


def of_participant(programme, coordinator):
    found = make_open_round(programme)
    return (
        coordinator,
        reverse("edit_participant", args=[programme.slug, found.key, found.participants.get().key]),
        "name",
    )


def of_note(programme, coordinator):
    adviser, municipality = adviser_of(programme), programme.lead.municipality
    note = make_note(municipality.centre, municipality, adviser)
    return adviser, reverse("change_note", args=[municipality.centre.code, municipality.code, note.key]), "text"


def going_through(programme):
    """A review that an adviser has begun."""
    share_programme(programme, [Audience.ADVISER], by=SYSTEM)
    adviser = adviser_of(programme)
    return adviser, begin_review(as_seen(programme, adviser), by=adviser)


def of_draft(programme, coordinator):
    adviser, review = going_through(programme)
    return adviser, reverse("edit_draft", args=[programme.slug, review.key, make_draft_comment(review).key]), "text"


OF = [of_round, of_statement, of_participant, of_comment, of_agenda, of_outcome, of_note, of_draft]


@pytest.mark.parametrize("of", OF)
def test_what_was_typed_is_kept_and_saved_at_the_second_try(client, programme, coordinator, of):
    person, url, field = of(programme, coordinator)
    client.force_login(person)
    mine = as_sent(opened(client, url), **{field: "Mine"})
    send(client, url, **{field: "Theirs"})

    told = client.post(url, mine)

    assert opened(client, url)[field].value() == "Theirs"
    form = told.context["form"]
    assert form.errors and form[field].value() == "Mine" and "not yet saved" in told.content.decode()
    client.post(url, as_sent(form))
    assert opened(client, url)[field].value() == "Mine"


def test_what_was_mended_after_a_page_was_stopped_is_saved_at_the_second_try(client, programme, coordinator):
    found = make_open_round(programme)
    client.force_login(coordinator)
    url = f"{reverse('add_statement', args=[programme.slug])}?round={found.key}"
    about = {"participant": str(found.participants.get().key), "way": "paper", "stance": "comments"}
    mine = as_sent(opened(client, url), text="First", **about)
    client.post(url, mine)
    after_the_first = Event.objects.count()
    assert (client.post(url, mine).status_code, Event.objects.count()) == (302, after_the_first)

    told = client.post(url, mine | {"text": "Mended"})

    form = told.context["form"]
    assert (Statement.objects.get().text, form["text"].value()) == ("First", "Mended")
    assert "not yet saved" in told.content.decode()
    assert client.post(url, as_sent(form)).status_code == 302
    assert Statement.objects.get().text == "Mended"


@pytest.mark.parametrize("of", OF)
def test_what_was_saved_by_a_first_click_is_saved_silently_once(client, programme, coordinator, of):
    person, url, field = of(programme, coordinator)
    client.force_login(person)
    mine = as_sent(opened(client, url), **{field: "Mine"})
    client.post(url, mine)
    after_the_first = opened(client, url)["row_version"].value(), Event.objects.count()

    assert client.post(url, mine).status_code == 302
    assert (opened(client, url)["row_version"].value(), Event.objects.count()) == after_the_first


def new_comment(programme, coordinator):
    place = place_of(make_objective(programme, by=coordinator))
    return coordinator, f"{reverse('add_comment', args=[programme.slug])}?place={quote(str(place))}", "text"


def new_answer(programme, coordinator):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    return coordinator, reverse("comment", args=[programme.slug, comment.key]), "text"


def new_round(programme, coordinator):
    return coordinator, reverse("add_round", args=[programme.slug]), "title_sv"


def new_questions(programme, coordinator):
    return coordinator, reverse("ask_residents", args=[programme.slug]), "title_sv"


def new_point(programme, coordinator):
    return coordinator, reverse("add_agenda_point", args=[programme.slug, make_draft(programme).key]), "title_sv"


def new_note(programme, coordinator):
    adviser, municipality = adviser_of(programme), programme.lead.municipality
    return adviser, reverse("adviser_notes", args=[municipality.centre.code, municipality.code]), "text"


def new_participant(programme, coordinator):
    return coordinator, reverse("add_participant", args=[programme.slug, make_round(programme).key]), "name"


def new_draft(programme, coordinator):
    adviser, review = going_through(programme)
    return adviser, f"{reverse('add_draft', args=[programme.slug, review.key])}?item=objectives.means", "text"


NEW = [new_comment, new_answer, new_round, new_questions, new_participant, new_point, new_note, new_draft]
#: what a form asks for beside its words
ASKED = {new_answer: {"shown_to": "all"}, new_questions: {"questions_sv": "Vad saknas?"}}


def saved() -> int:
    return sum(model.objects.count() for model in (AdviserNote, AgendaPoint, Comment, DraftComment, Participant, Round))


@pytest.mark.parametrize("new", NEW)
def test_other_words_after_a_stopped_save_stay_in_the_form_and_become_a_new_one(client, programme, coordinator, new):
    person, url, field = new(programme, coordinator)
    client.force_login(person)
    sent = as_sent(opened(client, url), **{field: "First"}, **ASKED.get(new, {}))
    before = saved()
    client.post(url, sent)

    told = client.post(url, sent | {field: "Mended"})

    form = told.context["form"]
    assert saved() == before + 1
    assert form.errors and form[field].value() == "Mended" and "not yet saved" in told.content.decode()
    assert client.post(url, as_sent(form)).status_code == 302
    assert saved() == before + 2


@pytest.mark.parametrize("new", NEW)
def test_the_same_words_sent_again_lead_to_what_was_saved_first(client, programme, coordinator, new):
    person, url, field = new(programme, coordinator)
    client.force_login(person)
    sent = as_sent(opened(client, url), **{field: "First"}, **ASKED.get(new, {}))
    first = client.post(url, sent)
    before = saved()

    second = client.post(url, sent)

    assert (second.status_code, second.url) == (302, first.url)
    assert saved() == before


def test_an_answer_that_is_to_be_private_after_all_is_not_taken_for_the_first_one(client, programme, coordinator):
    person, url, _field = new_answer(programme, coordinator)
    client.force_login(person)
    sent = as_sent(opened(client, url), text="First", shown_to="all")
    client.post(url, sent)

    told = client.post(url, sent | {"shown_to": "writers"})

    assert "not yet saved" in told.content.decode()


@pytest.mark.parametrize("of", [of_draft, new_draft])
def test_both_wordings_of_a_gathered_comment_stand_on_the_page(client, programme, coordinator, of):
    person, url, field = of(programme, coordinator)
    client.force_login(person)
    mine = as_sent(opened(client, url), **{field: "Mine"})
    client.post(url, mine | {field: "Theirs"})

    told = client.post(url, mine).content.decode()

    assert "<div><p>Mine</p></div>" in told and "<div><p>Theirs</p></div>" in told
    assert DraftComment.objects.get().text == "Theirs"
