"""The first page after signing in: each role's own, composed where a person has several; every empty one leads on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.models import OutgoingMail
from integration_programme.remembered import Remembered
from programmes.actions.programmes import archive_programme, choose_group, share_programme
from programmes.actions.standings import renew_standings
from programmes.enums import Audience, PartnerRight, ProgrammeState
from programmes.models.sharing import SWITCHED
from stakeholders.actions.invitations import request_access
from stakeholders.models import Municipality, today
from tests.programmes.factories import (
    change,
    fresh,
    make_approvable,
    make_partner,
    make_programme,
    walk_to,
)
from tests.programmes.reviews import send_one
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_coordinator,
    make_editor,
    make_feedback,
    make_group,
    make_municipality,
    make_role,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/en/overview/"


def first(client, person) -> str:
    """Where the person is led, or '' for the overview itself."""
    client.force_login(person)
    response = client.get(ADDRESS)
    return response["Location"] if response.status_code == 302 else ""


def shown(client, person) -> str:
    client.force_login(person)
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def with_member(programme, *, by):
    """A person who sits in the programme's cooperation group."""
    group = make_group([programme.lead.municipality], by=by)
    member = make_user()
    make_seat(group, person=member, by=by)
    choose_group(programme, group, by=by)
    return member


# Those who have one thing to do are led to it


def test_signing_in_and_the_front_page_lead_to_the_overview(client, coordinator):
    client.force_login(coordinator)

    assert client.get("/en/")["Location"] == ADDRESS
    assert client.get("/en/account/login/")["Location"] == ADDRESS


@pytest.mark.parametrize("make", [make_coordinator, make_editor])
def test_a_writer_with_one_programme_lands_on_its_page_and_with_several_on_the_list(client, make):
    writer = make(make_municipality("545"))
    none = first(client, writer)
    programme = make_programme()
    one = first(client, writer)
    make_programme()

    assert (none, one, first(client, writer)) == (
        "/en/programmes/",
        f"/en/programmes/{programme.slug}/",
        "/en/programmes/",
    )


def test_a_partner_lands_on_the_joint_programme(client):
    programme = make_programme()
    make_partner(programme, "599", right=PartnerRight.READ)

    assert first(client, make_coordinator(make_municipality("599"))) == f"/en/programmes/{programme.slug}/"


def test_a_coordinator_whose_municipality_is_asked_comes_to_the_question(client):
    make_programme("599")
    make_partner(make_programme(), "599", consents=None)
    coordinator = make_coordinator(make_municipality("599"))

    assert first(client, coordinator) == "/en/programmes/"
    assert "Requests to take part" in client.get("/en/programmes/").content.decode()


def test_a_member_lands_on_the_draft_and_on_what_is_asked(client, coordinator):
    programme = make_programme(by=coordinator)
    member = with_member(programme, by=coordinator)
    share_programme(programme, [Audience.GROUP], by=coordinator)

    address = first(client, member)

    assert address == f"/en/programmes/{programme.slug}/preview/"
    assert "What is asked of you" in client.get(address).content.decode()
    client.force_login(coordinator)
    assert "What is asked of you" not in client.get(address).content.decode()


def test_a_member_of_an_approved_programme_lands_on_its_page(client, coordinator):
    programme = make_approvable(by=coordinator)
    member = with_member(programme, by=coordinator)
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    walk_to(programme, ProgrammeState.APPROVED)

    assert first(client, member) == f"/en/programmes/{programme.slug}/"


def test_a_member_lands_on_the_draft_though_earlier_programmes_are_shared_too(client, coordinator):
    earlier, draft = make_approvable(by=coordinator), make_programme(by=coordinator)
    member = with_member(earlier, by=coordinator)
    choose_group(draft, fresh(earlier).group, by=coordinator)
    for each in (earlier, draft):
        share_programme(fresh(each), [Audience.GROUP], by=coordinator)
    walk_to(fresh(earlier), ProgrammeState.APPROVED)

    assert first(client, member) == f"/en/programmes/{draft.slug}/preview/"


# Those who have several things, or none


def test_a_member_with_two_drafts_reads_either_from_the_overview(client, coordinator):
    programmes = [make_programme(by=coordinator), make_programme(by=coordinator)]
    member = with_member(programmes[0], by=coordinator)
    choose_group(programmes[1], fresh(programmes[0]).group, by=coordinator)
    for each in programmes:
        share_programme(fresh(each), [Audience.GROUP], by=coordinator)

    html = shown(client, member)

    assert [html.count(reverse_preview(each)) for each in programmes] == [1, 1]


def reverse_preview(programme) -> str:
    return f'href="/en/programmes/{programme.slug}/preview/"'


def test_a_member_of_a_group_that_has_been_given_nothing_hears_nothing_of_a_draft(client, coordinator):
    programme = make_programme(by=coordinator)
    member = with_member(programme, by=coordinator)

    html = shown(client, member)

    assert "Nothing has been shared with your group" in html
    assert reverse("group", args=[fresh(programme).group.key]) in html
    assert programme.slug not in html and programme.label("sv") not in html


def test_somebody_without_a_role_is_told_how_to_get_one(client):
    html = shown(client, make_user())

    assert "No programmes yet" in html
    assert 'class="btn btn-primary" href="/en/request-access/"' in html


