"""Tables break where a reader can follow: heading, caption, header and first row together, the header on every page."""

import re

import pytest

from programmes.document.blocks import Block, Cell, Entries, Entry, Paragraph, Row, Section, Table, Text
from programmes.export.breaks import lines_of, ways_to_break
from tests.programmes.documents import make_document
from tests.programmes.pdfs import Tags, made

SENTENCE = "Kunta järjestää ohjausta ja neuvontaa kirjastossa. "
FEWEST = 300  # letters of a page that is not the table's last: less is a page left nearly empty


def words(letters: int) -> str:
    return (SENTENCE * (letters // len(SENTENCE) + 1))[:letters]


def rows_of(*letters: int) -> list[Row]:
    """Communication actions: what is said stands in a narrow column."""
    return [
        Row(
            [Cell(f"Toimi{at}"), Cell(f"Alku{at} {words(length)} Loppu{at}"), *map(Cell, ("Asukkaat", "2027", "Kunta"))]
        )
        for at, length in enumerate(letters, 1)
    ]


def actions(*letters: int) -> Table:
    names = ["Nimi", "Viesti", "Kenelle", "Milloin", "Kuka"]
    return Table("Viestinnän toimet", names, rows_of(*letters), widths=[20, 25, 20, 15, 20])


def written(*letters: int) -> Text:
    """The same as a table that somebody wrote."""
    head = "".join(f"<th>{name}</th>" for name in ("Nimi", "Viesti", "Kenelle", "Milloin", "Kuka"))
    body = "".join(f"<tr>{''.join(f'<td>{cell.text}</td>' for cell in row.cells)}</tr>" for row in rows_of(*letters))
    return Text(f"<table><tbody><tr>{head}</tr>{body}</tbody></table>")


def pages_with(*blocks: Block, paragraphs: int) -> list[str]:
    """The pages from the chapter on, up to the one where the table ends."""
    document = make_document("fi")
    document.sections = document.sections[:1]
    document.sections[0].blocks = [Paragraph(words(300)) for _each in range(paragraphs)]
    document.sections[0].sections = [Section("", "s1-1", "1.1", "Otsikkorivi", list(blocks))]
    pages = Tags(made(document).content).pages()[2:]
    last = max(at for at, page in enumerate(pages) if "Loppu" in page)
    return pages[: last + 1]


SHAPES = {
    "two rows of 1,500 letters": (1500, 1500),
    "three rows of 1,032 letters": (1032, 1032, 1032),
    "three actions of 495 letters": (495, 495, 495),
    "two rows of 880 letters": (880, 880),
    "one row longer than a page": (4000,),
    "a long row between short ones": (40, 3000, 40),
    "three small rows": (120, 120, 120),
}


@pytest.mark.slow
@pytest.mark.parametrize("make", [actions, written])
@pytest.mark.parametrize("paragraphs", [0, 10])
@pytest.mark.parametrize("shape", SHAPES)
def test_whoever_reads_a_page_of_a_table_sees_its_header(shape, paragraphs, make):
    """With ten paragraphs before it, the heading comes near the bottom of a page."""
    pages = pages_with(make(*SHAPES[shape]), paragraphs=paragraphs)

    (heading,) = [page for page in pages if "Otsikkorivi" in page]
    assert re.search(r"Otsikkorivi.*Viesti.*Alku1", heading, re.DOTALL)
    assert "Viestinnän toimet" in heading or make is written
    assert [page for page in pages if re.search("Alku|Loppu", page) and "Kenelle" not in page] == []
    assert [len(page) for page in pages[:-1] if len(page) < FEWEST] == []


@pytest.mark.parametrize("letters", [100, 500, 1200])
def test_facts_of_any_length_above_a_table_leave_no_page_nearly_empty(letters):
    facts = [Entry(f"Asia{at} {words(letters)}", label="Mikä muuttuu") for at in range(1, 7)]

    pages = pages_with(Entries(facts), actions(300, 300), paragraphs=6)

    assert any(re.search(r"Otsikkorivi.*Asia1", page, re.DOTALL) for page in pages)
    assert any(re.search(r"Viestinnän toimet.*Kenelle.*Alku1", page, re.DOTALL) for page in pages)
    assert [len(page) for page in pages[:-1] if len(page) < 3 * FEWEST] == []


@pytest.mark.parametrize(
    ("heights", "leads", "ways"),
    [
        ([3, 3], (), ["kept", ""]),
        ([3, 3, 3], (), ["kept", "kept", ""]),
        ([3, 3, 3, 3], (), ["kept", "", "kept", ""]),
        ([40, 40], (), ["long", "long"]),
        ([3, 40, 3], (), ["", "long", ""]),
        ([12, 12, 12], (), ["", "", ""]),
        ([1, 1, 1, 1, 1, 1], [True, False, True, True, False, False], ["kept", "", "", "kept", "kept", ""]),
        ([5], (), [""]),
    ],
)
def test_only_rows_that_are_small_together_stay_together(heights, leads, ways):
    assert ways_to_break(heights, leads) == ways


def test_lines_are_counted_by_the_width_of_the_column():
    assert (lines_of("a" * 100, 100), lines_of("a" * 100, 25), lines_of("a\nb", 50)) == (2, 5, 2)
