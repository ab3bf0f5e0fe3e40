"""What was approved stays readable for those who could read it, when the draft goes back to the writers."""

from datetime import date, timedelta

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.approval import reopen_programme
from programmes.actions.programmes import archive_programme, share_programme
from programmes.enums import Audience
from programmes.models import ApprovedSharing
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import approve_programme, fresh, make_approvable, make_chosen_group, make_finding
from tests.programmes.reading import page
from tests.stakeholders.factories import make_adviser, make_centre, make_editor, make_member, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 16)


@pytest.fixture
def programme(coordinator):
    """A programme that nothing blocks, with a group."""
    programme = make_approvable(by=coordinator)
    make_chosen_group(programme, by=coordinator)
    return fresh(programme)


@pytest.fixture
def member(programme):
    return make_member(programme.group)


@pytest.fixture
def adviser(programme):
    return make_adviser(make_centre("08"))


def closed(programme, coordinator, *, opened):
    """Approved while it was open to these, then taken back and closed to everybody."""
    share_programme(programme, opened, by=coordinator)
    approve_programme(fresh(programme), approved_on=DAY, by=coordinator)
    reopen_programme(fresh(programme), by=coordinator)
    make_finding(programme, "Written after the approval", by=coordinator)
    share_programme(fresh(programme), [], by=coordinator)
    return fresh(programme)


def answers(client, person, programme) -> list[int]:
    """Of the approved page, its data, and of the draft: home, preview, a phase and the exports."""
    client.force_login(person)
    paths = ["approved/", "approved/1/sv.json", "", "preview/", "situation/", "export/"]
    return [client.get(page(programme, path)).status_code for path in paths]


KEPT, NOTHING = [200, 200, 404, 404, 404, 404], [404] * 6


@pytest.mark.parametrize(
    ("opened", "of_member", "of_adviser"),
    [
        (SWITCHED, KEPT, KEPT),
        ([Audience.GROUP], KEPT, NOTHING),
        ([Audience.ADVISER], NOTHING, KEPT),
        ([], NOTHING, NOTHING),
    ],
)
def test_who_could_read_it_reads_what_was_approved_and_nothing_of_the_draft(
    client, programme, coordinator, member, adviser, opened, of_member, of_adviser
):
    seen = closed(programme, coordinator, opened=opened)

    assert answers(client, member, seen) == of_member
    assert answers(client, adviser, seen) == of_adviser
    assert answers(client, make_user(), seen) == NOTHING


def test_the_page_and_the_list_tell_nothing_of_the_draft(client, programme, coordinator, member):
    seen = closed(programme, coordinator, opened=SWITCHED)
    client.force_login(member)

    html = client.get(page(seen, "approved/")).content.decode()
    listed = client.get("/en/programmes/").content.decode()
    data = client.get(page(seen, "approved/1/sv.json")).content.decode()

    assert "What is being prepared now is not shared with you." in html
    assert f'href="{page(seen, "approved/1/sv.json")}"' in html
    assert "Written after the approval" not in html + listed + data
    assert f'href="{page(seen, "approved/")}"' in listed and "In preparation" not in listed + html
    assert f'href="{page(seen, "")}"' not in listed + html


def test_an_approval_made_after_it_was_closed_stays_with_the_writers(client, programme, coordinator, member):
    seen = closed(programme, coordinator, opened=SWITCHED)
    approve_programme(seen, approved_on=DAY + timedelta(days=30), by=coordinator)
    client.force_login(member)

    newest = fresh(programme).versions.approvals().first().number

    assert client.get(page(seen, "approved/1/sv.json")).status_code == 200
    assert client.get(page(seen, f"approved/{newest}/sv.json")).status_code == 404
    assert f"approved/{newest}/" not in client.get(page(seen, "approved/")).content.decode()


def test_who_is_let_in_later_could_read_it_too(client, programme, coordinator, adviser):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    share_programme(fresh(programme), [Audience.ADVISER], by=coordinator)
    share_programme(fresh(programme), [], by=coordinator)

    assert answers(client, adviser, programme) == KEPT
    assert list(ApprovedSharing.objects.values_list("audience", flat=True)) == ["adviser"]


def test_an_ended_seat_and_an_archived_programme_read_nothing(client, programme, coordinator, member, adviser):
    seen = closed(programme, coordinator, opened=SWITCHED)
    member.seats.update(valid_to=date(2020, 1, 1))
    assert answers(client, member, seen) == NOTHING

    archive_programme(seen, by=SYSTEM)
    assert answers(client, adviser, seen) == NOTHING


def test_readers_and_writers_have_the_page_with_the_way_back(client, programme, coordinator, member):
    share_programme(programme, SWITCHED, by=coordinator)
    approve_programme(fresh(programme), approved_on=DAY, by=coordinator)

    for person in (make_editor(), member):
        client.force_login(person)
        html = client.get(page(programme, "approved/")).content.decode()
        assert f'href="{page(programme, "")}"' in html and "is not shared with you" not in html
