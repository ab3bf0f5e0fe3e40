"""Phase 3: the situation picture: answers with figures and words, services, findings, sources."""

import json
import uuid
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import NEEDS, Statistic
from indicators.figures import Figure, figures
from integration_programme.aggregates import JSONArrayAgg
from integration_programme.fields import LinkField
from integration_programme.records import RecordQuerySet
from integration_programme.remembered import Remembered
from integration_programme.translations import TranslatedField, TranslatedRichTextField, Translations
from programmes.checklist import LANGUAGES
from programmes.enums import FindingKind, Phase, ServiceFit
from programmes.models.codes import CodedRecord
from programmes.models.cooperation import Consultation
from programmes.models.counts import CountingRecord
from programmes.models.example import HasExample
from programmes.models.kinds import kind
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord

FIGURES = Remembered[list[Figure]](500_000)


def figures_of(programme: Programme) -> list[Figure]:
    """The shipped figures of the programme's municipalities side by side, read once until others are loaded."""
    codes = tuple(link.municipality_id for link in programme.rows("links"))
    return programme.remembered_outside(FIGURES, lambda: figures(codes), codes)


def proposed_question(statistic: Statistic) -> str:
    """The question at which a figure is proposed: the first that it tells about, but never the needs of those who have
    immigrated where it counts everybody; '' for one that tells of no question."""
    fitting = (key for key in statistic.questions if key.startswith("situation."))
    return next((key for key in fitting if not (key == NEEDS and statistic.whole_population)), "")


def proposed_at(programme: Programme, question: str) -> list[Figure]:
    """The figures that stand at a question until somebody chooses."""
    return [figure for figure in figures_of(programme) if proposed_question(figure.statistic) == question]


def figures_at(programme: Programme, question: str) -> list[Figure]:
    """The figures that stand at a question: those chosen for it, else those proposed."""
    answer = answer_to(programme, question)
    return chosen_in(programme, question, answer.figures if answer else None)


def answer_to(programme: Programme, question: str) -> "QuestionAnswer | None":
    """What is written to a guiding question; None where the programme has no row for it."""
    return next((row for row in programme.rows("answers", bare=True) if row.question == question), None)


def chosen_in(programme: Programme, question: str, keys: list[str] | None) -> list[Figure]:
    """The figures of a choice; those proposed where there is none."""
    if keys is None:
        return proposed_at(programme, question)
    return [figure for figure in figures_of(programme) if figure.statistic.key in keys]


def worded_question(programme: Programme, question: str, *languages: str) -> str:
    """A guiding question as the programme's edition words it, in the first of these languages that it has."""
    language = next((language for language in languages if language in LANGUAGES), "en")
    return programme.checklist.words(question, language).title


@kind(
    "answer", Phase.SITUATION, "situation.questions", item_field="question", is_list=False, called=_("Answer in words")
)
class QuestionAnswer(ProgrammeRecord, HasExample):
    """The qualitative side of a guiding question of the checklist (phases 3 and 4), and the choice of its figures.

    `figures`: keys of the catalogue, those that stand at the question; None while they are as proposed.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="answers", editable=False)
    question = models.CharField(max_length=60, editable=False)
    text = TranslatedRichTextField(_("answer"))
    sources = TranslatedField(_("sources"), max_length=600, multiline=True)
    figures = models.JSONField(_("figures that stand at the question"), null=True, blank=True)

    class Meta(ProgrammeRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "question"], name="answer_once_a_question")]

    def label(self, *languages):
        return worded_question(self.programme, self.question, *languages)

    @property
    def names(self):
        return Translations({language: self.label(language) for language in LANGUAGES})

    @property
    def example_part(self):
        return self.question


@kind("own-figure", Phase.SITUATION, "situation.questions", item_field="question", called=_("Figure of your own"))
class OwnFigure(CountingRecord, PartRecord):
    """A figure of the municipality's own for a question, never without its source."""

    main_text = "name"
    ordered_within = "question"
    numbers = ("value",)

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="own_figures", editable=False)
    question = models.CharField(_("question"), max_length=60)
    name = TranslatedField(_("what the figure tells"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = TranslatedField(_("unit"), max_length=60)
    period = TranslatedField(_("year or date"), max_length=60)
    population = TranslatedField(_("whom it counts"), max_length=200)
    source = TranslatedField(_("source"))
    link = LinkField(_("link"))
    owner = TranslatedField(_("owner of the figure"), max_length=200)
    licence = TranslatedField(_("licence or terms of use"), max_length=200)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    class Meta(ProgrammeRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(value=None) | ~Q(source={}), name="own_figure_has_its_source")
        ]


@kind("service", Phase.SITUATION, "situation.services", called=_("Service"), is_subject=True)
class Service(PartRecord):
    """A service as far as it matters for the objectives: whom it is for, and whether it suits."""

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="services", editable=False)
    name = TranslatedField(_("service"))
    provider = TranslatedField(_("provider"))
    for_whom = TranslatedField(_("for whom"))
    is_special = models.BooleanField(_("a special service for integration"), default=False)
    fit = models.CharField(_("how it suits"), max_length=20, choices=ServiceFit, blank=True)
    remark = TranslatedField(_("what suits, what lacks"), max_length=500, multiline=True)


@dataclass(frozen=True)
class FollowingObjective:
    """An objective that answers a finding, as far as the finding's card tells of it."""

    key: uuid.UUID
    code: str
    title: Translations


class FindingQuerySet(RecordQuerySet):
    def with_objectives(self):
        """Findings with the current objectives that answer them, in the same query."""
        title = Cast("objectives__title", TextField())
        told = JSONObject(key="objectives__key", code="objectives__code", title=title, position="objectives__position")
        current = Q(objectives__isnull=False, objectives__archived_at=None)
        return self.annotate(_objectives=JSONArrayAgg(told, filter=current))


@kind(
    "finding",
    Phase.SITUATION,
    "situation.both_sides",
    prefetch=("consultations",),
    annotate={"with_objectives": "objectives"},
    called=_("Finding"),
    is_subject=True,
)
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

    objects = FindingQuerySet.as_manager()

    class Meta(CodedRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="finding_code_once")]

    @property
    def answered_by(self) -> list[FollowingObjective]:
        """What follows from it; only for findings read by `with_objectives`, as `programme.rows` does.

        Objectives of two priority areas may stand at the same place of their lists: then the lower code comes first, for
        the database tells them in the order in which it has them just now.
        """
        found = sorted(self._objectives or (), key=lambda each: (each["position"], len(each["code"]), each["code"]))
        return [
            FollowingObjective(uuid.UUID(each["key"]), each["code"], Translations(json.loads(each["title"])))
            for each in found
        ]


@kind("source", Phase.SITUATION, "situation.sources", called=_("Source used"))
class SourceUsed(ProgrammeRecord):
    """A source of the situation picture; `source` is a key of the checklist, or '' for another one."""

    main_text = "name"
    ordered_within = "source"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sources_used", editable=False)
    source = models.CharField(_("source named by the checklist"), max_length=60, blank=True)
    name = TranslatedField(_("what was used"))
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    link = LinkField(_("link"))
