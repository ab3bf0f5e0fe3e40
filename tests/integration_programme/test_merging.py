"""Two people's changes to one text are put together where they changed different paragraphs."""

import pytest

from integration_programme import richtext

BASE = (
    "<h3>Palvelut</h3><p>Kunta neuvoo uusia asukkaita kirjastossa joka tiistai.</p>"
    "<ul><li>Iltakurssi opistossa keväällä</li><li>Kielikahvila kirjastossa syksyllä</li></ul>"
    "<p>Seuranta tehdään kerran vuodessa tammikuussa.</p>"
)


def texts(mine, theirs, base=BASE):
    stored = richtext.clean(base)
    return stored, richtext.clean(mine, stored), richtext.clean(theirs, stored)


def merged(mine, theirs, base=BASE):
    answer = richtext.merge_texts(*texts(mine, theirs, base))
    return None if answer is None else richtext.without_ids(answer)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([("tiistai", "keskiviikko")], [("tammikuussa", "maaliskuussa")]),
        ([("Iltakurssi opistossa", "Iltakurssi koululla")], [("Kielikahvila", "Uusi kielikahvila")]),
        ([("<h3>Palvelut</h3>", "")], [("tammikuussa", "maaliskuussa")]),
        ([("<p>Seuranta", "<p>Uusi kappale väliin.</p><p>Seuranta")], [("tammikuussa", "maaliskuussa")]),
        ([("<li>Kielikahvila", "<li>Uusi kohta</li><li>Kielikahvila")], [("tiistai", "keskiviikko")]),
        ([("tiistai", "keskiviikko")], [("tiistai", "keskiviikko")]),
        ([("tiistai", "keskiviikko")], []),
        ([], [("tiistai", "keskiviikko")]),
    ],
)
def test_changes_to_different_paragraphs_are_put_together(mine, theirs):
    def changed(changes, text=BASE):
        for before, after in changes:
            text = text.replace(before, after)
        return text

    assert merged(changed(mine), changed(theirs)) == changed([*mine, *theirs])


def test_what_both_added_at_one_place_stands_there_twice_theirs_first():
    mine, theirs = BASE + "<p>Minun lisäykseni.</p>", BASE + "<p>Heidän lisäyksensä.</p>"

    assert merged(mine, theirs) == BASE + "<p>Heidän lisäyksensä.</p><p>Minun lisäykseni.</p>"


def test_what_one_moved_the_other_may_change():
    first, second, third = "<p>Yksi on ensimmäinen kappale.</p>", "<p>Kaksi on toinen kappale.</p>", "<p>Kolme jää.</p>"

    both = merged(second + third + first, first.replace("Yksi", "Eka") + second + third, first + second + third)

    assert both == second + third + first.replace("Yksi", "Eka")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("tiistai", "torstai"), BASE.replace("tiistai", "maanantai")),
        (
            BASE.replace("tiistai", "torstai"),
            BASE.replace("<p>Kunta neuvoo uusia asukkaita kirjastossa joka tiistai.</p>", ""),
        ),
        ("", BASE.replace("tiistai", "torstai")),
    ],
)
def test_the_same_paragraph_changed_by_both_is_for_people_to_decide(mine, theirs):
    assert merged(mine, theirs) is None
    assert merged(theirs, mine) is None


def test_two_texts_in_a_field_that_was_empty_are_for_people_to_decide():
    assert merged("<p>Minun.</p>", "<p>Heidän.</p>", "") is None
    assert merged("<p>Sama.</p>", "<p>Sama.</p>", "") == "<p>Sama.</p>"


def test_paragraphs_keep_their_ids_through_a_merge():
    base, mine, theirs = texts(BASE.replace("tiistai", "torstai"), BASE.replace("<h3>", "<p>Alku.</p><h3>"))

    both = richtext.merge_texts(base, mine, theirs)

    assert list(richtext.paragraphs(both))[1:] == list(richtext.paragraphs(base))


def test_lists_that_stood_apart_stay_apart():
    base = "<ul><li>Ensimmäinen luettelo</li></ul><ul><li>Toinen luettelo</li></ul><p>Loppu on tässä.</p>"

    assert merged(base.replace("Loppu", "Alku"), base.replace("Toinen", "Kolmas"), base) == base.replace(
        "Loppu", "Alku"
    ).replace("Toinen", "Kolmas")
