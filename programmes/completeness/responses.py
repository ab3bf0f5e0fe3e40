"""Comments that have no response when the programme is brought to a decision."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.completeness.facts import Missing, tell
from programmes.enums import Phase, StatementStance
from programmes.models import Place, Programme, Statement
from programmes.models.dispositions import OPEN

NO_POINTS = tell("statements-without-points", _("Statements whose points nobody has taken up: %(number)s."))
NO_RESPONSE = tell("comments-without-response", _("Comments without a response: %(number)s."))


@dataclass(frozen=True, kw_only=True)
class WithoutResponse(Missing):
    """It is put right where all that waits for a response stands."""

    @property
    def url(self) -> str:
        return f"{reverse('responses', kwargs={'slug': self.place.programme})}?result={OPEN}"


def without_response(programme: Programme) -> list[Missing]:
    """How many comments and points there are, for those who write; where nobody has said anything, no query tells it."""
    rows = programme.comments.owed().filter(withdrawn_at=None) if programme.comments_revision else None
    number = rows.exclude(disposition__settled_at__isnull=False).count() if rows is not None else 0
    phase = Phase.COOPERATION
    about = {"place": Place(programme.slug), "phase": phase, "item": phase.value}
    found = {NO_POINTS: len(without_points(programme)), NO_RESPONSE: number}
    return [WithoutResponse(code=code, values={"number": found[code]}, **about) for code in found if found[code]]


def without_points(programme: Programme) -> list[Statement]:
    """Statements with remarks that nobody has split into points: none of what they say has a response."""
    if not programme.rounds_revision:
        return []
    return list(programme.statements.sent().exclude(stance=StatementStance.NO_REMARKS).filter(points=None))
