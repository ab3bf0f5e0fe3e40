"""The order of names."""

import pytest

from integration_programme.alphabet import alphabetical


@pytest.mark.parametrize(
    "names",
    [
        ["Alavo", "Zorn", "Åbo", "Ähtäri", "Öja"],
        ["Yli-Ii", "Ylinen", "Ylönen", "Ymer", "Ünal", "Ypäjä", "Zaki"],
        ["Lea", "Lédan", "Leena", "Léo", "Leon"],
        ["Saari", "Šabanović", "Sabel", "Simola", "Široki", "Sivula"],
        ["Zafar", "Žarko", "Zeki", "Ågren"],
        ["Vuori", "Väinö", "Waara", "Wirta", "Xu"],
        ["Ähtäri", "Ærø", "Äänekoski", "Öberg", "Østby", "Öström"],
        ["Dahl", "Đinh", "Do", "Lahti", "Łódź", "Lund", "Noor", "Nuñez", "Nunn"],
        ["Strand", "Straße", "Strate"],
        ["anna", "Anna Berg", "Anna-Liisa", "Annala"],
        ["Koulu 2", "Koulu A"],
    ],
)
def test_names_stand_as_officials_expect(names):
    assert sorted(set(names), key=alphabetical) == names


def test_a_composed_letter_and_its_parts_are_one():
    assert alphabetical("A\u0308hta\u0308ri") == alphabetical("Ähtäri")


def test_marks_decide_between_names_that_are_the_same_without():
    assert sorted(["André", "Andre", "Andrea"], key=alphabetical) == ["Andre", "André", "Andrea"]