def test_one_page_is_composed_of_all_roles(client, coordinator):
    own, other = make_programme(by=coordinator), make_programme("599")
    member = with_member(other, by=make_coordinator(make_municipality("599")))
    share_programme(fresh(other), [Audience.GROUP], by=SYSTEM)
    make_role("editor", member, municipality=make_municipality("545"))

    html = shown(client, member)

    assert f'href="/en/programmes/{own.slug}/"' in html and reverse_preview(other) in html


# An adviser


def rows(client, adviser) -> dict[str, list[str]]:
    """The municipalities of the adviser's region by what there is of them."""
    client.force_login(adviser)
    region = client.get(ADDRESS).context["region"]
    return {sort: [row["name"] for row in region[sort]] for sort in ("draft", "approved", "ended", "nothing")}


@pytest.fixture
def adviser():
    return make_adviser(make_municipality("545").centre)


def test_an_advisers_region_tells_what_is_shared_and_no_more(client, adviser):
    for code in ("893", "905", "231", "280"):
        make_municipality(code)
    centre = adviser.advises_for
    draft, hidden, decided, ended = (
        make_programme("545"),
        make_programme("893"),
        approved("905", -5, 9),
        approved("231", -9, -5),
    )
    for each in (draft, decided, ended):
        share_programme(fresh(each), SWITCHED, by=SYSTEM)
    share_programme(hidden, [Audience.GROUP], by=SYSTEM)

    found = rows(client, adviser)

    assert (found["draft"], found["approved"], found["ended"]) == (["Närpes"], ["Vaasa"], ["Kaskinen"])
    region = {each.names.first("en")[1] for each in Municipality.objects.filter(centre__in=centre, is_demo=False)}
    assert set(found["nothing"]) == region - {"Närpes", "Vaasa", "Kaskinen"}
    assert "Nykarleby" in found["nothing"]


def approved(code: str, first: int, last: int):
    programme = make_programme(code)
    change(programme, period_start=today() + timedelta(days=first), period_end=today() + timedelta(days=last))
    return walk_to(programme, ProgrammeState.APPROVED)


def test_a_draft_that_is_not_shared_leaves_no_trace(client, adviser):
    make_municipality("893")
    before = shown(client, adviser)

    hidden = make_programme("893")
    change(hidden, title=hidden.title.with_texts({"sv": "Hemlig"}))

    assert unkeyed(shown(client, adviser)) == unkeyed(before)


def unkeyed(html: str) -> str:
    """Without what is new in every answer."""
    return "".join(line for line in html.splitlines(keepends=True) if "csrfmiddlewaretoken" not in line)


def test_a_draft_that_is_closed_again_or_archived_is_gone_at_once(client, adviser):
    programme = make_programme("545")
    share_programme(programme, SWITCHED, by=SYSTEM)
    seen = [rows(client, adviser)["draft"]]
    share_programme(fresh(programme), [], by=SYSTEM)
    seen.append(rows(client, adviser)["draft"])
    share_programme(fresh(programme), SWITCHED, by=SYSTEM)
    archive_programme(fresh(programme), by=SYSTEM)
    seen.append(rows(client, adviser)["draft"])

    assert seen == [["Närpes"], [], []]


def test_of_several_programmes_the_one_being_prepared_is_shown_and_the_others_counted(client, adviser):
    for each in (approved("545", -5, 9), make_programme("545")):
        share_programme(fresh(each), SWITCHED, by=SYSTEM)
    client.force_login(adviser)

    ((row,), html) = client.get(ADDRESS).context["region"]["draft"], client.get(ADDRESS).content.decode()

    assert (row["name"], row["more"]) == ("Närpes", 1)
    assert 'href="/en/programmes/?q=N%C3%A4rpes"' in html


# An administrator


def test_what_waits_for_an_administrator_leads_to_where_it_is_done(client):
    make_feedback()
    request_access(name="N", email="n@example.org", municipality=make_municipality(), message="", language="sv")
    mail = {"kind": "invitation", "to": "a@example.org", "subject": "s", "body": "b", "language": "fi"}
    OutgoingMail.objects.create(key="one", given_up_at=timezone.now(), **mail)
    client.force_login(make_administrator())

    waiting = client.get(ADDRESS).context["waiting"]

    assert [(each.act, each.said, each.url) for each in waiting] == [
        ("Answer requests for access", "1 request", "/en/people/"),
        ("Answer feedback", "1 message", "/en/feedback/"),
        ("Look at mails that could not be sent", "1 mail", "/en/jobs/"),
    ]


def test_where_nothing_waits_an_administrator_is_led_to_people(client):
    html = shown(client, make_administrator())

    assert "Nothing waits" in html
    assert 'class="btn btn-primary" href="/en/people/"' in html


# What it costs


@pytest.mark.parametrize("number", [1, 3])
def test_an_advisers_overview_costs_the_same_however_many_share(client, adviser, django_assert_max_num_queries, number):
    for code in ("545", "893", "905")[:number]:
        share_programme(make_programme(code), SWITCHED, by=SYSTEM)
    client.force_login(adviser)
    renew_standings()
    Remembered.forget_everything()

    with django_assert_max_num_queries(12):
        client.get(ADDRESS)


def test_it_costs_no_more_where_reviews_and_comments_are_read(client, adviser, django_assert_max_num_queries):
    programme = make_programme("545")
    share_programme(programme, [Audience.ADVISER], by=SYSTEM)
    send_one(programme, adviser, "Name one owner.")
    client.force_login(adviser)
    renew_standings()
    Remembered.forget_everything()

    with django_assert_max_num_queries(12):
        assert 'data-label="Open comments">1<' in client.get(ADDRESS).content.decode()
