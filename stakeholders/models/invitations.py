"""How people come in: invitations by mail, and requests for one."""

import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from integration_programme.actors import Actor
from stakeholders.enums import InvitationKind
from stakeholders.models.bodies import Municipality, Organisation
from stakeholders.models.dates import today
from stakeholders.models.groups import Seat
from stakeholders.models.people import Role, User

INVITATION_DAYS = 14


def new_token():
    return secrets.token_urlsafe(32)


def invitation_end():
    """The last day of a link that is sent today; it works until that day is over."""
    return today() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Neither taken nor taken back; they may have expired."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def with_inviters(self):
        """Each with the person who sent it and their roles of today, in one further statement."""
        roles = models.Prefetch("invited_by__roles", Role.objects.valid(), to_attr="valid_roles")
        return self.select_related("invited_by").prefetch_related(roles)

    def visible_to(self, actor):
        if actor.is_administrator:
            return self
        own = actor.coordinates
        return self.filter(Q(municipality__in=own) | Q(seat__group__municipalities__in=own)).distinct()


class Invitation(models.Model):
    """A link by mail that makes its reader a coordinator, an editor, an adviser or the holder of a seat."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language of the mail"), max_length=2, default="fi")
    kind = models.CharField(_("role"), max_length=20, choices=InvitationKind)
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, blank=True)
    centre = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True)
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True)
    as_deputy = models.BooleanField(_("as the deputy"), default=False)
    role_valid_to = models.DateField(_("the role ends on"), null=True, blank=True)
    #: names the last sending of the mail: a second click on the form or button of that sending sends nothing more
    sending = models.UUIDField(default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=60, unique=True, default=new_token)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(default=invitation_end)  # the last day
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(cancelled_at=None), name="invitation_taken_or_taken_back"
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=["coordinator", "editor"], municipality__isnull=False, seat=None, centre=None)
                    | Q(kind="adviser", centre__isnull=False, municipality=None, seat=None)
                    | Q(kind="seat", seat__isnull=False, municipality=None, centre=None)
                ),
                name="invitation_has_its_place",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "kind",
                Coalesce("municipality", Value("")),
                Coalesce("centre", Value(0)),
                Coalesce("seat", Value(0)),
                "as_deputy",
                condition=Q(accepted_at=None, cancelled_at=None),
                name="invitation_waits_once",
            ),
        ]

    def __str__(self):
        return f"{self.email}: {self.get_kind_display()}"

    @property
    def scope(self) -> str:
        """What the log knows the place by: the municipality's or centre's code, or the group's key."""
        if self.seat_id:
            return str(self.seat.group.key)
        return self.municipality_id or self.centre.code

    def place(self, language: str) -> str:
        """The name of the municipality, the centre or the group, in one language if it has it."""
        if self.seat_id:
            return self.seat.group.label(language)
        return (self.municipality or self.centre).names.first(language)[1]

    @property
    def as_seen(self) -> dict[str, str]:
        """What a button that sends it again says of the sending that its reader saw."""
        return {"seen": str(self.sending)}

    def is_for(self, actor: Actor) -> bool:
        return actor.account is not None and self.email.casefold() == actor.account.email.casefold()

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.cancelled_at is None

    def give_time(self) -> None:
        """A link that is sent now works for two weeks, and no longer than what it gives."""
        last_days = [invitation_end(), self.role_valid_to, self.seat and self.seat.valid_to]
        self.expires_on = min(day for day in last_days if day)


class AccessRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(handled_at=None)

    def untold(self):
        """Those of which somebody who answers has not heard yet."""
        return self.filter(told_at=None)

    def visible_to(self, actor):
        return self if actor.is_administrator else self.filter(municipality__in=actor.coordinates)


class AccessRequest(models.Model):
    """Somebody without an account asks for one; those who may invite see it."""

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    municipality = models.ForeignKey(Municipality, models.CASCADE, verbose_name=_("municipality"))
    message = models.TextField(_("message"), max_length=2000, blank=True)
    language = models.CharField(max_length=2, default="fi")
    created_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at=None) | Q(handled_at__gte=F("created_at")), name="request_handled_after_made"
            ),
            models.UniqueConstraint(
                Lower("email"), "municipality", condition=Q(handled_at=None), name="request_open_once"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.email})"
