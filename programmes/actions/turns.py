"""Who acts on a programme takes a turn: the others wait until the transaction has ended, and then find what was done.

The programme's row is always locked first and the record's after it, so that two acts never wait for one another. What
the door's rule was decided on is looked at again on the locked row: what the person is to the programme, and whether it
has been archived. So nothing comes between a rule and its act, whoever does what at the same moment. Two who both change
a record are told apart by its count of saves.
"""

from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.prepared import SOME_ID, locked_row
from programmes import rules
from programmes.models import Programme
from programmes.workflow import Refused


def take_turn(programme: Programme, *, by: Actor, in_archive: bool = False, at: str | None = None) -> Programme:
    """The programme as it is now, which nobody else acts on before the caller's transaction ends.

    Raises Refused where what was found at the door (`programme` is as it was read there) is not so any more. `in_archive`:
    the act may be done on a programme in the archive too. `at`: the item of the checklist at which it writes.
    """
    fresh = locked_row(Programme).first(None, {SOME_ID: programme.pk})
    known = rules.known_role(by, programme)
    if known is not None:
        moved = not in_archive and (fresh.archived_at is None) != (programme.archived_at is None)
        if moved or rules.role_of(by, fresh) != known:
            raise Refused(
                _(
                    "The programme was archived, or what you may do in it was changed, at this moment. Nothing was saved."
                )
            )
    is_asked = at is not None and fresh.open_items is not None and by.account is not None
    if is_asked and (reason := rules.closed_at(by, fresh, at)):
        raise Refused(reason)
    return fresh
