"""Whoever leaves hands over all that waits for them in the programmes of a municipality, in one act."""

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Refused
from integration_programme.translations import alike
from programmes import notices, notifications
from programmes.document.handed_over import Given, handed_over
from programmes.enums import Audience, CommentState, DutyState
from programmes.models import Comment, Duty, HandOver, Programme, Review
from programmes.models.access import standing
from programmes.models.sharing import Sharing
from stakeholders import history
from stakeholders.actions.people import end_role, give_role
from stakeholders.enums import RoleKind
from stakeholders.models import Role, User


@dataclass(frozen=True)
class Held:
    """What waits for a person in the programmes of a municipality, or of the municipalities of a centre."""

    duties: list[Duty]
    deputyships: list[Duty]
    comments: list[Comment]
    reviews: list[Review]

    def __len__(self) -> int:
        return len(self.duties) + len(self.deputyships) + len(self.comments) + len(self.reviews)


def held_by(role: Role) -> Held:
    """Sections to see to, as oneself and as deputy, comments that were given to the person and are not closed, and reviews
    that the person has begun."""
    programmes = _programmes_of(role)
    if role.kind == RoleKind.ADVISER:  # what is not shared today is in no list
        opened = Sharing.objects.filter(programme=OuterRef("pk"), audience=Audience.ADVISER, is_visible=True)
        programmes = programmes.filter(Exists(opened), archived_at=None)
    reviews = Review.objects.select_related("programme").filter(programme__in=programmes, adviser=role.user)
    duties = Duty.objects.select_related("programme").filter(programme__in=programmes)
    comments = Comment.objects.select_related("programme").filter(
        programme__in=programmes, assigned_to=role.user, withdrawn_at=None
    )
    return Held(
        list(duties.filter(person=role.user)),
        list(duties.filter(deputy=role.user)),
        list(comments.exclude(state=CommentState.CLOSED)),
        list(reviews.filter(sent_at=None)),
    )


def _programmes_of(role: Role) -> QuerySet[Programme]:
    of_role = Q(links__municipality=role.municipality_id)
    if role.kind == RoleKind.ADVISER:
        of_role = Q(links__municipality__centre=role.centre_id)
    return Programme.objects.filter(standing("links__"), of_role)


def takes_words(role: Role) -> QuerySet[Programme]:
    """In which words for the successor are kept though nothing waits for the person: those worked on and those in force.

    None for an adviser, of whom nothing is kept.
    """
    if role.kind == RoleKind.ADVISER:
        return Programme.objects.none()
    return _programmes_of(role).with_derived_states().filter(archived_at=None, is_superseded=False)


def successors(role: Role) -> list[User]:
    """Others with an open account who write for the municipality, or advise for the centre, today."""
    kinds = [RoleKind.ADVISER] if role.kind == RoleKind.ADVISER else [RoleKind.COORDINATOR, RoleKind.EDITOR]
    roles = Role.objects.valid().filter(kind__in=kinds, municipality=role.municipality_id, centre=role.centre_id)
    people = User.objects.filter(is_active=True, pk__in=roles.values("user"))
    return list(people.exclude(pk=role.user_id).order_by("name", "pk"))


@dataclass(frozen=True)
class HandedOver:
    """How much it was, and what is kept of it, one a programme."""

    number: int = 0
    kept: tuple[HandOver, ...] = ()


@transaction.atomic
def hand_over(
    role: Role, successor: User, *, by: Actor, with_role: bool = False, words: str = "", key: UUID | None = None
) -> HandedOver:
    """Give everything to another person of the municipality or the centre, who answers anew for each section.
    `with_role`: they become coordinator in place of the person, whose role ends; `words`: what is added for them;
    `key`: of the form, so that a second click finds what the first has kept. Raises Refused."""
    if successor not in successors(role):
        raise Refused(_("Choose somebody who has the same task today."))
    held, programmes = _locked(role, words)
    key, slugs = key or uuid4(), _programmes_of(role).values_list("pk", "slug")
    keys = {pk: uuid5(key, slug) for pk, slug in slugs}
    if already := tuple(HandOver.objects.select_related("programme").filter(key__in=keys.values())):
        return HandedOver(kept=already)
    begun = Review.objects.filter(programme__in=_programmes_of(role), adviser=role.user, sent_at=None)
    taken_over = begun.update(
        adviser=successor, adviser_name=str(successor)[:150]
    )  # also where it was closed meanwhile
    if not (held or with_role or taken_over or (words and programmes)):
        return HandedOver()
    _move(role.user, successor, held, by=by)
    Programme.objects.filter(pk__in=[each.pk for each in programmes]).update(
        duties_revision=F("duties_revision") + 1, comments_revision=F("comments_revision") + 1
    )
    names = alike(f"{role.user} → {successor}")
    kept = (
        ()
        if role.kind == RoleKind.ADVISER
        else tuple(_kept(each, role, successor, held, words, keys[each.pk]) for each in programmes)
    )
    for at, programme in enumerate(programmes):
        once = f"{role.user_id}:{programme.pk}:{timezone.now():%Y-%m-%d}"
        what = notifications.HANDED_OVER if kept else notifications.REVIEWS_HANDED_OVER
        subject = str(kept[at].key) if kept else ""
        notices.tell([successor], what, programme, once=once, by=by, subject=subject, names=alike(str(role.user)))
    history.record(
        "hand_over",
        by=by,
        scope=role.municipality_id or role.centre.code,
        kind="account",
        subject=str(role.user_id),
        names=names,
    )
    if with_role and role.kind == RoleKind.COORDINATOR:
        give_role(successor, RoleKind.COORDINATOR, municipality=role.municipality, valid_to=role.valid_to, by=by)
        end_role(role, by=by)
    return HandedOver(len(held), kept)


def _locked(role: Role, words: str) -> tuple[Held, list[Programme]]:
    """What is held, and its programmes, on which nobody else acts from now on: also those in which something was given to
    the person while the first were waited for."""
    held, programmes = held_by(role), list[Programme]()
    while not (touched := _touched(held, role, words)) <= {each.pk for each in programmes}:
        programmes = list(Programme.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk"))
        held = held_by(role)
    return held, programmes


def _touched(held: Held, role: Role, words: str) -> set[int]:
    found = {row.programme_id for row in (*held.duties, *held.deputyships, *held.comments, *held.reviews)}
    return found or (set(takes_words(role).values_list("pk", flat=True)) if words else found)


def _kept(programme: Programme, role: Role, successor: User, held: Held, words: str, key: UUID) -> HandOver:
    """What is told of it in a programme, for those who write that."""
    of_it = [
        [row for row in rows if row.programme_id == programme.pk]
        for rows in (held.duties, held.deputyships, held.comments)
    ]
    made = HandOver(key=key, programme=programme, person_name=str(role.user)[:150], successor_name=str(successor)[:150])
    given = Given(made.person_name, made.successor_name, *of_it, words)
    made.documents = handed_over(programme, given, str(made.key))
    made.save()
    return made


def _move(person: User, successor: User, held: Held, *, by: Actor) -> None:
    now, own = timezone.now(), successor == by.account
    deputies = Duty.objects.filter(pk__in=[duty.pk for duty in held.deputyships])
    deputies.filter(person=successor).update(deputy=None, row_version=F("row_version") + 1)
    deputies.exclude(person=successor).update(deputy=successor, row_version=F("row_version") + 1)
    moved = Duty.objects.filter(pk__in=[duty.pk for duty in held.duties])
    moved.filter(Q(deputy=successor)).update(deputy=None)
    moved.update(
        row_version=F("row_version") + 1,
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
