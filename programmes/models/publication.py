"""Approved versions that everybody reads without an account. What is public of a programme stands here, and nothing else."""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from integration_programme.aggregates import JSONArrayAgg
from integration_programme.prepared import SOME_TEXT, Prepared
from programmes.enums import Force
from programmes.models.programme import Programme
from programmes.models.versions import Version, VersionDocument
from stakeholders.models import Municipality


class PublicationQuerySet(models.QuerySet):
    def visible(self):
        return self.filter(hidden_at=None)

    def holding(self, force: str, day: date):
        """Those that are coming, in force or ended on a day, as `Publication.force` says."""
        has_ended, is_to_come = Q(ends_on__lt=day), Q(begins_on__gt=day)
        if force == Force.ENDED:
            return self.filter(has_ended)
        rest = self.exclude(ends_on__isnull=False, ends_on__lt=day)
        return rest.filter(is_to_come) if force == Force.COMING else rest.exclude(is_to_come)

    def with_documents(self):
        """Each with its `slug`, and of each of its `documents` the language, the hash and the name of the PDF."""
        each = JSONObject(language="language", hash="content_hash", pdf="pdf")
        of_it = VersionDocument.objects.filter(version=OuterRef("version")).order_by().annotate(group=Value(1))
        told = of_it.values("group").annotate(told=JSONArrayAgg(each)).values("told")
        return self.annotate(slug=F("programme__slug"), documents=Subquery(told))


class Publication(models.Model):
    """A version that is public, or was. All that it says was said in the version: lists and facts read no document.

    `begins_on` and `ends_on`: between which days it holds, as far as something public tells; `actions.publication` keeps
    them right. `is_newest` of its programme, among what is public. `found_by`: names of its municipalities, folded.
    `pictures`: those that its documents show, by key, with their place in the storage and their type.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="publication")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="publications")
    lead = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    municipalities = models.ManyToManyField(Municipality, related_name="+")
    number = models.PositiveIntegerField()
    titles = models.JSONField()
    called = models.JSONField()
    languages = models.JSONField()
    pictures = models.JSONField(default=dict)
    found_by = models.TextField()
    is_demo = models.BooleanField(default=False)
    approved_on = models.DateField()
    begins_on = models.DateField()
    period_end = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_newest = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on", "-number"]

    def __str__(self):
        return str(self.version)

    @property
    def is_visible(self) -> bool:
        return self.hidden_at is None

    def force(self, day: date) -> Force:
        """Whether it holds on a day."""
        if self.ends_on and self.ends_on < day:
            return Force.ENDED
        return Force.COMING if self.begins_on > day else Force.IN_FORCE

    def language_for(self, reader: str) -> str:
        """The reader's language where it is written in that, else the one it was written in first."""
        return reader if reader in self.languages else self.languages[0]

    def title(self, reader: str) -> str:
        return self.titles[self.language_for(reader)]

    def municipality(self, reader: str) -> str:
        """Whose it is, as its cover says."""
        return ", ".join(self.called[self.language_for(reader)])


def _of_lead():
    leads = Publication.objects.filter(programme__slug=SOME_TEXT).values("lead")
    return Publication.objects.filter(lead__in=leads).with_documents()


#: all that is or was public of the municipality that leads a programme, by the programme's slug
OF_LEAD = Prepared(_of_lead)


def of_lead(slug: str) -> list[Publication]:
    """What is or was public of a programme and of those before and after it, the newest first."""
    return OF_LEAD.all(None, {SOME_TEXT: slug})
