"""Records that are known by a short code."""

import re
import unicodedata

from django.db import models
from django.utils.translation import get_language

from integration_programme.translations import Translations
from programmes.models.partners import PartRecord

#: What a code begins with where it is kept, and in each language. No letters stand for two kinds, in one language or in
#: two: whoever reads both of a municipality's languages meets no code that means something else (docs/words.md).
LETTERS = {
    "F": {"fi": "H", "sv": "IA", "en": "F"},
    "O": {"fi": "T", "sv": "MÅ", "en": "O"},
    "M": {"fi": "TP", "sv": "Å", "en": "M"},
    "I": {"fi": "MT", "sv": "MT", "en": "I"},
    "P": {"fi": "P", "sv": "P", "en": "P"},
}
_KEPT = {letters: kept for kept, forms in LETTERS.items() for letters in forms.values()}
#: the same letters as somebody types them who has no å on the keys: "MA1" is "MÅ1"
_TYPED = {letters.replace("Å", "A"): kept for letters, kept in _KEPT.items()} | _KEPT
_CODE = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_TYPED, key=len, reverse=True))})\s*(\d+(?:[.,]\d+)?)(?![\w])", re.IGNORECASE
)


def _parted(code: str) -> tuple[str, str]:
    """Its letters and its number."""
    letters = code.rstrip("0123456789.")
    return letters, code[len(letters) :]


def code_in(code: str, language: str) -> str:
    """A kept code as it reads in a language: "O1" is "T1" in Finnish. What is no code stays as it is."""
    letters, number = _parted(code)
    return LETTERS.get(letters, {}).get(language, letters) + number


def kept_code(code: str) -> str:
    """The code as it is kept, from its form in any language, in capitals or not: "T1" and "må1" are "O1"."""
    letters, number = _parted(code)
    return _KEPT.get(letters.upper(), letters) + number


def code_in_words(words: str) -> tuple[str, str]:
    """The code that stands among typed words, as it is kept, and the words without it: "närpes tp 1.1" is "M1.1", "närpes".

    In the form of any language, in small letters or not, with a space or a comma. ('', words) where there is none.
    """
    words = unicodedata.normalize("NFC", words)
    if not (found := _CODE.search(words)):
        return "", words
    letters, number = found.groups()
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    return _TYPED[letters.upper()] + number.replace(",", "."), " ".join(rest.split())


class CodedRecord(PartRecord):
    """A record known by a short code, on screen and on paper, for ever.

    The code stays when the record is moved or archived, and is never given to another. It is kept in its English form
    (F1, P1, O1, M1.1, I1), and shown in that of the reader's language or of the document's.
    """

    code = models.CharField(max_length=12, editable=False)
    code_prefix = ""

    class Meta(PartRecord.Meta):
        abstract = True

    @property
    def shown_code(self) -> str:
        """Its code in the language of the page."""
        return code_in(self.code, get_language() or "")

    def label(self, *languages: str) -> str:
        return f"{code_in(self.code, next(filter(None, languages), ''))} {super().label(*languages)}"

    @property
    def names(self):
        return Translations(
            {language: f"{code_in(self.code, language)} {name}" for language, name in super().names.items()}
        )
