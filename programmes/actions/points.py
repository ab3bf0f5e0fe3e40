"""Splitting a statement into points: each is a comment in the words of the statement, and gets a response as comments do."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Refused
from programmes import history, notifications
from programmes.actions.comments import checked, commented, page_item, passage_of, readers_of
from programmes.actions.turns import take_turn
from programmes.models import Comment, Place, Statement
from stakeholders.models import User

__all__ = ["Refused", "add_point"]


@transaction.atomic
def add_point(
    statement: Statement,
    place: Place,
    text: str,
    *,
    by: Actor,
    person: User | None = None,
    due_on: date | None = None,
    key: UUID | None = None,
) -> Comment:
    """Make a point of a statement: what it says of a place, in its own words. Those who write read it; it is said by
    whoever made the statement, on the day on which that came in. A second click finds the first one's point (`key`).

    `person` sees to it until `due_on`, and is told. Raises Refused.
    """
    programme = statement.programme
    fresh = take_turn(programme, by=by)
    if key and (already := statement.points.filter(key=key).first()):
        return already
    newest = statement.round.version_id if statement.round_id else None
    came = timezone.make_aware(datetime.combine(statement.received_on, time(12)))
    point = Comment(
        key=uuid4() if key is None or Comment.objects.filter(key=key).exists() else key,
        programme=programme,
        statement=statement,
        kind=place.kind,
        subject=place.key,
        item=page_item(programme, place),
        passage=passage_of(place, programme),
        text=checked(text),
        draft_of=fresh.written_at,
        version_id=newest,
        author=statement.author,
        author_name=statement.contributor_name or statement.label(statement.language)[:150],
        on_behalf=statement.body,
        assigned_to=person,
        due_on=due_on,
        said_at=came,
    )
    if person is not None and person not in readers_of(point):
        raise Refused(_("Only people who may read the comment can be asked to look at it."))
    point.save(force_insert=True)
    history.record_comment("add_point", point, ["text"], by=by, pages=commented(fresh, point))
    notifications.comment_is_for(point, [person] if person else [], by=by)
    return point
