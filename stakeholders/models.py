"""People, municipalities, bodies as dated data, cooperation groups, invitations, and the log of events."""

import secrets
import uuid
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from integration_programme.records import Record
from integration_programme.translations import TranslatedField
from stakeholders.enums import InvitationKind, OrganisationKind, RoleKind, Sector

ALAND_REGION = "21"
INVITATION_DAYS = 14


def today():
    return timezone.localdate()


class DatedQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Rows in force on a day, today by default."""
        on = on or today()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def with_email(self, email):
        """The account of an address, written in whatever case, or None."""
        return self.filter(email__iexact=email).first()


class User(AbstractBaseUser):
    """A person with an account, known by e-mail. What they may do follows from roles and seats."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, default="fi")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self):
        return self.name or self.email

    @cached_property
    def valid_roles(self) -> "list[Role]":
        """Today's roles; asked once a request, whatever follows from them costs nothing more."""
        return list(self.roles.valid())

    def _places(self, *kinds: str) -> set[str]:
        return {role.municipality_id for role in self.valid_roles if role.kind in kinds}

    @property
    def coordinates(self) -> set[str]:
        """Codes of the municipalities this person coordinates."""
        return self._places(RoleKind.COORDINATOR)

    @property
    def works_for(self) -> set[str]:
        """Codes of the municipalities this person writes for, as coordinator or editor."""
        return self._places(RoleKind.COORDINATOR, RoleKind.EDITOR)

    @property
    def advises_for(self) -> set[int]:
        """Ids of the regional centres this person is an adviser of."""
        return {role.centre_id for role in self.valid_roles if role.kind == RoleKind.ADVISER}

    @property
    def is_administrator(self) -> bool:
        return any(role.kind == RoleKind.ADMINISTRATOR for role in self.valid_roles)


class Organisation(models.Model):
    """A body with the time it exists, so that old names lead to today's.

    `names` in three languages; `aliases` are further words people search with, old names among them.
    """

    kind = models.CharField(max_length=40, choices=OrganisationKind)
    code = models.CharField(max_length=20, blank=True)
    names = TranslatedField()
    aliases = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaces = models.ManyToManyField("self", symmetrical=False, related_name="replaced_by", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="organisation_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.names.first()[1]


class Municipality(models.Model):
    """A municipality by its official code ("545"), with the bodies around it today."""

    code = models.CharField(max_length=3, primary_key=True)
    names = TranslatedField()
    languages = models.JSONField(default=list)  # official languages, the majority's first: ["sv", "fi"]
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    wellbeing_services_county = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    employment_area = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="municipalities", null=True)
    is_aland = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)  # made up, for the demo

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.names.first(*self.languages)[1]


class Role(models.Model):
    """What a person may do, where, and until when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="roles")
    centre = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="roles")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(_("ends on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind__in=["coordinator", "editor"], municipality__isnull=False, centre__isnull=True)
                    | Q(kind="adviser", municipality__isnull=True, centre__isnull=False)
                    | Q(kind="administrator", municipality__isnull=True, centre__isnull=True)
                ),
                name="role_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")), name="role_dates_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.user}"


class CooperationGroup(Record):
    """A standing body of one or more municipalities; what it does for a programme is told in the programme."""

    names = TranslatedField(_("name"))
    municipalities = models.ManyToManyField(Municipality, related_name="groups", verbose_name=_("municipalities"))

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return self.names.first()[1] or str(_("Cooperation group"))


class Seat(Record):
    """An organisation's place in a group; the person and the deputy change, the seat stays.

    A seat tells for which organisation someone speaks. It never tells the person's origin or religion: immigrant
    residents and religious communities are met by an organisation, a consultation or a channel.
    """

    group = models.ForeignKey(CooperationGroup, models.CASCADE, related_name="seats")
    sector = models.CharField(_("kind of organisation"), max_length=40, choices=Sector, default=Sector.MUNICIPAL_BODY)
    organisation = models.CharField(_("organisation"), max_length=200)
    person_name = models.CharField(_("person"), max_length=150, blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="seats", editable=False)
    deputy_name = models.CharField(_("deputy"), max_length=150, blank=True)
    deputy = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="deputy_seats", editable=False)
    valid_from = models.DateField(_("term begins"), null=True, blank=True)
    valid_to = models.DateField(_("term ends"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="seat_dates_in_order",
            )
        ]

    def __str__(self):
        return self.organisation


def new_token():
    return secrets.token_urlsafe(32)


def invitation_end():
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Neither taken nor taken back; they may have expired."""
        return self.filter(accepted_at=None, cancelled_at=None)


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
    token = models.CharField(max_length=60, unique=True, default=new_token)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=invitation_end)
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
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
        ]

    def __str__(self):
        return f"{self.email}: {self.get_kind_display()}"

    @property
    def is_open(self):
        return self.accepted_at is None and self.cancelled_at is None and self.expires_at > timezone.now()


class AccessRequest(models.Model):
    """Somebody without an account asks for one; those who may invite see it."""

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    municipality = models.ForeignKey(Municipality, models.CASCADE, verbose_name=_("municipality"))
    message = models.TextField(_("message"), max_length=2000, blank=True)
    language = models.CharField(max_length=2, default="fi")
    created_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at=None) | Q(handled_at__gte=F("created_at")), name="request_handled_after_made"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.email})"


class Event(models.Model):
    """One line for each act on any floor; no foreign keys upwards or to people, so that history blocks nothing.

    `subject` is "model:key" (for example "objective:3f…"), `scope` the slug or code under which people look for it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=60)
    scope = models.CharField(max_length=80, blank=True, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    subject_text = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.verb} {self.subject_text}"
