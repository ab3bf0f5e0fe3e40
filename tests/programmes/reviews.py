"""Reviews for tests: a programme that is shared with an adviser, what was asked, and what was gathered."""

from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.reviewing import ask_review, begin_review, keep_draft, send_review
from programmes.actions.versions import keep_version
from programmes.enums import Audience
from programmes.models import AdviserNote, DraftComment, Programme, Review, StandardComment
from programmes.views.base import load_programme
from tests.programmes.factories import fresh, make_programme
from tests.stakeholders.factories import make_adviser

ITEM = "objectives.means"


def make_shared(code: str = "545", *, by=SYSTEM, audiences=(Audience.ADVISER,)) -> Programme:
    """A programme that its advisers read."""
    programme = make_programme(code, by=by)
    share_programme(programme, audiences, by=by)
    return fresh(programme)


def adviser_of(programme: Programme):
    return make_adviser(programme.lead.municipality.centre)


def as_seen(programme: Programme, person) -> Programme:
    """The programme as the door gives it to somebody."""
    return load_programme(person, programme.slug)[0]


def send_one(programme: Programme, adviser, *texts: str, item: str = ITEM) -> Review:
    """A review with these comments on a part of the checklist, sent."""
    seen = as_seen(programme, adviser)
    review = begin_review(seen, by=adviser)
    review.programme = seen
    for text in texts:
        keep_draft(review, item, text, by=adviser)
    return send_review(review, "Well done.", by=adviser)


def ask(programme: Programme, *, by) -> Review:
    return ask_review(fresh(programme), "Please look at the indicators.", by=by)


def make_review(programme: Programme, adviser, *, by) -> Review:
    """One that was asked for and is being written, whoever reads the programme today."""
    version = keep_version(fresh(programme), by=by)
    asked = {"asked_at": timezone.now(), "asked_by": str(by), "message": "Please"}
    review = Review.objects.create(
        programme=programme, **asked, adviser=adviser, adviser_name=str(adviser), version=version, switches=[["", True]]
    )
    Programme.objects.filter(pk=programme.pk).update(reviewed=programme.reviews.whose_turn())
    return review


def make_draft(review: Review, text: str = "No baseline") -> DraftComment:
    return DraftComment.objects.create(review=review, item=ITEM, text=text)


def make_standard(centre, text: str = "Name one owner.", item: str = "") -> StandardComment:
    return StandardComment.objects.create(centre=centre, item=item, text=Translations({"sv": text}))


def make_note(centre, municipality, author, **fields) -> AdviserNote:
    about = {"centre": centre, "municipality": municipality, "author": author, "author_name": str(author)}
    return AdviserNote.objects.create(**about, **({"text": "We spoke."} | fields))
