"""People and what they may do."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from integration_programme.actors import Actor
from stakeholders.enums import RoleKind
from stakeholders.models.bodies import Municipality, Organisation
from stakeholders.models.dates import DatedQuerySet, today


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


class User(Actor, AbstractBaseUser):
    """A person with an account, known by e-mail. What they may do follows from roles and seats."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, default="fi")
    is_active = models.BooleanField(_("active"), default=True)
    #: how often this person's sessions have been ended: those that began before the last time are over
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self):
        return self.name or self.email

    @property
    def account(self) -> "User":
        return self

    def _get_session_auth_hash(self, secret=None) -> str:
        """What a session began with. It is over when this is another: a new password, an account that is closed, sessions
        that were ended. Django then deletes it, so that an old cookie opens nothing when an account is opened again."""
        began_with = f"{self.password}:{self.sessions_ended}:{self.is_active}"
        return salted_hmac("stakeholders.sessions", began_with, secret=secret, algorithm="sha256").hexdigest()

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
        """Ids of the regional centres this person advises for."""
        return {role.centre_id for role in self.valid_roles if role.kind == RoleKind.ADVISER}

    @property
    def is_administrator(self) -> bool:
        return any(role.kind == RoleKind.ADMINISTRATOR for role in self.valid_roles)

    @cached_property
    def sits_in(self) -> set[int]:
        """Ids of the cooperation groups in which this person holds a seat today, as member or deputy."""
        seats, deputy_seats = (
            held.current().valid().filter(group__archived_at=None).order_by().values_list("group_id", flat=True)
            for held in (self.seats, self.deputy_seats)
        )
        return set(seats.union(deputy_seats))


class RoleQuerySet(DatedQuerySet):
    def not_ended(self):
        """Today's roles and those yet to come."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today()))

    def visible_to(self, actor):
        return self if actor.is_administrator else self.filter(municipality__in=actor.works_for)


class Role(models.Model):
    """What a person may do, where, and until when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="roles")
    centre = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="roles")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(_("ends on"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

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
