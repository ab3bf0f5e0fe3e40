"""A programme in the archive: off everybody's list, readable by its writers, changed by nobody, and brought back."""

import pytest
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

from programmes import rules
from programmes.actions.programmes import archive_programme, choose_group, restore_programme, share_programme
from programmes.actions.standings import renew_standings
from programmes.enums import PartnerRight
from programmes.models import Objective, Programme
from programmes.models.sharing import SWITCHED
from programmes.urls import OF_PROGRAMME
from programmes.views.cooperation import write_invitations
from programmes.views.items import write_item
from programmes.views.organisations import write_organisations
from programmes.views.records import write_page
from stakeholders.models import Event, today
from tests.programmes.factories import (
    approve_programme,
    fresh,
    make_approvable,
    make_objective,
    make_partner,
    make_programme,
)
from tests.stakeholders.factories import (
    make_adviser,
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
    make_seat,
    make_user,
)
from tests.test_access import patterns

pytestmark = pytest.mark.django_db
LIST = "/en/programmes/"
SENTENCE = "This programme is archived: you can read it, but nobody can change it."


@pytest.fixture
def people(programme, coordinator) -> dict:
    """Everybody who has the programme on their list."""
    town = make_municipality()
    group = make_group([town], by=coordinator)
    member = make_seat(group, person=make_user(), by=coordinator).person
    choose_group(programme, group, by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    make_partner(programme, "599", right=PartnerRight.WRITE)
    make_partner(programme, "893", right=PartnerRight.READ)
    return {
        "coordinator": coordinator,
        "editor": make_editor(town),
        "partner who writes": make_coordinator(make_municipality("599")),
        "partner who reads": make_coordinator(make_municipality("893")),
        "member": member,
        "adviser": make_adviser(town.centre),
    }


def home(programme) -> str:
    return f"{LIST}{programme.slug}/"


def lists_of(client, user) -> tuple[int, int]:
    """How many programmes are on a person's list, and in the archive below it."""
    client.force_login(user)
    context = client.get(LIST).context
    return len(context["rows"]), len(context["archived"])


def test_it_leaves_everybodys_list_and_stands_in_the_archive_of_its_coordinators(client, people, programme):
    assert {name: lists_of(client, user) for name, user in people.items()} == dict.fromkeys(people, (1, 0))
    client.force_login(people["coordinator"])

    response = client.post(f"{home(programme)}archive/")

    assert (response.status_code, response.url) == (302, LIST)
    archive = {name: lists_of(client, user) for name, user in people.items()}
    assert archive == dict.fromkeys(people, (0, 0)) | {"coordinator": (0, 1)}
    assert lists_of(client, make_coordinator(make_municipality())) == (0, 1)


def test_only_its_writers_can_still_read_it(client, people, programme):
    archive_programme(programme, by=people["coordinator"])

    found = {}
    for name, user in people.items():
        client.force_login(user)
        found[name] = [client.get(f"{home(programme)}{page}").status_code for page in ("", "situation/", "preview/")]

    writers = ("coordinator", "editor", "partner who writes")
    assert found == {name: [200] * 3 if name in writers else [404] * 3 for name in people}
    assert [name for name, user in people.items() if Programme.objects.visible_to(user).exists()] == list(writers)


def test_nobody_can_change_it_and_each_is_told_why(client, people, programme):
    objective = make_objective(programme, by=people["coordinator"])
    archive_programme(programme, by=people["coordinator"])
    events = Event.objects.count()

    for name in ("coordinator", "editor"):
        client.force_login(people[name])
        assert SENTENCE in client.get(f"{home(programme)}objectives/").content.decode()
        for address in (
            "objective/add/",
            f"objective/{objective.key}/edit/",
            f"objective/{objective.key}/archive/",
            "item/objectives.areas/mark/",
            "cooperation/invitations/",
        ):
            response = client.post(f"{home(programme)}{address}")
            assert response.status_code == 403 and SENTENCE in response.content.decode(), address
    client.force_login(people["coordinator"])
    for address in ("share/", "group/choose/", "approve/", "reopen/"):
        response = client.post(f"{home(programme)}{address}")
        assert response.status_code == 403 and SENTENCE in response.content.decode(), address

    assert (Event.objects.count(), Objective.objects.current().count()) == (events, 1)


def test_every_address_of_a_programme_reads_or_asks_whether_it_is_archived():
    """Whoever adds an address with a rule of its own decides here what it does with an archived programme."""
    reading = {rules.read_programme, rules.read_approved, rules.read_history, rules.read_rounds, rules.read_reviews}
    reading.add(rules.read_agenda)
    refusing = {
        rules.edit_programme,
        rules.manage_programme,
        rules.propose_programme,
        rules.renew_edition,
        rules.change_partner,
        rules.withdraw_consent,
        rules.comment_on_programme,
        rules.show_comment,
        rules.change_comment,
        rules.manage_comment,
        rules.close_comment,
        rules.reopen_comment,
        rules.table_programme,
        rules.return_programme,
        rules.take_back_programme,
        rules.reopen_programme,
        rules.respond,
        rules.settle_response,
        rules.manage_rounds,
        rules.ask_review,
        rules.review_programme,
        rules.write_review,
        rules.enter_statement,
        rules.answer_in_round,
        rules.answer_duty,
        rules.answer_meeting,
        rules.convene_meeting,
        rules.prepare_meeting,
        rules.write_at,
        rules.archive_statement,
        rules.leave_open_what_was_remarked,
        write_invitations,
        write_item,
        write_organisations,
        write_page,
    }

    own = {each.name: each.callback.access for each in patterns(URLResolver(RoutePattern(""), OF_PROGRAMME))}

    assert {name for name, rule in own.items() if rule not in reading | refusing} == {
        "archive_programme",
        "restore_programme",
        "sent",
        "publishing",
        "unpublish_version",
    }


def test_its_home_says_so_and_has_the_button_for_its_coordinators(client, people, programme):
    client.force_login(people["coordinator"])
    before = client.get(home(programme)).content.decode()
    archive_programme(programme, by=people["coordinator"])

    after = client.get(home(programme)).content.decode()
    client.force_login(people["editor"])
    of_editor = client.get(home(programme)).content.decode()

    archive, restore = f'href="{home(programme)}archive/"', f'action="{home(programme)}restore/"'
    assert (archive in before, SENTENCE in before, restore in before) == (True, False, False)
    assert (archive in after, SENTENCE in after, restore in after) == (False, True, True)
    assert (archive in of_editor, SENTENCE in of_editor, restore in of_editor) == (False, True, False)
    assert f'action="{home(programme)}share/"' not in after and f'href="{home(programme)}approve/"' not in after


def test_it_is_asked_first(client, people, programme):
    client.force_login(people["coordinator"])

    html = client.get(f"{home(programme)}archive/").content.decode()

    assert "Nothing is deleted." in html and f'action="{home(programme)}archive/"' in html
    assert fresh(programme).archived_at is None


def test_it_is_brought_back_to_the_lists_of_all(client, people, programme):
    archive_programme(programme, by=people["coordinator"])
    client.force_login(people["coordinator"])

    response = client.post(f"{home(programme)}restore/")

    assert (response.status_code, response.url) == (302, home(programme))
    assert {name: lists_of(client, user) for name, user in people.items()} == dict.fromkeys(people, (1, 0))
    client.force_login(people["editor"])
    assert client.get(f"{home(programme)}objective/add/").status_code == 200


def test_what_is_not_in_the_archive_is_not_said_to_be_brought_back(client, people, programme):
    archive_programme(programme, by=people["coordinator"])
    client.force_login(people["coordinator"])
    told = [client.post(f"{home(programme)}restore/", follow=True).content.decode() for _click in range(2)]

    assert ["The programme has been brought back." in html for html in told] == [True, False]
    assert ["The programme is not in the archive. Nothing was changed." in html for html in told] == [False, True]
    assert Event.objects.filter(verb="restore_programme").count() == 1


@pytest.mark.parametrize("name", ["editor", "partner who writes", "partner who reads", "member", "adviser"])
def test_only_coordinators_of_the_lead_municipality_archive_and_bring_back(client, people, programme, name):
    client.force_login(people[name])

    answers = [client.post(f"{home(programme)}{act}/") for act in ("archive", "restore")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Only a coordinator of the lead municipality can do this." in answers[0].content.decode()
    assert fresh(programme).archived_at is None


def test_a_second_click_changes_nothing(people, programme):
    by = people["coordinator"]
    for act in (archive_programme, archive_programme, restore_programme, restore_programme):
        act(programme, by=by)

    told = Event.objects.filter(verb__in=["archive_programme", "restore_programme"]).order_by("pk")
    assert list(told.values_list("verb", flat=True)) == ["archive_programme", "restore_programme"]
    assert fresh(programme).history.count() == programme.history.count()
    assert fresh(programme).archived_at is None


def test_an_approved_programme_keeps_what_was_approved(client, coordinator):
    programme = make_approvable(by=coordinator)
    approve_programme(programme, approved_on=today(), by=coordinator)
    client.force_login(coordinator)

    client.post(f"{home(programme)}archive/")
    approved = client.get(f"{home(programme)}approved/1/sv.json").json()
    client.post(f"{home(programme)}restore/")

    assert approved["title"]
    assert (fresh(programme).state, fresh(programme).approved_on) == ("approved", today())
    assert not client.get(home(programme)).context["changed_in"]


@pytest.mark.parametrize("archived", [0, 1, 3])
def test_the_list_takes_ten_statements_at_most_with_an_archive_too(
    client, coordinator, django_assert_max_num_queries, archived
):
    make_programme(by=coordinator)
    for _number in range(archived):
        archive_programme(make_programme(by=coordinator), by=coordinator)
    client.force_login(coordinator)
    renew_standings()

    with django_assert_max_num_queries(10):
        context = client.get(LIST).context

    assert (len(context["rows"]), len(context["archived"])) == (1, archived)


def test_the_archive_is_named_in_the_readers_language(client, coordinator, programme):
    archive_programme(programme, by=coordinator)
    client.force_login(coordinator)

    texts = {language: client.get(f"/{language}/programmes/").content.decode() for language in ("fi", "sv", "en")}

    assert "1 arkistoitu ohjelma" in texts["fi"]
    assert "1 arkiverat program" in texts["sv"]
    assert "1 archived programme" in texts["en"]
