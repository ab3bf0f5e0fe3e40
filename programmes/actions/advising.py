"""What the advisers of a centre keep for themselves: notes about municipalities, and comments for use again."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Meanwhile, Refused, become, check_says_same, save_record
from programmes import history
from programmes.models import AdviserNote, StandardComment
from programmes.models.advising import LONGEST_NOTE
from programmes.models.comments import cleaned
from stakeholders.models import Municipality, Organisation

__all__ = ["Refused", "add_note"]


@transaction.atomic
def add_note(
    centre: Organisation,
    municipality: Municipality,
    text: str,
    *,
    day: date,
    by: Actor,
    again_on: date | None = None,
    key: UUID | None = None,
) -> AdviserNote:
    """Note something about a municipality, for the advisers of the centre. A second click finds the first one's (`key`).
    Raises Refused, and SentBefore."""
    _take_turn(centre)
    given = {"text": _checked(text), "day": day, "again_on": again_on}
    own = AdviserNote.objects.filter(centre=centre, municipality=municipality, author=by.account)
    if already := own.filter(key=key).first():
        check_says_same(already, given)
        return already
    is_taken = AdviserNote.objects.filter(key=key).exists()
    note = AdviserNote(
        key=uuid4() if is_taken or key is None else key,
        centre=centre,
        municipality=municipality,
        author=by.account,
        author_name=str(by)[:150],
        **given,
    )
    note.save(force_insert=True)
    history.record_note("add_note", note, by=by)
    return note


@transaction.atomic
def change_note(note: AdviserNote, text: str, *, day: date, again_on: date | None, row_version: int, by: Actor) -> None:
    """Write it otherwise. A second click changes nothing. Raises Meanwhile when it was changed since the form was opened."""
    _take_turn(note.centre)
    found = AdviserNote.objects.get(pk=note.pk)
    found.centre, found.municipality = note.centre, note.municipality
    given = {"text": _checked(text), "day": day, "again_on": again_on}
    if all(getattr(found, name) == value for name, value in given.items()):
        return
    if found.row_version != row_version:
        raise Meanwhile(found)
    for name, value in given.items():
        setattr(found, name, value)
    found.row_version, found.written_at = row_version + 1, timezone.now()
    found.save()
    history.record_note("change_note", found, by=by)


@transaction.atomic
def save_standard_comment(comment: StandardComment, *, row_version: int, by: Actor) -> StandardComment:
    """Keep a comment for use again, or change it; a second click finds the first one's row. Raises StaleRecord."""
    _take_turn(comment.centre)
    if comment.pk is None and (already := StandardComment.objects.filter(key=comment.key).first()):
        is_own = already.centre_id == comment.centre_id
        become(comment, already if is_own else None)
        comment.key = already.key if is_own else uuid4()  # nobody is given another centre's key
    changed = save_record(comment, row_version=row_version, by=by)
    history.record_standard_comment(comment, changed, by=by)
    return comment


def _take_turn(centre: Organisation) -> None:
    """Those who keep something for a centre take turns."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=centre.pk)


def _checked(text: str) -> str:
    words = cleaned(text)
    if not words:
        raise Refused(_("Write something first."))
    if len(words) > LONGEST_NOTE:
        raise Refused(_("At most %(most)s characters.") % {"most": LONGEST_NOTE})
    return words
