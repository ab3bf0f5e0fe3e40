"""Tables that people wrote become regular, with headings that say what they head."""

import re

from programmes.export.texts import Printable


def rows_of(html: str) -> list[list[str]]:
    return [re.findall(r"<t[hd].*?</t[hd]>", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html)]


def test_tables_become_regular():
    html = Printable().html(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr>"
        '<tr><td colspan="2">wide</td></tr><tr><td colspan="1000000">x</td></tr></table>',
        2,
    )

    assert rows_of(html) == [
        ['<th scope="col">a</th>', '<th scope="col">b</th>'],
        ["<td>1</td>", "<td>\u00a0</td>"],
        ['<td colspan="2">wide</td>'],
        ["<td>x</td>", "<td>\u00a0</td>"],
    ]


HEADS = (
    '<table><tbody><tr><th rowspan="2">Kunta</th><th colspan="2">2025</th></tr><tr><th>Miehet</th><th>Naiset</th></tr>'
    "<tr><th>Esimerkkilä</th><td>310</td><td>295</td></tr></tbody></table>"
)


def test_heading_rows_stand_together_and_say_what_they_head():
    html = Printable().html(HEADS, 2)

    assert re.findall(r"<thead>.*?</thead>", html) == [
        '<thead><tr><th scope="col" rowspan="2">Kunta</th><th scope="colgroup" colspan="2">2025</th></tr>'
        '<tr><th scope="col">Miehet</th><th scope="col">Naiset</th></tr></thead>'
    ]
    assert '<th scope="row">Esimerkkilä</th>' in html


def test_where_the_engine_cannot_tag_them_headings_are_put_into_one_row():
    html = Printable(one_head=True).html(HEADS, 2)

    assert rows_of(html) == [
        ['<th scope="col">Kunta</th>', '<th scope="col">2025: Miehet</th>', '<th scope="col">2025: Naiset</th>'],
        ['<th scope="row">Esimerkkilä</th>', "<td>310</td>", "<td>295</td>"],
    ]


def test_there_a_cell_over_several_rows_is_said_in_each():
    written = '<table><tr><td rowspan="2">Työllisyys</td><td>Opisto</td></tr><tr><td>Kirjasto</td></tr></table>'

    assert rows_of(Printable(one_head=True).html(written, 2)) == [
        ["<td>Työllisyys</td>", "<td>Opisto</td>"],
        ["<td>Työllisyys</td>", "<td>Kirjasto</td>"],
    ]
