"""The history of a record: who, when, which field in which language, by words; and older texts, taken back."""

import re
from functools import partial
from html import unescape

import pytest

from integration_programme import richtext
from integration_programme.translations import Translations
from programmes.actions.items import mark_item
from programmes.actions.programmes import archive_programme, share_programme
from programmes.actions.records import archive_record, change_record, restore_record
from programmes.enums import Counts
from programmes.forms import PAGES
from programmes.models import ItemMark, Objective
from programmes.models.kinds import KINDS
from programmes.models.sharing import SWITCHED
from programmes.views.saves import ON_A_PAGE
from stakeholders.models import Event
from tests.programmes.factories import (
    change,
    element_of,
    fill,
    fresh,
    make_finding,
    make_indicator,
    make_mark,
    make_measure,
    make_objective,
    make_organisation,
    make_own_figure,
    make_partner,
    make_picture,
    words,
)
from tests.programmes.reading import page
from tests.programmes.test_query_counts import LIST_OR_PAGE, statements
from tests.stakeholders.factories import make_adviser, make_coordinator, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def history_of(programme, record, name="objective", tail="", language="en") -> str:
    return page(programme, f"{name}/{record.key}/history/{tail}", language)


def take_back(
    visitor, programme, record, version=1, *, field="title", language="sv", seen=None, name="objective", **options
):
    seen = record.row_version if seen is None else seen
    url = history_of(programme, record, name, f"{version}/{field}/{language}/take-back/")
    return visitor.post(url, {"row_version": seen}, **options)


def saves(response) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Of each save who, what, and each change: what it is called, and its words with their signs."""
    return [
        (save.who, save.what, [(change.label, told(change.wording)) for change in save.changes])
        for save in response.context["saves"]
    ]


def told(wording) -> str:
    if wording.form_only:
        return "form only"
    sign = {"same": "", "added": "+", "removed": "−"}
    return " / ".join(" ".join(sign[piece.how] + piece.bare for piece in line.pieces) for line in wording.lines)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def plain(response) -> str:
    """What a person hears who has the page read aloud."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", f"<{main}")).split())


def test_each_save_is_told_with_its_words_the_newest_first(visitor, programme, coordinator):
    objective = make_objective(programme, "More people in work", by=make_editor(name="Erik Editor"))
    change(
        objective,
        by=coordinator,
        title=Translations({"sv": "Many people in work (sv)", "fi": "More people in work (fi)"}),
    )

    response = visitor.get(history_of(programme, objective))

    assert saves(response) == [
        (coordinator.name, "Changed", [("Objective (Swedish)", "−More +Many people in work (sv)")]),
        (
            "Erik Editor",
            "Added",
            [
                ("Objective (Swedish)", "+More people in work (sv)"),
                ("Objective (Finnish)", "+More people in work (fi)"),
            ],
        ),
    ]


def test_what_was_put_in_and_taken_out_is_told_by_signs_and_to_those_who_listen(visitor, programme, coordinator):
    objective = make_objective(programme, "More people", by=coordinator)
    change(objective, by=coordinator, title=Translations({"sv": "Many people (sv)", "fi": "More people (fi)"}))

    response = visitor.get(history_of(programme, objective))

    html = response.content.decode()
    assert '<span class="sign" aria-hidden="true">−</span>More<span' in html and "<del>" in html
    assert '<span class="sign" aria-hidden="true">+</span>Many<span' in html and "<ins>" in html
    assert "taken out: −More (end) put in: +Many (end) people (sv)" in plain(response)


def test_facts_and_ties_are_told_in_words(visitor, programme, coordinator):
    finding, other = (
        make_finding(programme, "Long waits", by=coordinator),
        make_finding(programme, "Few places", by=coordinator),
    )
    objective = make_objective(programme, findings=[finding], by=coordinator)
    objective.theme, objective.by_when = "education", "2029-12-31"
    change_record(objective, {"findings": [other]}, row_version=1, by=coordinator)

    (newest, _first) = saves(visitor.get(history_of(programme, objective)))

    assert newest[2] == [
        ("Theme", "−Employment +Education"),
        ("By when", "+31 December 2029"),
        ("Findings it answers", "−F1 Long waits (sv) (in Swedish) / +F2 Few places (sv) (in Swedish)"),
    ]


def test_an_organisation_that_answers_is_told_by_its_name(visitor, programme, coordinator):
    old, new = make_organisation(programme, "Library"), make_organisation(programme, "School")
    measure = make_measure(make_objective(programme), owner=old, by=coordinator)
    change(measure, by=coordinator, owner=new, status="ongoing")

    (newest, _first) = saves(visitor.get(history_of(programme, measure, "measure")))

    assert newest[2][0][0] == "State" and newest[2][0][1].startswith("−Planned")
    assert newest[2][1] == (
        "Owner (one organisation)",
        "−Library (sv) (in Swedish) / +School (sv) (in Swedish)",
    )


