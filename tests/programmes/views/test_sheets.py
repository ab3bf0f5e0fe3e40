"""Tables as books for spreadsheets: the same as the text, and nothing that is reckoned."""

import re
import zipfile
from io import BytesIO

import pytest

from programmes.actions import comments as actions
from programmes.actions.programmes import share_programme
from programmes.enums import Audience
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import fresh, make_chosen_group, make_comment, make_objective
from tests.programmes.reading import page
from tests.programmes.views.test_comments import SECRET, table
from tests.stakeholders.factories import make_member

pytestmark = pytest.mark.django_db


def cells(client, programme, query: str = "") -> list[list[str]]:
    """The words of the first sheet, row by row; an empty cell is ''."""
    with zipfile.ZipFile(BytesIO(client.get(page(programme, f"comments.xlsx{query}")).content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = re.findall(
            r"<si>(?:<t[^>]*>(.*?)</t>|<t/>)</si>", book.read("xl/sharedStrings.xml").decode(), re.DOTALL
        )
    assert "<f>" not in sheet
    return [
        [words[int(value)] if value else "" for value in re.findall(r"<c [^>]*?(?:/>|><v>(\d+)</v></c>)", row)]
        for row in re.findall(r"<row .*?</row>", sheet)
    ]


def test_book_says_what_the_table_says_to_each_reader(client, programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator))
    share_programme(programme, SWITCHED, by=coordinator)
    objective = make_objective(fresh(programme), by=coordinator)
    comment = make_comment(objective, "Why?", by=coordinator, shown_to=[Audience.GROUP])
    actions.answer_comment(comment, SECRET, is_private=True, by=coordinator)
    make_comment(objective, SECRET, by=coordinator, shown_to=[])

    for person, number in ((member, 1), (coordinator, 3)):
        client.force_login(person)
        assert cells(client, programme) == table(client, programme)
        assert len(cells(client, programme)) == 1 + number
    assert len(cells(client, programme, "?state=closed")) == 1


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "+1", "1,5", "https://example.org"])
def test_no_cell_of_the_book_is_a_formula_or_a_number(words, client, programme, coordinator):
    make_comment(make_objective(programme, by=coordinator), words, by=coordinator)
    client.force_login(coordinator)

    assert cells(client, programme)[1][2] == words
