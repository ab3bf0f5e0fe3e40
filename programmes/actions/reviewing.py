"""Asking the advisers to go through a programme, and their going through it: comments gathered, then sent together.

What is gathered is the adviser's own until it is sent: it leaves no event, and counts nowhere. No act here changes the
programme itself.
"""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Meanwhile, Refused, SentBefore
from programmes import history, notifications, rules
from programmes.actions import comments as saying
from programmes.actions.correcting import open_everything
from programmes.actions.turns import take_turn
from programmes.actions.versions import keep_version
from programmes.enums import Access, Audience, VersionPurpose
from programmes.models import Comment, DraftComment, Place, Programme, Review, StandardComment, item_place
from programmes.models.comments import LONGEST, cleaned
from programmes.models.readers import people
from stakeholders.models import User

__all__ = ["Refused", "ask_review"]


def advisers_of(programme: Programme) -> list[User]:
    """The advisers who read a programme today, and do not write it."""
    writers = {person.pk for person in people(programme)}
    return [person for person in people(programme, [Audience.ADVISER]) if person.pk not in writers]


@transaction.atomic
def ask_review(programme: Programme, message: str, *, by: Actor, wished_on: date | None = None) -> Review:
    """Ask the advisers of the centre, with the programme as it is now. Where they are asked already, nothing changes. What
    one of them has begun unasked becomes the answer; of somebody who has left it stays where it is. Raises Refused where
    none of them reads the programme, and where they were asked with another message, or by another day."""
    fresh, message = take_turn(programme, by=by), cleaned(message)
    if already := fresh.reviews.waiting().first():
        _check_asks_nothing_more(already, message, wished_on)
        return already
    asked = advisers_of(fresh)
    if not asked:
        raise Refused(_("No adviser reads the programme today. Share it with the adviser first."))
    begun = fresh.reviews.filter(asked_at=None, sent_at=None, adviser__in=asked)
    review = begun.order_by("pk").first() or Review()
    review.programme, review.message, review.wished_on = fresh, message, wished_on
    review.asked_at, review.asked_by = timezone.now(), str(by)[:150]
    _freeze(review, by=by)
    review.save()
    history.record_review("ask_review", review, by=by)
    notifications.review_asked(review, asked, by=by)
    open_everything(fresh, by=by)
    return review


def _check_asks_nothing_more(already: Review, message: str, wished_on: date | None) -> None:
    """A message that would reach nobody is not said to be sent."""
    if message in ("", already.message) and wished_on in (None, already.wished_on):
        return
    raise Refused(
        _(
            "The advisers have been asked already, by %(who)s. Your message is below, not sent: see what was asked, and "
            "take that question back first if yours is to go in its place."
        )
        % {"who": already.asked_by}
    )


@transaction.atomic
def take_back_review(review: Review, *, by: Actor) -> None:
    """The advisers are asked no more. What one of them has gathered stays with that adviser. A second click, or one after
    it was sent, changes nothing."""
    found = _newest(review, by=by)
    if not found.waits:
        return
    found.taken_back_at = timezone.now()
    found.save()
    notifications.review_is_not_asked(found)
    history.record_review("take_back_review", found, by=by)


@transaction.atomic
def begin_review(programme: Programme, *, by: Actor) -> Review:
    """Go through a programme: because it was asked for, or of one's own accord. A second click finds the first one's. What
    an adviser had taken up who has left is anybody's again."""
    fresh = take_turn(programme, by=by)
    own = fresh.reviews.filter(sent_at=None, adviser=by.account).first()
    review = fresh.reviews.waiting().first() or own or Review(programme=fresh)
    review.programme = fresh
    if has_been_left(review):
        _free(review)
    rules.write_review.check(by, programme, review)
    _take_up(review, by=by)
    return review


@transaction.atomic
def keep_draft(
    review: Review,
    item: str,
    text: str,
    *,
    by: Actor,
    draft: DraftComment | None = None,
    row_version: int = 0,
    key: UUID | None = None,
) -> None:
    """Gather a comment on a part of the checklist ('': on the programme as a whole), or write it otherwise; one that is
    emptied goes. A second click finds the first one's (`key`). Raises Refused, Meanwhile where the `draft` was written
    otherwise since the form of that `row_version` was opened, and SentBefore."""
    found = _own(review, by=by)
    words = cleaned(text)
    if len(words) > LONGEST:
        raise Refused(_("A comment has at most %(most)s characters.") % {"most": LONGEST})
    kept = found.drafts.filter(key=draft.key if draft else key).first()
    if kept is None and draft is not None:
        raise Refused(_("This comment has been taken away meanwhile. Nothing was saved."))
    if kept is not None and kept.text == words:
        return
    if kept is not None and draft is None:
        raise SentBefore(kept)
    if kept is not None and kept.row_version != row_version:
        raise Meanwhile(kept)
    if words:
        _write(kept or _new_draft(found, item, key), words, by=by)
    elif kept is not None:
        kept.delete()


