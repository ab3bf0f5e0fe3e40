"""The pages and files of responses: numbers that agree everywhere, one after another, nothing private where others read."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.urls import reverse

from programmes.actions import dispositions as actions
from programmes.actions.comments import withdraw_comment
from programmes.actions.programmes import share_programme
from programmes.actions.sharing import share_place
from programmes.document import assemble
from programmes.enums import Audience
from programmes.models import Comment, place_of
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import (
    element_of,
    fresh,
    make_chosen_group,
    make_comment,
    make_objective,
    make_owed,
    respond_to,
)
from tests.programmes.reading import page
from tests.programmes.sending import as_sent, opened
from tests.programmes.test_query_counts import LIST_OR_PAGE, statements
from tests.stakeholders.factories import make_adviser, make_centre, make_editor, make_member

pytestmark = pytest.mark.django_db

SECRET = "Confidential-91370"
#: planted: how many comments of each standing
PLANTED = {"accepted": 4, "partly": 3, "not_accepted": 2, "noted": 1, "passed_on": 2, "open": 3, "withdrawn": 2}


@pytest.fixture
def member(programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator), name="Mona")
    share_programme(programme, SWITCHED, by=coordinator)
    return member


@pytest.fixture
def objective(programme, coordinator):
    return make_objective(programme, by=coordinator)


def as_person(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def data_of(programme) -> str:
    return f"{reverse('document_json', kwargs={'slug': programme.slug})}?language=sv"


def again(comment: Comment) -> Comment:
    return Comment.objects.select_related("disposition", "programme").get(pk=comment.pk)


def plant(objective, element, member, coordinator) -> None:
    """Comments of every standing, by turns on two parts of the programme."""
    at = 0
    for standing, number in PLANTED.items():
        for _ in range(number):
            at += 1
            comment = make_owed([objective, element][at % 2], member, f"Remark {at}")
            if standing == "withdrawn":
                withdraw_comment(comment, by=member)
            elif standing != "open":
                respond_to(comment, standing, f"Reason {at}", by=coordinator, passed_to="The county")


def rows_of_csv(client, programme, query="") -> list[dict]:
    said = client.get(page(programme, f"responses.csv{query}")).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(said), delimiter=";"))


def cells_of_xlsx(client, programme) -> list[str]:
    with zipfile.ZipFile(BytesIO(client.get(page(programme, "responses.xlsx")).content)) as book:
        assert not any("<f>" in book.read(name).decode() for name in book.namelist() if "sheet" in name)
        sums = book.read("xl/worksheets/sheet2.xml").decode()
        words = re.findall(r"<t[^>]*>(.*?)</t>", book.read("xl/sharedStrings.xml").decode())
    rows = re.findall(r"<row .*?</row>", sums)
    return [
        [words[int(value)] if 't="s"' in kind else value for kind, value in re.findall(r"<c ([^>]*)><v>(.*?)</v>", row)]
        for row in rows
    ]


def test_numbers_agree_on_screen_in_files_and_in_the_annex(programme, objective, member, coordinator):
    plant(objective, element_of(programme, "strategy"), member, coordinator)
    received, client = sum(PLANTED.values()), as_person(coordinator)

    shown = client.get(page(programme, "responses/")).context
    assert {each["standing"]: each["number"] for each in shown["parts"]} == PLANTED
    assert shown["tally"].received == received == shown["table"]["received"]
    assert sum(shown["table"]["sums"]) == received
    assert [sum(row) for row in zip(*(numbers for _label, numbers, _sum in shown["table"]["rows"]), strict=True)] == (
        shown["table"]["sums"]
    )
    assert sum(section["tally"].received for section in shown["sections"]) == received

    rows = rows_of_csv(client, programme)
    assert len(rows) == received
    assert sum(row["What became of it"] == "Without a response" for row in rows) == PLANTED["open"]
    last = cells_of_xlsx(client, programme)[-1]
    assert last == ["Together", *(str(number) for number in PLANTED.values()), str(received)]

    actions.choose_annex(fresh(programme), True, by=coordinator)
    table = next(block for block in assemble(fresh(programme), "sv").back[-1].blocks if block.kind == "table")
    printed = [int(row.cells[1].text) for row in table.rows]
    assert printed == [*PLANTED.values(), received]


@pytest.mark.parametrize("standing", PLANTED)
def test_narrowed_to_a_result_there_are_as_many_as_the_number_says(standing, programme, objective, member, coordinator):
    plant(objective, element_of(programme, "strategy"), member, coordinator)
    client = as_person(coordinator)

    shown = client.get(page(programme, f"responses/?result={standing}")).context
    said = [each["said"] for section in shown["sections"] for each in section["remarks"]]
    assert {each.standing for each in said} == {standing}
    assert len(said) == PLANTED[standing] == len(rows_of_csv(client, programme, f"?result={standing}"))
    assert shown["tally"].received == sum(PLANTED.values())


def test_what_has_no_response_is_never_a_no(programme, objective, member, coordinator):
    make_owed(objective, member)
    client = as_person(coordinator)
    actions.choose_annex(fresh(programme), True, by=coordinator)
    html = client.get(page(programme, "responses/annex/")).content.decode()
    assert ("Not accepted" not in html and "Utan bemötande" in html) or "Without a response" in html
    (row,) = rows_of_csv(client, programme)
    assert row["What became of it"] == "Without a response" and row["Reason"] == ""


def test_one_after_another(programme, objective, member, coordinator):
    first, second = (make_owed(objective, member, said) for said in ("The first", "The second"))
    client = as_person(coordinator)
    url = page(programme, "responses/")

    form = client.get(url).context["form"]
    answer = client.post(form.helper.form_action, as_sent(form, result="accepted"), follow=True)

    assert answer.redirect_chain[-1][0].endswith("/responses/#next")
    assert again(first).standing == "accepted"
    assert str(second.key) in answer.context["form"].helper.form_action
    client.post(answer.context["form"].helper.form_action, as_sent(answer.context["form"], result="noted"))
    assert client.get(url).context["form"] is None


def test_what_lacks_is_told_and_what_was_written_stays(programme, objective, member, coordinator):
    comment = make_owed(objective, member)
    client = as_person(coordinator)
    url = page(programme, f"responses/{comment.key}/")

    answer = client.post(url, as_sent(opened(client, url), result="passed_on", reason_sv=""))
    assert "Say to whom it is passed on." in answer.content.decode()
    assert "Say why, in a sentence" in answer.content.decode()
    answer = client.post(url, as_sent(opened(client, url), result="not_accepted", passed_to="Nobody", reason_sv=""))
    assert answer.context["form"]["passed_to"].value() == "Nobody"
    assert again(comment).disposition is None


def test_stale_form_saves_nothing_and_keeps_what_was_written(programme, objective, member, coordinator):
    comment = make_owed(objective, member)
    client = as_person(coordinator)
    url = page(programme, f"responses/{comment.key}/")
    stale = as_sent(opened(client, url), result="not_accepted", reason_sv="Det går inte.")
    respond_to(comment, by=coordinator)

    answer = client.post(url, stale)

    assert "Somebody else has responded since you opened this." in answer.content.decode()
    assert "Det går inte." in answer.content.decode()
    assert again(comment).standing == "accepted"


def test_response_leads_to_the_new_text_as_it_is_today(programme, objective, member, coordinator):
    comment = make_owed(objective, member)
    place = str(place_of(objective, "title", "sv"))
    respond_to(comment, by=coordinator, change=place)
    words = objective.title["sv"]

    html = as_person(member).get(page(programme, f"comments/{comment.key}/")).content.decode()
    assert "See the text: " in html and words in html


def test_response_tells_nothing_of_a_place_that_its_reader_does_not_see(programme, objective, member, coordinator):
    comment = make_owed(objective, member)
    hidden = make_objective(programme, SECRET, by=coordinator)
    share_place(fresh(programme), place_of(hidden), {Audience.GROUP: False}, by=coordinator)
    respond_to(comment, by=coordinator, change=str(place_of(hidden, "title", "sv")))

    client = as_person(member)
    for url in (f"comments/{comment.key}/", "responses/", "responses.csv"):
        assert SECRET not in client.get(page(programme, url)).content.decode()


def test_proposal_is_for_those_who_write(programme, objective, member, coordinator):
    comment = make_owed(objective, member)
    respond_to(comment, "not_accepted", SECRET, by=make_editor(programme.lead.municipality))

    assert SECRET in as_person(coordinator).get(page(programme, "responses/")).content.decode()
    client = as_person(member)
    for url in ("responses/", "responses.csv", f"comments/{comment.key}/", "comments/", "comments.csv"):
        said = client.get(page(programme, url)).content.decode()
        assert SECRET not in said and "Not accepted" not in said.replace('value="not_accepted">Not accepted', "")


def test_others_meet_only_what_they_read(programme, objective, member, coordinator):
    make_owed(objective, member, SECRET, shown_to=[])
    shown = make_owed(objective, member, "For all")
    adviser = as_person(make_adviser(make_centre("08")))

    context = adviser.get(page(programme, "responses/")).context
    assert context["tally"].received == 1 and context["form"] is None
    assert [row["What was said"] for row in rows_of_csv(adviser, programme)] == [shown.text]


def test_annex_names_bodies_and_tells_nothing_that_is_private(programme, objective, member, coordinator):
    for said, shown_to in ((SECRET, []), ("For the group", SWITCHED), (f"{SECRET}-2", [Audience.ADVISER])):
        respond_to(make_owed(objective, member, said, shown_to=shown_to), "noted", f"About {said}", by=coordinator)
    make_comment(objective, f"{SECRET}-3", by=coordinator)
    proposed = make_owed(objective, member, "Still open")
    respond_to(proposed, "partly", f"{SECRET}-4", by=make_editor(programme.lead.municipality))
    actions.choose_annex(fresh(programme), True, by=coordinator)

    client = as_person(coordinator)
    for url in (data_of(programme), page(programme, "responses/annex/")):
        said = client.get(url).content.decode()
        assert SECRET not in said and "Mona" not in said and "For the group" in said
        assert "Still open" in said and member.email not in said


def test_annex_of_the_adviser_has_what_the_adviser_reads(programme, objective, member, coordinator):
    make_owed(objective, member, "For the group alone", shown_to=[Audience.GROUP])
    actions.choose_annex(fresh(programme), True, by=coordinator)
    assert "For the group alone" in assemble(fresh(programme), "sv", Audience.GROUP).as_json()
    assert "For the group alone" not in assemble(fresh(programme), "sv", Audience.ADVISER).as_json()


def test_annex_is_made_anew_after_an_act_on_comments(programme, objective, member, coordinator):
    comment = make_owed(objective, member)
    actions.choose_annex(fresh(programme), True, by=coordinator)
    client, url = as_person(coordinator), data_of(programme)
    assert "Utan bemötande" in client.get(url).content.decode()
    respond_to(comment, "noted", by=coordinator)
    assert "Utan bemötande" not in client.get(url).content.decode()


def test_cells_are_texts_whatever_they_begin_with(programme, objective, member, coordinator):
    respond_to(make_owed(objective, member, "=1+1"), "noted", "@SUM(A1)", by=coordinator)
    client = as_person(coordinator)
    assert rows_of_csv(client, programme)[0]["What was said"] == "'=1+1"
    cells_of_xlsx(client, programme)


def test_number_of_statements_does_not_hang_on_the_rows(programme, objective, member, coordinator):
    element = element_of(programme, "strategy")
    urls = [page(programme, url) for url in ("responses/", "responses.csv", "responses.xlsx")]
    plant(objective, element, member, coordinator)
    client = as_person(coordinator)
    few = [statements(lambda url=url: client.get(url)) for url in urls]
    plant(objective, element, member, coordinator)
    plant(objective, element, member, coordinator)
    assert [statements(lambda url=url: client.get(url)) for url in urls] == few
    assert max(few) <= LIST_OR_PAGE


def test_a_stale_response_stands_beside_the_one_that_was_saved_meanwhile(
    client, programme, coordinator, objective, member
):
    editor, comment = make_editor(programme.lead.municipality), make_owed(objective, member)
    respond_to(comment, "noted", "First", by=editor)
    client.force_login(coordinator)
    address = reverse("respond", args=[programme.slug, comment.key])
    mine = as_sent(opened(client, address), result="not_accepted", reason_sv="Mine")
    respond_to(comment, "accepted", "Theirs", by=editor, version=comment_version(comment))

    told = client.post(address, mine)
    html = told.content.decode()
    assert "Theirs" in html and html.count("Mine") == 1, "what is written is in the form, and nowhere said to be theirs"

    assert client.post(address, as_sent(told.context["form"])).status_code == 302
    assert Comment.objects.get(pk=comment.pk).disposition.reason.text("sv") == "Mine"


def test_words_that_were_refused_are_not_shown_as_the_response(client, programme, coordinator, objective, member):
    comment = make_owed(objective, member)
    respond_to(comment, "noted", "Stands", by=make_editor(programme.lead.municipality))
    client.force_login(coordinator)
    address = reverse("respond", args=[programme.slug, comment.key])

    html = client.post(
        address, as_sent(opened(client, address), result="not_accepted", reason_sv="", reason_fi="")
    ).content.decode()
    assert "Stands" in html and "Say why, in a sentence" in html


def comment_version(comment: Comment) -> int:
    return Comment.objects.get(pk=comment.pk).disposition.row_version
