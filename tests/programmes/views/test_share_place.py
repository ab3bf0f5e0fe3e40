"""Who sees a section or a record: the sentence on its page, the form that changes it, the page of all choices."""

import re

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import share_programme
from programmes.actions.sharing import share_place
from programmes.enums import Audience
from programmes.models import item_place, place_of
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import fresh, make_comment, make_finding, make_measure, make_objective, make_step
from tests.programmes.reading import page, read
from tests.programmes.residents import make_open_questions
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_adviser, make_editor

pytestmark = pytest.mark.django_db

GROUP, ADVISER = Audience.GROUP, Audience.ADVISER
SENTENCE = re.compile(r'<p class="visibility soft">(.*?)(?: <a | · <a |</p>)')


@pytest.fixture(autouse=True)
def signed_in(client, coordinator):
    client.force_login(coordinator)


def sentence(client, programme, tail: str, language: str = "en") -> list[str]:
    return [
        re.sub(r"\d+(?:\D\d+\D| \w+ )\d{4}", "<day>", each)
        for each in SENTENCE.findall(read(client, programme, tail, language))
    ]


def test_it_is_told_what_everybody_may_read(client, programme, coordinator):
    assert "Nothing of this programme is public." in read(client, programme, "sharing/")

    found = make_open_questions(programme, by=coordinator)
    shown = read(client, programme, "sharing/")

    assert (
        f'href="{page(programme, f"rounds/{found.key}/")}"' in shown and "questions to residents, open until" in shown
    )
    assert "Nothing of this programme is public." not in shown


def test_phase_item_and_record_say_alike_who_sees_them(client, programme):
    finding = make_finding(programme)
    share_programme(programme, [GROUP], by=SYSTEM)
    tails = ("situation/", "item/situation.both_sides/", f"finding/{finding.key}/")

    said = {tail: sentence(client, programme, tail) for tail in tails}

    seen = "Visible to the cooperation group since <day> · not visible to the adviser"
    assert said == {tail: [seen] for tail in tails}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Ei näy yhteistyöryhmälle · näkyy neuvojalle <day> alkaen"),
        ("sv", "Visas inte för samarbetsgruppen · visas för rådgivaren sedan <day>"),
        ("en", "Not visible to the cooperation group · visible to the adviser since <day>"),
    ],
)
def test_the_sentence_is_in_the_readers_language(client, programme, language, said):
    share_programme(programme, SWITCHED, by=SYSTEM)
    share_place(programme, item_place(programme, "situation"), {GROUP: False}, by=SYSTEM)

    assert sentence(client, programme, "situation/", language) == [said]


def test_what_nobody_else_sees_says_so(client, programme):
    assert sentence(client, programme, "situation/") == ["Only those who write the programme see this."]


