"""Whoever runs this installation, and what people tell it: the facts of the public pages about the service."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.records import Record
from integration_programme.translations import TranslatedField
from stakeholders.enums import AssessedBy, FeedbackKind
from stakeholders.models.contacts import IS_TELEPHONE
from stakeholders.models.dates import today

THE_ONE = uuid.UUID("6f1d7c1e-3a50-4f0b-9a4e-52c2a3f0b701")  # there is one provider, whoever clicks first and twice
DAYS_TO_ANSWER = 14  # Act 306/2019 on the provision of digital services, on feedback about accessibility


class Provider(Record):
    """The body that runs this installation. One row at most; without one, the pages say what is not told yet."""

    names = TranslatedField(_("who provides this service"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[IS_TELEPHONE])
    address = TranslatedField(_("postal address"), max_length=300)
    page = LinkField(_("page on the web"))
    data_protection = TranslatedField(_("who answers about personal data"), max_length=400, multiline=True)
    hosting = TranslatedField(_("where the data is kept, and by whom"), max_length=600, multiline=True)
    assessed_on = models.DateField(_("accessibility was assessed on"), null=True, blank=True)
    assessed_by = models.CharField(_("who assessed it"), max_length=20, choices=AssessedBy, blank=True)
    known_gaps = TranslatedField(_("what is not accessible yet, and why"), max_length=3000, multiline=True)

    class Meta(Record.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(key=THE_ONE), name="provider_is_one")]

    def __str__(self):
        return self.names.marked()

    @classmethod
    def current(cls) -> "Provider":
        """Today's, or an empty one that is not saved."""
        return cls.objects.first() or cls(key=THE_ONE)


class Feedback(models.Model):
    """What somebody has told the provider, until it is answered; accounts have no part in it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what it is about"), max_length=20, choices=FeedbackKind, default=FeedbackKind.OTHER)
    text = models.TextField(_("your message"), max_length=4000)
    email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(max_length=2)
    received_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"{self.kind} {self.due_on}"

    @property
    def is_late(self) -> bool:
        return self.answered_at is None and self.due_on < today()


def answer_due(received: date) -> date:
    """The last day to answer."""
    return received + timedelta(days=DAYS_TO_ANSWER)
