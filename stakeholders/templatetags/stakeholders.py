"""Names of bodies and places on the page."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def named(names) -> str:
    """An official name in the language of the page, or in the language it has: names are not translated further."""
    return names.first(get_language() or "fi")[1]
