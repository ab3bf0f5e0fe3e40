"""Columns are as wide as what stays whole in them, before the rest is shared out."""

import pytest

from programmes.export.widths import width_of, with_room


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        pytest.param("640 käyntiä", "640 käyntiä", id="a number with its unit"),
        pytest.param("12 640 elever", "12 640 elever", id="one of several groups"),
        pytest.param("Kysely 12/2025, kirjasto", "12/2025,", id="a number in a sentence"),
        pytest.param("31.12.2029", "31.12.2029", id="a date"),
    ],
)
def test_a_narrow_column_is_made_as_wide_as_what_stays_whole(cell, kept):
    widths = with_room([4, 96], ["", ""], [[cell, "Kysely"]])

    assert widths == pytest.approx([width_of(kept), 100 - width_of(kept)])


def test_the_words_of_a_head_stay_whole_beside_wide_numbers():
    names, rows = ["Indicator", "Baseline", "Target", "Owner"], [["Pupils", "150 personer", "12 640 elever", "Library"]]

    widths = with_room([79, 7, 7, 7], names, rows)

    assert all(width >= width_of(name) for name, width in zip(names, widths, strict=True))
