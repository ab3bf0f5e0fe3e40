"""Points of statements: in the words of the statement, counted and answered as comments are, and the reply."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integration_programme.translations import Translations
from programmes.actions.comments import answer_comment
from programmes.actions.dispositions import SECOND_THOUGHTS, take_apart, tell_of_responses
from programmes.actions.points import add_point
from programmes.actions.programmes import share_programme
from programmes.actions.reminders import reminding_day, send_reminders
from programmes.completeness.forgotten import left_open
from programmes.enums import Audience
from programmes.models import Comment, Disposition, Participant, Place, place_of
from programmes.models.dispositions import Tally
from programmes.models.sharing import SWITCHED
from stakeholders.models import Notice, today
from tests.programmes.factories import fresh, make_chosen_group, make_objective, make_owed, respond_to
from tests.programmes.reading import page
from tests.programmes.rounds import make_answer, make_open_round, make_statement
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_editor, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(programme):
    body = Translations({"sv": "Byarådet", "fi": "Kylätoimikunta"})
    return make_statement(programme, "Bussarna går för sällan. Kurserna är bra.", body=body)


@pytest.fixture
def objective(programme, coordinator):
    return make_objective(programme, by=coordinator)


def point(statement, place=None, text="Bussarna går för sällan.", *, by, **about) -> Comment:
    statement.programme = fresh(statement.programme)
    made = add_point(statement, place or Place(statement.programme.slug), text, by=by, **about)
    return Comment.objects.select_related("disposition").get(pk=made.pk)


def codes(programme) -> dict[str, int]:
    said = ("statements-without-points", "comments-without-response")
    return {fact.code: fact.values["number"] for fact in left_open(fresh(programme)) if fact.code in said}


def test_point_is_said_by_whoever_made_the_statement_and_read_by_those_who_write(statement, coordinator):
    made = point(statement, by=coordinator)

    assert (made.author, made.author_name, made.on_behalf["sv"]) == (None, "Bo Berg", "Byarådet")
    assert made.is_owed and not made.is_private
    assert made.is_shown_to(Audience.WRITERS, None) and not made.is_shown_to(Audience.GROUP, None)


def test_points_and_comments_are_counted_together_and_get_one_response(programme, statement, objective, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator))
    said = make_owed(objective, member)
    made = [point(statement, place_of(objective), text, by=coordinator) for text in ("Bussarna", "Kurserna")]
    respond_to(said, "partly", "Some", by=coordinator, others=[made[0]])

    tally = Tally.of(each.standing for each in Comment.objects.owed().with_people())
    assert (tally.received, tally.counts["partly"], tally.open) == (3, 2, 1)
    take_apart(Comment.objects.get(pk=made[0].pk), by=coordinator)
    assert Tally.of(each.standing for each in Comment.objects.owed().with_people()) == tally


def test_statement_without_points_is_named_before_the_decision(programme, statement, coordinator):
    assert codes(programme) == {"statements-without-points": 1}
    made = point(statement, by=coordinator)
    assert codes(programme) == {"comments-without-response": 1}
    respond_to(made, by=coordinator)
    assert codes(programme) == {}


def test_no_remarks_wait_for_nothing(programme, coordinator):
    make_statement(programme, "", stance="no_remarks")
    assert codes(programme) == {}


def test_form_begins_with_the_whole_statement(client, programme, statement, coordinator):
    client.force_login(coordinator)
    url = page(programme, f"statements/{statement.key}/points/")
    form = opened(client, url)
    assert form["text"].value() == statement.text

    answer = client.post(url, as_sent(form, text="Kurserna är bra."), follow=True)

    assert "The point is added." in answer.content.decode()
    assert [each.text for each in statement.points.all()] == ["Kurserna är bra."]
    client.post(url, as_sent(form, text="Kurserna är bra."))
    assert statement.points.count() == 1


def test_day_needs_a_person_who_is_reminded_until_there_is_a_response(programme, statement, coordinator):
    editor = make_editor(programme.lead.municipality)
    made = point(statement, by=coordinator, person=editor, due_on=reminding_day() + timedelta(days=1))

    def near() -> int:
        send_reminders()
        return Notice.objects.filter(kind="point_near", person=editor).count()

    assert near() == 1
    assert near() == 1
    Notice.objects.all().delete()
    respond_to(made, by=coordinator)
    assert near() == 0


def test_day_without_a_person_is_refused(client, programme, statement, coordinator):
    client.force_login(coordinator)
    url = page(programme, f"statements/{statement.key}/points/")
    answer = client.post(url, as_sent(opened(client, url), due_on=today().isoformat()))
    assert "Choose who sees to it until that day." in answer.content.decode()


def test_reply_is_in_the_language_of_the_statement_and_tells_only_what_is_settled(
    client, programme, statement, objective, coordinator
):
    settled = point(statement, place_of(objective), by=coordinator)
    proposed = point(statement, text="Kurserna är bra.", by=coordinator)
    respond_to(settled, "partly", "Delvis", by=coordinator)
    respond_to(proposed, "not_accepted", "Hemligt-4471", by=make_editor(programme.lead.municipality))
    client.force_login(coordinator)

    html = client.get(page(programme, f"statements/{statement.key}/reply/")).content.decode()
    reply = html[html.index('<article class="reply" lang="sv"') :]
    assert "Delvis beaktad" in reply and "Inget bemötande ännu" in reply and "Byarådet" in reply
    assert "Hemligt-4471" not in html and "Inte beaktad" not in html


def told_to(person) -> set[str]:
    return set(Notice.objects.filter(person=person).values_list("kind", flat=True))


def answered_and_responded(made, *, by) -> None:
    """Somebody answers a point, and settles what becomes of it long enough ago to be told."""
    answer_comment(made, "We have looked at it.", by=by)
    respond_to(made, by=by)
    Disposition.objects.update(settled_at=timezone.now() - 2 * SECOND_THOUGHTS)
    tell_of_responses()


def test_whoever_entered_a_statement_is_not_told_that_their_comment_has_a_response(programme, coordinator):
    clerk = make_editor(programme.lead.municipality, name="Clerk")

    answered_and_responded(point(make_statement(programme, by=clerk), by=coordinator), by=coordinator)

    assert told_to(clerk) == set()


def test_whoever_wrote_an_answer_here_is_told_of_its_points(programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    member = make_member(group, name="Mona")
    share_programme(programme, SWITCHED, by=coordinator)
    make_open_round(programme, seats=[group.seats.get()], email="")
    said = make_answer(Participant.objects.get(), by=member)

    answered_and_responded(point(said, by=coordinator), by=coordinator)

    assert "responded" in told_to(member)
