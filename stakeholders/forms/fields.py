"""Fields and checks that several forms share."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from stakeholders.models import Municipality, today
from stakeholders.search import both_names, by_name, folded, municipalities_by_name, named


def municipality_choices() -> list[tuple[str, str]]:
    """All real municipalities by their names in the language of the page, which is also what they are sorted by."""
    language = get_language() or "fi"
    choices = [(one.code, both_names(one, language)) for one in Municipality.objects.filter(is_demo=False)]
    return sorted(choices, key=lambda pair: alphabetical(pair[1]))


class MunicipalityField(forms.ChoiceField):
    """A choice of all 308; its clean value is the municipality."""

    def __deepcopy__(self, memo):
        """Each form reads the municipalities once."""
        copy = super().__deepcopy__(memo)
        copy.choices = [("", _("Choose a municipality")), *municipality_choices()]
        return copy

    def clean(self, value):
        code = super().clean(value)
        return Municipality.objects.get(pk=code) if code else None


class MunicipalitiesField(forms.CharField):
    """Names of municipalities, parted by commas; its clean value is the list of them."""

    widget = forms.TextInput

    def clean(self, value):
        text = super().clean(value)
        known = municipalities_by_name()
        found, unknown = {}, []
        for name in filter(None, (part.strip() for part in text.split(","))):
            if municipality := known.get(folded(name)):
                found[municipality.code] = municipality
            else:
                unknown.append(name)
        if unknown:
            raise ValidationError(
                _("No municipality of Finland has this name: %(names)s.") % {"names": ", ".join(unknown)}
            )
        return [found[code] for code in sorted(found)]

    chooses_rows = True

    def prepare_value(self, value):
        if isinstance(value, frozenset):
            value = list(Municipality.objects.filter(code__in=value))
        if isinstance(value, list):
            return ", ".join(named(municipality) for municipality in sorted(value, key=by_name))
        return value


def language_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES)


def not_passed(day):
    """The day, unless it has passed."""
    if day and day < today():
        raise ValidationError(_("The day has passed. Choose today or a later day."))
    return day
