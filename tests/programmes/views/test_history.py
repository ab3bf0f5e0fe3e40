"""What happened lately: who, what, when and where, of one phase or one person, each save with the way to its words."""

import re
from html import unescape

import pytest

from integration_programme.translations import Translations
from programmes.actions.items import finish_item
from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record
from programmes.enums import Audience
from programmes.models import Objective
from tests.programmes.factories import answer_of, change, make_objective, make_partner, make_service, words
from tests.programmes.reading import page
from tests.stakeholders.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def entries(response) -> list[tuple[str, str]]:
    """Each act as a sentence and where it was."""
    return [
        (unescape(re.sub(r"<[^>]+>", "", told.sentence)), told.where)
        for _day, of_day in response.context["days"]
        for told in of_day
    ]


def test_each_act_says_who_what_and_where(visitor, programme, coordinator):
    objective = make_objective(programme, "More people", by=coordinator)
    change(objective, by=make_editor(name="Erik Editor"), theme="education", title=words(programme, "Many people"))
    finish_item(programme, "cooperation.group", by=coordinator)

    found = entries(visitor.get(page(programme, "history/")))

    name = coordinator.name
    assert found[:3] == [
        (
            f"{name} marked “A cooperation group may be set up to agree on the timetable”: Done.",
            "2 Cooperation and consultations · State",
        ),
        (
            "Erik Editor changed: T1 Many people (fi) (in Finnish).",
            "4 Objectives and measures · Objective · Theme",
        ),
        (f"{name} added: T1 More people (fi) (in Finnish).", found[2][1]),
    ]
    assert found[2][1].startswith("4 Objectives and measures · Objective")


def test_a_title_with_a_stop_of_its_own_is_told_with_one(visitor, programme, coordinator):
    make_objective(programme, Translations({"en": "Everybody finds work."}), by=coordinator)

    told, _where = entries(visitor.get(page(programme, "history/")))[0]

    assert told == f"{coordinator.name} added: O1 Everybody finds work."


def test_each_save_leads_to_its_words(visitor, programme, coordinator):
    objective = make_objective(programme, "More people", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "Many people"))
    finish_item(programme, "cooperation.group", by=coordinator)
    change(answer_of(programme), by=coordinator, text=words(programme, "<p>Homes</p>"))
    share_programme(programme, [Audience.GROUP], by=coordinator)

    urls = [
        told.changes_url for _day, of_day in visitor.get(page(programme, "history/")).context["days"] for told in of_day
    ]

    own = page(programme, f"objective/{objective.key}/history/")
    answer = page(programme, f"answer/{answer_of(programme).key}/history/")
    assert urls[:5] == [
        "",  # who may read is no save of a text
        f"{answer}?at=2#save-2",
        page(programme, "item/cooperation.group/history/?at=1#save-1"),
        f"{own}?at=2#save-2",
        f"{own}?at=1#save-1",
    ]
    for url in filter(None, urls):
        address, _hash, anchor = url.partition("#")
        assert f'id="{anchor}"' in visitor.get(address).content.decode()


def test_a_phase_and_a_person_are_chosen_alone_and_together(visitor, programme, coordinator):
    editor = make_editor(name="Erik Editor")
    make_objective(programme, by=coordinator)
    make_service(programme, by=editor)
    make_objective(programme, by=editor)

    def number(**chosen) -> int:
        return len(entries(visitor.get(page(programme, "history/"), chosen)))

    everything = number()
    assert number(phase="objectives") == 2
    assert number(person=editor.identity) == 2
    assert number(phase="objectives", person=editor.identity) == 1
    assert number(phase="nonsense") == everything
    assert number(person="account:0") == 0


def test_nothing_is_told_of_what_belongs_to_a_municipality_that_takes_no_part(visitor, programme, coordinator):
    link = make_partner(programme, by=coordinator)
    make_objective(programme, "Nykarleby waits", part=link, by=coordinator)
    archive_record(link, by=coordinator)

    html = visitor.get(page(programme, "history/")).content.decode()

    assert "Nykarleby waits" not in html and str(Objective.objects.get().key) not in html
