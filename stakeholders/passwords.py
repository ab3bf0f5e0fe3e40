"""Passwords that others would try first: a word or a place of Finland, with digits and signs around it.

Django's list of common passwords is English. Ours is data/password_words.txt and the names of all municipalities in
Finnish and Swedish: some 1,000 words, refused in any case, with or without dots over the letters, with digits that look
like letters, written once or more often, and with whatever digits and signs before and after. With the years and rows of digits
that people choose that is many times the 3,000 that somebody would try.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stakeholders import reference

#: signs that people write for the letter they look like
LOOKS_LIKE = str.maketrans("013457@$", "oieastas")


def plain(text: str) -> str:
    """In small letters without dots, rings and accents, as people write who want it easy: "Närpiö" is "narpio"."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


@functools.cache
def words() -> frozenset[str]:
    """All of them, plain and without spaces and hyphens."""
    lines = (reference.DATA / "password_words.txt").read_text(encoding="utf-8").splitlines()
    chosen = [word for line in lines if not line.startswith("#") for word in line.split()]
    places = [row[f"name_{language}"] for row in reference.rows("municipalities.csv") for language in ("fi", "sv")]
    return frozenset(_letters(word) for word in (*chosen, *places))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", plain(text))


def is_common(password: str) -> bool:
    """Whether one of the words is all that is left of it."""
    return not words().isdisjoint(form for each in _readings(plain(password)) for form in (each, _once(each)))


def _readings(text: str) -> Iterator[str]:
    """The letters of a plain text; and with each digit as the letter it looks like, up to two before and after them too:
    "0ulu2026" is "oulu"."""
    before, stem, after = re.fullmatch(r"([^a-z]*)(.*?)([^a-z]*)", text, re.DOTALL).groups()
    yield _letters(stem)
    for first, last in itertools.product(range(3), repeat=2):
        yield _letters((before[len(before) - first :] + stem + after[:last]).translate(LOOKS_LIKE))


def _once(letters: str) -> str:
    """What is written again and again."""
    return re.fullmatch(r"(.*?)\1*", letters)[1]


class NoCommonWord:
    """A validator of Django's."""

    def validate(self, password: str, user=None) -> None:
        if is_common(password):
            raise ValidationError(self.get_help_text(), code="password_of_a_common_word")

    def get_help_text(self) -> str:
        return _("A common word or a place with digits is what others try first. Put several words together.")
