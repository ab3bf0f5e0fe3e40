"""What a contributor without an account may do by the number and the code of what they said: withdraw the name."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_programme.actors import Actor, LinkHolder
from integration_programme.translations import alike
from programmes import history
from programmes.actions.turns import take_turn
from programmes.models import Comment, Participant, Statement
from stakeholders.models import Event


def contributor(statement: Statement) -> LinkHolder:
    """Whoever has the number and the code: known by no more than that."""
    with translation.override(statement.programme.original_language):
        return LinkHolder(link=str(statement.key), name=_("A contributor"))


@transaction.atomic
def withdraw_name(statement: Statement, *, by: Actor) -> None:
    """Take the name of whoever made a statement away, wherever it stands: in the statement and its points, with who was
    asked, and in the log. The point stays. A second click changes nothing."""
    programme = take_turn(statement.programme, by=by, in_archive=True)
    found = Statement.objects.select_related("participant").get(pk=statement.pk)
    found.programme = programme
    if found.name_withdrawn_at is not None:
        return
    found.contributor_name, found.name_withdrawn_at = "", timezone.now()
    found.row_version += 1
    found.save()
    called = found.label(programme.original_language)[:150]
    # also in the archive: a point that is brought back is without the name
    if Comment.also_archived.filter(statement=found).update(author_name=called):
        history.count_comments(programme)
    if found.participant_id:
        nameless = {"name": "", "email": "", "row_version": F("row_version") + 1}
        Participant.objects.filter(pk=found.participant_id).update(**nameless)
        Event.objects.filter(actor=f"link:{found.participant.key}").update(actor_name=called)
    Event.objects.filter(subject=str(found.key)).update(names=found.body or alike(called))
    history.record_round("withdraw_name", found, by=by)
