"""Who may do what: role by rule."""

from datetime import timedelta

import pytest

from integration_programme.actors import LinkHolder
from stakeholders import rules
from stakeholders.actions import people
from stakeholders.models import Invitation, Role, User, today
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

WHO = ["administrator", "coordinator", "editor", "member", "adviser", "coordinator elsewhere", "nobody", "link"]


@pytest.fixture
def narpes():
    return make_municipality("545")


@pytest.fixture
def group(narpes):
    return make_group([narpes])


@pytest.fixture
def who(narpes, group):
    return {
        "administrator": make_administrator(),
        "coordinator": make_coordinator(narpes),
        "editor": make_editor(narpes),
        "member": make_member(group),
        "adviser": make_adviser(narpes.centre),
        "coordinator elsewhere": make_coordinator(make_municipality("287")),
        "nobody": make_user(),
        "link": LinkHolder("k3y", "Red Cross"),
    }


def allowed(rule, who, *objects) -> set[str]:
    return {name for name in WHO if rule.allows(who[name], *objects)}


def test_table_of_municipality_rules(who, narpes):
    assert allowed(rules.see_people, who, narpes) == {"administrator", "coordinator", "editor"}
    assert allowed(rules.manage_people, who, narpes) == {"administrator", "coordinator"}
    assert allowed(rules.administer, who) == {"administrator"}


def test_table_of_invited_kinds(who, narpes):
    kinds = {name: rules.invited_kinds(who[name], narpes) for name in WHO}

    assert kinds.pop("administrator") == ["coordinator", "editor"]
    assert kinds.pop("coordinator") == ["editor"]
    assert set(map(tuple, kinds.values())) == {()}


def test_table_of_group_rules(who, group):
    seat = make_seat(group, by=who["coordinator"])

    assert allowed(rules.create_group, who) == {"coordinator", "coordinator elsewhere"}
    assert allowed(rules.manage_group, who, group) == {"coordinator"}
    assert allowed(rules.manage_seat, who, group, seat) == {"coordinator"}


def test_an_archived_seat_can_only_be_brought_back(who, group):
    seat = make_seat(group, by=who["coordinator"])
    seat.archived_at = seat.created_at

    assert rules.manage_seat.reason(who["coordinator"], group, seat) == "This seat is archived. Bring it back first."
    assert rules.restore_seat.reason(who["coordinator"], group, seat) is None


def test_table_of_role_rules(who):
    editors = who["editor"].roles.get()
    coordinators = who["coordinator"].roles.get()
    advisers = who["adviser"].roles.get()

    assert allowed(rules.change_role, who, editors) == {"administrator", "coordinator"}
    assert allowed(rules.change_role, who, coordinators) == {"administrator", "coordinator"}
    assert allowed(rules.change_role, who, advisers) == {"administrator"}


def test_a_coordinator_cannot_end_another_coordinator(narpes):
    first, second = make_coordinator(narpes), make_coordinator(narpes)

    reason = rules.end_role.reason(first, second.roles.get())

    assert reason == "Only an administrator can end the role of another coordinator."


def test_the_last_coordinator_stays_until_there_is_another(narpes):
    last = make_coordinator(narpes)
    assert "last coordinator" in rules.end_role.reason(last, last.roles.get())

    make_coordinator(narpes)

    assert rules.end_role.reason(last, last.roles.get()) is None


def test_an_administrator_may_end_the_last_coordinator_but_not_the_last_administrator(narpes):
    administrator, last = make_administrator(), make_coordinator(narpes)

    assert rules.end_role.reason(administrator, last.roles.get()) is None
    assert "last administrator" in rules.end_role.reason(administrator, administrator.roles.get())


def test_only_todays_roles_count(narpes):
    user = make_coordinator(narpes)
    Role.objects.filter(user=user).update(valid_from=today() - timedelta(days=9), valid_to=today() - timedelta(days=1))
    fresh = User.objects.get(pk=user.pk)

    assert (fresh.coordinates, fresh.works_for, fresh.valid_roles) == (set(), set(), [])
    assert not rules.manage_people.allows(fresh, narpes)


def test_a_role_counts_on_its_last_day(narpes):
    user = make_coordinator(narpes)
    make_coordinator(narpes)
    people.set_role_end(user.roles.get(), valid_to=today(), by=user)

    assert User.objects.get(pk=user.pk).coordinates == {"545"}


def test_roles_cost_one_statement_however_often_they_are_asked(narpes, django_assert_num_queries):
    user = User.objects.get(pk=make_coordinator(narpes).pk)

    with django_assert_num_queries(1):
        assert user.coordinates == user.works_for == {"545"}
        assert not user.is_administrator


def test_a_seat_counts_during_its_term_only(group):
    user = make_user()
    make_seat(group, person=user, valid_to=today() - timedelta(days=1))

    assert User.objects.get(pk=user.pk).sits_in == set()


def test_an_invitation_is_accepted_only_by_its_address():
    invitation = Invitation(email="Aino@Example.org", kind="editor")

    assert rules.accept_invitation.allows(User(email="aino@example.org"), invitation)
    assert not rules.accept_invitation.allows(User(email="other@example.org"), invitation)
