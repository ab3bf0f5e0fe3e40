"""What stands in the tags of a printed table: every cell under its own headings, on every page."""

from programmes.export import tags
from tests.programmes.documents import make_document
from tests.programmes.pdfs import Tags, failures, made

MERGED = (
    "<table><tbody><tr><th>Teema</th><th>Palvelu</th><th>Missä</th></tr>"
    '<tr><th rowspan="2">Työllisyys</th><td>Iltakurssi</td><td>Opisto</td></tr>'
    "<tr><td>Ohjauspiste</td><td>Kirjasto</td></tr></tbody></table>"
)
TWO_HEADS = (
    '<table><tbody><tr><th rowspan="2">Kunta</th><th colspan="2">2025</th></tr><tr><th>Miehet</th><th>Naiset</th></tr>'
    "<tr><td>Esimerkkilä</td><td>310</td><td>295</td></tr></tbody></table>"
)
LONG = (
    '<table><tbody><tr><th rowspan="2">Kunta</th><th colspan="2">2025</th></tr><tr><th>Miehet</th><th>Naiset</th></tr>'
    + "".join(f"<tr><th>Kunta {number}</th><td>{number}</td><td>{number + 500}</td></tr>" for number in range(90))
    + "</tbody></table>"
)


def tables_of(html: str, tmp_path) -> list:
    """The tables of a document with this text, but for those that every document has."""
    document = make_document("fi", html=html)
    document.sections = document.sections[:1]
    document.sections[0].sections = []
    pdf = made(document)
    assert failures(pdf, tmp_path) == []
    return Tags(pdf.content).tables()


def headed(table) -> dict[str, list[str]]:
    return {cell["words"]: cell["headings"] for row in table for cell in row}


def test_a_heading_over_two_rows_heads_both(tmp_path):
    _path, table, *_rest = tables_of(MERGED, tmp_path)

    assert headed(table) == {
        "Teema": [],
        "Palvelu": [],
        "Missä": [],
        "Työllisyys": ["Teema"],
        "Iltakurssi": ["Työllisyys", "Palvelu"],
        "Opisto": ["Työllisyys", "Missä"],
        "Ohjauspiste": ["Työllisyys", "Palvelu"],
        "Kirjasto": ["Työllisyys", "Missä"],
    }
    assert [[cell["scope"] for cell in row] for row in table] == [["Column"] * 3, ["Row", "", ""], ["", ""]]


def test_numbers_are_tied_to_both_rows_of_headings(tmp_path):
    _path, table, *_rest = tables_of(TWO_HEADS, tmp_path)

    assert headed(table) == {
        "Kunta": [],
        "2025": [],
        "Miehet": ["2025"],
        "Naiset": ["2025"],
        "Esimerkkilä": ["Kunta"],
        "310": ["2025", "Miehet"],
        "295": ["2025", "Naiset"],
    }


def test_heading_rows_come_again_on_each_page_and_cells_know_them_there(tmp_path):
    _path, *parts, _coverage = tables_of(LONG, tmp_path)

    assert len(parts) > 1
    assert [[cell["words"] for cell in row] for part in parts for row in part[:2]] == [
        ["Kunta", "2025"],
        ["Miehet", "Naiset"],
    ] * len(parts)
    cells = {cell["words"]: cell["headings"] for part in parts for row in part[2:] for cell in row}
    assert cells == {
        said: headings
        for number in range(90)
        for said, headings in [
            (f"Kunta {number}", ["Kunta"]),
            (str(number), [f"Kunta {number}", "2025", "Miehet"]),
            (str(number + 500), [f"Kunta {number}", "2025", "Naiset"]),
        ]
    }


def test_our_own_tables_have_headings_of_rows(tmp_path):
    path, *_rest = tables_of("<p>a</p>", tmp_path)

    names = [cell["words"] for cell in path[0]]
    assert [cell["kind"] for cell in path[1]] == ["TH", *["TD"] * (len(names) - 1)]
    for row in path[1:]:
        first = row[0]["words"]
        assert [cell["headings"] for cell in row] == [[names[0]], *([first, name] for name in names[1:])]


def test_the_engine_is_the_one_that_our_tags_were_written_for():
    """When this fails: see what WeasyPrint's pdf/tags.py does by now, and whether our patches still say more."""
    assert tags.writes_headings()
