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


LINES = [
    "Ensin kerrotaan kunnasta.",
    "Sitten palveluista.",
    "Kolmas on kielistä.",
    "Neljäs koskee työtä.",
    "Viimeinen jää.",
]


def ordered(order: str, **changed: str) -> str:
    """Paragraphs by their numbers in the base; "x" and "y" are new ones."""
    said = {str(number): words for number, words in enumerate(LINES, 1)} | {"x": "Lisätty oma.", "y": "Lisätty vieras."}
    return "".join(f"<p>{changed.get(f'p{number}', said[number])}</p>" for number in order)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("23451", "51234", "52341"),
        ("21345", "12354", "21354"),
        ("21345", "21345", "21345"),
        ("13452", "1x2345", "1x3452"),
        ("2x3451", "1234y5", "2x34y51"),
        ("1345", "51234", "5134"),
        ("21345", "134x5", "134x5"),
        ("54321", "12345", "54321"),
        ("12345", "53412", "53412"),
        ("51234", "15234", None),
    ],
)
def test_what_both_moved_stands_where_each_put_it_and_one_paragraph_cannot_stand_in_two_places(mine, theirs, both):
    base, ours, others = texts(ordered(mine), ordered(theirs), ordered("12345"))

    answer = richtext.merge_texts(base, ours, others)

    assert (answer if answer is None else richtext.without_ids(answer)) == (both if both is None else ordered(both))
    if answer is not None:
        known = dict(zip(richtext.paragraphs(base).values(), richtext.paragraphs(base), strict=True))
        kept = {words: name for name, words in richtext.paragraphs(answer).items() if words in known}
        assert kept == {words: known[words] for words in kept}


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