def test_going_to_the_archive_and_back_are_saves_without_words(visitor, programme, coordinator):
    objective = make_objective(programme, by=coordinator)
    archive_record(objective, by=coordinator)
    restore_record(objective, by=coordinator)

    response = visitor.get(history_of(programme, objective))

    assert [each[1:] for each in saves(response)][:2] == [
        ("Brought back from the archive", []),
        ("Moved to the archive", []),
    ]
    assert "No text and no fact was changed by it." in plain(response)


def test_a_row_that_a_programme_has_from_its_first_day_was_empty_before(visitor, programme, coordinator):
    change(programme.responsibility, by=coordinator, coordinating_body=Translations({"sv": "Enheten"}))

    response = visitor.get(history_of(programme, programme.responsibility, "mandate"))

    assert saves(response) == [(coordinator.name, "Changed", [("Coordinating body (Swedish)", "+Enheten")])]


def test_where_nothing_was_saved_the_page_says_what_will_stand_there(visitor, programme):
    response = visitor.get(history_of(programme, programme.responsibility, "mandate"))

    assert "Nothing has been saved here yet" in plain(response)
    assert f'href="{page(programme, f"mandate/{programme.responsibility.key}/edit/")}"' in response.content.decode()


def test_a_number_of_few_persons_is_told_nowhere(visitor, programme, coordinator):
    figure = make_own_figure(programme, "Refugees", value=3, counts=Counts.PERSONS, by=coordinator)
    change(figure, by=coordinator, value=4)
    change(figure, by=coordinator, value=12)

    response = visitor.get(history_of(programme, figure, "own-figure"))

    (third, second, first) = (dict(each[2]) for each in saves(response))
    assert third["Value"] == "−fewer than 5 +12"
    assert second == {}
    assert first["Value"] == "+fewer than 5"


def test_nothing_is_told_of_what_belongs_to_a_municipality_that_takes_no_part(visitor, programme, coordinator):
    link = make_partner(programme, by=coordinator)
    finding = make_finding(programme, "Nykarleby waits", part=link, by=coordinator)
    objective = make_objective(programme, findings=[finding], by=coordinator)
    archive_record(link, by=coordinator)

    gone = visitor.get(history_of(programme, finding, "finding"))
    tied = visitor.get(history_of(programme, objective))

    assert gone.status_code == 404
    assert "Nykarleby waits" not in tied.content.decode()


def test_a_long_history_has_pages_and_a_save_is_found_on_its_own(visitor, programme, coordinator):
    objective = make_objective(programme, by=coordinator)
    for number in range(ON_A_PAGE + 4):
        change(objective, by=coordinator, title=words(programme, f"Words {number}"))

    first = visitor.get(history_of(programme, objective))
    second = visitor.get(history_of(programme, objective) + "?page=2")
    found = visitor.get(history_of(programme, objective) + "?at=2#save-2")

    numbers = [[save.version for save in response.context["saves"]] for response in (first, second, found)]
    newest = objective.row_version
    assert numbers[0] == list(range(newest, newest - ON_A_PAGE, -1))
    assert numbers[1] == numbers[2] == list(range(newest - ON_A_PAGE, 0, -1))
    assert saves(second)[0][2][0][1].startswith("Words −")  # compared with the save on the next page


@pytest.mark.parametrize("at", ["", "x", "-1", "9" * 18, "9" * 40])
def test_a_save_that_is_none_gives_the_first_page(visitor, programme, coordinator, at):
    objective = make_objective(programme, by=coordinator)

    response = visitor.get(history_of(programme, objective), {"at": at})

    assert [save.version for save in response.context["saves"]] == [1]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_kind_of_record_has_a_history_in_every_language(visitor, programme, coordinator, language, own_files):
    fill(programme, by=coordinator)
    make_picture(programme, by=coordinator)
    make_mark(programme, "situation.needs", by=coordinator)
    programme = fresh(programme)

    for kind in KINDS.values():
        for record in kind.records(programme)[:2]:
            url = (
                page(programme, f"item/{record.item}/history/", language)
                if kind.name == "mark"
                else history_of(programme, record, page_name(kind), language=language)
            )
            assert visitor.get(url).status_code == 200, kind.name


def page_name(kind) -> str:
    return next(page.name for page in PAGES.values() if page.kind is kind)


# Taken back


