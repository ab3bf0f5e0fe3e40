"""One value of a dump, as its field takes it. Everything else is a Fault that names its place."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.fields import validate_year
from integration_programme.translations import TranslatedField, Translations
from programmes.portable.faults import Fault, place_of

DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
CODE = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
ID = re.compile(rf' {richtext.PARAGRAPH_ID}="[^"]*"')


def wrong_type(place: str, expected: str) -> Fault:
    return Fault(place, _("Here must be %(expected)s.") % {"expected": expected})


def text_in(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise wrong_type(place, _("a text"))
    return value


def key_in(value: Any, place: str) -> UUID:
    try:
        key = UUID(text_in(value, place))
    except ValueError:
        raise wrong_type(place, _("a key")) from None
    if str(key) != value:
        raise wrong_type(place, _("a key"))
    return key


def position_in(value: Any, place: str) -> int:
    if type(value) is not int or not 0 <= value <= 100_000:
        raise wrong_type(place, _("a place in the order, as a number"))
    return value


def moment_in(value: Any, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text_in(value, place))
    except ValueError:
        raise wrong_type(place, _("a moment with its time zone")) from None
    if moment.tzinfo != UTC:
        raise wrong_type(place, _("a moment with its time zone"))
    _check_year(moment, place)
    return moment


def day_in(value: Any, place: str) -> date:
    try:
        day = date.fromisoformat(text_in(value, place))
    except ValueError:
        raise wrong_type(place, _("a date, such as 2026-12-31")) from None
    if day.isoformat() != value:
        raise wrong_type(place, _("a date, such as 2026-12-31"))
    _check_year(day, place)
    return day


def hour_in(value: Any, place: str) -> time:
    try:
        hour = time.fromisoformat(text_in(value, place))
    except ValueError:
        raise wrong_type(place, _("a time of day, such as 13:30")) from None
    if hour.isoformat("minutes") != value:
        raise wrong_type(place, _("a time of day, such as 13:30"))
    return hour


def _check_year(day: date, place: str) -> None:
    try:
        validate_year(day)
    except ValidationError as error:
        raise Fault(place, " ".join(error.messages)) from None


def decimal_in(value: Any, place: str) -> Decimal:
    if not DECIMAL.fullmatch(text_in(value, place)):
        raise wrong_type(place, _("a number as a text, such as “12.50”"))
    return Decimal(value)


def texts_in(field: TranslatedField, value: Any, place: str) -> Translations:
    """Texts by language; rich ones only as the editor would have kept them."""
    if not isinstance(value, dict):
        raise wrong_type(place, _("texts by language"))
    languages = {code for code, _name in settings.LANGUAGES}
    found = {}
    for language, text in value.items():
        at = place_of(place, language)
        if language not in languages:
            raise Fault(at, _("No programme is written in this language."))
        if len(text_in(text, at)) > field.longest:
            words = {"length": len(text), "longest": field.longest}
            raise Fault(at, _("The text is too long: %(length)s characters, at most %(longest)s.") % words)
        found[language] = _rich(text, at) if field.rich else _checked(field, text, at)
    return Translations(found)


def _rich(text: str, place: str) -> str:
    try:
        clean = richtext.clean(text, previous=text)
    except ValidationError as error:
        raise Fault(place, " ".join(error.messages)) from None
    except Exception:  # the old text is taken as well written by whoever cleans: here it may be anything
        raise _unclean(place) from None
    if ID.sub("", clean) != ID.sub("", text):
        raise _unclean(place)
    return clean


def _checked(field: TranslatedField, text: str, place: str) -> str:
    try:
        for check in field.checks if text else ():
            check(text)
    except ValidationError as error:
        raise Fault(place, " ".join(error.messages)) from None
    return text


def _unclean(place: str) -> Fault:
    return Fault(place, _("The text has markup that cannot be kept as it is."))


def fact_in(field: models.Field, value: Any, place: str) -> Any:
    """A choice, date, number or plain text, checked as a form would check it."""
    if value is None:
        if not field.null:
            raise Fault(place, _("Something must stand here."))
        return None
    value = _typed(field, value, place)
    choices = {choice for choice, _label in field.flatchoices}
    if choices and value not in choices and not (value == "" and field.blank):
        raise Fault(place, _("“%(value)s” is none of the choices.") % {"value": str(value)[:60]})
    if value == "" and not field.blank:
        raise Fault(place, _("Something must stand here."))
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise Fault(place, " ".join(error.messages)) from None
    return value


def _typed(field: models.Field, value: Any, place: str) -> Any:
    if isinstance(field, models.BooleanField):
        if type(value) is not bool:
            raise wrong_type(place, _("true or false"))
        return value
    if isinstance(field, models.IntegerField):
        if type(value) is not int:
            raise wrong_type(place, _("a whole number"))
        return value
    if isinstance(field, models.DateTimeField):
        return moment_in(value, place)
    if isinstance(field, models.DateField):
        return day_in(value, place)
    if isinstance(field, models.TimeField):
        return hour_in(value, place)
    if isinstance(field, models.DecimalField):
        return decimal_in(value, place)
    if isinstance(field, models.JSONField):
        return value
    return text_in(value, place)
