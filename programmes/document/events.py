"""What is told of a programme from the log: of no municipality that takes no part."""

from django.db.models import QuerySet

from programmes import history
from programmes.enums import Phase
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM
from stakeholders.models import Event

OF_ALL = {"bare": True, "waiting": True}


def events_of(programme: Programme) -> QuerySet[Event]:
    """What is told of a programme, the newest first."""
    events = Event.objects.filter(scope=programme.slug, verb__in=history.SENTENCES)
    if not (gone := _gone(programme)):
        return events
    return events.exclude(subject__in=gone).exclude(kind=history.COMMENT, data__about__in=gone)


def _gone(programme: Programme) -> list[str]:
    """Keys of what belongs to a municipality that takes no part, or no part any more: nothing is told of it."""
    links = programme.rows("links", waiting=True) + programme.rows("links", archived=True)
    if all(link.stands for link in links):
        return []
    lists = [kind.rows for kind in KINDS.values() if kind.is_list and hasattr(kind.model, "part_id")]
    rows = (row for name in lists for old in (False, True) for row in programme.rows(name, archived=old, **OF_ALL))
    return [str(row.key) for row in rows if not row.stands]


def phase_of(event: Event) -> Phase | None:
    """Where in the checklist something was acted on; None for the programme as a whole."""
    if event.kind == ITEM:
        return Phase(event.subject.partition(".")[0])
    return KINDS[event.kind].phase if event.kind in KINDS and event.kind != "programme" else None
