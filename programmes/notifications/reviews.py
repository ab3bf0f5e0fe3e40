"""Who hears of reviews: the advisers that are asked, and the coordinators when one has come."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from programmes import notices
from programmes.enums import Audience
from programmes.models import Review
from stakeholders.models import User
from stakeholders.notifications import coordinators_of


def _reviews(keys: Collection[str]) -> dict[str, Review]:
    return {str(review.key): review for review in Review.objects.known().filter(key__in=keys)}


REVIEW_ASKED = notices.kind(
    "review_asked",
    label=gettext_lazy("Programme to go through"),
    sentence=gettext_lazy("%(what)s asks you to go through its programme."),
    page="review",
    waits=True,
    find=_reviews,
    reads=lambda programme, person, review: programme.audience == Audience.ADVISER and review.waits,
)
REVIEW_SENT = notices.kind(
    "review_sent",
    label=gettext_lazy("Comments of the adviser"),
    sentence=gettext_lazy("The adviser's comments on the programme have come (%(who)s)."),
    page="review",
    waits=True,
    find=_reviews,
    reads=lambda programme, person, review: programme.audience == Audience.WRITERS,
)


def review_asked(review: Review, advisers: Iterable[User], *, by: Actor) -> None:
    """Ask the advisers; what is asked they read after signing in."""
    names = review.programme.lead.names
    notices.tell(
        advisers, REVIEW_ASKED, review.programme, once=_asking(review), by=by, subject=str(review.key), names=names
    )


def review_is_not_asked(review: Review) -> None:
    """Nobody is asked any more by a mail that has not left."""
    notices.take_back(REVIEW_ASKED, _asking(review))


def review_sent(review: Review, *, by: Actor) -> None:
    """Tell the coordinators that a review has come: one mail, however many comments it has."""
    people = coordinators_of(review.programme.lead.municipality_id)
    notices.tell(people, REVIEW_SENT, review.programme, once=str(review.key), by=by, subject=str(review.key))


def _asking(review: Review) -> str:
    return f"{review.key}:{review.asked_at.isoformat()}"
