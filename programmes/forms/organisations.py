"""Forms of the register of organisations."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from integration_programme.forms import PageForm
from integration_programme.layouts import Fold
from integration_programme.translations import Translations
from programmes.forms.base import ProgrammeForm, RecordPage
from programmes.models import Programme, ProgrammeOrganisation
from programmes.models.organisations import body_groups


class OrganisationForm(ProgrammeForm):
    """An organisation of the programme's register; no two of them are called the same."""

    class Meta:
        model = ProgrammeOrganisation
        fields = ["part", "name", "unit", "short", "body_group", "link", "seat"]
        help_texts = {
            "name": gettext_lazy("As it calls itself. The programme prints this name wherever it is named."),
            "unit": gettext_lazy("If only a part of it takes part, for example “Early childhood education”."),
            "short": gettext_lazy("If the name is too long for a table, for example “SRC”."),
            "body_group": gettext_lazy("The body of the checklist that it belongs to, if it is one."),
            "seat": gettext_lazy("Its place in the cooperation group, if it has one."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["body_group"]
        field.choices = [field.choices[0], *body_groups(self.programme)]
        if not self.programme.group_id and self.instance.seat_id is None:
            del self.fields["seat"]

    def layout_fields(self):
        return ["name", "body_group", "seat", "link", Fold(_("Unit and short form"), "unit", "short"), self.whose]

    def clean(self):
        cleaned = super().clean()
        names = {name: cleaned.get(name) for name in self.translated["name"]}
        if not any(names.values()) and not self.errors.keys() & set(names):
            self.add_error(next(iter(names)), _("Name the organisation in at least one language."))
        for field in names:
            if there := self._called_like(field, cleaned):
                sentence = _("The register has this organisation already: %(name)s. Merge the two, or give one a unit.")
                self.add_error(field, sentence % {"name": there.label(get_language() or "")})
        return cleaned

    def _called_like(self, field: str, cleaned: dict) -> ProgrammeOrganisation | None:
        """Another row of the register that is called as this one is in a language."""
        language = self.translated["name"][field]
        texts = {name: Translations({language: cleaned.get(f"{name}_{language}", "")}) for name in ("name", "unit")}
        called = ProgrammeOrganisation(**texts).called.text(language)
        rows = [row for row in self.programme.rows("organisations", bare=True) if row.key != self._own_key]
        return next((row for row in rows if called and row.is_called(called)), None)

    @property
    def _own_key(self):
        return self.instance.key if self.instance.pk else self.cleaned_data.get("record_key")


class MergeForm(PageForm):
    """With which other organisation of the register one is merged."""

    submit_label = gettext_lazy("Merge the two")

    into = forms.ChoiceField(
        label=gettext_lazy("The organisation that stays"),
        help_text=gettext_lazy("All that was tied to the other one is tied to this one then."),
        error_messages={"required": gettext_lazy("Choose the organisation that stays.")},
    )

    def __init__(self, *args, programme: Programme, one: ProgrammeOrganisation, **kwargs):
        super().__init__(*args, **kwargs)
        reader, original = get_language() or "", programme.original_language
        self.others = {str(row.key): row for row in programme.rows("organisations", bare=True) if row.pk != one.pk}
        choices = [(key, row.label(reader, original)) for key, row in self.others.items()]
        choices.sort(key=lambda choice: alphabetical(choice[1]))
        self.fields["into"].choices = [("", _("Not chosen yet")), *choices]

    def clean_into(self) -> ProgrammeOrganisation:
        return self.others[self.cleaned_data["into"]]


PAGES: tuple[RecordPage, ...] = (
    RecordPage("organisation", OrganisationForm, gettext_lazy("Organisation"), gettext_lazy("Add an organisation")),
)
