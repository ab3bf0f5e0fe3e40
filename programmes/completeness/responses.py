"""Comments that have no response when the programme is brought to a decision."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.completeness.facts import Missing, tell
from programmes.enums import Phase
from programmes.models import Place, Programme
from programmes.models.dispositions import OPEN

NO_RESPONSE = tell("comments-without-response", _("Comments without a response: %(number)s."))


@dataclass(frozen=True, kw_only=True)
class WithoutResponse(Missing):
    """It is put right where all that waits for a response stands."""

    @property
    def url(self) -> str:
        return f"{reverse('responses', kwargs={'slug': self.place.programme})}?result={OPEN}"


def without_response(programme: Programme) -> list[Missing]:
    """How many there are, for those who write; where nobody has said anything, no statement tells it."""
    rows = programme.comments.owed().filter(withdrawn_at=None) if programme.comments_revision else None
    number = rows.exclude(disposition__settled_at__isnull=False).count() if rows is not None else 0
    phase = Phase.COOPERATION
    about = {"place": Place(programme.slug), "phase": phase, "item": phase.value}
    return [WithoutResponse(code=NO_RESPONSE, values={"number": number}, **about)] if number else []
