"""The frame of every page: the ways to other pages, and to the same page in another language.

Of a page's frame next to nothing hangs on the page. So header and footer are rendered once for all pages on which they
say the same, and the addresses of the page in other languages are put in afterwards.
"""

import functools
import uuid

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse, translate_url
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from integration_programme.templatetags.components import component

register = template.Library()

#: the pages that the frame leads to, by the names of their addresses
PLACES = (
    "overview",
    "programmes",
    "people",
    "groups",
    "guidance",
    "published_list",
    "example",
    "organisations",
    "explainer",
    "about",
    "contact",
    "privacy",
    "accessibility",
)
#: what accounts may open, as `stakeholders.accounts` tells it of them
MAY_OPEN = ("has_overview", "has_people", "has_groups", "has_guidance")

# The languages name themselves, in every language of the page.
OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}

REST = SafeString(f"<!--rest {uuid.uuid4()}-->")


@register.simple_tag(takes_context=True)
def site_header(context) -> SafeString:
    """The main navigation, the languages, and the reader's account."""
    request, user = context.get("request"), context.get("user")
    before, path = get_script_prefix(), request.get_full_path() if request else ""
    prefix = f"{before}{get_language()}/"
    is_ours = path.startswith(prefix)
    languages = [
        {
            "code": code,
            "name": OWN_NAMES.get(code, code),
            "url": SafeString(f"{before}{code}/{REST}") if is_ours else translated_url(request, code),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
        if request
    ]
    parameters = _reader(user) | {
        "here": _here(request),
        "languages": languages,
        "unread": getattr(user, "unread", 0),
    }
    html = component(context, "site_header", **parameters)
    return mark_safe(html.replace(REST, escape(path.removeprefix(prefix))))  # noqa: S308 - escaped just here


@register.simple_tag(takes_context=True)
def site_footer(context) -> SafeString:
    """What the service tells of itself."""
    return component(context, "site_footer", **_reader(context.get("user")), here=_here(context.get("request")))


@register.simple_tag(takes_context=True)
def nav_link(context, name: str, label: str) -> str:
    """A link of the frame, marked when the reader is there or below it."""
    here = context["here"].get(name)
    current = format_html(' aria-current="{}"', here) if here else ""
    return format_html(
        '<li><a href="{}"{}>{}</a></li>', _address(name, get_language(), get_script_prefix()), current, label
    )


def translated_url(request, language: str) -> str:
    """The address of this page in another language."""
    path, here = request.get_full_path(), f"/{get_language()}/"
    return f"/{language}/{path.removeprefix(here)}" if path.startswith(here) else translate_url(path, language)


def _reader(user) -> dict:
    """Who reads, as far as the frame shows it; nobody is signed in where that is empty."""
    if not (user and user.is_authenticated):
        return {"reader": "", "may_open": {}}
    return {"reader": str(user), "may_open": {each: bool(getattr(user, each, False)) for each in MAY_OPEN}}


def _here(request) -> dict[str, str]:
    """For those places where the reader is: "page", or "true" below one."""
    path, language = getattr(request, "path", ""), get_language()
    at = ((name, _address(name, language, get_script_prefix())) for name in PLACES)
    return {name: "page" if path == url else "true" for name, url in at if path.startswith(url)}


@functools.cache
def _address(name: str, language: str | None, before: str) -> str:
    return reverse(name)