def test_a_record_says_what_it_stands_under_says(client, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    share_programme(programme, [GROUP], by=SYSTEM)
    share_place(programme, place_of(objective), {GROUP: False}, by=SYSTEM)

    assert sentence(client, programme, f"measure/{measure.key}/") == ["Only those who write the programme see this."]


def test_a_record_without_a_page_of_its_own_says_it_where_it_is_written(client, programme):
    step, other = make_step(programme), make_step(programme)
    share_programme(programme, [GROUP], by=SYSTEM)
    send(client, page(programme, f"decision-step/{step.key}/share/"), group="kept_back")

    told = [sentence(client, programme, f"decision-step/{each.key}/edit/") for each in (step, other)]

    seen = "Visible to the cooperation group since <day> · not visible to the adviser"
    assert told == [["Only those who write the programme see this."], [seen]]
    assert sentence(client, programme, f"finding/{make_finding(programme).key}/edit/") == []
    assert page(programme, f"decision-step/{step.key}/share/") in read(
        client, programme, f"decision-step/{step.key}/edit/"
    )


def test_coordinators_change_it_editors_read_it_and_readers_do_not_see_it(client, programme):
    share_programme(programme, SWITCHED, by=SYSTEM)
    change = reverse("share_item", args=[programme.slug, "situation"])
    people = {
        "coordinator": None,
        "editor": make_editor(programme.lead.municipality),
        "adviser": make_adviser(programme.lead.municipality.centre),
    }

    found = {}
    for name, person in people.items():
        if person:
            client.force_login(person)
        html = read(client, programme, "situation/")
        found[name] = ("Visible to the cooperation group" in html, change in html)

    assert found == {"coordinator": (True, True), "editor": (True, False), "adviser": (False, False)}


def test_each_audience_is_chosen_by_itself_and_the_page_says_what_holds_now(client, programme):
    finding = make_finding(programme)
    share_programme(programme, SWITCHED, by=SYSTEM)
    url = reverse("share_record", args=[programme.slug, "finding", finding.key])

    answer = client.post(url, {"group": "kept_back", "adviser": "inherited"}, follow=True)

    rows = [(row.audience, row.place, row.is_visible) for row in programme.sharings.exclude(place="")]
    assert rows == [("group", str(place_of(finding)), False)]
    assert answer.request["PATH_INFO"] == page(programme, f"finding/{finding.key}/")
    assert answer.content.decode().count("Not visible to the cooperation group · visible to the adviser since") == 2


def test_the_form_shows_what_was_chosen_and_what_it_would_be_without(client, programme):
    finding = make_finding(programme)
    share_programme(programme, [GROUP], by=SYSTEM)
    share_place(programme, place_of(finding), {GROUP: False}, by=SYSTEM)

    form = client.get(reverse("share_record", args=[programme.slug, "finding", finding.key])).context["form"]

    assert {name: form[name].value() for name in form.fields} == {
        "group": "kept_back",
        "adviser": "inherited",
        "opened_with": "kept_back inherited",
    }
    first = {name: str(form.fields[name].choices[0][1]) for name in ("group", "adviser")}
    assert first == {
        "group": "As what it is part of (now: visible)",
        "adviser": "As what it is part of (now: kept back)",
    }


def test_a_page_opened_before_a_colleague_kept_it_back_does_not_open_it_again(client, programme):
    share_programme(programme, SWITCHED, by=SYSTEM)
    place, url = item_place(programme, "situation"), reverse("share_item", args=[programme.slug, "situation"])
    mine = as_sent(opened(client, url), adviser="kept_back")
    share_place(fresh(programme), place, {GROUP: False}, by=SYSTEM)

    client.post(url, mine)

    rows = programme.sharings.filter(place=str(place)).values_list("audience", "is_visible")
    assert sorted(rows) == [("adviser", False), ("group", False)]


def test_nor_does_the_home_open_the_programme_again(client, programme):
    share_programme(programme, SWITCHED, by=SYSTEM)
    home = client.get(page(programme, ""))
    mine = as_sent(home.context["share_form"], audiences=["group"])
    share_programme(fresh(programme), [ADVISER], by=SYSTEM)

    client.post(reverse("share_programme", args=[programme.slug]), mine)

    assert f'value="{mine["opened_with"]}"' in home.content.decode()
    assert list(programme.sharings.all()) == []


def test_a_form_that_does_not_arrive_whole_changes_nothing_and_says_so(client, programme):
    url = reverse("share_item", args=[programme.slug, "situation"])

    answer = client.post(url, {"group": "all", "adviser": "visible"})

    assert (answer.status_code, list(programme.sharings.all())) == (200, [])
    assert set(answer.context["form"].errors) == {"group"}


@pytest.mark.parametrize("item", ["cooperation.group", "monitoring.reporting", "nowhere"])
def test_what_is_no_section_has_no_form(client, programme, item):
    assert client.get(reverse("share_item", args=[programme.slug, item])).status_code == 404


def test_every_choice_is_listed_with_what_it_is_and_where_it_is_changed(client, programme):
    finding = make_finding(programme, "Queues")
    share_place(programme, place_of(finding), {GROUP: True}, by=SYSTEM)
    share_place(programme, item_place(programme, "objectives"), {ADVISER: False}, by=SYSTEM)

    places = client.get(reverse("sharing", args=[programme.slug])).context["places"]

    assert [each["about"] for each in places] == ["Finding F1", "Objectives and measures"]
    assert [each["change_url"] for each in places] == [
        reverse("share_record", args=[programme.slug, "finding", finding.key]),
        reverse("share_item", args=[programme.slug, "objectives"]),
    ]


def test_the_home_leads_to_the_choices_and_counts_them(client, programme):
    share_place(programme, item_place(programme, "objectives"), {GROUP: False, ADVISER: False}, by=SYSTEM)

    html = read(client, fresh(programme), "")

    assert reverse("sharing", args=[programme.slug]) in html
    assert "1 choice of its own" in html


def test_what_is_wrong_stands_on_top_and_leads_there(client, programme, coordinator):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    client.force_login(coordinator)
    url = reverse("share_item", args=[programme.slug, "situation"])
    for asked, sent in (
        (url, {"group": "all"}),
        (page(programme, f"comments/{comment.key}/show/"), {"audiences": "x"}),
    ):
        html = client.post(asked, sent).content.decode()
        assert html.index('class="error-summary"') < html.index("<fieldset")
        assert re.search(r'<li><a href="#(id_[a-z_0-9]+)">', html)
