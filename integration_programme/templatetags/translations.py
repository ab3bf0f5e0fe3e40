"""Texts per language in templates: shown in the reader's language, or in another one and marked so."""

import re

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.richtext import grammar
from integration_programme.translations import Translations, in_language

register = template.Library()


def _shown(translations: Translations | None, original: str) -> tuple[str, str, str]:
    """(language, text, mark) for the reader; the mark says when the text is in another language."""
    reader = get_language() or "en"
    language, text = (translations or Translations()).first(reader, original)
    if not text or language == reader:
        return language, text, ""
    return language, text, in_language(language)


@register.simple_tag
def text(translations, original="", empty=""):
    """`{% text record.title programme.original_language %}`: plain text, marked when in another language."""
    language, words, mark = _shown(translations, original)
    if not words:
        return empty
    if mark:
        return format_html('<span lang="{}">{}</span> <span class="text-mark">({})</span>', language, words, mark)
    return words


@register.simple_tag
def bare_text(translations, original="", empty=""):
    """The same without markup, for titles and attributes."""
    return (translations or Translations()).marked(get_language() or "en", original) or empty


PICTURE = re.compile(rf'<figure {grammar.PICTURE}="([0-9a-f-]{{36}})"[^<>]*>(.*?)</figure>', re.DOTALL)


def _with_pictures(html: str) -> str:
    """A cleaned text with a look at each of its pictures, which leads to the whole one."""
    return PICTURE.sub(_picture, html) if "<figure" in html else html


def _picture(found: re.Match) -> str:
    url, caption = reverse("picture", kwargs={"key": found[1]}), SafeString(found[2])
    shown = '<figure><a href="{}"><img class="thumbnail" src="{}" alt="" loading="lazy">{}</a>{}</figure>'
    return format_html(
        shown, url, url, _("Picture"), format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    )


@register.simple_tag
def rich_text(translations, original=""):
    """The same for rich text, which was cleaned when it was saved."""
    language, words, mark = _shown(translations, original)
    if not words:
        return ""
    body = SafeString(_with_pictures(words))
    note = format_html('<p class="text-mark">({})</p>', mark) if mark else ""
    return format_html('<div class="rich-text" lang="{}">{}{}</div>', language, note, body)
