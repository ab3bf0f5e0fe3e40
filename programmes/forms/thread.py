"""The strip of the evidence thread as a card or a form shows it: where a record comes from and where it leads."""

import functools
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language

from integration_programme.templatetags.translations import text
from programmes.enums import Phase
from programmes.models import Programme
from programmes.models.codes import CodedRecord
from programmes.models.kinds import kind_of


def link(programme: Programme, record: CodedRecord) -> dict:
    """A record as one end of the thread, with the address of its card."""
    phase_url = _phase_url(get_language() or "", kind_of(record).phase, programme.slug)
    return {
        "code": record.shown_code,
        "title": text(getattr(record, record.main_text), programme.original_language) or record.unnamed(),
        "url": f"{phase_url}#{record.key}",
    }


@functools.lru_cache(maxsize=1000)
def _phase_url(language: str, phase: Phase, slug: str) -> str:
    """A page of four hundred measures names it a thousand times."""
    return reverse(phase.value, kwargs={"slug": slug})


def strip(
    programme: Programme,
    why: Iterable[CodedRecord],
    so_what: Iterable[CodedRecord] = (),
    *,
    why_gap: str = "",
    so_what_gap: str = "",
    is_last: bool = False,
) -> dict:
    """The parts of components/thread_strip.html."""
    return {
        "why": [link(programme, record) for record in why],
        "so_what": [link(programme, record) for record in so_what],
        "why_gap": why_gap,
        "so_what_gap": so_what_gap,
        "is_last": is_last,
    }
