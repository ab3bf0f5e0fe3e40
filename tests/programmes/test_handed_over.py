"""What was handed over is kept for whoever carries on, one a programme, on screen and as a tagged PDF."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from programmes.actions.comments import assign_comment, withdraw_comment
from programmes.actions.duties import accept_duty, assign_duty
from programmes.actions.exports import render_export
from programmes.actions.handing_over import hand_over
from programmes.actions.programmes import archive_programme, share_programme
from programmes.document.blocks import Document
from programmes.models import Export, HandOver
from programmes.models.sharing import SWITCHED
from stakeholders.models import Role, today
from tests.programmes.factories import fresh, make_comment, make_milestone, make_objective, make_programme
from tests.programmes.meetings import make_draft
from tests.programmes.pdfs import failures, made
from tests.programmes.reading import page
from tests.programmes.reviews import adviser_of, make_shared
from tests.programmes.test_query_counts import LIST_OR_PAGE, statements
from tests.stakeholders.factories import make_editor

pytestmark = pytest.mark.django_db

WORDS = "Filerna finns i arkivet.\nFråga Liisa."


@pytest.fixture
def kept(programme, coordinator) -> HandOver:
    """An editor saw to a section and a comment; another section waits for its answer."""
    leaver = make_editor(programme.lead.municipality, name="Eeva Ek")
    accept_duty(assign_duty(programme, "situation.how_many", leaver, by=coordinator), by=leaver)
    assign_duty(programme, "objectives.areas", coordinator, deputy=leaver, by=leaver)
    assign_comment(make_comment(make_objective(programme, by=coordinator), by=coordinator), leaver, by=coordinator)
    for days in range(7):
        make_milestone(programme, by=coordinator, due_on=today() + timedelta(days=days + 1))
    make_draft(fresh(programme), by=coordinator, days=3)
    heir = make_editor(programme.lead.municipality, name="Liisa Lahti")
    (kept,) = hand_over(Role.objects.get(user=leaver), heir, words=WORDS, by=coordinator).kept
    return kept


def test_it_tells_what_was_moved_what_is_open_and_the_next_days(kept):
    document = Document.from_data(kept.documents["sv"])
    moved, words, open_, days = document.sections

    assert document.cover.legal_basis == "Eeva Ek → Liisa Lahti"
    assert len(moved.blocks[0].rows) == 3
    assert [block.text for block in words.blocks] == WORDS.splitlines()
    # what was moved waits for its new answer, beside what had none
    assert [entry.text for entry in open_.blocks[0].items] == ["0", "0", "0", "2"]
    assert len(days.blocks[0].rows) == 5
    assert any(row.cells[1].text.startswith("Möte: ") for row in days.blocks[0].rows)


def test_it_is_in_every_language_of_the_programme_and_tagged(kept, tmp_path):
    assert list(kept.documents) == kept.programme.languages
    for data in kept.documents.values():
        assert failures(made(Document.from_data(data)), tmp_path) == []


@pytest.mark.usefixtures("own_files")
def test_successor_reads_it_on_screen_and_has_it_printed(kept, client, coordinator):
    heir = kept.programme.duties.get(item="situation.how_many").person
    client.force_login(heir)
    notice = heir.notices.get(kind="handed_over")
    where = client.post(reverse("open_notice", args=[notice.key]))["Location"]

    assert "Fråga Liisa." in client.get(where).content.decode()
    url = client.post(page(kept.programme, f"hand-overs/{kept.key}/sv/request/"))["Location"]
    export = Export.objects.get()
    render_export(export.pk)
    response = client.get(f"{url}file/")
    assert b"".join(response).startswith(b"%PDF") and "handed-over-sv.pdf" in response["Content-Disposition"]
    assert str(kept.key) in client.get(url).content.decode()
    assert "Eeva Ek" in client.get(page(kept.programme, "hand-overs/")).content.decode()


def test_it_stays_as_it_was_and_holds_nothing_that_was_said(kept, coordinator):
    comment = kept.programme.comments.get()
    before = kept.documents
    withdraw_comment(comment, by=coordinator)
    kept.refresh_from_db()

    assert kept.documents == before
    assert "Why?" not in str(before)


def test_nobody_else_finds_it(kept, client, coordinator):
    share_programme(fresh(kept.programme), SWITCHED, by=coordinator)
    client.force_login(adviser_of(fresh(kept.programme)))
    for rest in ("", f"{kept.key}/", f"{kept.key}/nn/request/"):
        assert client.get(page(kept.programme, f"hand-overs/{rest}")).status_code in (404, 405)
    assert client.post(page(kept.programme, f"hand-overs/{kept.key}/sv/request/")).status_code == 404


def test_of_what_an_adviser_hands_over_nothing_is_kept(coordinator):
    programme = make_shared(by=coordinator)
    adviser, colleague = adviser_of(programme), adviser_of(programme)

    assert hand_over(Role.objects.get(user=adviser), colleague, by=adviser).kept == ()
    assert not HandOver.objects.exists()


def test_whoever_hands_over_is_led_there_and_asks_few_statements(client, programme, coordinator):
    leaver = make_editor(programme.lead.municipality)
    heir = make_editor(programme.lead.municipality)
    assign_duty(programme, "situation.how_many", leaver, by=coordinator)
    client.force_login(coordinator)
    url = reverse("hand_over", args=[Role.objects.get(user=leaver).pk])

    shown = client.post(url, {"successor": heir.pk, "words": "Hello"}, follow=True).content.decode()

    where = page(programme, f"hand-overs/{HandOver.objects.get().key}/")
    assert f'href="{where}"' in shown
    for asked in (where, page(programme, "hand-overs/")):
        assert statements(lambda asked=asked: client.get(asked)) <= LIST_OR_PAGE


def test_words_are_kept_though_nothing_waits_for_the_person(client, programme, coordinator):
    leaver, heir = (make_editor(programme.lead.municipality) for _ in range(2))
    client.force_login(coordinator)
    url = reverse("hand_over", args=[Role.objects.get(user=leaver).pk])

    sent = {"successor": heir.pk, "words": WORDS, "record_key": str(uuid4())}
    shown = [client.post(url, sent, follow=True).content.decode() for _click in range(2)][-1]

    kept = HandOver.objects.get()
    assert "What was written is kept for the successor." in shown
    assert page(programme, f"hand-overs/{kept.key}/") in shown
    assert "Fråga Liisa." in client.get(page(programme, f"hand-overs/{kept.key}/")).content.decode()
    assert heir.notices.get().kind == "handed_over"


def test_words_are_asked_for_only_where_they_can_be_kept(client, programme, coordinator):
    shared = make_shared(by=coordinator)
    adviser = adviser_of(shared)
    adviser_of(shared)
    for person in (adviser, coordinator):
        make_editor(programme.lead.municipality)
        client.force_login(person)
        page_of_form = client.get(reverse("hand_over", args=[Role.objects.get(user=person).pk])).content.decode()
        assert "successor" in page_of_form
        assert ('name="words"' in page_of_form) == (person == coordinator)

    archive_programme(fresh(programme), by=coordinator)
    archive_programme(fresh(shared), by=coordinator)
    assert (
        'name="words"'
        not in client.get(reverse("hand_over", args=[Role.objects.get(user=coordinator).pk])).content.decode()
    )


def test_a_second_click_keeps_nothing_in_other_programmes(client, programme, coordinator):
    """Also where what waited was in one in which words alone are not kept."""
    other = make_programme(by=coordinator)
    leaver, heir = (make_editor(programme.lead.municipality) for _ in range(2))
    assign_duty(programme, "situation.how_many", leaver, by=coordinator)
    client.force_login(coordinator)
    url = reverse("hand_over", args=[Role.objects.get(user=leaver).pk])
    archive_programme(fresh(programme), by=coordinator)

    sent = {"successor": heir.pk, "words": WORDS, "record_key": str(uuid4())}
    for _click in range(2):
        assert client.post(url, sent).status_code == 302

    assert list(HandOver.objects.values_list("programme", flat=True)) == [programme.pk]
    assert not other.hand_overs.exists()
