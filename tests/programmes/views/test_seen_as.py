"""Who writes a programme looks at it as one of its readers: what they see, by the very way in which they see it."""

import re

import pytest
from django.urls import get_script_prefix, reverse

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.sharing import share_place
from programmes.enums import Audience, Phase
from programmes.models import place_of
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import fresh, make_finding, make_objective
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_adviser, make_group, make_member

pytestmark = pytest.mark.django_db

GROUP = Audience.GROUP
TAILS = ("", "preview/", "measures/", "thread/", *(f"{phase.value}/" for phase in Phase))
#: what a page says of who reads it and of where its links lead
OWN = re.compile(r'<header.*?</header>|<aside class="demo-strip".*?</aside>|name="csrfmiddlewaretoken"[^>]*', re.DOTALL)


@pytest.fixture
def shared(programme, coordinator):
    """A programme that its group and its adviser read, but for a finding."""
    choose_group(programme, make_group(list(programme.municipalities.all())), by=coordinator)
    programme = fresh(programme)
    make_objective(programme, "Work for all")
    share_programme(programme, SWITCHED, by=SYSTEM)
    hidden = make_finding(programme, "Kept back")
    share_place(programme, place_of(hidden), dict.fromkeys(SWITCHED, False), by=SYSTEM)
    return programme


def as_read(client, url: str) -> str:
    return OWN.sub("", client.get(url).content.decode()).replace("/as-group/", "/").replace("/as-adviser/", "/")


@pytest.mark.parametrize("audience", SWITCHED)
def test_pages_are_those_of_the_reader(client, shared, coordinator, audience):
    readers = {
        Audience.GROUP: make_member(shared.group),
        Audience.ADVISER: make_adviser(shared.lead.municipality.centre),
    }
    client.force_login(readers[audience])
    theirs = {tail: as_read(client, page(shared, tail)) for tail in TAILS}
    client.force_login(coordinator)

    seen = {tail: as_read(client, f"/as-{audience.value}{page(shared, tail)}") for tail in TAILS}

    assert seen == theirs
    assert "Kept back" not in "".join(seen.values())
    assert "Kept back" in read(client, shared, "situation/")


def test_every_link_leads_on_in_the_same_way_and_one_leads_back(client, shared, coordinator):
    client.force_login(coordinator)

    html = client.get(f"/as-group{page(shared, 'objectives/')}").content.decode()

    links = set(re.findall(r'href="([^"]*/programmes/narpes-[^"]*)"', html))
    assert {link for link in links if not link.startswith("/as-group/")} == {page(shared, "objectives/")}
    assert "You see this as a member of the cooperation group sees it." in html


def test_nothing_is_done_so(client, shared, coordinator):
    client.force_login(coordinator)

    answer = client.post(f"/as-group{page(shared, 'share/')}", {"audiences": []})

    assert (answer.status_code, fresh(shared).sharings.filter(place="").count()) == (405, 2)
    assert client.get(f"/as-group{page(shared, 'finding/add/')}").status_code == 403


def test_other_tabs_and_the_next_request_show_ones_own_pages(client, shared, coordinator):
    client.force_login(coordinator)
    before = get_script_prefix()
    client.get(f"/as-group{page(shared, 'situation/')}")

    html = read(client, shared, "situation/")

    assert ("/as-group/en/programmes/narpes-2027/situation/" in html, "You see this as" in html) == (True, False)
    assert get_script_prefix() == before


def test_pages_of_no_programme_are_ones_own(client, coordinator):
    client.force_login(coordinator)

    answer = client.get(f"/as-group{reverse('programmes')}?q=a")

    assert (answer.status_code, answer.url) == (302, reverse("programmes"))


def test_what_is_not_shown_to_a_reader_is_not_there(client, programme, coordinator):
    client.force_login(coordinator)

    assert client.get(f"/as-group{page(programme, '')}").status_code == 404
    assert client.get(f"/as-nobody{page(programme, '')}").status_code == 404


def test_a_reader_sees_nothing_of_what_another_sees(client, shared):
    share_place(shared, place_of(shared.objectives.get()), {GROUP: False}, by=SYSTEM)
    client.force_login(make_member(shared.group))

    assert client.get(f"/as-adviser{page(shared, 'objectives/')}").status_code == 404


def test_the_way_there_is_offered_where_the_reader_sees_the_place(client, shared, coordinator):
    client.force_login(coordinator)
    finding = shared.findings.get()
    labels = ("See it as a group member", "See it as the adviser")

    offered = {
        tail: [label in read(client, shared, tail) for label in labels]
        for tail in ("situation/", f"finding/{finding.key}/")
    }

    assert list(offered.values()) == [[True, True], [False, False]]
