"""The page of a record: which kinds have one, who reads it, and what can be done there."""

import pytest

from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record
from programmes.enums import Phase
from programmes.models.kinds import KINDS
from programmes.models.sharing import SWITCHED
from programmes.views.phases import CONTENTS
from tests.programmes.factories import (
    make_attachment,
    make_consultation,
    make_finding,
    make_indicator,
    make_measure,
    make_meeting,
    make_message,
    make_objective,
    make_own_figure,
)
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_adviser, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(programme, coordinator):
    share_programme(programme, SWITCHED, by=coordinator)
    return make_adviser(make_municipality().centre)


def test_every_kind_with_pages_has_its_details_in_the_phase_to_which_it_belongs():
    details = {name: phase for phase, contents in CONTENTS.items() for name in contents.details}

    assert details == {kind.name: kind.phase for kind in KINDS.values() if kind.is_subject}
    assert {phase: bool(contents.bodies) for phase, contents in CONTENTS.items()} == dict.fromkeys(Phase, True)


def test_a_record_in_the_archive_is_read_by_writers_who_may_bring_it_back_and_by_nobody_else(
    client, coordinator, programme, adviser
):
    finding = make_finding(programme)
    url = page(programme, f"finding/{finding.key}/")
    client.force_login(adviser)
    before = client.get(url).status_code
    archive_record(finding, by=coordinator)

    assert (before, client.get(url).status_code) == (200, 404)
    client.force_login(coordinator)
    html = read(client, programme, f"finding/{finding.key}/")
    assert "This is in the archive" in html
    assert f'action="{url}restore/"' in html
    assert f'action="{url}archive/"' not in html and '<nav class="neighbours"' not in html


def test_whoever_only_reads_finds_nothing_to_press(client, programme, adviser):
    objective = make_objective(programme)
    measure = make_measure(objective)
    indicator = make_indicator(programme, objective=objective)
    client.force_login(adviser)

    records = [("objective", objective), ("measure", measure), ("indicator", indicator)]
    tails = [*(f"{kind}/{record.key}/" for kind, record in records), "item/objectives.areas/", "objectives/"]
    for tail in tails:
        html = read(client, programme, tail).split("<main")[1].split("</main>")[0]
        assert "<form" not in html and "/add/" not in html and "/edit/" not in html, tail


def test_only_records_of_kinds_that_have_pages_are_read_on_one(client, coordinator, programme):
    finding, figure, message = make_finding(programme), make_own_figure(programme), make_message(programme)
    mandate = programme.responsibility
    client.force_login(coordinator)

    tails = {
        f"finding/{finding.key}/": 200,
        f"service/{finding.key}/": 404,  # the key of another kind
        f"own-figure/{figure.key}/": 404,
        f"communication-action/{message.key}/": 404,
        f"mandate/{mandate.key}/": 404,
    }
    assert {tail: client.get(page(programme, tail)).status_code for tail in tails} == tails


def test_after_an_archive_one_is_on_the_page_of_the_item(client, coordinator, programme):
    finding = make_finding(programme)
    client.force_login(coordinator)

    archived = client.post(page(programme, f"finding/{finding.key}/archive/"))
    brought_back = client.post(page(programme, f"finding/{finding.key}/restore/"))

    assert archived.url == page(programme, "item/situation.both_sides/")
    assert brought_back.url == page(programme, f"finding/{finding.key}/")


def test_the_archive_of_an_item_has_its_own_records_and_a_file_is_brought_back_where_it_was_attached(
    client, coordinator, programme
):
    meeting, gone = make_meeting(programme), make_meeting(programme)
    files = make_attachment(meeting), make_attachment(make_consultation(programme))
    for record in (gone, *files):
        archive_record(record, by=coordinator)
    client.force_login(coordinator)

    of_item, of_meeting = (
        read(client, programme, "item/cooperation.group/"),
        read(client, programme, f"meeting/{meeting.key}/"),
    )

    restores = [
        page(programme, f"{kind}/{record.key}/restore/")
        for kind, record in (("meeting", gone), *(("attachment", each) for each in files))
    ]
    assert [of_item.count(url) for url in restores] == [1, 0, 0]
    assert [of_meeting.count(url) for url in restores] == [0, 1, 0]


@pytest.mark.parametrize(("name", "said"), [("measures", "No measures yet"), ("indicators", "No indicators yet")])
def test_an_empty_list_has_nothing_to_choose_from_and_leads_to_the_first(client, coordinator, programme, name, said):
    client.force_login(coordinator)

    html = read(client, programme, f"{name}/").split("<main")[1]

    assert said in html and f'href="{page(programme, f"{name[:-1]}/add/")}"' in html
    assert "<select" not in html and "0 of 0" not in html
