"""Forms of phase 1: the frame of the programme, who is responsible, the decisions and the timetable."""

from datetime import date

from django import forms
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from integration_programme.translations import Translations
from programmes import rules
from programmes.enums import Body, Outcome
from programmes.forms.base import NotInFuture, ProgrammeForm, RecordPage
from programmes.models import (
    DecisionStep,
    Milestone,
    PartnerResponsibility,
    Programme,
    ProgrammeMunicipality,
    Responsibility,
)
from programmes.models.access import standing
from programmes.models.periods import retitled, years
from stakeholders.models import Municipality
from stakeholders.search import both_names

#: Titles in use, a language each as they are written there; the period is put behind them.
TITLES = {
    "fi": (
        "Kotoutumisen edistämisen ohjelma",
        "Kotoutumisen edistämisen toimenpideohjelma",
        "Maahanmuutto- ja kotoutumisohjelma",
    ),
    "sv": (
        "Program för integrationsfrämjande",
        "Åtgärdsprogram för integrationsfrämjande",
        "Plan för tvåvägsintegration",
    ),
    "en": (
        "Programme for the promotion of integration",
        "Action programme for the promotion of integration",
        "Immigration and integration programme",
    ),
}


def suggested_titles(programme: Programme, language: str) -> list[str]:
    """Titles that municipalities use, with this programme's period."""
    days = [day for day in (programme.period_start, programme.period_end) if day]
    period = f" {years(days[0], days[-1])}" if days else ""
    return [title + period for title in TITLES.get(language, ())]