def test_an_older_text_is_taken_back_by_a_save_of_its_own(visitor, programme, coordinator):
    objective = make_objective(programme, "Old words", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New words"), theme="education")

    response = take_back(visitor, programme, objective, follow=True)

    now = Objective.objects.get()
    assert said(response) == ["The older text is taken back. The one that stood here is in the history below."]
    assert (now.title, now.theme, now.row_version) == ({"sv": "Old words (sv)", "fi": "New words (fi)"}, "education", 3)
    assert saves(response)[0][2] == [("Objective (Swedish)", "−New +Old words (sv)")]
    assert Event.objects.filter(verb="change_record")[0].fields == ["title"]


def test_the_button_stands_at_older_texts_that_are_not_todays(visitor, programme, coordinator):
    objective = make_objective(programme, "First", by=coordinator)
    for text in ("Second", "First"):
        change(objective, by=coordinator, title=words(programme, text))

    response = visitor.get(history_of(programme, objective))

    offered = re.findall(r'action="([^"]+take-back/)"', response.content.decode())
    assert offered == [
        history_of(programme, objective, tail=f"2/title/{language}/take-back/") for language in ("sv", "fi")
    ]


def test_a_rich_text_keeps_its_form_when_it_is_taken_back(visitor, programme, coordinator):
    html = (
        '<h3>Work</h3><table><tbody><tr><th>Course</th><td colspan="2">Both</td></tr>'
        "<tr><th>Year</th><td>2027</td><td>2028</td></tr></tbody></table><ul><li>One <strong>two</strong></li></ul>"
    )
    element = element_of(programme, "strategy")
    change(element, by=coordinator, text=Translations({"sv": html}), state="written")
    element.refresh_from_db()
    before = element.text["sv"]
    change(element, by=coordinator, text=Translations({"sv": "<p>Quite other words.</p>"}))

    take_back(visitor, programme, element, 2, field="text", name="element")

    element.refresh_from_db()
    assert richtext.without_ids(element.text["sv"]) == richtext.without_ids(before)


def test_boxes_choices_and_ties_stay_as_they_are(visitor, programme, coordinator):
    finding = make_finding(programme, by=coordinator)
    objective = make_objective(programme, "Old", findings=[finding], by=coordinator)
    measures = [make_measure(objective, by=coordinator) for _number in range(2)]
    indicator = make_indicator(programme, "Old", objective=objective, measures=measures, by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))
    change(indicator, by=coordinator, name=words(programme, "New"), source=words(programme, "Register"))

    take_back(visitor, programme, objective)
    response = take_back(visitor, programme, indicator, field="name", name="indicator")

    indicator.refresh_from_db()
    assert response.status_code == 302
    assert list(Objective.objects.get().findings.all()) == [finding]
    assert set(indicator.measures.all()) == set(measures) and indicator.name["sv"] == "Old (sv)"


def test_a_text_that_stands_there_already_makes_nothing(visitor, programme, coordinator):
    objective = make_objective(programme, "Old", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))
    seen = objective.row_version

    for _click in range(2):
        response = take_back(visitor, programme, objective, seen=seen, follow=True)

    assert said(response) == ["This is what stands there already. Nothing was changed."]
    assert Objective.objects.get().row_version == 3


def test_a_change_of_another_field_meanwhile_is_kept(visitor, programme, coordinator):
    objective = make_objective(programme, "Old", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))
    change(Objective.objects.get(), by=coordinator, theme="education")

    response = take_back(visitor, programme, objective, seen=2, follow=True)

    now = Objective.objects.get()
    assert (now.title["sv"], now.theme) == ("Old (sv)", "education")
    assert "Both changes are kept" in said(response)[1]


def test_a_change_of_the_same_text_meanwhile_shows_both_and_saves_nothing(visitor, programme, coordinator):
    objective = make_objective(programme, "Old", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))
    change(Objective.objects.get(), by=coordinator, title=words(programme, "Newest"))

    response = take_back(visitor, programme, objective, seen=2)

    assert response.status_code == 409
    (difference,) = response.context["form"].differences
    assert (difference.yours, difference.saved) == ("Old (sv)", "Newest (sv)")
    assert f'action="{page(programme, f"objective/{objective.key}/edit/")}"' in response.content.decode()
    assert Objective.objects.get().title["sv"] == "Newest (sv)"


def test_without_the_count_of_saves_nothing_is_overwritten(visitor, programme, coordinator):
    objective = make_objective(programme, "Old", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))

    response = take_back(visitor, programme, objective, seen="")

    assert response.status_code == 409
    assert Objective.objects.get().title["sv"] == "New (sv)"


