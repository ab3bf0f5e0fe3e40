"""Two versions side by side: changed chapters first, by words and in words, as their reader may see them."""

import re
from datetime import date
from html import unescape

import pytest

from programmes.actions.approval import approve_programme
from programmes.actions.programmes import renew_edition, share_programme
from programmes.actions.records import archive_record, move_record, restore_record
from programmes.actions.versions import make_version, restore_version
from programmes.document import assemble
from programmes.document.whereabouts import COVER, NOWHERE, OWN, chapter_of
from programmes.enums import Counts, VersionPurpose
from programmes.models import Place, Programme
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM
from programmes.models.sharing import SWITCHED
from programmes.portable import dump, moved
from tests.programmes.factories import (
    change,
    element_of,
    fill,
    fresh,
    make_approvable,
    make_chapter,
    make_finding,
    make_indicator,
    make_mark,
    make_measure,
    make_meeting,
    make_milestone,
    make_objective,
    make_organisation,
    make_own_figure,
    make_partner,
    make_picture,
    make_programme,
    words,
)
from tests.programmes.reading import page, sections
from tests.programmes.test_query_counts import WHOLE_PROGRAMME, statements
from tests.stakeholders.factories import make_adviser, make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def keep(programme, coordinator, name="Round 1"):
    return make_version(programme, name=name, purpose=VersionPurpose.ROUND, by=coordinator)


def compare(visitor, programme, then="1", now="today", language="sv", screen="en"):
    response = visitor.get(
        page(programme, "versions/compare/", screen), {"from": then, "to": now, "language": language}
    )
    assert response.status_code == 200
    return response


def told(response) -> dict[str, list[tuple[str, str, dict[str, str]]]]:
    """Of each changed chapter its records: what they are called, what became of them, and their changes."""
    return {
        chapter.title: [
            (record.label, record.state, {change.label: said(change.wording) for change in record.changes})
            for record in chapter.records
        ]
        for chapter in response.context["changed"]
    }


def said(wording) -> str:
    sign = {"same": "", "added": "+", "removed": "−"}
    return " / ".join(" ".join(sign[piece.how] + piece.bare for piece in line.pieces) for line in wording.lines)


def plain(response) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", f"<{main}")).split())


OBJECTIVES = "Mål och åtgärder"


def test_changed_records_are_told_by_words_under_their_chapters(visitor, programme, coordinator):
    objective = make_objective(programme, "More people in work", by=coordinator)
    keep(programme, coordinator)
    change(objective, by=coordinator, title=words(programme, "Many people in work"), theme="education")
    change(
        element_of(programme, "strategy"), by=coordinator, text=words(programme, "<p>Homes first.</p>"), state="written"
    )

    response = compare(visitor, programme)

    assert told(response) == {
        "Koppling till kommunens och regionens strategier": [
            (
                "Koppling till kommunens och regionens strategier",
                "changed",
                {"Text": "+Homes first. / +(sv)", "State": "−Open +Written"},
            )
        ],
        OBJECTIVES: [
            (
                "MÅ1 Many people in work (sv)",
                "changed",
                {"Objective": "−More +Many people in work (sv)", "Theme": "−Employment +Education"},
            )
        ],
    }
    assert response.context["summary"] == ["2 chapters changed"]
    html = response.content.decode()
    assert "<ins>" in html and "<del>" in html and '<span class="sign" aria-hidden="true">−</span>More' in html


def test_new_records_and_those_taken_out_are_told_as_such(visitor, programme, coordinator):
    first, second = (make_finding(programme, text, by=coordinator) for text in ("Long waits", "Few homes"))
    archive_record(second, by=coordinator)
    keep(programme, coordinator)
    archive_record(first, by=coordinator)
    restore_record(second, by=coordinator)
    make_finding(programme, "Good schools", by=coordinator)

    response = compare(visitor, programme)

    (records,) = told(response).values()
    assert [(label, state) for label, state, _changes in records] == [
        ("IA1 Long waits (sv)", "gone"),
        ("IA2 Few homes (sv)", "new"),
        ("IA3 Good schools (sv)", "new"),
    ]
    assert records[0][2]["Finding"] == "−Long waits (sv)"
    assert response.context["summary"] == ["1 chapter changed", "2 records new", "1 record taken out"]


