"""Whoever leaves hands over everything at once; then nothing that is due points at a closed account."""

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions import handing_over
from programmes.actions.comments import assign_comment
from programmes.actions.duties import accept_duty, assign_duty
from programmes.actions.handing_over import Refused, hand_over, held_by
from programmes.actions.programmes import share_programme
from programmes.actions.reviewing import begin_review
from programmes.models import Comment, Duty, Review
from stakeholders.actions.people import close_account
from stakeholders.models import Role
from tests.programmes.factories import fresh, make_comment, make_objective, make_programme
from tests.programmes.reviews import adviser_of, as_seen, ask, make_draft, make_shared
from tests.stakeholders.factories import make_administrator, make_editor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(programme, coordinator):
    """An editor who sees to a section, is a deputy, and has a comment to see to."""
    editor = make_editor(programme.lead.municipality, name="Eeva Ek")
    accept_duty(assign_duty(programme, "situation.how_many", editor, by=coordinator), by=editor)
    assign_duty(programme, "objectives.areas", coordinator, deputy=editor, by=coordinator)
    assign_comment(make_comment(make_objective(programme, by=coordinator), by=coordinator), editor, by=coordinator)
    return editor


@pytest.fixture
def heir(programme):
    return make_editor(programme.lead.municipality, name="Liisa Lahti")


def role_of(person) -> Role:
    return Role.objects.get(user=person)


def test_nothing_that_is_due_points_at_a_closed_account(leaver, heir, coordinator):
    assert hand_over(role_of(leaver), heir, by=coordinator).number == 3
    close_account(leaver, by=SYSTEM)

    assert not held_by(role_of(leaver))
    assert not Duty.objects.filter(person__is_active=False).exists()
    assert not Duty.objects.filter(deputy__is_active=False).exists()
    assert not Comment.objects.filter(assigned_to__is_active=False).exists()
    assert [duty.state for duty in heir.duties.all()] == ["asked"]
    assert [notice.kind for notice in heir.notices.all()] == ["handed_over"]


def test_what_is_given_while_it_waits_for_its_turn_goes_with_the_rest(leaver, heir, coordinator, monkeypatch):
    other = make_programme(by=coordinator)
    given = iter([lambda: assign_duty(other, "situation.how_many", leaver, by=coordinator)])

    def held_and_then_given(role):
        held = held_by(role)
        next(given, lambda: None)()
        return held

    monkeypatch.setattr(handing_over, "held_by", held_and_then_given)
    done = hand_over(role_of(leaver), heir, by=coordinator)

    assert done.number == 4 and {each.programme_id for each in done.kept} >= {other.pk}
    assert not held_by(role_of(leaver)) and heir.duties.count() == 2


def test_nobody_becomes_their_own_deputy(leaver, coordinator):
    hand_over(role_of(leaver), coordinator, by=coordinator)

    assert {(duty.person, duty.deputy) for duty in Duty.objects.all()} == {(coordinator, None)}


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_adviser_hands_over_what_was_begun_and_nothing_closed_is_named(client, coordinator, is_closed):
    programme = make_shared(by=coordinator)
    adviser, colleague = adviser_of(programme), adviser_of(programme)
    ask(programme, by=coordinator)
    review = begin_review(as_seen(programme, adviser), by=adviser)
    make_draft(review)
    if is_closed:
        share_programme(fresh(programme), [], by=coordinator)
    client.force_login(adviser)
    url = reverse("hand_over", args=[role_of(adviser).pk])

    named = str(programme) in client.get(url).content.decode()
    answer = client.post(url, {"successor": str(colleague.pk)})

    assert (answer.status_code, named) == (302, not is_closed)
    assert Review.objects.get().adviser == colleague
    assert [notice.kind for notice in colleague.notices.exclude(kind="review_asked")] == ["reviews_handed_over"] * (
        not is_closed
    )


def test_only_people_of_the_municipality_are_heirs(leaver, coordinator):
    for other in (make_user(), leaver):
        with pytest.raises(Refused):
            hand_over(role_of(leaver), other, by=coordinator)


def test_an_administrator_moves_the_role_of_the_coordinator_along(programme, coordinator, heir):
    hand_over(role_of(coordinator), heir, with_role=True, by=make_administrator())

    kinds = Role.objects.valid().filter(municipality=programme.lead.municipality).values_list("user", "kind")
    assert set(kinds) == {(heir.pk, "editor"), (heir.pk, "coordinator")}


def test_the_page_tells_first_and_changes_nothing(leaver, heir, coordinator, client):
    client.force_login(coordinator)
    url = reverse("hand_over", args=[role_of(leaver).pk])

    page = client.get(url).content.decode()

    assert "Sections that the person sees to" in page and "Objective O1" in page and "Liisa Lahti" in page
    assert leaver.duties.count() == 1
    assert client.post(url, {"successor": heir.pk}).status_code == 302
    assert leaver.duties.count() == 0


def test_a_coordinator_offers_nobody_the_role(coordinator, heir, client):
    client.force_login(coordinator)
    url = reverse("hand_over", args=[role_of(coordinator).pk])

    assert "with_role" not in client.get(url).content.decode()
    client.post(url, {"successor": heir.pk, "with_role": "on"})
    assert Role.objects.get(user=heir).kind == "editor"
