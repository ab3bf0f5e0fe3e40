"""Fields for texts: of one line that is broken where it is long, and rich ones: a plain textarea that a script of ours turns into an editor where JavaScript runs.

The editor is the one that django-prose-editor ships. Its own widget loads it through an import map, which is an inline
script; ours hands the file's address to `static/js/rich_text.js`, so the page needs no inline script at all.
"""

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.richtext import grammar, told


def button_words() -> dict[str, Any]:
    """The words of the editor's buttons and of its link form, in the language of the page."""
    return {
        "toolbar": _("Formatting"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "strike": _("Struck through"),
        "superscript": _("Raised"),
        "subscript": _("Lowered"),
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
        "headerRow": _("Header row"),
        "headerColumn": _("Header column"),
        "merge": _("Merge cells"),
        "split": _("Split cell"),
        "dropTable": _("Delete table"),
        "picture": _("Picture"),
        "choosePicture": _("Which picture"),
        "insertPicture": _("Add picture"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "address": _("Address of the page"),
        "addressHelp": _("Begins with https:// or mailto:"),
        "badAddress": _("Write an address that begins with https:// or mailto:"),
        "insert": _("Add link"),
        "cancel": _("Cancel"),
        "nothingMarked": _("Mark the words that should become a link first."),
        "oneCellMarked": _(
            "Mark the cells that should become one first: hold Shift and press the arrow keys, or drag."
        ),
        "leftOut": _("Left out of the text: %(things)s."),
        "things": told.things(),
    }


class LineWidget(forms.Textarea):
    """One line that may be longer than its field is wide: it is broken where it is shown, and sent as one."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return re.sub(r"\s*[\r\n]+\s*", " ", value) if isinstance(value, str) else value


class RichTextWidget(forms.Textarea):
    """`RichTextWidget(attrs={"lang": "sv", "rows": 12})`."""

    is_rich_text = True
    #: gives the pictures that can be put into the text: key, name and address of each
    pictures: Callable[[], list[dict[str, str]]] = staticmethod(list)
    shows_hint = True  # what an empty line does; in a form of several languages, the first one says it for all

    class Media:
        css = {"all": ["css/rich_text.css"]}
        js = [Script("js/rich_text.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"rows": 10, **(attrs or {})})

    def format_value(self, value):
        """The text in the notation in which it can be written without the editor."""
        value = super().format_value(value)
        return in_plain_form(value) if value and richtext.is_markup(value) else value

    def value_from_datadict(self, data, files, name):
        """What was written; with a picture at its end, where somebody chose one without the editor."""
        value, key = super().value_from_datadict(data, files, name), data.get(f"{name}-picture")
        if not key or richtext.is_markup(value or ""):
            return value
        return f"{value or ''}\n\n![](picture:{key})"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-rich-text-paste"] = static("js/pasted.js")
        if value:
            context["widget"]["attrs"]["data-rich-text-html"] = as_html(str(value))
        if pictures := self.pictures():
            context["widget"]["attrs"]["data-rich-text-pictures"] = json.dumps(pictures, ensure_ascii=False)
        context["widget"]["attrs"]["data-rich-text-grammar"] = json.dumps(grammar.as_data())
        context["widget"]["attrs"]["data-rich-text"] = static("django_prose_editor/editor.js")
        context["widget"]["attrs"]["data-rich-text-words"] = json.dumps(button_words(), ensure_ascii=False)
        return context

    def render(self, name, value, attrs=None, renderer=None):
        hint = _(
            "An empty line begins a new paragraph. Lines that begin with “- ” or “1. ” are a list, with “# ” a heading; "
            "**two stars** make bold, *one* italic, [words](https://…) a link."
        )
        return format_html(
            '<div class="rich-text-field">{}{}{}</div>',
            format_html('<noscript><p class="form-text">{}</p></noscript>', hint) if self.shows_hint else "",
            super().render(name, value, attrs, renderer),
            self._choice_of_picture(name),
        )

    def _choice_of_picture(self, name: str) -> str:
        """Where there is no editor, a picture is chosen from a list and stands at the end of the text."""
        pictures = self.pictures()
        if not pictures:
            return ""
        options = format_html_join(
            "", '<option value="{}">{}</option>', ((each["key"], each["name"]) for each in pictures)
        )
        return format_html(
            '<noscript><p class="form-text"><label for="{0}-picture">{1}</label> '
            '<select class="form-select" id="{0}-picture" name="{0}-picture"><option value="">{2}</option>{3}</select>'
            "</p></noscript>",
            name,
            _("Put a picture at the end of the text"),
            _("No picture"),
            options,
        )

    def use_required_attribute(self, initial):
        return False  # the browser could not point at a textarea that the editor hides


def in_plain_form(html: str) -> str:
    """A text in the notation; one that is refused stays as it was sent, so that it can be made right."""
    cleaned = _clean(html)
    return html if cleaned is None else richtext.plain_form(cleaned)


def as_html(value: str) -> str:
    """What the editor begins with; of a text that is refused, what was sent."""
    cleaned = _clean(value)
    return value if cleaned is None else cleaned


@functools.lru_cache(maxsize=8)
def _clean(value: str) -> str | None:
    """A text as it would be saved, None when it is refused; a field asks twice."""
    try:
        return richtext.clean(value if richtext.is_markup(value) else richtext.from_plain(value))
    except ValidationError:
        return None
