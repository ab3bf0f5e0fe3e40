"""The rich text field: a plain textarea that a script of ours turns into an editor where JavaScript runs.

The editor is the one that django-prose-editor ships. Its own widget loads it through an import map, which is an inline
script; ours hands the file's address to `static/js/rich_text.js`, so the page needs no inline script at all.
"""

import json
import re
from html import unescape

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

PARAGRAPHS_ONLY = re.compile(r"(?:\s*<p(?: data-paragraph=\"[^\"]*\")?>(?:[^<]|<br ?/?>)*</p>)+\s*")


def button_words() -> dict[str, str]:
    """The words of the editor's buttons and of its link form, in the language of the page."""
    return {
        "toolbar": _("Formatting"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "heading": _("Heading"),
        "subheading": _("Subheading"),
        "bullets": _("List"),
        "numbers": _("Numbered list"),
        "quote": _("Quotation"),
        "link": _("Link"),
        "unlink": _("Remove link"),
        "table": _("Table"),
        "row": _("Add row"),
        "dropRow": _("Delete row"),
        "column": _("Add column"),
        "dropColumn": _("Delete column"),
        "dropTable": _("Delete table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "address": _("Address of the page"),
        "addressHelp": _("Begins with https:// or mailto:"),
        "badAddress": _("Write an address that begins with https:// or mailto:"),
        "insert": _("Add link"),
        "cancel": _("Cancel"),
        "nothingMarked": _("Mark the words that should become a link first."),
    }


class RichTextWidget(forms.Textarea):
    """`RichTextWidget(attrs={"lang": "sv", "rows": 12})`."""

    is_rich_text = True
    shows_hint = True  # what an empty line does; in a form of several languages, the first one says it for all

    class Media:
        css = {"all": ["css/rich_text.css"]}
        js = [Script("js/rich_text.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"rows": 10, **(attrs or {})})

    def format_value(self, value):
        """Mere paragraphs are shown as plain text with an empty line between them; anything more stays as it is."""
        value = super().format_value(value)
        return plainly(value) if value else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-rich-text"] = static("django_prose_editor/editor.js")
        context["widget"]["attrs"]["data-rich-text-words"] = json.dumps(button_words(), ensure_ascii=False)
        return context

    def render(self, name, value, attrs=None, renderer=None):
        hint = _("An empty line begins a new paragraph.")
        return format_html(
            '<div class="rich-text-field">{}{}</div>',
            format_html('<noscript><p class="form-text">{}</p></noscript>', hint) if self.shows_hint else "",
            super().render(name, value, attrs, renderer),
        )

    def use_required_attribute(self, initial):
        return False  # the browser could not point at a textarea that the editor hides


def plainly(html: str) -> str:
    """The same text without tags when it has nothing but paragraphs, so that it can be edited without the editor."""
    if not PARAGRAPHS_ONLY.fullmatch(html):
        return html
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", html, re.DOTALL)
    text = "\n\n".join(unescape(re.sub(r"<br ?/?>", "\n", paragraph)).strip() for paragraph in paragraphs)
    return html if re.search(r"<\s*/?\s*[a-zA-Z][^>]*>", text) else text