def test_an_order_is_told_as_moved_and_as_nothing_else(visitor, programme, coordinator):
    findings = [make_finding(programme, f"Finding {number}", by=coordinator) for number in range(4)]
    keep(programme, coordinator)
    for _step in range(3):
        move_record(findings[3], up=True, by=coordinator)

    response = compare(visitor, programme)

    (records,) = told(response).values()
    assert [(label, state) for label, state, _changes in records] == [("IA4 Finding 3 (sv)", "moved")]
    assert response.context["summary"] == ["1 chapter changed", "1 record moved"]


def test_of_a_move_as_few_records_as_explain_it_are_said_to_be_moved(programme, coordinator):
    objectives = [make_objective(programme, f"Objective {number}", by=coordinator) for number in range(3)]
    measures = [make_measure(objectives[0], f"Measure {number}", by=coordinator) for number in range(5)]
    before = dump(programme)
    for _step in range(2):
        move_record(measures[0], up=False, by=coordinator)
    make_measure(objectives[0], "New", by=coordinator)

    assert moved(before, dump(programme)) == {str(measures[0].key)}
    assert moved(before, before) == set()


def test_a_measure_that_went_to_another_objective_says_so(visitor, programme, coordinator):
    first, second = (make_objective(programme, text, by=coordinator) for text in ("Work", "Homes"))
    measure = make_measure(first, by=coordinator)
    keep(programme, coordinator)
    change(measure, by=coordinator, objective=second)

    (records,) = told(compare(visitor, programme)).values()

    assert records[0][2] == {"Objective": "−MÅ1 Work (sv) / +MÅ2 Homes (sv)"}


def test_numbers_dates_and_owners_stand_in_a_table(visitor, programme, coordinator):
    library, school = make_organisation(programme, "Library"), make_organisation(programme, "School")
    measure = make_measure(make_objective(programme), owner=library, by=coordinator)
    indicator = make_indicator(programme, target_value=75, target_date="2029-12-31", by=coordinator)
    keep(programme, coordinator)
    change(measure, by=coordinator, owner=school, ends_on=date(2028, 6, 30))
    change(indicator, by=coordinator, target_value="80.5", target_date=date(2030, 12, 31))

    response = compare(visitor, programme)

    facts = [
        (record.label[:3].strip(), change.label, said(change.wording)) for record, change in response.context["facts"]
    ]
    assert facts == [
        ("Å1.", "Ends", "+30 June 2028"),
        ("Å1.", "Owner (one organisation)", "−Library (sv) / +School (sv)"),
        ("MT1", "Target", "−75 +80.5"),
        ("MT1", "Date of the target", "−31 December 2029 +31 December 2030"),
    ]


def test_unchanged_chapters_are_named_and_no_more(visitor, programme, coordinator):
    make_objective(programme, "An objective that stays", by=coordinator)
    make_chapter(programme, title=words(programme, "Greetings"), by=coordinator)
    keep(programme, coordinator)
    change(element_of(programme, "strategy"), by=coordinator, text=words(programme, "<p>Homes</p>"))

    response = compare(visitor, programme)

    unchanged = [chapter.title for chapter in response.context["unchanged"]]
    assert len(unchanged) == 12 and {"Greetings (sv)", OBJECTIVES, "Cover and handling"} <= set(unchanged)
    assert "An objective that stays" not in plain(response)


def test_only_the_chosen_language_is_compared_and_others_are_counted(visitor, programme, coordinator):
    objective = make_objective(programme, "More people", by=coordinator)
    keep(programme, coordinator)
    change(objective, by=coordinator, title=objective.title.with_texts({"fi": "Lisää ihmisiä"}))

    swedish, finnish = (compare(visitor, programme, language=code) for code in ("sv", "fi"))

    assert told(swedish) == {}
    assert "1 record differs only in another language" in plain(swedish)
    assert list(told(finnish)) == ["Tavoitteet ja toimenpiteet"] and finnish.context["elsewhere"] == 0


def test_two_equal_versions_differ_in_nothing(visitor, programme, coordinator):
    keep(programme, coordinator)

    assert "Nothing differs: every chapter says the same in both." in plain(compare(visitor, programme))


def test_the_same_version_twice_asks_for_two(visitor, programme, coordinator):
    keep(programme, coordinator)

    assert "Both are the same version." in plain(compare(visitor, programme, "1", "1"))