def test_what_the_form_refuses_is_refused_and_the_older_text_stands_in_the_form(visitor, programme, coordinator):
    first = make_organisation(programme, "Library", by=coordinator)
    change(first, by=coordinator, name=words(programme, "Town library"))
    make_organisation(programme, "Library", by=coordinator)

    response = take_back(visitor, programme, first, field="name", name="organisation")

    first.refresh_from_db()
    assert "The register has this organisation already" in response.content.decode()
    assert response.context["form"]["name_sv"].value() == "Library (sv)"
    assert first.name["sv"] == "Town library (sv)"


@pytest.mark.parametrize(
    ("version", "field", "language"),
    [
        (2, "title", "sv"),
        (0, "title", "sv"),
        (7, "title", "sv"),
        (1, "theme", "sv"),
        (1, "no_such", "sv"),
        (1, "title", "en"),
    ],
)
def test_there_is_nothing_to_take_back_elsewhere(visitor, programme, coordinator, version, field, language):
    objective = make_objective(programme, by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))

    assert take_back(visitor, programme, objective, version, field=field, language=language).status_code == 404


def test_readers_are_told_nothing_and_only_writers_take_back(client, programme, coordinator):
    objective = make_objective(programme, "Old", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))
    share_programme(programme, SWITCHED, by=coordinator)
    partner = make_partner(programme, "893", right="read", by=coordinator)

    statuses = {}
    for name, person in {
        "adviser": make_adviser(programme.lead.municipality.centre),
        "partner": make_coordinator(partner.municipality),
    }.items():
        client.force_login(person)
        read = client.get(history_of(programme, objective))
        statuses[name] = (read.status_code, take_back(client, programme, objective).status_code)

    assert statuses == {"adviser": (403, 403), "partner": (200, 403)}
    assert "take-back" not in read.content.decode()


def test_an_archived_programme_keeps_its_history_and_takes_nothing_back(visitor, programme, coordinator):
    objective = make_objective(programme, "Old", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "New"))
    archive_programme(programme, by=coordinator)

    read, tried = visitor.get(history_of(programme, objective)), take_back(visitor, programme, objective)

    assert (read.status_code, tried.status_code) == (200, 403)
    assert "take-back" not in read.content.decode()


# What people say of an item


def test_the_marks_of_an_item_have_a_history_and_older_words_are_taken_back(visitor, programme, coordinator):
    make_mark(programme, "cooperation.group", by=coordinator, next_step=words(programme, "Call the chair"))
    mark_item(
        changed(ItemMark.objects.get(), programme, next_step=words(programme, "Book a room"), status="in_progress"),
        row_version=1,
        by=coordinator,
    )
    url = page(programme, "item/cooperation.group/history/")

    read = visitor.get(url)
    (seen,) = ItemMark.objects.values_list("row_version", flat=True)
    done = visitor.post(f"{url}1/next_step/sv/take-back/", {"row_version": seen}, follow=True)
    again = visitor.post(f"{url}1/next_step/sv/take-back/", {"row_version": seen}, follow=True)
    late = visitor.post(f"{url}1/next_step/fi/take-back/", {"row_version": ""})

    (newest, *_older) = saves(read)
    assert newest[1] == "Marked"
    assert ("State", "−Open +In progress") in newest[2]
    assert said(done) == ["The older text is taken back. The one that stood here is in the history below."]
    assert said(again) == ["This is what stands there already. Nothing was changed."]
    assert late.status_code == 409
    assert ItemMark.objects.get().next_step == {"sv": "Call the chair (sv)", "fi": "Book a room (fi)"}


def changed(record, programme, **fields):
    record.programme = programme
    for name, value in fields.items():
        setattr(record, name, value)
    return record


def test_an_item_that_nobody_marked_has_an_empty_history(visitor, programme):
    response = visitor.get(page(programme, "item/cooperation.group/history/"))

    assert "Nothing has been saved here yet" in plain(response)


def test_forms_lead_to_the_history(visitor, programme, coordinator):
    objective = make_objective(programme, by=coordinator)

    form = visitor.get(page(programme, f"objective/{objective.key}/edit/")).content.decode()
    mark = visitor.get(page(programme, "item/cooperation.group/mark/")).content.decode()

    assert f'href="{history_of(programme, objective)}"' in form
    assert f'href="{page(programme, "item/cooperation.group/history/")}"' in mark


def test_a_history_asks_as_often_for_three_saves_as_for_one(visitor, programme, coordinator):
    objective = make_objective(programme, findings=[make_finding(programme)], by=coordinator)
    asked = []
    for number in range(3):
        objective = Objective.objects.get()
        objective.title, objective.theme = words(programme, f"Words {number}"), ("education", "work")[number % 2]
        change_record(objective, {"findings": []}, row_version=objective.row_version, by=coordinator)
        asked.append(statements(partial(visitor.get, history_of(programme, objective))))

    assert asked[0] == asked[2] <= LIST_OR_PAGE
