"""Who co-signs a statement: counted, named where names are shown, and taken off again."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest

from programmes.actions.comments import show_comment
from programmes.actions.points import add_point
from programmes.document.responses import annex_in
from programmes.enums import Audience
from programmes.models import Place, Statement
from tests.programmes.factories import fresh
from tests.programmes.rounds import make_open_round, make_statement
from tests.programmes.sending import as_sent, opened, send

pytestmark = pytest.mark.django_db
NAMED = {"supporting_bodies": ["Villages ry"], "supporting_persons": ["Petra Persson"], "supporters_beside": 40}


@pytest.fixture
def statement(programme, coordinator) -> Statement:
    """On paper, for a body, with a point that the group reads."""
    statement = make_statement(programme, by=coordinator, body={"sv": "Kyrkan"}, **NAMED)
    point = add_point(statement, Place(programme.slug), "Two weeks are too short.", by=coordinator)
    show_comment(point, [Audience.GROUP], by=coordinator)
    return statement


def test_writers_read_number_and_names_and_the_list_and_the_reply_tell_the_number(client, coordinator, statement):
    client.force_login(coordinator)
    own = f"/en/programmes/{statement.programme.slug}/"
    page = client.get(f"{own}statements/{statement.key}/").content.decode()

    assert "42 supporters" in page and "Villages ry" in page and "Petra Persson" in page and "40 without a name" in page
    for tail in ("rounds/", "responses/", f"statements/{statement.key}/points/", f"statements/{statement.key}/reply/"):
        html = client.get(own + tail).content.decode()
        assert "42 " in html and "Petra Persson" not in html, tail


def test_the_files_of_responses_tell_the_number_and_no_name(client, coordinator, statement):
    client.force_login(coordinator)
    own = f"/en/programmes/{statement.programme.slug}/responses"
    table = client.get(f"{own}.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(table), delimiter=";")
    with zipfile.ZipFile(BytesIO(client.get(f"{own}.xlsx").content)) as book:
        sheet = book.read("xl/sharedStrings.xml").decode()

    assert row["Supporters"] == "42" and ">Supporters<" in sheet and ">42<" in sheet
    assert "Petra Persson" not in table + sheet


def test_the_annex_names_organisations_and_counts_persons(programme, statement):
    annex = repr(annex_in(fresh(programme), "en"))

    assert "42 supporters: Villages ry" in annex and "Petra Persson" not in annex


def test_a_name_is_taken_away_and_the_number_stays(client, coordinator, statement):
    client.force_login(coordinator)
    url = f"/en/programmes/{statement.programme.slug}/statements/{statement.key}/remove-supporter/"
    for _click in range(2):
        client.post(url, {"name": "Petra Persson"})

    statement.refresh_from_db()
    assert (statement.supporting_persons, statement.supporters) == ([], 42)


def test_a_participant_names_who_supports_the_answer(client, programme):
    participant = make_open_round(programme).participants.get()
    url = f"/en/answer/{participant.token}/"
    said = {"supporting_bodies": "Villages ry\r\n\r\nVillages ry", "supporters_beside": "3"}
    send(client, url, stance="comments", text="Longer, please", **said)

    statement = Statement.objects.get()
    assert (statement.supporting_bodies, statement.supporters) == (["Villages ry"], 4)
    assert as_sent(opened(client, url))["supporting_bodies"] == "Villages ry"


def test_what_is_no_number_is_refused_and_the_rest_is_kept(client, programme):
    url = f"/en/answer/{make_open_round(programme).participants.get().token}/"
    html = send(client, url, stance="comments", text="Kept", supporters_beside="-1").content.decode()

    assert "Kept" in html and not Statement.objects.sent().exists()
