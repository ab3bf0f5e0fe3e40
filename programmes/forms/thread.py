"""The strip of the evidence thread as a card or a form shows it: where a record comes from and where it leads."""

from collections.abc import Iterable

from integration_programme.templatetags.translations import text
from programmes.models import Programme
from programmes.models.codes import CodedRecord
from programmes.models.kinds import kind_of
from programmes.models.places import subject_url


def link(programme: Programme, record: CodedRecord) -> dict:
    """A record as one end of the thread, with the address of its page."""
    return {
        "code": record.shown_code,
        "title": text(getattr(record, record.main_text), programme.original_language) or record.unnamed(),
        "url": subject_url(programme.slug, kind_of(record).name, record.key),
    }


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
