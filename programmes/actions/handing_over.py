"""Whoever leaves hands over all that waits for them in the programmes of a municipality, in one act."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Refused
from integration_programme.translations import alike
from programmes import notices, notifications
from programmes.enums import CommentState, DutyState
from programmes.models import Comment, Duty, Programme
from programmes.models.access import standing
from stakeholders import history
from stakeholders.actions.people import end_role, give_role
from stakeholders.enums import RoleKind
from stakeholders.models import Role, User


@dataclass(frozen=True)
class Held:
    """What waits for a person in the programmes of a municipality."""

    duties: list[Duty]
    deputyships: list[Duty]
    comments: list[Comment]

    def __bool__(self) -> bool:
        return bool(self.duties or self.deputyships or self.comments)


def held_by(role: Role) -> Held:
    """Sections to see to, as oneself and as deputy, and comments that were given to the person and are not closed."""
    programmes = Programme.objects.filter(standing("links__"), links__municipality=role.municipality_id)
    duties = Duty.objects.select_related("programme").filter(programme__in=programmes)
    comments = Comment.objects.select_related("programme").filter(
        programme__in=programmes, assigned_to=role.user, withdrawn_at=None
    )
    return Held(
        list(duties.filter(person=role.user)),
        list(duties.filter(deputy=role.user)),
        list(comments.exclude(state=CommentState.CLOSED)),
    )


def successors(role: Role) -> list[User]:
    """Others with an open account who write for the municipality today."""
    kinds = [RoleKind.COORDINATOR, RoleKind.EDITOR]
    roles = Role.objects.valid().filter(kind__in=kinds, municipality=role.municipality_id)
    people = User.objects.filter(is_active=True, pk__in=roles.values("user"))
    return list(people.exclude(pk=role.user_id).order_by("name", "pk"))


@transaction.atomic
def hand_over(role: Role, successor: User, *, by: Actor, with_role: bool = False) -> int:
    """Give everything to another person of the municipality, who answers anew for each section; gives how much it was.
    `with_role`: they become coordinator in place of the person, whose role ends. Raises Refused."""
    if successor not in successors(role):
        raise Refused(_("Choose somebody who writes for the municipality today."))
    held = held_by(role)
    touched = {row.programme_id for row in (*held.duties, *held.deputyships, *held.comments)}
    programmes = list(Programme.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk"))
    held = held_by(role)  # as it is now, while nobody else acts on these
    if not held and not with_role:
        return 0
    _move(role.user, successor, held, by=by)
    Programme.objects.filter(pk__in=touched).update(
        duties_revision=F("duties_revision") + 1, comments_revision=F("comments_revision") + 1
    )
    names = alike(f"{role.user} → {successor}")
    for programme in programmes:
        once = f"{role.user_id}:{programme.pk}:{timezone.now():%Y-%m-%d}"
        notices.tell([successor], notifications.HANDED_OVER, programme, once=once, by=by, names=alike(str(role.user)))
    history.record(
        "hand_over", by=by, scope=role.municipality_id, kind="account", subject=str(role.user_id), names=names
    )
    if with_role and role.kind == RoleKind.COORDINATOR:
        give_role(successor, RoleKind.COORDINATOR, municipality=role.municipality, valid_to=role.valid_to, by=by)
        end_role(role, by=by)
    return len(held.duties) + len(held.deputyships) + len(held.comments)


def _move(person: User, successor: User, held: Held, *, by: Actor) -> None:
    now, own = timezone.now(), successor == by.account
    deputies = Duty.objects.filter(pk__in=[duty.pk for duty in held.deputyships])
    deputies.filter(person=successor).update(deputy=None)
    deputies.exclude(person=successor).update(deputy=successor)
    moved = Duty.objects.filter(pk__in=[duty.pk for duty in held.duties])
    moved.filter(Q(deputy=successor)).update(deputy=None)
    moved.update(
        person=successor,
        state=DutyState.ACCEPTED if own else DutyState.ASKED,
        answered_at=now if own else None,
        reason="",
        asked_by=str(by)[:150],
        asked_at=now,
    )
    Comment.objects.filter(pk__in=[comment.pk for comment in held.comments]).update(
        assigned_to=successor, row_version=F("row_version") + 1
    )