def _new_draft(review: Review, item: str, key: UUID | None) -> DraftComment:
    is_free = key is not None and not DraftComment.objects.filter(key=key).exists()
    return DraftComment(review=review, item=item, key=key if is_free else uuid4(), row_version=0)


def _write(draft: DraftComment, words: str, *, by: Actor) -> None:
    _take_up(draft.review, by=by)
    draft.text, draft.written_at = words, timezone.now()
    draft.standard = draft.standard or _standard(draft, by=by)
    draft.row_version += 1
    draft.save()


def _standard(draft: DraftComment, *, by: Actor) -> StandardComment | None:
    """The comment for use again whose words these are, in any language."""
    rows = StandardComment.objects.filter(centre__in=by.advises_for, item__in=["", draft.item], is_in_use=True)
    return next((row for row in rows if draft.text in map(cleaned, row.text.values())), None)


@transaction.atomic
def send_review(review: Review, words: str, *, by: Actor) -> Review:
    """Send all that was gathered, together: each becomes a comment to those who write the programme and to the advisers.
    What was gathered where the adviser sees nothing any more stays behind. A second click sends nothing. Raises Refused."""
    found = _newest(review, by=by)
    if found.sent_at is not None:
        return found
    rules.write_review.check(by, review.programme, found)
    fresh = found.programme
    seen = fresh.seen_by(Audience.ADVISER)
    drafts = [draft for draft in found.drafts.all() if rules.sees_place(seen, place_of_draft(seen, draft))]
    found.words = cleaned(words)
    if not drafts and not found.words:
        raise Refused(_("Write something first: a comment, or a few words to the municipality."))
    _take_up(found, by=by)
    if found.version is None:
        _freeze(found, by=by)
    _seat, found.on_behalf = saying.on_behalf(fresh, Access.ADVISER, by)
    found.sent_at = timezone.now()
    found.save()
    comments = Comment.objects.bulk_create([_comment(found, seen, draft, by=by) for draft in drafts])
    found.drafts.filter(pk__in=[draft.pk for draft in drafts]).delete()
    pages = {page for comment in comments for page in (comment.item, comment.subject) if page}
    new = sorted(pages - set(fresh.commented))
    history.record_review(
        "send_review",
        found,
        by=by,
        number=len(comments),
        pages={"commented": [*fresh.commented, *new]} if new else None,
    )
    if found.asked_at:
        notifications.review_is_not_asked(found)
    notifications.review_sent(found, by=by)
    return found


def place_of_draft(programme: Programme, draft: DraftComment) -> Place:
    return item_place(programme, draft.item) if draft.item else Place(programme.slug)


def _comment(review: Review, seen: Programme, draft: DraftComment, *, by: Actor) -> Comment:
    place = place_of_draft(seen, draft)
    return Comment(
        programme=review.programme,
        kind=place.kind,
        subject=place.key,
        item=saying.page_item(seen, place),
        passage=saying.passage_of(place, seen),
        draft_of=review.programme.written_at,
        version=review.version,
        author=by.account,
        author_name=str(by)[:150],
        author_access=Access.ADVISER,
        on_behalf=review.on_behalf,
        text=draft.text,
        to_adviser=True,
        said_at=review.sent_at,
        review=review,
        standard=draft.standard,
    )


def _newest(review: Review, *, by: Actor) -> Review:
    """The review as it is now, while nobody else acts on the programme; with the programme as those who write see it."""
    fresh = take_turn(review.programme, by=by)
    found = Review.objects.select_related("version").defer("version__dump").get(pk=review.pk)
    found.programme = fresh
    return found


def _own(review: Review, *, by: Actor) -> Review:
    """The same, which this adviser may go on with."""
    found = _newest(review, by=by)
    rules.write_review.check(by, review.programme, found)
    return found


def has_been_left(review: Review) -> bool:
    """Whether the adviser who took it up does not read the programme any more."""
    return review.adviser_id is not None and review.adviser not in advisers_of(review.programme)


def _free(review: Review) -> None:
    """Nobody's again; what was gathered in it stays with whoever has left, until it is handed over."""
    if review.drafts.exists():
        left = Review.objects.create(
            programme=review.programme, adviser=review.adviser, adviser_name=review.adviser_name
        )
        review.drafts.update(review=left)
    review.adviser, review.adviser_name = None, ""


def _take_up(review: Review, *, by: Actor) -> None:
    """From now on it is this adviser's."""
    if review.adviser_id is None:
        review.adviser, review.adviser_name = by.account, str(by)[:150]
        review.save()


def _freeze(review: Review, *, by: Actor) -> None:
    """Keep the programme as it is, and what of it is open to the adviser."""
    programme = review.programme
    with translation.override(programme.original_language):
        name = str(VersionPurpose.REVIEW.label)
    review.version = keep_version(programme, name=name, purpose=VersionPurpose.REVIEW, by=by)
    review.switches = [list(switch) for switch in programme.seen_by(Audience.ADVISER).sight.switches]
