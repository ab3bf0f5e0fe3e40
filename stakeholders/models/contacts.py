"""Whom a municipality asks at the regional centre: dated data of the centre, not of any programme."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.records import Record, RecordQuerySet
from integration_programme.translations import TranslatedField
from stakeholders.models.bodies import Organisation
from stakeholders.models.dates import DatedQuerySet, today

IS_TELEPHONE = RegexValidator(r"^\+?[0-9][0-9 ()/-]{3,}$", _("Write a telephone number, for example +358 295 025 000."))


class CentreContactQuerySet(RecordQuerySet, DatedQuerySet):
    def not_ended(self):
        """Those in force today, and those yet to come after them."""
        return self.current().filter(Q(valid_to=None) | Q(valid_to__gte=today())).by_time()

    def by_time(self):
        return self.order_by(F("valid_from").asc(nulls_first=True), "position", "pk")


class CentreContact(Record):
    """The office or unit of a centre that helps with integration, how it is reached, and in which time."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts", editable=False)
    names = TranslatedField(_("office or unit"), max_length=200)
    role = TranslatedField(_("who answers there"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[IS_TELEPHONE])
    page = LinkField(_("page on the web"))
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = CentreContactQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="contact_dates_in_order",
            )
        ]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """Its name in the first of these languages that it has, marked if that is not the first one."""
        return self.names.marked(*languages)

    @property
    def is_coming(self) -> bool:
        return self.valid_from is not None and self.valid_from > today()

    @property
    def has_ended(self) -> bool:
        return self.archived_at is not None or (self.valid_to is not None and self.valid_to < today())

    @property
    def dialled(self) -> str:
        """The telephone number as a link dials it."""
        return re.sub(r"[^+0-9]", "", self.telephone)
