"""Phase 5: the ten elements of the document, and its exports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.translations import TranslatedField, TranslatedRichTextField, Translations
from programmes.checklist import LANGUAGES
from programmes.enums import Audience, ElementState, ExportState, Phase
from programmes.models.kinds import kind
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord
from stakeholders.models import User


@kind(
    "element",
    Phase.DOCUMENT,
    "document",
    item_field="element",
    is_list=False,
    called=_("Element of the programme document"),
)
class Element(ProgrammeRecord):
    """One of the ten elements: written, covered elsewhere, not relevant (with reason), or open."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="elements", editable=False)
    element = models.CharField(max_length=60, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=ElementState, default=ElementState.OPEN)
    text = TranslatedRichTextField(_("text"))
    elsewhere = TranslatedField(_("where it is covered"))
    link = LinkField(_("link"))
    reason = TranslatedField(_("why it is not relevant here"), max_length=600, multiline=True)
    word_budget = models.PositiveSmallIntegerField(_("word budget"), default=250)

    class Meta(ProgrammeRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "element"], name="element_once")]

    def label(self, *languages):
        """The element's words in the programme's edition of the checklist."""
        language = next((language for language in languages if language in LANGUAGES), "en")
        return self.programme.checklist.words(self.element, language).title

    @property
    def names(self):
        return Translations({language: self.label(language) for language in LANGUAGES})


class Export(models.Model):
    """A PDF of the programme as an audience sees it now in one language, made in the background and kept by content hash."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="exports")
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.WRITERS)
    language = models.CharField(max_length=2)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=ExportState, default=ExportState.WAITING)
    step = models.CharField(max_length=60, blank=True)
    file = models.FileField(upload_to="exports/", max_length=200, blank=True)
    pages = models.PositiveIntegerField(null=True)
    cpu_seconds = models.FloatField(null=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "audience", "language", "content_hash"], name="export_once_a_content"
            )
        ]

    def __str__(self):
        return f"{self.programme} ({self.language})"
