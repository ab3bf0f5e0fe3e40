"""Two changes of one thing: a pure function of dicts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_programme.merging import Merge, merge

BASE = {"name": "Aino", "unit": "persons", "rows": frozenset({1, 2})}


def changed(**values):
    return BASE | values


def test_changes_of_different_names_are_both_kept():
    found = merge(BASE, changed(name="Berit"), changed(unit="pupils"))

    assert found == Merge(changed(name="Berit", unit="pupils"), ("name",), ("unit",), (), ())


def test_the_same_change_of_both_is_no_conflict():
    assert merge(BASE, changed(name="Berit"), changed(name="Berit")) == Merge(changed(name="Berit"), (), (), (), ())


def test_different_changes_of_one_name_are_a_conflict_and_mine_stands_in_the_values():
    found = merge(BASE, changed(name="Berit"), changed(name="Carin", unit="pupils"))

    assert found == Merge(changed(name="Berit", unit="pupils"), (), ("unit",), (), ("name",))


def test_sets_are_put_together_row_by_row():
    found = merge(BASE, changed(rows=frozenset({1, 3})), changed(rows=frozenset({1, 2, 4})))

    assert (found.values["rows"], found.together, found.conflicts) == ({1, 3, 4}, ("rows",), ())


@pytest.mark.parametrize(("both", "conflicts"), [("Berit and Carin", ()), (None, ("name",))])
def test_a_way_puts_two_texts_together_or_says_that_nobody_can(both, conflicts):
    asked = []

    def way(before, mine, theirs):
        asked.append((before, mine, theirs))
        return both

    found = merge(BASE, changed(name="Berit"), changed(name="Carin"), {"name": way})

    assert asked == [("Aino", "Berit", "Carin")]
    assert found.values["name"] == (both or "Berit")
    assert found.conflicts == conflicts


def test_no_way_is_asked_where_one_person_alone_has_changed():
    def way(before, mine, theirs):
        raise AssertionError

    assert merge(BASE, changed(name="Berit"), BASE, {"name": way}).values["name"] == "Berit"
    assert merge(BASE, BASE, changed(name="Carin"), {"name": way}).values["name"] == "Carin"


def test_where_nothing_is_known_of_before_every_difference_is_a_conflict():
    found = merge(None, changed(name="Berit"), changed(unit="pupils"))

    assert found == Merge(changed(name="Berit"), (), (), (), ("name", "unit"))


def test_a_name_that_nobody_had_before_is_a_conflict_and_one_that_only_they_have_stays():
    mine, theirs = {"name": "Aino", "new": 1}, {"name": "Aino", "new": 2, "other": 3}

    assert merge({"name": "Aino"}, mine, theirs) == Merge({"name": "Aino", "new": 1, "other": 3}, (), (), (), ("new",))


VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=3)
SETS = st.fixed_dictionaries({"rows": st.frozensets(st.integers(0, 4))})


@given(base=VALUES, mine=VALUES, theirs=VALUES)
def test_nobody_loses_a_change_unseen(base, mine, theirs):
    found = merge(base, mine, theirs)

    assert set(merge(base, theirs, mine).conflicts) == set(found.conflicts)
    for name in "abc":
        if mine[name] != base[name] and name not in found.conflicts:
            assert found.values[name] == mine[name]
        if theirs[name] != base[name] and name not in found.conflicts:
            assert found.values[name] == theirs[name]


@given(base=SETS, mine=SETS, theirs=SETS)
def test_sets_come_out_the_same_whoever_is_first(base, mine, theirs):
    found = merge(base, mine, theirs).values["rows"]

    assert found == merge(base, theirs, mine).values["rows"]
    assert found >= (mine["rows"] - base["rows"]) | (theirs["rows"] - base["rows"])
    assert not found & (base["rows"] - mine["rows"]) and not found & (base["rows"] - theirs["rows"])
