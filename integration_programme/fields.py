"""Model and form fields of the house."""

import re
from datetime import date
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext as _

WEB = URLValidator(schemes=["https", "http"])
MAIL = "mailto:"


def validate_year(day: date) -> None:
    """Raise ValidationError for a year that nobody means: "27" typed into a browser's calendar is sent as 0027."""
    if not 1900 <= day.year < 2200:
        raise ValidationError(_("Write the year with four digits, for example 2027."), code="year")


def validate_link(value: str) -> None:
    """Raise ValidationError unless a browser is led to a page of the web, or to writing a mail."""
    try:
        if value[: len(MAIL)].lower() != MAIL:
            WEB(value)
            if "\\" in value or "@" in urlsplit(value).netloc:  # readers take what stands before an @ for the host
                raise ValidationError("")
            return
        if re.search(r"[\s\x00-\x1f]", value):
            raise ValidationError("")
        validate_email(value[len(MAIL) :].partition("?")[0])
    except ValidationError:
        sentence = _("Write an address that begins with https://, http:// or mailto:")
        raise ValidationError(sentence, code="link") from None


def validate_isbn(value: str) -> None:
    """Raise ValidationError unless it is an ISBN of 13 digits, hyphens or spaces between them, and its last digit fits."""
    digits = re.sub(r"[\s\u2010-\u2015-]", "", value)
    if not re.fullmatch(r"97[89][0-9]{10}", digits):
        raise ValidationError(_("An ISBN has 13 digits and begins with 978 or 979. Write it as you were given it."))
    if sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10:
        raise ValidationError(_("This ISBN has a mistyped digit: the last one does not fit the others. Compare them."))


class LinkFormField(forms.URLField):
    """One typed without a scheme is taken as https; what leads elsewhere without saying so ("//host") is refused."""

    default_validators = [validate_link]

    def to_python(self, value):
        plain = forms.CharField.to_python(self, value)
        if plain.lower().startswith((MAIL, "/", "\\")):
            return plain
        return super().to_python(value)


class LinkField(models.URLField):
    """An address of the web or of mail."""

    default_validators = [validate_link]

    def __init__(self, verbose_name=None, **kwargs):
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("blank", True)
        super().__init__(verbose_name, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LinkFormField, "assume_scheme": "https", **kwargs})
