"""Forms of phase 1: who is responsible, the decisions, the timetable and the partners; `frame` has the programme's own."""

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from integration_programme.layouts import Fold, Row, When
from programmes import rules
from programmes.enums import Body, Outcome
from programmes.forms.base import NotInFuture, ProgrammeForm, RecordPage
from programmes.models import (
    DecisionStep,
    Milestone,
    PartnerResponsibility,
    ProgrammeMunicipality,
    Responsibility,
)
from programmes.models.access import standing
from stakeholders.models import Municipality
from stakeholders.search import both_names


class PartnerForm(ProgrammeForm):
    """A municipality that makes the programme together with the lead municipality."""

    class Meta:
        model = ProgrammeMunicipality
        fields = ["municipality", "right"]
        widgets = {"right": forms.RadioSelect}
        help_texts = {
            "municipality": gettext_lazy(
                "Any municipality in Finland. Each council makes its own decision. The municipality is asked first: "
                "nothing opens to it, and its name is printed nowhere, until its coordinator has said yes."
            ),
            "right": gettext_lazy(
                "A municipality that takes part and is to write from now on is asked anew, and takes no part until it "
                "has answered."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, language = self.fields["municipality"], get_language() or "en"
        if not self.programme.is_demo:  # the made-up municipalities work together in made-up programmes only
            field.queryset = Municipality.objects.filter(Q(is_demo=False) | Q(pk=self.instance.municipality_id))
        names = ((each.pk, both_names(each, language)) for each in field.queryset)
        field.choices = [("", "–"), *sorted(names, key=lambda pair: alphabetical(pair[1]))]
        field.disabled = self.instance.pk is not None
        field.error_messages["required"] = _("Choose the municipality.")

    def clean_municipality(self):
        municipality = self.cleaned_data["municipality"]
        for archived in (False, True):
            links = self.programme.rows("links", archived=archived, waiting=True)
            if any(link.municipality_id == municipality.pk and not self._is_this(link) for link in links):
                name = municipality.names.first(get_language() or "en")[1]
                raise forms.ValidationError(
                    _("%(name)s is in the archive of this phase. Bring it back from there.") % {"name": name}
                    if archived
                    else _("%(name)s is in the programme already.") % {"name": name}
                )
        return municipality

    def _is_this(self, link: ProgrammeMunicipality) -> bool:
        """The row itself, or what the first click of a double click has made."""
        return link.pk == self.instance.pk or str(link.key) == self.data.get(self.add_prefix("record_key"))


class ResponsibilityForm(NotInFuture, ProgrammeForm):
    """The base of the short pages that together fill the one row of responsibilities."""

    allows_empty = True


class MandateForm(ResponsibilityForm):
    class Meta:
        model = Responsibility
        fields = [
            "coordinating_body",
            "administrative_regulation",
            "coordinator_name",
            "coordinator_office",
            "deputy_name",
            "deputy_office",
        ]
        help_texts = {
            "coordinating_body": gettext_lazy(
                "The unit or authority, for example “Employment and integration services”."
            ),
            "administrative_regulation": gettext_lazy("The section that gives it the task, for example “section 34”."),
            "coordinator_office": gettext_lazy("For example “integration coordinator”."),
            "deputy_name": gettext_lazy("Who carries on when the coordinator is away."),
        }


class ResourcesForm(ResponsibilityForm):
    class Meta:
        model = Responsibility
        fields = ["resources"]
        help_texts = {
            "resources": gettext_lazy(
                "Working time, money and support for preparing the programme and carrying it out: “a planner two days a week until June, translation 6,000 €”."
            )
        }


class _NamesOfBodies:
    """Bodies are offered by what they are called in the municipalities that the form may be about."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        links = self.municipalities()
        kinds = {link.municipality.is_city for link in links}
        for name in {"body", "start_body", "approving_body"} & self.fields.keys():
            field = self.fields[name]
            field.choices = [
                (key, Body(key).called(in_cities=True in kinds, in_others=False in kinds) if key else label)
                for key, label in field.choices
            ]

    def municipalities(self) -> list[ProgrammeMunicipality]:
        """The one whose record it is, or all that it may become the record of: here the one that leads."""
        return [self.programme.lead]


class StartDecisionForm(_NamesOfBodies, ResponsibilityForm):
    class Meta:
        model = Responsibility
        fields = [
            "start_body",
            "start_body_name",
            "start_decided_on",
            "start_section",
            "start_case_number",
            "start_link",
        ]
        help_texts = {
            "start_body": gettext_lazy("Who decided that the programme is made, and by when."),
            "start_body_name": gettext_lazy("If it has a name of its own, for example a committee's."),
            "start_section": gettext_lazy("For example “§ 45”."),
            "start_case_number": gettext_lazy("From your case management system, for example “545/2026”."),
        }

    past_dates = ("start_decided_on",)


class ApprovingBodyForm(_NamesOfBodies, ResponsibilityForm):
    class Meta:
        model = Responsibility
        fields = ["approving_body", "approving_body_name"]
        help_texts = {
            "approving_body": gettext_lazy(
                "Most often the council, so that the whole municipality is committed. The law leaves it to you."
            ),
            "approving_body_name": gettext_lazy("If it has a name of its own, for example a committee's."),
        }


class PartnerResponsibilityForm(_NamesOfBodies, NotInFuture, ProgrammeForm):
    """The mandate of a partner municipality: the same questions that the lead municipality answers on short pages."""

    past_dates = ("start_decided_on",)

    class Meta:
        model = PartnerResponsibility
        fields = ["part", *MandateForm.Meta.fields, *StartDecisionForm.Meta.fields, *ApprovingBodyForm.Meta.fields]
        help_texts = {
            **MandateForm.Meta.help_texts,
            **StartDecisionForm.Meta.help_texts,
            "approving_body_name": ApprovingBodyForm.Meta.help_texts["approving_body_name"],
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = self.fields["part"].queryset.filter(is_lead=False)
        self.fields["part"].empty_label = _("Not chosen yet")
        self.fields["part"].disabled = self.instance.pk is not None
        same = ("", _("The same kind of body as in the lead municipality"))
        self.fields["approving_body"].choices = [same, *self.fields["approving_body"].choices[1:]]

    def municipalities(self) -> list[ProgrammeMunicipality]:
        if self.instance.part_id:
            return [self.instance.part]
        return [link for link in self.programme.rows("links") if not link.is_lead]

    def layout_fields(self) -> list:
        *people, deputy, deputy_office = MandateForm.Meta.fields
        return [
            *("part", *people),
            Fold(_("Deputy"), deputy, deputy_office),
            Fold(_("Decision to start"), *StartDecisionForm.Meta.fields),
            Fold(_("Approving body"), *ApprovingBodyForm.Meta.fields),
        ]


class AdviserForm(ResponsibilityForm):
    class Meta:
        model = Responsibility
        fields = ["adviser_contacted_on", "adviser_advice"]
        help_texts = {
            "adviser_contacted_on": gettext_lazy("The first time is enough. Early is better than late."),
            "adviser_advice": gettext_lazy("In a few sentences, and what you do about it."),
        }

    past_dates = ("adviser_contacted_on",)


class ExpertsForm(ResponsibilityForm):
    class Meta:
        model = Responsibility
        fields = ["external_experts"]
        help_texts = {
            "external_experts": gettext_lazy(
                "Who, and for what: “a consultant gathers the background data in March”. Or that you manage without."
            )
        }


class DecisionStepForm(_NamesOfBodies, NotInFuture, ProgrammeForm):
    """One handling of the programme, planned or taken."""

    past_dates = ("decided_on",)

    class Meta:
        model = DecisionStep
        fields = [
            "part",
            "body",
            "body_name",
            "planned_on",
            "outcome",
            "decided_on",
            "section",
            "case_number",
            "link",
        ]
        help_texts = {
            "body_name": gettext_lazy("If it has a name of its own: “Committee for education and leisure”."),
            "planned_on": gettext_lazy("The meeting you aim at. Ask the secretary how long before it the text is due."),
            "section": gettext_lazy("For example “§ 112”."),
            "case_number": gettext_lazy("Printed on the cover, with the body, the date and the section."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        links = ProgrammeMunicipality.objects.filter(programme=self.programme).select_related("municipality")
        field.queryset = links.filter(standing() | Q(pk=self.instance.part_id))
        field.empty_label = None
        if not self.initial.get("part"):
            self.initial["part"] = self.programme.lead.pk

    def municipalities(self) -> list[ProgrammeMunicipality]:
        return self.programme.rows("links")

    def layout_fields(self) -> list:
        taken = [outcome for outcome in Outcome.values if outcome != Outcome.PENDING]
        return [
            *("part", "body", "planned_on", "outcome"),
            When("outcome", taken, "decided_on", Row("section", "case_number")),
            Fold(_("Name of its own, and a link"), "body_name", "link"),
        ]

    def clean(self):
        cleaned = super().clean()
        outcome, decided_on = cleaned.get("outcome"), cleaned.get("decided_on")
        if outcome and outcome != Outcome.PENDING and not decided_on and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Write the date of the meeting, or leave the outcome at “Not yet handled”."))
        if decided_on and outcome == Outcome.PENDING:
            self.add_error("outcome", _("There is a date of the decision: choose what was decided."))
        return cleaned


class MilestoneForm(NotInFuture, ProgrammeForm):
    past_dates = ("done_on",)

    class Meta:
        model = Milestone
        fields = ["part", "name", "due_on", "done_on"]
        help_texts = {
            "name": gettext_lazy("For example “Draft out for comments”."),
            "due_on": gettext_lazy("Leave July free: few people answer then."),
            "done_on": gettext_lazy("Empty until it is done."),
        }


DECISIONS = "responsibility.decision_makers"

PAGES: tuple[RecordPage, ...] = (
    RecordPage("mandate", MandateForm, gettext_lazy("Coordinating body and people")),
    RecordPage(
        "partner-responsibility",
        PartnerResponsibilityForm,
        gettext_lazy("Responsibility in a partner municipality"),
        gettext_lazy("Add who is responsible in a partner municipality"),
    ),
    RecordPage("resources", ResourcesForm, gettext_lazy("Resources")),
    RecordPage("start-decision", StartDecisionForm, gettext_lazy("Decision to start"), own_item=DECISIONS),
    RecordPage("approving-body", ApprovingBodyForm, gettext_lazy("Approving body"), own_item=DECISIONS),
    RecordPage(
        "decision-step",
        DecisionStepForm,
        gettext_lazy("Step on the decision path"),
        gettext_lazy("Add a step to the decision path"),
    ),
    RecordPage("milestone", MilestoneForm, gettext_lazy("Milestone"), gettext_lazy("Add a milestone")),
    RecordPage("adviser", AdviserForm, gettext_lazy("Contact with the adviser"), own_item="responsibility.adviser"),
    RecordPage("experts", ExpertsForm, gettext_lazy("External experts"), own_item="responsibility.experts"),
    RecordPage(
        "partner",
        PartnerForm,
        gettext_lazy("Partner municipality"),
        gettext_lazy("Add a partner municipality"),
        rule=rules.change_partner,
    ),
)
