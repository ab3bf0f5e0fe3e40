"""Asking somebody to see to a section, and their answer. No act here changes the programme itself."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Meanwhile, Refused
from programmes import history, notifications
from programmes.actions.turns import take_turn
from programmes.enums import DutyState
from programmes.models import Duty, Programme
from programmes.models.readers import people
from stakeholders.models import User

LONGEST_REASON = 300


@transaction.atomic
def assign_duty(
    programme: Programme,
    item: str,
    person: User,
    *,
    by: Actor,
    deputy: User | None = None,
    due_on: date | None = None,
    row_version: int | None = None,
) -> Duty:
    """Ask a person to see to a section, until a day, with a deputy. Who is asked anew answers anew; another day or deputy
    leaves their answer as it is. `row_version`: of the form (0 where nobody saw to it), None for what is asked whatever
    stands there. A second click changes nothing. Raises Refused for people who do not write it, and Meanwhile where it was
    saved or taken back since the form was opened."""
    fresh = take_turn(programme, by=by)
    duty = Duty.objects.filter(programme=programme, item=item).first() or Duty(item=item, row_version=0)
    duty.programme = programme
    given = {"person_id": person.pk, "deputy_id": deputy.pk if deputy else None, "due_on": due_on}
    changed = [name for name, value in given.items() if duty.pk is None or getattr(duty, name) != value]
    if not changed:
        return duty
    if row_version not in (None, duty.row_version):
        raise Meanwhile(duty)
    writers = {each.pk for each in people(programme)}
    if person.pk not in writers or (deputy and deputy.pk not in writers) or person == deputy:
        raise Refused(_("Only people who write the programme see to its sections; the deputy is somebody else."))
    is_new_person, is_new_deputy = "person_id" in changed, "deputy_id" in changed
    if duty.pk and is_new_person:
        notifications.duty_is_gone(duty)
    duty.person, duty.deputy, duty.due_on = person, deputy, due_on
    if is_new_person:
        is_own = person == by.account
        duty.state, duty.reason = DutyState.ACCEPTED if is_own else DutyState.ASKED, ""
        duty.asked_by, duty.asked_at = str(by)[:150], timezone.now()
        duty.answered_at = duty.asked_at if is_own else None
    duty.row_version = (duty.row_version or fresh.duties_revision) + 1
    duty.save()
    history.record_duty("assign_duty", duty, [name.removesuffix("_id") for name in changed], by=by)
    notifications.duty_is_for(duty, by=by, is_new_person=is_new_person, is_new_deputy=is_new_deputy)
    return duty


@transaction.atomic
def release_duty(duty: Duty, *, by: Actor) -> None:
    """Nobody in particular sees to the section any more. A second click changes nothing."""
    newest = _newest(duty, by=by)
    if newest is None:
        return
    notifications.duty_is_gone(newest)
    history.record_duty("release_duty", newest, ["person"], by=by)
    newest.delete()


@transaction.atomic
def accept_duty(duty: Duty, *, by: Actor) -> None:
    """Whoever was asked takes it on; also after having declined. A second click changes nothing."""
    _answer("accept_duty", duty, DutyState.ACCEPTED, "", by=by)


@transaction.atomic
def decline_duty(duty: Duty, *, reason: str, row_version: int, by: Actor) -> None:
    """Whoever was asked does not take it on, and may say why; the coordinators are told. A second click changes nothing.
    Raises Meanwhile where another reason was given since the form was opened."""
    words = " ".join(reason.split())[:LONGEST_REASON]
    _answer("decline_duty", duty, DutyState.DECLINED, words, row_version=row_version, by=by)


def _answer(verb: str, duty: Duty, state: DutyState, reason: str, *, by: Actor, row_version: int | None = None) -> None:
    newest = _newest(duty, by=by)
    if newest is None or newest.person != by.account:
        raise Refused(_("Meanwhile somebody else was asked. Nothing was changed."))
    if newest.state == state and reason in ("", newest.reason):
        return
    if newest.state == state and newest.reason and newest.row_version != row_version:
        raise Meanwhile(newest)
    newest.state, newest.reason, newest.answered_at = state, reason, timezone.now()
    newest.row_version += 1
    newest.save()
    history.record_duty(verb, newest, ["state"], by=by)
    notifications.duty_is_answered(newest, by=by)


def _newest(duty: Duty, *, by: Actor) -> Duty | None:
    """The duty as it is now, while nobody else acts on the programme; None when it has been taken back."""
    take_turn(duty.programme, by=by)
    newest = Duty.objects.select_related("person", "deputy").filter(pk=duty.pk).first()
    if newest:
        newest.programme = duty.programme
    return newest
