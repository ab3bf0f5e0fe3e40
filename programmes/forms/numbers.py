"""Numbers in forms: typed as people of three languages type them, and with the choice of what they count."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

ENGLISH_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")
COUNTS_HELP = gettext_lazy(
    "Fewer than 5 persons are shown as “fewer than 5” on every page and in print, so that nobody can be recognised. "
    "Only those who write the programme see the number, here."
)


class NumberField(forms.DecimalField):
    """A number as people of the three languages type it: “9 538,5” and “9,538.5” are the same."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "narrow"})

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s'’]", "", value).replace("−", "-")
            if ENGLISH_THOUSANDS.fullmatch(value) and ("." in value or get_language() == "en"):
                value = value.replace(",", "")
            value = value.replace(",", ".")
        return super().to_python(value)

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else number.quantize(Decimal("0.01"))

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        shown = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        return shown if get_language() == "en" else shown.replace(".", ",")

    def widget_attrs(self, widget):
        return {}


class EurosField(forms.IntegerField):
    """Whole euros as people type them: “12 000”, “12.000 €” and “12,000” are the same; cents are refused."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "narrow"})
    default_error_messages = {"invalid": gettext_lazy("Write whole euros, for example 12 000.")}

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s'’€]", "", value)
            if THOUSANDS.fullmatch(value):
                value = re.sub(r"[.,]", "", value)
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {}


class CountingForm:
    """The form of a record with numbers: whoever writes one chooses whether it counts persons."""

    @property
    def counted(self) -> tuple[str, ...]:
        """Names of the fields whose numbers count something."""
        return self._meta.model.numbers

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("counts") and any(cleaned.get(name) is not None for name in self.counted):
            self.add_error("counts", _("Choose what the number counts: persons, or something else."))
        return cleaned
