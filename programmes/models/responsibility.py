"""Phase 1: who prepares the programme, by which decisions, by when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.translations import TranslatedField, TranslatedRichTextField
from programmes.enums import Body, Outcome, Phase
from programmes.models.attached import HasAttachments
from programmes.models.kinds import kind
from programmes.models.partners import PartRecord, ProgrammeMunicipality
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord


class Mandate(ProgrammeRecord):
    """What each municipality decides for itself: who answers for the work, by which section of its administrative
    regulation, which body decided to start, and which one approves."""

    coordinating_body = TranslatedField(_("coordinating body"))
    administrative_regulation = TranslatedField(_("section of the administrative regulation"), max_length=200)
    coordinator_name = models.CharField(_("coordinator"), max_length=150, blank=True)
    coordinator_office = TranslatedField(_("coordinator's office or title"))
    deputy_name = models.CharField(_("deputy"), max_length=150, blank=True)
    deputy_office = TranslatedField(_("deputy's office or title"))
    start_body = models.CharField(_("body"), max_length=20, choices=Body, blank=True)
    start_body_name = TranslatedField(_("name of the body"))
    start_decided_on = models.DateField(_("date of the start decision"), null=True, blank=True)
    start_section = models.CharField(_("section (§)"), max_length=40, blank=True)
    start_case_number = models.CharField(_("case number"), max_length=80, blank=True)
    start_link = LinkField(_("link to the minutes"))
    approving_body = models.CharField(_("approving body"), max_length=20, choices=Body, blank=True)
    approving_body_name = TranslatedField(_("name of the approving body"))

    class Meta(ProgrammeRecord.Meta):
        abstract = True


@kind(
    "responsibility",
    Phase.RESPONSIBILITY,
    "responsibility.coordinating_body",
    is_list=False,
    called=_("Responsibility"),
)
class Responsibility(Mandate):
    """The lead municipality's mandate, and what the whole programme has one of: adviser, experts, resources."""

    main_text = "coordinating_body"

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="responsibility", editable=False)
    approving_body = models.CharField(
        _("approving body"), max_length=20, choices=Body, blank=True, default=Body.COUNCIL
    )
    adviser_contacted_on = models.DateField(_("adviser contacted on"), null=True, blank=True)
    adviser_advice = TranslatedField(_("what the adviser said"), multiline=True, max_length=2000)
    external_experts = TranslatedField(_("external experts"), multiline=True, max_length=2000)
    resources = TranslatedRichTextField(_("resources"))

    def unnamed(self):
        return str(_("Responsibility"))


@kind(
    "partner-responsibility",
    Phase.RESPONSIBILITY,
    "responsibility.coordinating_body",
    select=("part__municipality",),
    called=_("Responsibility in a partner municipality"),
)
class PartnerResponsibility(Mandate):
    """The mandate of one partner municipality. Without an approving body it is the same kind of body as the lead's."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partner_responsibilities", editable=False)
    part = models.ForeignKey(
        ProgrammeMunicipality, models.PROTECT, related_name="responsibilities", verbose_name=_("municipality")
    )

    class Meta(Mandate.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "part"], name="responsibility_once_a_partner")]

    @property
    def stands(self) -> bool:
        return self.part.stands

    def label(self, *languages):
        return self.part.label(*languages)

    @property
    def names(self):
        return self.part.names

    def twin(self):
        others = PartnerResponsibility.objects.filter(programme=self.programme, part=self.part_id)
        return others.exclude(pk=self.pk).first()


@kind(
    "decision-step",
    Phase.RESPONSIBILITY,
    "responsibility.decision_makers",
    tells_handling=True,
    select=("part__municipality",),
    annotate={"with_attachments": "attachments"},
    called=_("Step on the decision path"),
)
class DecisionStep(HasAttachments, ProgrammeRecord):
    """One handling of the programme by a body of one municipality, planned or taken."""

    main_text = "body_name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="decision_steps", editable=False)
    part = models.ForeignKey(
        ProgrammeMunicipality, models.PROTECT, related_name="decision_steps", verbose_name=_("municipality")
    )
    body = models.CharField(_("body"), max_length=20, choices=Body, default=Body.COUNCIL)
    body_name = TranslatedField(_("name of the body"))
    planned_on = models.DateField(_("planned date"), null=True, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    section = models.CharField(_("section (§)"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.PENDING)
    link = LinkField(_("link to the minutes"))

    @property
    def stands(self) -> bool:
        return self.part.stands

    def unnamed(self):
        return str(Body(self.body).called(in_cities=self.part.municipality.is_city))


@kind(
    "milestone",
    Phase.RESPONSIBILITY,
    "responsibility.decision_makers",
    is_printed=False,
    tells_handling=True,
    called=_("Milestone"),
)
class Milestone(PartRecord):
    """A step of the timetable."""

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="milestones", editable=False)
    name = TranslatedField(_("milestone"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