def test_the_newest_version_and_today_are_compared_unasked_and_the_older_one_comes_first(
    visitor, programme, coordinator
):
    keep(programme, coordinator)
    make_objective(programme, by=coordinator)
    keep(programme, coordinator, "Round 2")

    unasked = visitor.get(page(programme, "versions/compare/")).context
    turned = compare(visitor, programme, "today", "1").context
    between = compare(visitor, programme, "2", "1")

    assert (unasked["from"], unasked["to"]) == ("2", "today")
    assert (turned["from"], turned["to"]) == ("1", "today")
    assert between.context["summary"] == ["1 chapter changed", "1 record new"]


def test_without_a_version_the_page_says_how_to_begin(visitor, programme):
    response = visitor.get(page(programme, "versions/compare/"))

    assert "There is nothing to compare yet" in plain(response)
    assert f'href="{page(programme, "versions/")}">' in response.content.decode().partition("empty-state")[2]


@pytest.mark.parametrize(
    "asked", [{"from": "7"}, {"from": "x"}, {"to": "-1"}, {"from": "9" * 30}, {"language": "en"}, {"language": "x"}]
)
def test_what_is_not_there_is_not_compared(visitor, programme, coordinator, asked):
    keep(programme, coordinator)

    assert visitor.get(page(programme, "versions/compare/"), asked).status_code == 404


# Who reads what


def test_a_number_of_few_persons_is_told_nowhere(visitor, programme, coordinator):
    figure = make_own_figure(programme, "Refugees", value=3, counts=Counts.PERSONS, by=coordinator)
    keep(programme, coordinator)
    change(figure, by=coordinator, value=4)
    keep(programme, coordinator, "Round 2")
    change(figure, by=coordinator, value=12)

    assert told(compare(visitor, programme, "1", "2")) == {}
    (records,) = told(compare(visitor, programme, "2")).values()
    assert records[0][2] == {"Value": "−fewer than 5 +12"}


def test_nothing_is_told_of_what_belongs_to_a_municipality_that_takes_no_part(visitor, programme, coordinator):
    keep(programme, coordinator)
    link = make_partner(programme, by=coordinator)
    finding = make_finding(programme, "Nykarleby waits", part=link, by=coordinator)
    make_objective(programme, findings=[finding], by=coordinator)
    keep(programme, coordinator, "Round 2")
    archive_record(link, by=coordinator)

    for then, now in (("1", "2"), ("2", "today")):
        assert "Nykarleby" not in plain(compare(visitor, programme, then, now))


