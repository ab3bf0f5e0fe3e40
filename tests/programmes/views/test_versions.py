"""The page of versions: kept by a name, compared with, gone back to, taken along as a file."""

import json

import pytest

from programmes.actions.versions import make_version
from programmes.enums import VersionPurpose
from programmes.models import Objective, Version
from programmes.models.kinds import KINDS
from programmes.portable import dump
from stakeholders.models import today
from tests.programmes.factories import (
    approve_programme,
    change,
    fill,
    fresh,
    make_approvable,
    make_chosen_group,
    make_mark,
    make_meeting,
    make_objective,
    make_own_figure,
    make_partner,
    make_partner_responsibility,
    make_source,
    make_step,
    words,
)
from tests.stakeholders.factories import make_coordinator, make_editor, make_seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def coordinator(db):
    return make_coordinator(name="Maija Koordinaattori")


@pytest.fixture
def programme(coordinator):
    return make_approvable(by=coordinator)


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def page(programme, rest: str = "", language: str = "en") -> str:
    return f"/{language}/programmes/{programme.slug}/{rest}"


def read(visitor, url: str) -> str:
    response = visitor.get(url)
    assert response.status_code == 200
    return response.content.decode()


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def keep(programme, coordinator, name="Round 1") -> Version:
    return make_version(programme, name=name, purpose=VersionPurpose.ROUND, by=coordinator)


def test_a_version_is_kept_under_a_name(visitor, programme):
    sent = {"name": "Before the seminar", "purpose": "proposal"}

    response = visitor.post(page(programme, "versions/"), sent, follow=True)

    assert said(response) == ["The programme is kept as it is now: Version 1: Before the seminar."]
    html = response.content.decode()
    assert "Version 1: Before the seminar" in html and "Proposal to the decision-makers" in html
    assert "Maija Koordinaattori" in html
    assert Version.objects.get().dump == dump(programme)


def test_a_second_click_keeps_no_second_version(visitor, programme):
    for _click in range(2):
        visitor.post(page(programme, "versions/"), {"name": "Before the seminar", "purpose": "draft"})

    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "purpose": "draft"},
        {"name": "x" * 121, "purpose": "draft"},
        {"name": "A", "purpose": "approval"},
    ],
)
def test_a_version_without_a_name_or_with_another_purpose_is_refused(visitor, programme, sent):
    response = visitor.post(page(programme, "versions/"), sent)

    assert response.status_code == 200 and response.context["form"].errors
    assert Version.objects.count() == 0


def test_an_approval_is_listed_with_its_documents(visitor, programme, coordinator):
    approve_programme(programme, approved_on=today(), by=coordinator)

    html = read(visitor, page(programme, "versions/"))

    for language in ("sv", "fi"):
        assert f'href="{page(programme, f"approved/1/{language}.json")}"' in html


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Was not there yet. It would go to the archive."),
        ("sv", "Fanns inte ännu. Det skulle flyttas till arkivet."),
        ("fi", "Ei ollut vielä olemassa. Se siirtyisi arkistoon."),
    ],
)
def test_a_version_tells_what_is_otherwise_now(visitor, programme, coordinator, language, sentence):
    version = keep(programme, coordinator)
    change(Objective.objects.get(), by=coordinator, title=words(programme, "Other words"), theme="education")
    make_objective(programme, "Added later", by=coordinator)

    response = visitor.get(page(programme, f"versions/{version.number}/", language))

    told = [(each["label"], each["what"], bool(each["url"])) for each in response.context["differences"]]
    letter = {"en": "O", "sv": "MÅ", "fi": "T"}[language]
    named = [label.partition(" words")[0].partition(" later")[0] for label, _what, _url in told]
    assert named == [f"{letter}1 Other", f"{letter}2 Added"]
    assert [can for _label, _what, can in told] == [True, False]
    assert told[1][1] == sentence
    assert sentence in response.content.decode()
    if language == "en":
        assert told[0][1] == "Objective, theme"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_difference_of_every_kind_has_a_name(visitor, programme, coordinator, language):
    programme = fill(programme, by=coordinator)
    link = make_partner(programme, by=coordinator)
    make_partner_responsibility(link, words(programme, "Office"), by=coordinator)
    make_meeting(programme, present=[make_seat(make_chosen_group(programme, by=coordinator))], by=coordinator)
    for make in (make_own_figure, make_source, make_step):
        make(programme, by=coordinator)
    make_mark(programme, "situation.needs", by=coordinator)
    version = keep(programme, coordinator)
    for kind in KINDS.values():
        for record in kind.model.objects.filter(**{"pk" if kind.name == "programme" else "programme": programme.pk}):
            for name in kind.texts:
                setattr(record, name, words(programme, "<p>Other</p>"))
            record.save()

    response = visitor.get(page(programme, f"versions/{version.number}/", language))

    told = response.context["differences"]
    assert len(told) > 40
    assert [each for each in told if not (each["label"].strip() and each["what"].strip() and each["url"])] == []


