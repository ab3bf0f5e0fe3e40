"""The diary: how a programme was made, in people's words, with roles instead of names, the oldest first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_programme.actors import SYSTEM
from programmes.actions.comments import add_comment
from programmes.actions.exports import render_export
from programmes.actions.programmes import share_programme
from programmes.actions.versions import make_version
from programmes.document.diary import entries_of
from programmes.document.diary_paper import diary_paper
from programmes.enums import Audience, DiaryPart
from programmes.models import Export, Participant, Place
from stakeholders.enums import RoleKind
from stakeholders.models import Event
from tests.programmes.factories import change, fresh, make_chosen_group, make_objective, make_owed, respond_to, words
from tests.programmes.pdfs import failures, made
from tests.programmes.reading import page
from tests.programmes.residents import make_open_questions
from tests.programmes.rounds import make_answer, make_open_round, make_statement
from tests.stakeholders.factories import make_editor, make_member, make_role, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def worked_on(programme, coordinator):
    objective = make_objective(programme, "More people", by=coordinator)
    change(objective, by=coordinator, title=words(programme, "Many people"))
    change(objective, by=make_editor(name="Erik Editor"), theme="education")
    make_version(programme, name="For the board", purpose="", by=coordinator)
    share_programme(programme, [Audience.GROUP, Audience.ADVISER], by=coordinator)
    adviser = make_role(
        RoleKind.ADVISER, make_user(name="Arto Adviser"), centre=programme.lead.municipality.centre
    ).user
    add_comment(programme, Place(programme.slug), "Secret words.", by=adviser)
    return programme


def told(response) -> list[str]:
    return [entry.sentence for _month, entries in response.context["months"] for entry in entries]


def test_it_tells_acts_by_roles_and_writing_by_numbers(client, worked_on, coordinator):
    client.force_login(coordinator)

    response = client.get(page(worked_on, "diary/"))

    town = worked_on.lead.municipality.names["en"]
    assert told(response)[-4:] == [
        f"Coordinator ({town}) kept a version: Version 1: For the board.",
        f"Coordinator ({town}) shared the programme: Writers, Cooperation group, Adviser.",
        "4 Objectives and measures: 3 changes by 2 people.",
        "1 comment was made.",
    ]
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main")]
    assert not [name for name in (coordinator.name, "Erik Editor", "Arto Adviser", "Secret words") if name in main]


def test_a_round_says_whom_it_asked(client, programme, coordinator):
    make_open_round(programme, by=coordinator)
    make_open_questions(programme, by=coordinator)
    client.force_login(coordinator)

    shown = client.get(page(programme, "diary/")).content.decode()

    assert "Version 1, 1 was asked, until" in shown
    assert "Version 2, open to everybody, until" in shown


def test_an_answer_that_is_changed_came_in_once(programme):
    make_open_round(programme)
    asked = Participant.objects.select_related("round__programme").get()
    make_answer(asked, "One")
    make_answer(asked, "Two")
    Event.objects.filter(verb="send_answer").update(at=timezone.now() - timedelta(days=31))
    make_answer(asked, "Three")
    make_statement(programme)

    assert counted(programme, "came in") == ["1 statement came in.", "1 statement came in."]


def test_a_response_counts_the_comments_it_is_for_once(programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator))
    comment, *others = (make_owed(make_objective(programme), member) for _comment in range(3))
    respond_to(comment, reason="As it was", by=coordinator, others=others)
    comment.refresh_from_db()
    respond_to(comment, reason="Told better", by=coordinator, version=comment.disposition.row_version)

    assert counted(programme, "response") == ["3 comments got their response."]


def counted(programme, words: str) -> list[str]:
    return [each.sentence for each in entries_of(fresh(programme)) if words in each.sentence]


@pytest.mark.parametrize(("what", "number"), [("kept", 1), ("written", 1), ("heard", 2), ("nothing of the kind", None)])
def test_it_is_narrowed_to_what_is_told(client, worked_on, coordinator, what, number):
    client.force_login(coordinator)
    everything = told(client.get(page(worked_on, "diary/")))

    found = told(client.get(page(worked_on, "diary/"), {"what": what}))

    assert len(found) == (number or len(everything))
    assert set(found) <= set(everything)


def test_who_reads_the_programme_and_does_not_write_it_reads_no_diary(client, worked_on):
    share_programme(worked_on, [Audience.ADVISER], by=SYSTEM)
    adviser = make_role(RoleKind.ADVISER, centre=worked_on.lead.municipality.centre).user
    client.force_login(adviser)

    assert client.get(page(worked_on, "diary/")).status_code == 403


def paper(client, programme, part="everything") -> Export:
    url = reverse("request_diary", kwargs={"slug": programme.slug, "part": part, "language": "sv"})
    where = client.post(url)["Location"]
    export = Export.objects.get(pk=where.rstrip("/").rpartition("/")[2])
    render_export(export.pk)
    return export


@pytest.mark.usefixtures("own_files")
def test_it_is_had_as_a_tagged_pdf_of_what_is_chosen(client, worked_on, coordinator, tmp_path):
    client.force_login(coordinator)
    document = diary_paper(fresh(worked_on), DiaryPart.EVERYTHING, "sv")
    kept = diary_paper(fresh(worked_on), DiaryPart.KEPT, "sv")

    assert "Erik Editor" not in document.as_json() and "For the board" in document.as_json()
    assert [len(section.blocks[0].rows) for section in kept.sections] == [1]
    assert failures(made(document), tmp_path) == []

    whole, part = paper(client, worked_on), paper(client, worked_on, "kept")
    assert whole != part and part == paper(client, worked_on, "kept")
    response = client.get(page(worked_on, f"export/{part.pk}/file/"))
    assert b"".join(response).startswith(b"%PDF") and "-diary-sv.pdf" in response["Content-Disposition"]
    assert "?what=kept" in client.get(page(worked_on, f"export/{part.pk}/")).content.decode()
    assert not client.get(page(worked_on, "export/")).context["exports"]


@pytest.mark.usefixtures("own_files")
def test_its_file_is_for_those_who_read_it_on_screen(client, worked_on, coordinator):
    client.force_login(coordinator)
    export = paper(client, worked_on)
    client.force_login(make_role(RoleKind.ADVISER, centre=worked_on.lead.municipality.centre).user)
    Export.objects.update(audience=Audience.ADVISER, sight=fresh(worked_on).seen_by(Audience.ADVISER).sight.key)

    assert client.get(page(worked_on, f"export/{export.pk}/file/")).status_code == 404


def test_what_says_nothing_says_so(programme):
    assert "inget" in diary_paper(programme, DiaryPart.KEPT, "sv").as_json().lower()