def test_those_who_do_not_manage_compare_what_was_approved_and_today(client, coordinator):
    programme = make_approvable(by=coordinator)
    keep(programme, coordinator, "Between ourselves")
    approve_programme(programme, approved_on=date(2026, 11, 2), why_open="All is well", by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    make_objective(programme, "Written since", by=coordinator)

    found = {}
    for name, person in {"editor": make_editor(), "adviser": make_adviser(make_municipality().centre)}.items():
        client.force_login(person)
        response = client.get(page(programme, "versions/compare/"))
        values = [choice["value"] for choice in response.context["choices"]]
        refused = client.get(page(programme, "versions/compare/"), {"from": "1"}).status_code
        found[name] = (values, response.context["summary"], refused, "Between ourselves" in response.content.decode())

    expected = (["2", "today"], ["1 chapter changed", "1 record new"], 404, False)
    assert found == {"editor": expected, "adviser": expected}


def test_readers_see_nothing_that_the_document_does_not_say(client, coordinator):
    programme = make_approvable(by=coordinator)
    approve_programme(programme, approved_on=date(2026, 11, 2), why_open="All is well", by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    make_meeting(programme, "Behind closed doors", by=coordinator)
    make_milestone(programme, "A date of our own", by=coordinator)
    make_mark(programme, "situation.needs", by=coordinator, next_step=words(programme, "Call the mayor"))
    change(programme.responsibility, by=coordinator, coordinator_name="Carin Person")
    hidden = ("Behind closed doors", "A date of our own", "Call the mayor", "Carin Person")

    shown = {}
    for name, person in {"coordinator": coordinator, "adviser": make_adviser(make_municipality().centre)}.items():
        client.force_login(person)
        shown[name] = [words in plain(client.get(page(programme, "versions/compare/"))) for words in hidden]

    assert shown == {"coordinator": [True] * 4, "adviser": [False] * 4}


def test_a_version_of_another_edition_is_compared_with_todays_checklist(visitor, coordinator):
    programme = make_programme(by=coordinator, edition_key="act_1386_2010")
    make_mark(programme, "situation.needs", by=coordinator, next_step=words(programme, "Call"))
    keep(programme, coordinator)
    renew_edition(programme, by=coordinator)

    forth = compare(visitor, programme)
    restore_version(fresh(programme), programme.versions.get(number=1), by=coordinator)
    back = compare(visitor, programme, "2", "today")

    assert set(told(forth)) == {"Cover and handling"}
    assert set(told(back)) == {"Cover and handling"}


def test_a_stranger_finds_nothing(client, programme, coordinator):
    keep(programme, coordinator)
    client.force_login(make_coordinator(make_municipality("091")))

    assert client.get(page(programme, "versions/compare/")).status_code == 404


# Every kind


@pytest.mark.parametrize("screen", ["fi", "sv", "en"])
def test_every_kind_is_told_when_it_is_new_and_when_it_has_changed(visitor, programme, coordinator, screen, own_files):
    keep(programme, coordinator)
    programme = fill(programme, by=coordinator)
    make_picture(programme, by=coordinator)
    keep(programme, coordinator, "Round 2")
    for kind in KINDS.values():
        for record in kind.records(fresh(programme))[:1]:
            change(record, by=coordinator, **{name: words(programme, "Other") for name in kind.texts if name != "isbn"})

    new = compare(visitor, programme, "1", "2", screen=screen)
    changed = compare(visitor, programme, "2", "today", screen=screen)

    assert {record.state for chapter in changed.context["changed"] for record in chapter.records} == {"changed"}
    assert {"new"} == {record.state for chapter in new.context["changed"] for record in chapter.records}


def test_a_record_is_told_under_the_chapter_that_prints_it(coordinator, programme, own_files):
    fill(programme, by=coordinator)
    make_chapter(programme, by=coordinator)
    programme = fresh(programme)
    rows = {row["key"]: row for rows in dump(programme)["records"].values() for row in rows}

    printed: dict[str, set[str]] = {}
    document = assemble(programme, "sv")
    for chapter in [*document.sections, *document.back]:
        for text in _places(chapter):
            place = Place.parse(programme.slug, text)
            if place.kind not in ("", ITEM, "programme"):
                printed.setdefault(str(place.whole), set()).add(
                    chapter.place if chapter.place.startswith("chapter") else chapter.key
                )

    assert len(printed) > 20
    for text, chapters in printed.items():
        place = Place.parse(programme.slug, text)
        key = chapter_of(KINDS[place.kind], rows[place.key])
        assert (
            f"chapter:{key.removeprefix(OWN)}"
            if key.startswith(OWN)
            else key.replace("communication.inform", "communication")
        ) in chapters, text


def _places(chapter) -> set[str]:
    found = {each.place for section in sections([chapter]) for each in (section, *section.blocks)}
    for section in sections([chapter]):
        for block in section.blocks:
            found |= {row.place for row in (*getattr(block, "rows", ()), *getattr(block, "items", ()))}
    return found - {""}


def test_every_kind_is_printed_somewhere_or_nowhere_as_it_says():
    asked = {"element", "answer", "service", "chapter", "picture"}

    named = {name: chapter_of(kind, {}) for name, kind in KINDS.items() if name not in asked}

    assert {name for name, chapter in named.items() if chapter == NOWHERE} == {
        kind.name for kind in KINDS.values() if not kind.is_printed
    }
    assert named["programme"] == COVER


def test_a_comparison_asks_as_often_for_three_records_as_for_one(visitor, programme, coordinator):
    keep(programme, coordinator)
    asked = []
    for number in range(3):
        objective = make_objective(programme, f"Objective {number}", findings=[make_finding(programme)], by=coordinator)
        make_measure(objective, owner=make_organisation(programme, f"Body {number}"), by=coordinator)
        asked.append(statements(lambda: visitor.get(page(programme, "versions/compare/"))))

    assert asked[0] == asked[2] <= WHOLE_PROGRAMME
    assert Programme.objects.count() == 1