def test_the_whole_programme_goes_back(visitor, programme, coordinator):
    version = keep(programme, coordinator)
    change(Objective.objects.get(), by=coordinator, title=words(programme, "Other words"))

    response = visitor.post(page(programme, f"versions/{version.number}/restore/"), follow=True)

    assert said(response) == [
        "It is as it was: Version 1: Round 1. This is kept as: Version 3. Nothing that was written is lost."
    ]
    assert Objective.objects.get().title == words(programme, "More people in work")
    again = visitor.post(page(programme, f"versions/{version.number}/restore/"), follow=True)
    assert said(again) == ["It is already as it was then. Nothing was changed."]


def test_one_record_goes_back(visitor, programme, coordinator):
    version = keep(programme, coordinator)
    objective = change(Objective.objects.get(), by=coordinator, title=words(programme, "Other words"))
    change(fresh(programme), by=coordinator, title=words(programme, "Other programme"))
    url = page(programme, f"versions/{version.number}/objective/{objective.key}/restore/")
    assert f'action="{url}"' in read(visitor, page(programme, f"versions/{version.number}/"))

    response = visitor.post(url, follow=True)

    objective.refresh_from_db()
    assert objective.title == words(programme, "More people in work")
    assert [each["label"] for each in response.context["differences"]] == ["The programme itself"]


def test_a_record_that_the_version_does_not_have_is_told_so(visitor, programme, coordinator):
    version = keep(programme, coordinator)
    added = make_objective(programme, "Added later", by=coordinator)

    response = visitor.post(page(programme, f"versions/{version.number}/objective/{added.key}/restore/"), follow=True)

    assert said(response) == ["The version does not have this record."]
    assert visitor.post(page(programme, f"versions/1/spell/{added.key}/restore/")).status_code == 404
    assert visitor.post(page(programme, f"versions/{10**30}/restore/")).status_code == 404


@pytest.mark.parametrize("rest", ["programme.json", "versions/1/file.json"])
def test_the_whole_programme_is_taken_along_as_a_file(visitor, programme, coordinator, rest):
    keep(programme, coordinator)

    response = visitor.get(page(programme, rest))

    assert json.loads(response.content) == dump(programme)
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Type"] == "application/json; charset=utf-8"


def test_editors_have_no_versions_and_no_file(client, programme, coordinator):
    keep(programme, coordinator)
    client.force_login(make_editor())

    html = read(client, page(programme))

    assert "versions/" not in html
    for rest in ("versions/", "versions/1/", "versions/1/file.json", "programme.json"):
        assert client.get(page(programme, rest)).status_code == 403


def test_the_tools_of_a_coordinator_lead_there(visitor, programme):
    assert f'<a href="{page(programme, "versions/")}">' in read(visitor, page(programme))


def test_pages_ask_the_same_however_many_versions_and_differences(
    visitor, programme, coordinator, django_assert_max_num_queries
):
    for number in range(3):
        keep(programme, coordinator, f"Round {number}")
        fill(programme, by=coordinator)

    with django_assert_max_num_queries(12):
        visitor.get(page(programme, "versions/"))
    with django_assert_max_num_queries(40):
        visitor.get(page(programme, "versions/1/"))
    with django_assert_max_num_queries(40):
        visitor.get(page(programme, "programme.json"))
