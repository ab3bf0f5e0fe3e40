"""What became of the fields of a record, in words: for its history, and for two versions of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info

from indicators.catalogue import STATISTICS, WORDS
from indicators.figures import format_number
from integration_programme import wording
from integration_programme.wording import Wording
from programmes.enums import Band, ReachedGroup, SpokenLanguage
from programmes.forms.chapters import name_in_document
from programmes.models import Programme
from programmes.models.document import order_of
from programmes.models.kinds import Kind
from programmes.models.places import shown, worded
from programmes.portable.shapes import KEYS

#: of what nobody edits, people are told this all the same
TOLD_FACTS = frozenset({"name"})


@dataclass(frozen=True)
class Change:
    """What became of a field, or of its text in one `language`. `is_fact`: it is no text, but a date, a number, a choice, a tie.

    `take_back`: how the older text is taken back (`url`, `hidden`, `about`), where that makes sense.
    """

    label: str
    wording: Wording
    language: str = ""
    is_fact: bool = False
    take_back: Mapping[str, Any] = field(default_factory=dict)


def told_facts(kind: Kind) -> list[str]:
    """Facts of a kind that people write or bring; keys, hashes and what acts set are told by the acts themselves."""
    fields = (kind.model._meta.get_field(name) for name in kind.facts)
    return [each.name for each in fields if (each.editable or each.name in TOLD_FACTS) and each.name != "slug"]


def told_links(kind: Kind) -> list[str]:
    """Links of a kind that people choose; whose a file is, and which municipality a partner is, nobody changes."""
    fixed = {"municipality", *getattr(kind.model, "owners", ())}
    return [name for name in kind.links if kind.model._meta.get_field(name).editable and name not in fixed]


def label_of(kind: Kind, name: str, language: str = "") -> str:
    """What forms call a field: "What changes (Swedish)"."""
    label = capfirst(str(kind.model._meta.get_field(name).verbose_name))
    return f"{label} ({get_language_info(language)['name_translated']})" if language else label


def of_text(kind: Kind, name: str, before: str, after: str) -> Wording:
    """What became of a text in one language."""
    text: Any = kind.model._meta.get_field(name)
    return (wording.of_rich if text.rich else wording.of_plain)(before, after)


def of_fact(programme: Programme, kind: Kind, name: str, before: Any, after: Any) -> Wording:
    """What became of a fact; the values as the model has them, or words that stand in place of one that is hidden."""
    if isinstance(before, list) or isinstance(after, list):
        then, now = ([_key_in_words(programme, key) for key in value or []] for value in (before, after))
        return wording.of_list(then, now)
    return wording.of_value(*(_fact_in_words(programme, kind, name, value) for value in (before, after)))


def _fact_in_words(programme: Programme, kind: Kind, name: str, value: Any) -> str:
    """A fact as it is read; '' for none."""
    if isinstance(value, Decimal):
        decimals = max(0, -int(value.normalize().as_tuple().exponent))
        return format_number(value, get_language() or "en", decimals)
    if isinstance(value, dict):
        groups = ((ReachedGroup(group).label, Band(band).label) for group, band in value.items())
        return ", ".join(f"{group}: {band}" for group, band in groups)
    if (kind.name, name) in KEYS and value:
        return _key_in_words(programme, value)
    return shown(kind.model._meta.get_field(name), value)


def _key_in_words(programme: Programme, key: str) -> str:
    """A key of the checklist, of a language or of a statistic by what it is called; any other words as they are."""
    language = get_language() or "en"
    if key in STATISTICS:
        return str(WORDS[language]["statistics"][key]["label"])
    if key in order_of(programme.checklist):
        return name_in_document(programme, key)
    if key in SpokenLanguage.values:
        return str(SpokenLanguage(key).label)
    return worded(programme, key) or key
