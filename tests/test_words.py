"""One word per thing: words that were not chosen (docs/words.md) stand in no Finnish or Swedish text of the product."""

import re
import tomllib
from pathlib import Path

import polib
import pytest

from integration_programme import richtext

ROOT = Path(__file__).resolve().parent.parent
NOT_CHOSEN = {
    "fi": r"aluekesku|(?<!maahanmuutto)yhdyshenkil|\bmuokkaaja|ennen aikojaan|\blai(?:n|ssa) (?:681|1386)/|\blaki (?:681|1386)/"
    r"|ylläpitäj",
    "sv": r"(?<!%\()\bpart(?:er|en|erna)?\b|(?<!%\()\bpartner|med ett främmande språk(?! som modersmål)|oordinator|redaktör"
    r"|riktmärke|riktvärde|påbörja|på annat ställe|\bepost|\bmail\b|\blagen (?:681|1386)/",
}


def strings(value, language: str, key: str = "") -> list[str]:
    """All texts of a TOML file in one language: of `sv.toml` all, of the demo those under `sv`."""
    if isinstance(value, dict):
        return [
            text
            for name, each in value.items()
            if name not in {"fi", "sv", "en"} - {language}
            for text in strings(each, language, name)
        ]
    if isinstance(value, list):
        return [text for each in value for text in strings(each, language, key)]
    return [richtext.plain_text(value)] if isinstance(value, str) and key not in {"kind", "key"} else []


def texts(language: str) -> list[str]:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    found = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    own = [*ROOT.glob(f"*/**/{language}.toml"), *ROOT.glob(f"programmes/document/terms_{language}.toml")]
    for path in [*own, *ROOT.glob("programmes/demo/content/*.toml")]:
        found += strings(tomllib.loads(path.read_text(encoding="utf-8")), language)
    return found


@pytest.mark.parametrize("language", NOT_CHOSEN)
def test_no_text_has_a_word_that_was_not_chosen(language):
    assert [text for text in texts(language) if re.search(NOT_CHOSEN[language], text, re.IGNORECASE)] == []


@pytest.mark.parametrize(("language", "planted"), [("fi", "Kysy aluekeskuksesta."), ("sv", "Parter som deltar")])
def test_a_word_that_was_not_chosen_would_be_found(language, planted):
    assert re.search(NOT_CHOSEN[language], planted, re.IGNORECASE)
    assert len(texts(language)) > 1500
