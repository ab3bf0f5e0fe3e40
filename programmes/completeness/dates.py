"""The dates that lie ahead of a programme: when something is due or decided, and what has passed without a word."""

from dataclasses import dataclass
from datetime import date

from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.enums import Phase
from programmes.models import Place, Programme, place_of
from programmes.models.places import item_url
from programmes.models.rows import Made
from stakeholders.models import today

DATES = Remembered[Made](200_000)


@dataclass(frozen=True)
class Due:
    """A day on which something is due: a milestone of the timetable, or a step on the path of decisions."""

    day: date
    names: Translations
    place: Place
    is_late: bool

    @property
    def url(self) -> str:
        """Where it stands: milestones and steps are told on the page of one item."""
        return item_url(self.place.programme, ITEM, self.place.key)


PHASE, ITEM = Phase.RESPONSIBILITY, "responsibility.decision_makers"


def dates_ahead(programme: Programme) -> list[Due]:
    """What is not done yet and has a day, the earliest first; what is late with it."""
    return programme.remembered_by_kind(DATES, lambda: _dates_ahead(programme))


def _dates_ahead(programme: Programme) -> list[Due]:
    days = [(row.due_on, row) for row in programme.rows("milestones") if not row.done_on]
    days += [(row.planned_on, row) for row in programme.rows("decision_steps") if not row.decided_on]
    found = [Due(day, row.names, place_of(row), day < today()) for day, row in days if day]
    return sorted(found, key=lambda due: due.day)
