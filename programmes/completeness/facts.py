"""What a missing fact is, and how texts per language are counted."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from programmes.enums import Phase
from programmes.models import Programme, ProgrammeRecord


@dataclass(frozen=True)
class Missing:
    """A fact that lacks. `item` is a checklist key; `anchor` the place on the phase's page where it is put right."""

    phase: Phase
    item: str
    sentence: str
    anchor: str = ""
    is_block: bool = False


def before_period(programme: Programme, day: date | None) -> bool:
    """Whether an aim's date is past before the programme begins, for example because the period was moved later."""
    return bool(day and programme.period_start and day < programme.period_start)


def untranslated(programme: Programme, record: ProgrammeRecord, fields: list[str]) -> list[str]:
    """Names of the languages that lack some text which the original language, or another one, has."""
    lacking = []
    for language in programme.content_languages:
        if any(getattr(record, field) and not getattr(record, field).text(language) for field in fields):
            lacking.append(str(get_language_info(language)["name_translated"]))
    return lacking


def missing_translations(
    programme: Programme, phase: Phase, item: str, records: list, fields: list[str], anchor: str = ""
) -> list[Missing]:
    """A warning for each record with texts that are not in every content language."""
    found = []
    for record in records:
        if languages := untranslated(programme, record, fields):
            names = {
                "record": record.label(get_language() or "", programme.original_language),
                "languages": ", ".join(languages),
            }
            sentence = _("“%(record)s” lacks text in: %(languages)s.") % names
            found.append(Missing(phase, item, sentence, anchor or str(record.key)))
    return found
