"""Forms of phase 1 about the programme as a whole: its title and kind, its period, its languages and length."""

from datetime import date

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.layouts import Fold, Languages, When
from integration_programme.translations import Translations
from programmes.enums import DocumentType
from programmes.forms.base import ProgrammeForm, RecordPage
from programmes.models import Programme
from programmes.models.periods import retitled, years

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
            self.fields[name].widget = SuggestingInput(suggested_titles(self.programme, language), {"lang": language})
        link = format_html('<a href="{}">{}</a>', reverse("explainer"), _("three things are called a programme"))
        first, *_others = self.translated["title"]
        free = _("The title is yours to choose. Before you do, read which {}.")
        self.fields[first].help_text = format_html(free, link)

    def layout_fields(self):
        other = When("document_type", [DocumentType.PART_OF_ANOTHER], "other_document")
        return [
            Languages("title", below=self._titles_in_use),
            "document_type",
            other,
            Fold(_("Legal basis"), "legal_basis"),
        ]

    def _titles_in_use(self, field: str):
        language = self.translated["title"][field]
        suggestions = suggested_titles(self.programme, language)
        names = format_html_join("", '<li lang="{}">{}</li>', ((language, each) for each in suggestions))
        return format_html('<div class="form-text">{}<ul>{}</ul></div>', _("Titles in use:"), names)


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
        return retitled(title, before, after) if all((*before, *after)) else title

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


PAGES: tuple[RecordPage, ...] = (
    RecordPage("frame", FrameForm, gettext_lazy("Title and type of document")),
    RecordPage("period", PeriodForm, gettext_lazy("Period and review")),
    RecordPage("languages", LanguagesForm, gettext_lazy("Languages and length")),
)
