"""Forms of cooperation groups and their seats."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.forms import RecordForm
from stakeholders.enums import Sector
from stakeholders.forms.fields import MunicipalitiesField
from stakeholders.models import CooperationGroup, GroupOfficer, Seat


class NamedForm(RecordForm):
    """A form for something that needs its name in one language at least; further ones may follow."""

    #: the field with the names, and what is said when none is written
    name_field, unnamed = "", ""

    def needs_name(self) -> bool:
        return True

    def clean(self):
        cleaned = super().clean()
        fields = list(self.translated[self.name_field])
        if (
            self.needs_name()
            and not any(cleaned.get(field) for field in fields)
            and not self.errors.keys() & set(fields)
        ):
            self.add_error(fields[0], self.unnamed)
        return cleaned


class GroupForm(NamedForm):
    """`own` are the codes of the municipalities that the writer coordinates."""

    municipalities = MunicipalitiesField(
        label=gettext_lazy("Municipalities"),
        help_text=gettext_lazy(
            "One, or several that work together. Part the names by commas, for example “Närpes, Vaasa”. Their Finnish and their Swedish names will do."
        ),
        max_length=2000,
    )

    name_field, unnamed = "names", gettext_lazy("Give the group a name in at least one language.")

    class Meta:
        model = CooperationGroup
        fields = ["names", "municipalities"]

    def __init__(self, *args, own, chosen, **kwargs):
        self.context = {"own": own, "chosen": chosen}
        super().__init__(*args, **kwargs)
        self.own = own
        municipalities = self.instance.municipalities.all() if self.instance.pk else chosen
        self.initial["municipalities"] = list(municipalities)

    context: dict = {}

    def clean_municipalities(self):
        municipalities = self.cleaned_data["municipalities"]
        if not any(municipality.code in self.own for municipality in municipalities):
            raise ValidationError(_("At least one of the municipalities must be one that you coordinate."))
        return municipalities


def same_person_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[
            ("yes", gettext_lazy("The same person under another name: the account stays in the seat")),
            ("no", gettext_lazy("Another person: the account leaves the seat")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )


class SeatForm(NamedForm):
    """When the name of somebody whose account is in the seat becomes another, it is asked whether the person did too."""

    dates_in_order = (("valid_from", "valid_to"),)
    same_person, same_deputy = same_person_field(), same_person_field()
    #: the question, the name that it is about, and the account that would leave
    QUESTIONS = (("same_person", "person_name", "person"), ("same_deputy", "deputy_name", "deputy"))
    name_field, unnamed = "organisation", gettext_lazy("Name the organisation in at least one language.")

    class Meta:
        model = Seat
        fields = ["sector", "organisation", "person_name", "prints_name", "deputy_name", "valid_from", "valid_to"]
        help_texts = {
            "sector": gettext_lazy("A resident speaks for nobody else, and needs no organisation."),
            "organisation": gettext_lazy("The body, association or company that the seat belongs to."),
            "person_name": gettext_lazy(
                "The seat tells for whom somebody speaks. Never write down a person's origin, religion or ground of residence."
            ),
            "prints_name": gettext_lazy(
                "Only of a resident's seat. Without it the programme says “Resident”. Names of others are not printed."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked: list[str] = []
        for question, _name, holder in self.QUESTIONS:
            if account := getattr(self.instance, holder) if self.instance.pk else None:
                label = _("Is this still %(person)s, whose account is in the seat?") % {"person": account}
                self.fields[question].label = label
            else:
                del self.fields[question]

    def needs_name(self) -> bool:
        return self.cleaned_data.get("sector") != Sector.RESIDENT

    def layout_fields(self) -> list:
        """A question stands below its name, once there is reason to ask it."""
        fields = [name for name in super().layout_fields() if name not in ("same_person", "same_deputy")]
        for question, name, _holder in self.QUESTIONS:
            if question in self.asked:
                fields.insert(fields.index(name) + 1, question)
        return fields

    def clean(self):
        cleaned = super().clean()
        for question, name, _holder in self.QUESTIONS:
            before = self.initial.get(name, "")
            if question not in self.fields or not cleaned.get(name) or cleaned[name] == before:
                continue
            self.asked.append(question)
            if not cleaned.get(question):
                self.add_error(question, _("Another name is written now. Say whether it is the same person."))
        return cleaned

    @property
    def stays(self) -> dict[str, bool]:
        """Whether the account stays in the seat although its holder's name is another now."""
        return {question: self.cleaned_data.get(question) == "yes" for question, _name, _holder in self.QUESTIONS}


class OfficerForm(RecordForm):
    """Who is chair, vice chair or secretary, and from when to when."""

    dates_in_order = (("valid_from", "valid_to"),)

    class Meta:
        model = GroupOfficer
        fields = ["kind", "seat", "person_name", "title", "prints_name", "valid_from", "valid_to"]
        help_texts = {
            "seat": gettext_lazy("If it is somebody who sits in the group."),
            "person_name": gettext_lazy(
                "Of an official without a seat, or if somebody else has the task for the seat."
            ),
            "title": gettext_lazy("For example “integration coordinator”. The programme prints it."),
            "prints_name": gettext_lazy("Without it the programme prints the title and the organisation only."),
            "valid_from": gettext_lazy("When a new term begins, the one before it ends the day before, and stays."),
        }

    def __init__(self, *args, group: CooperationGroup, **kwargs):
        self.context = {"group": group}
        super().__init__(*args, **kwargs)
        language, field = get_language() or "fi", self.fields["seat"]
        own = Q(group=group, archived_at=None) | Q(pk=self.instance.seat_id)
        field.queryset, field.empty_label = Seat.objects.filter(own), _("No seat: an official")
        field.label_from_instance = lambda seat: seat.label(language)

    context: dict = {}

    def clean(self):
        cleaned = super().clean()
        titles = [cleaned.get(name) for name in self.translated["title"]]
        if not (cleaned.get("seat") or cleaned.get("person_name") or any(titles)):
            self.add_error("seat", _("Choose a seat, or write who it is."))
        return cleaned
