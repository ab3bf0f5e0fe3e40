"""What was checked when an invitation was written is checked when it is taken: its days, its place, and its sender."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_programme.records import Refused
from stakeholders.actions import invitations, people
from stakeholders.enums import RoleKind
from stakeholders.models import Invitation, Organisation, Role, Seat, User, today
from tests.mails import received
from tests.stakeholders.factories import (
    PASSWORD,
    make_administrator,
    make_centre,
    make_coordinator,
    make_group,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def sender():
    return make_coordinator(name="Maria Östman")


def to_a_role(sender, **more) -> Invitation:
    places = {"kind": "editor", "municipality": make_municipality(), **more}
    return invitations.invite(email="new@example.org", language="en", by=sender, **places)


def to_a_seat(sender, **seat) -> Invitation:
    places = {"kind": "seat", "seat": make_seat(make_group(by=sender), by=sender, **seat)}
    return invitations.invite(email="new@example.org", language="en", by=sender, **places)


def answers(client, invitation) -> list[int]:
    """What the link and the two buttons behind it answer: to look, to join, and to accept with an account."""
    url = reverse("invitation", args=[invitation.token])
    found = [client.get(url).status_code, client.post(url, {"name": "N", "password": PASSWORD}).status_code]
    client.force_login(make_user(email=invitation.email))
    accepted = client.post(reverse("accept_invitation", args=[invitation.token]), follow=True)
    return [*found, accepted.status_code]


def lead(client, invitation) -> str:
    return client.get(reverse("invitation", args=[invitation.token])).content.decode()


def test_a_role_whose_last_day_has_passed_is_not_taken(client, sender):
    """It was an error of the server: the link lived longer than the role."""
    invitation = to_a_role(sender, role_valid_to=today() + 3 * A_DAY)
    Invitation.objects.update(role_valid_to=today() - 2 * A_DAY)

    page = lead(client, invitation)

    assert "The role was to end on" in page and "Ask Maria Östman to send a new invitation" in page
    assert answers(client, invitation) == [410, 410, 410]
    assert not Role.objects.filter(kind="editor").exists()


def test_a_link_lives_no_longer_than_what_it_gives(sender):
    shorter, longer = today() + 3 * A_DAY, today() + 60 * A_DAY

    ends = [to_a_role(sender, role_valid_to=day).expires_on for day in (shorter, longer, None)]

    assert ends == [shorter, today() + 14 * A_DAY, today() + 14 * A_DAY]


def test_a_link_lives_to_the_end_of_the_day_that_the_mail_names(client, sender, monkeypatch):
    invitation = to_a_role(sender)
    day = invitation.expires_on
    (mail,) = received()
    last_minute = datetime(day.year, day.month, day.day, 21, 30, tzinfo=UTC) - timedelta(
        hours=day.month not in (4, 5, 6, 7, 8, 9)
    )
    found = []
    for moment in (last_minute, last_minute + timedelta(hours=2)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        found.append(client.get(reverse("invitation", args=[invitation.token])).status_code)

    assert f"{day:%-d %B %Y}" in mail.body.replace("\N{NO-BREAK SPACE}", " ")
    assert found == [200, 410]


@pytest.mark.parametrize(
    "end",
    [
        lambda seat, by: Seat.objects.update(valid_from="2025-01-01", valid_to=today() - A_DAY),
        lambda seat, by: Seat.objects.update(archived_at=timezone.now()),
        lambda seat, by: type(seat.group).objects.update(archived_at=timezone.now()),
    ],
    ids=["term over", "archived", "group archived"],
)
def test_a_seat_that_is_over_is_not_taken(client, sender, end):
    invitation = to_a_seat(sender, valid_to=today() + 90 * A_DAY)
    end(invitation.seat, sender)

    assert "What the invitation is for no longer exists, or its term is over." in lead(client, invitation)
    assert answers(client, invitation) == [410, 410, 410]
    assert Seat.objects.get().person is None


def test_a_centre_that_is_no_more_has_no_new_advisers(client):
    invitation = to_a_role(make_administrator(), kind="adviser", municipality=None, centre=make_centre())
    Organisation.objects.filter(pk=invitation.centre_id).update(valid_to=today() - A_DAY)

    assert answers(client, invitation) == [410, 410, 410]


ENDS = {
    "ended by somebody": lambda person: people.end_role(person.roles.get(), by=make_administrator()),
    "over by its date": lambda person: Role.objects.filter(user=person).update(
        valid_from=today() - 9 * A_DAY, valid_to=today() - A_DAY
    ),
    "account closed": lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
    "another role": lambda person: Role.objects.filter(user=person).update(kind=RoleKind.EDITOR),
}


@pytest.mark.parametrize("invite", [to_a_role, to_a_seat])
@pytest.mark.parametrize("end", ENDS)
def test_an_invitation_is_void_when_its_sender_could_not_send_it_today(client, sender, invite, end):
    invitation = invite(sender)
    make_coordinator()
    ENDS[end](sender)

    page = lead(client, invitation)

    assert "Whoever sent the invitation no longer has the role for it." in page
    assert "Ask the coordinator of the municipality to send a new invitation" in page
    assert answers(client, invitation) == [410, 410, 410]


def test_nothing_is_sent_that_nobody_could_take(sender):
    with pytest.raises(Refused, match="That day has passed"):
        to_a_role(sender, role_valid_to=today() - A_DAY)
    with pytest.raises(Refused, match="its term is over"):
        to_a_seat(sender, valid_from=today() - 9 * A_DAY, valid_to=today() - A_DAY)

    assert not Invitation.objects.exists() and received() == []


def test_the_form_says_why_a_seat_that_is_over_has_no_invitations(client, sender):
    seat = make_seat(make_group(by=sender), by=sender, valid_from=today() - 9 * A_DAY, valid_to=today() - A_DAY)
    client.force_login(sender)

    response = client.post(
        reverse("invite_to_seat", args=[seat.group.key, seat.key]),
        {"as_deputy": "no", "email": "a@example.org", "language": "fi"},
    )

    assert response.context["form"].non_field_errors() == [
        "What the invitation is for no longer exists, or its term is over."
    ]


# One rule, several ways in


def test_the_last_coordinator_gets_no_last_day_by_an_invitation(sender):
    invitation = invitations.invite(
        email=sender.email,
        kind="coordinator",
        language="en",
        municipality=make_municipality(),
        role_valid_to=today(),
        by=make_administrator(),
    )

    invitations.accept_invitation(invitation, by=sender)

    assert sender.roles.get().valid_to is None


@pytest.mark.parametrize("day", [today(), today() + 30 * A_DAY])
def test_the_last_one_gets_no_last_day_by_the_form_either(client, sender, day):
    administrator = make_administrator()
    found = {}
    for person in (sender, administrator):
        client.force_login(person)
        response = client.post(reverse("set_role_end", args=[person.roles.get().pk]), {"valid_to": day.isoformat()})
        found[person] = response.context["form"].non_field_errors()

    assert found == {
        sender: ["You are the last coordinator of the municipality. Ask an administrator to invite another one first."],
        administrator: ["This is the last administrator. Somebody else must be one first."],
    }
    assert set(Role.objects.values_list("valid_to", flat=True)) == {None}


@pytest.mark.parametrize("day", [today() - A_DAY, today() - 400 * A_DAY])
def test_a_last_day_that_has_passed_is_refused_whoever_sets_it(sender, day):
    editor = people.give_role(make_user(), RoleKind.EDITOR, municipality=make_municipality(), by=sender)

    with pytest.raises(Refused, match="The day has passed"):
        people.set_role_end(editor, valid_to=day, by=sender)


def test_a_role_given_again_keeps_the_later_end(sender):
    person, town, ends = make_user(), make_municipality(), []
    for day in (today() + 5 * A_DAY, today() + 9 * A_DAY, today() + 2 * A_DAY, None, today()):
        role = people.give_role(person, RoleKind.EDITOR, municipality=town, valid_to=day, by=sender)
        ends.append(role.valid_to)

    assert ends == [today() + 5 * A_DAY, today() + 9 * A_DAY, today() + 9 * A_DAY, None, None]


def test_a_link_in_a_mail_leads_to_the_stated_address_in_the_readers_language(client, settings):
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://ohjelma.example.fi", ["*"]
    user = make_user(language="sv")

    client.post("/fi/account/password/reset/", {"email": user.email}, headers={"host": "evil.example"})

    (mail,) = received()
    (link,) = [line for line in mail.body.splitlines() if "://" in line]
    assert link.startswith("https://ohjelma.example.fi/sv/account/password/reset/key/")
    assert client.get(link.removeprefix("https://ohjelma.example.fi"), follow=True).context["form"].user == user
