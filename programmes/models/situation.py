"""Phase 3: the situation picture: answers with figures and words, services, findings, sources."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.translations import TranslatedField, TranslatedRichTextField
from programmes.enums import FindingKind, ServiceFit
from programmes.models.cooperation import Consultation
from programmes.models.programme import CodedRecord, Programme, ProgrammeMunicipality, ProgrammeRecord


class QuestionAnswer(ProgrammeRecord):
    """The qualitative side of a guiding question of the checklist (phases 3 and 4)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="answers", editable=False)
    question = models.CharField(max_length=60, editable=False)
    text = TranslatedRichTextField(_("answer"))
    sources = TranslatedField(_("sources"), max_length=600, multiline=True)

    class Meta(ProgrammeRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "question"], name="answer_once_a_question")]

    def unnamed(self):
        return self.question


class OwnFigure(ProgrammeRecord):
    """A figure of the municipality's own for a question, never without its source."""

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="own_figures", editable=False)
    question = models.CharField(_("question"), max_length=60)
    name = TranslatedField(_("what the figure tells"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = TranslatedField(_("unit"), max_length=60)
    period = models.CharField(_("year or date"), max_length=40, blank=True)
    population = TranslatedField(_("whom it counts"), max_length=200)
    source = models.CharField(_("source"), max_length=300, blank=True)
    link = LinkField(_("link"))
    link_to_municipality = models.ForeignKey(
        ProgrammeMunicipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )

    class Meta(ProgrammeRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(value=None) | ~Q(source=""), name="own_figure_has_its_source")
        ]


class Service(ProgrammeRecord):
    """A service as far as it matters for the objectives: whom it is for, and whether it suits."""

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="services", editable=False)
    name = TranslatedField(_("service"))
    provider = TranslatedField(_("provider"))
    for_whom = TranslatedField(_("for whom"))
    is_special = models.BooleanField(_("a special service for integration"), default=False)
    fit = models.CharField(_("how it suits"), max_length=20, choices=ServiceFit, blank=True)
    remark = TranslatedField(_("what suits, what lacks"), max_length=500, multiline=True)


class Finding(CodedRecord):
    """What the situation picture tells, with its evidence. `questions` are keys of guiding questions."""

    main_text = "text"
    code_prefix = "F"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="findings", editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=FindingKind, default=FindingKind.NEED)
    text = TranslatedField(_("finding"), max_length=500, multiline=True)
    questions = models.JSONField(_("questions it answers"), default=list, blank=True)
    consultations = models.ManyToManyField(
        Consultation, blank=True, related_name="findings", verbose_name=_("consultations it came from")
    )
    evidence = TranslatedField(_("evidence in words"), max_length=1000, multiline=True)

    class Meta(CodedRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="finding_code_once")]


class SourceUsed(ProgrammeRecord):
    """A source of the situation picture; `source` is a key of the checklist, or '' for another one."""

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sources_used", editable=False)
    source = models.CharField(_("source named by the checklist"), max_length=60, blank=True)
    name = TranslatedField(_("what was used"))
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    link = LinkField(_("link"))
