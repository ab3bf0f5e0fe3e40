"""What becomes of a comment, as its reader is told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import get_language

from programmes import rules
from programmes.enums import Audience, Result
from programmes.models import Comment, Place, Programme
from programmes.models.dispositions import Saying

LONGEST_WORDS = 300  # characters of what the text says today that a response leads to


@dataclass(frozen=True)
class Response:
    """What becomes of a comment, as its reader is told."""

    result: str
    label: str
    reason: str
    language: str  # of the reason
    is_proposal: bool
    row_version: int
    written_by: str
    written_at: datetime
    settled_at: datetime | None
    change_url: str
    change_label: str
    change_words: str  # what stands there today


def response_to(programme: Programme, comment: Comment) -> Response | None:
    """What becomes of a comment; a proposal is for those who write the programme, and nothing of what was withdrawn."""
    found = comment.disposition if comment.disposition_id and comment.withdrawn_at is None else None
    if found is None or (found.settled_at is None and programme.audience != Audience.WRITERS):
        return None
    language, reason = found.reason.first(get_language() or "", programme.original_language)
    url, label, words = _change(programme, found.change)
    return Response(
        result=found.result,
        label=label_of(found),
        reason=reason,
        language=language,
        is_proposal=found.settled_at is None,
        row_version=found.row_version,
        written_by=found.written_by,
        written_at=found.written_at,
        settled_at=found.settled_at,
        change_url=url,
        change_label=label,
        change_words=words,
    )


def label_of(found: Saying) -> str:
    """The result in words, with to whom it was passed on."""
    label = str(found.get_result_display())
    return f"{label}: {found.passed_to}" if found.passed_to and found.result == Result.PASSED_ON else label


def _change(programme: Programme, change: str) -> tuple[str, str, str]:
    """Where the new text stands, what that is called, and what it says today; '' for each where the reader sees no such
    place, or it is not there any more."""
    if not change:
        return "", "", ""
    place = Place.parse(programme.slug, change)
    record = place.record(programme) if rules.sees_place(programme, place) else None
    if record is None or record.archived_at is not None:
        return "", "", ""
    words = place.text(programme) if place.field else ""
    return place.url(programme), place.label(programme), Truncator(" ".join(words.split())).chars(LONGEST_WORDS)
