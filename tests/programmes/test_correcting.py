"""Leaving open only what the adviser commented on: the coordinator's choice, held at every save, lifted by one click."""

import re
from functools import partial
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse

from integration_programme.records import Refused
from programmes import rules
from programmes.actions import items, records
from programmes.actions.approval import approve_programme, propose_programme
from programmes.actions.comments import close_comment, mark_comment_answered
from programmes.actions.correcting import leave_open_remarked, open_everything
from programmes.models import ItemMark, Programme
from programmes.models.places import item_url
from stakeholders.models import Event, today
from tests.programmes.every_kind import item_pages, make_town, record_pages, write_all
from tests.programmes.factories import fresh, make_approvable, make_measure, make_objective, words
from tests.programmes.reading import page
from tests.programmes.reviews import adviser_of, ask, make_shared, send_one
from tests.stakeholders.factories import make_editor
from tests.test_access import parameters
from tests.test_permissions import named

pytestmark = pytest.mark.django_db
REMARKED, OTHER = "objectives.means", "objectives.areas"


@pytest.fixture
def reviewed(coordinator):
    programme = make_shared(by=coordinator)
    send_one(programme, adviser_of(programme), "Name one owner.", item=REMARKED)
    return fresh(programme)


@pytest.fixture
def editor(reviewed):
    return make_editor(reviewed.lead.municipality)


@pytest.fixture
def locked(reviewed, coordinator):
    leave_open_remarked(reviewed, by=coordinator)
    return fresh(reviewed)


def test_editors_write_where_the_adviser_commented_and_coordinators_everywhere(locked, editor, coordinator):
    assert locked.open_items == [REMARKED]
    with pytest.raises(Refused, match="adviser"):
        make_objective(locked, by=editor)
    objective = make_objective(locked, by=coordinator)
    assert make_measure(objective, by=editor).pk
    with pytest.raises(Refused):
        records.archive_record(objective, by=editor)
    with pytest.raises(Refused):
        items.finish_item(locked, OTHER, by=editor)
    assert items.finish_item(locked, REMARKED, by=editor)
    assert not ItemMark.objects.filter(programme=locked, item=OTHER).exists()


def test_a_form_that_was_open_meanwhile_saves_nothing(reviewed, editor, coordinator):
    """The rule is asked on the locked row, whatever was true at the door."""
    objective = make_objective(reviewed, by=coordinator)
    at_the_door = objective.programme
    assert rules.write_at.allows(editor, at_the_door, OTHER)
    leave_open_remarked(fresh(reviewed), by=coordinator)
    objective.title = words(reviewed, "Other")

    with pytest.raises(Refused):
        records.change_record(objective, row_version=objective.row_version, by=editor)
    objective.refresh_from_db()
    assert objective.title != words(reviewed, "Other")


@pytest.mark.parametrize("lift", ["by hand", "asked anew"])
def test_it_ends_by_hand_and_when_the_adviser_is_asked_anew(locked, editor, coordinator, lift):
    if lift == "by hand":
        for _click in range(2):
            open_everything(locked, by=coordinator)
    else:
        ask(locked, by=coordinator)

    assert fresh(locked).open_items is None
    assert make_objective(fresh(locked), by=editor).pk
    assert Event.objects.filter(verb="open_everything").count() == 1


def test_where_every_comment_is_closed_there_is_nothing_to_leave_open(reviewed, coordinator):
    comment = reviewed.comments.get()
    mark_comment_answered(comment, by=coordinator)
    close_comment(comment, by=coordinator)

    with pytest.raises(Refused, match="nothing would be left"):
        leave_open_remarked(reviewed, by=coordinator)


def test_pages_say_why_they_are_closed_and_who_opens_them(client, locked, editor, coordinator):
    client.force_login(editor)
    closed, opened = (client.get(item_url(locked.slug, item)).content.decode() for item in (OTHER, REMARKED))
    assert "as a coordinator has chosen" in closed and "as a coordinator has chosen" not in opened
    response = client.get(page(locked, "objective/add/"))
    assert response.status_code == 403 and "as a coordinator has chosen" in response.content.decode()
    shown = client.get(page(locked, "reviews/")).content.decode()
    assert "Open everything again" not in shown and "Editors write only where" in shown
    assert client.post(page(locked, "reviews/open-everything/")).status_code == 403

    client.force_login(coordinator)
    assert "as a coordinator has chosen" not in client.get(item_url(locked.slug, OTHER)).content.decode()
    assert "Open everything again" in client.get(page(locked, "reviews/")).content.decode()
    client.post(page(locked, "reviews/open-everything/"))
    assert "Leave open only what was commented on" in client.get(page(locked, "reviews/")).content.decode()
    client.post(page(locked, "reviews/only-remarked/"))
    assert fresh(locked).open_items == [REMARKED]


def test_it_is_never_the_advisers_choice(client, reviewed):
    client.force_login(adviser_of(reviewed))

    assert "Leave open only" not in client.get(page(reviewed, "reviews/")).content.decode()
    assert client.post(page(reviewed, "reviews/only-remarked/")).status_code == 403


@pytest.mark.parametrize("act", [propose_programme, partial(approve_programme, approved_on=today())])
def test_it_ends_when_the_programme_is_brought_to_a_decision(coordinator, act):
    programme = make_approvable(by=coordinator)
    Programme.objects.update(open_items=[REMARKED])
    act(fresh(programme), by=coordinator, why_open="The council meets today.")

    assert fresh(programme).open_items is None


# What pages offer


@pytest.mark.parametrize("opened", [[REMARKED], [""]])
def test_no_page_offers_an_editor_what_is_closed(opened, own_files, client):
    """Every link and every button on the pages of a programme that has everything in it leads somewhere."""
    programme, coordinator = make_town()
    client.force_login(coordinator)
    write_all(client, programme)
    Programme.objects.update(open_items=opened)
    client.force_login(make_editor(programme.lead.municipality))
    names = [name for name in named() if set(parameters(name)) == {"slug"} and name not in OF_COORDINATORS]
    addresses = [reverse(name, args=[programme.slug]) for name in names]

    offered: dict[tuple[str, str], str] = {}
    for url in dict.fromkeys([*addresses, *item_pages(programme), *record_pages(programme)]):
        offered |= dict.fromkeys(offered_on(client, url), url)
    refused = {
        (act, url) for act, url in offered.items() if WRITES.search(act[1]) and answer_to(client, *act) == FORBIDDEN
    }

    assert len(offered) > 100 and refused == set()


#: pages that an editor opens to read why a coordinator does it
OF_COORDINATORS = {"approve_programme"}
FORBIDDEN = 403
WRITES = re.compile(r"/(add|edit|archive|restore|move/\w+|finish|take-up|keep|merge|invitations)/(\?|$)")
OFFERED = re.compile(r'<a[^>]*?href="(?P<link>[^"#]*)|<form[^>]*?method="post"[^>]*?action="(?P<act>[^"#]*)')


def offered_on(client, url: str) -> set[tuple[str, str]]:
    """What one can open and what one can do from a page, each with its address."""
    response = client.get(url)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return set()
    found = OFFERED.finditer(response.content.decode())
    return {("get" if each["link"] else "post", unescape(each["link"] or each["act"] or "")) for each in found}


def answer_to(client, way: str, address: str) -> int:
    """What somebody is answered who does it; nothing stays done."""
    with transaction.atomic():
        answer = getattr(client, way)(address).status_code
        transaction.set_rollback(True)
    return answer