class SuggestingInput(forms.TextInput):
    """A text field that offers words to choose from and takes any other; the browser needs no script for it."""

    def __init__(self, suggestions: list[str], attrs=None):
        super().__init__(attrs)
        self.suggestions = suggestions

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{(attrs or {}).get('id', name)}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class FrameForm(ProgrammeForm):
    """What the document is called and what kind of document it is."""

    class Meta:
        model = Programme
        fields = ["title", "document_type", "other_document", "legal_basis"]
        widgets = {"document_type": forms.RadioSelect}
        help_texts = {
            "other_document": gettext_lazy("Only when it is part of another one, for example of the wellbeing plan."),
            "legal_basis": gettext_lazy(
                "Filled in from the checklist. Change it if your decisions refer to something else."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, language in self.translated["title"].items():
            suggestions = suggested_titles(self.programme, language)
            self.fields[name].widget = SuggestingInput(suggestions, {"lang": language})
            self.fields[name].help_text = self._title_help(suggestions, language, name == f"title_{self.languages[0]}")

    @staticmethod
    def _title_help(suggestions: list[str], language: str, is_first: bool):
        names = format_html_join("", '<li lang="{}">{}</li>', ((language, each) for each in suggestions))
        in_use = format_html("{}<ul>{}</ul>", _("Titles in use:"), names)
        if not is_first:
            return in_use
        link = format_html('<a href="{}">{}</a>', reverse("explainer"), _("three things are called a programme"))
        free = format_html(_("The title is yours to choose. Before you do, read which {}."), link)
        return format_html("{} {}", free, in_use)


def follows_field() -> forms.ChoiceField:
    """A question about what was once made from the period; its label comes with the new value."""
    return forms.ChoiceField(
        choices=[("yes", gettext_lazy("Yes, change it")), ("no", gettext_lazy("No, leave it as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("The period is another now. Say whether this changes with it.")},
    )


class PeriodForm(ProgrammeForm):
    """Title and review date were made from the period once: when it becomes another, the new ones are offered."""

    dates_in_order = (("period_start", "period_end"), ("period_start", "review_by"))
    allows_empty = True
    new_title, new_review = follows_field(), follows_field()

    class Meta:
        model = Programme
        fields = ["period_start", "period_end", "review_by"]
        help_texts = {
            "period_start": gettext_lazy("Often the beginning of a year, for example 1 January 2027."),
            "period_end": gettext_lazy("Often four years later, or the end of the council term."),
            "review_by": gettext_lazy(
                "At most four years is the practice. No law asks for it since 2025: choose what suits you."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = self._title_of_new_years()
        offers = {"new_title": self._title_offer(), "new_review": self._review_offer()}
        for name, label in offers.items():
            if label:
                self.fields[name].label = label
            else:
                del self.fields[name]

    @property
    def content_fields(self) -> list[str]:
        return [name for name in super().content_fields if name not in ("new_title", "new_review")]

    def _title_of_new_years(self) -> Translations:
        """The title as it would be with the years that were sent."""
        title, before = self.instance.title, (self.instance.period_start, self.instance.period_end)
        after = (self._sent("period_start"), self._sent("period_end"))
        return retitled(title, years(*before), years(*after)) if all((*before, *after)) else title

    def _title_offer(self) -> str:
        ours = self.instance.languages
        others = sorted(set(self.title) - set(ours))  # no order of a stored text is one of ours
        changed = [
            self.title[language]
            for language in (*ours, *others)
            if self.title.get(language, "") != self.instance.title.get(language, "")
        ]
        return _("Change the title to “%(title)s”?") % {"title": " / ".join(changed)} if changed else ""

    def _review_offer(self) -> str:
        """A review date that was the period's last day is offered the new one, unless another was written."""
        before, end = self.instance.period_end, self._sent("period_end")
        was_last_day = before and self.instance.review_by == before == self._sent("review_by")
        if not (was_last_day and end) or end == before:
            return ""
        return _("Change the review date to %(day)s?") % {"day": date_format(end, "SHORT_DATE_FORMAT")}

    def _sent(self, name: str) -> date | None:
        """A date as it was sent, or as it stands; None for what is no date."""
        if not self.is_bound or self.add_prefix(name) not in self.data:
            return getattr(self.instance, name)
        try:
            return self.fields[name].clean(self.data[self.add_prefix(name)])
        except forms.ValidationError:
            return None

    def clean(self):
        if self.cleaned_data.get("new_review") == "yes":
            self.cleaned_data["review_by"] = self.cleaned_data.get("period_end")
        return super().clean()

    def _post_clean(self):
        super()._post_clean()
        if self.cleaned_data.get("new_title") == "yes":
            self.instance.title = self.title


class LanguagesForm(ProgrammeForm):
    content_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Content languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Every text gets a field in each of these. A language that you take away only hides its texts: nothing is deleted, and they are there again when you tick it."
        ),
        error_messages={"required": gettext_lazy("Tick at least one language.")},
    )
    original_language = forms.ChoiceField(
        label=gettext_lazy("Original language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("The one you write in first. Its field stands first, the others are translations."),
    )

    page_budget = forms.IntegerField(
        label=gettext_lazy("Page budget"),
        min_value=1,
        max_value=200,
        help_text=gettext_lazy(
            "How long the document may become. Programmes that are read have 15–35 pages; a small municipality does well with ten."
        ),
    )

    class Meta:
        model = Programme
        fields = ["content_languages", "original_language", "page_budget"]

    def clean(self):
        cleaned = super().clean()
        original, chosen = cleaned.get("original_language"), cleaned.get("content_languages")
        if original and chosen and original not in chosen:
            sentence = _("Texts are written first in %(language)s: tick it above, or choose another original language.")
            language = get_language_info(original)["name_translated"]
            self.add_error("original_language", sentence % {"language": language})
        return cleaned


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
        return self.grouped(
            (_("Coordinating body and people"), ["part", *MandateForm.Meta.fields]),
            (_("Decision to start"), StartDecisionForm.Meta.fields),
            (_("Approving body"), ApprovingBodyForm.Meta.fields),
        )


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
    RecordPage("frame", FrameForm, gettext_lazy("Title and type of document")),
    RecordPage("period", PeriodForm, gettext_lazy("Period and review")),
    RecordPage("languages", LanguagesForm, gettext_lazy("Languages and length")),
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
