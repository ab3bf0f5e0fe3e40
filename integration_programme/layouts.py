"""How the fields of a form stand: few at once, the others behind folds with names; a text in its languages as one field.

A layout names fields as the model does. `placed` puts the languages of a text in its place and leaves out what a form
does not ask.
"""

from collections.abc import Callable, Iterable
from html import unescape

from crispy_forms.layout import Div, LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.conflicts import NEW, chooses_rows, in_words
from integration_programme.templatetags.components import control
from integration_programme.widgets import RichTextWidget

#: characters of one field, and of all, that the line of a fold tells
SHORT, LONG = 60, 140
#: what is not understood without the field's name, as with fields of which `is_bare` is true
BARE = (forms.DateField, forms.DecimalField, forms.IntegerField)


class Languages(LayoutObject):
    """A text in each language of the form: beside one another where there is room, else one at a time.

    `below` gives finished HTML to stand under the field of a language.
    """

    def __init__(self, name: str, below: Callable[[str], str] = lambda field: ""):
        self.name, self.below = name, below
        self.fields: list[str] = []

    def render(self, form, context, template_pack=None, **kwargs):
        if len(self.fields) == 1:
            return render_field(self.fields[0], form, context, template_pack=template_pack) + self.below(self.fields[0])
        form.rendered_fields.update(self.fields)
        bound = {field: form[field] for field in self.fields}
        shown = next((field for field, each in bound.items() if each.errors), self.fields[0])
        text = form.texts[self.name]
        rows = [self._row(form, field, each, shown) for field, each in bound.items()]
        return render_to_string(
            "components/languages.html",
            {
                "id": f"div_{form.auto_id % form.add_prefix(self.name)}",
                "name": form.add_prefix(self.name),
                "label": text.label,
                "is_rich": text.rich,
                "help": bound[self.fields[0]].help_text,
                "rows": rows,
            },
        )

    def _row(self, form, field: str, bound, shown: str) -> dict:
        return {
            "id": bound.id_for_label,
            "language": form.called(form.translated[self.name][field]),
            "is_first": field == self.fields[0],
            "is_shown": field == shown,
            "help": bound.help_text if field != self.fields[0] else "",
            "errors": bound.errors,
            "control": control(bound),
            "below": self.below(field),
        }

    def holds(self, form) -> str:
        """The text in the reader's language, else in the first one that has it."""
        languages = form.translated[self.name]
        fields = sorted(self.fields, key=lambda field: languages[field] != get_language())
        return next(filter(None, (_in_short(form, field) for field in fields)), "")


class Row(Div):
    """Parts of one answer, beside one another where there is room: a value and its day, the first day and the last."""

    css_class = "field-row"


class When(LayoutObject):
    """Fields that are asked once others have one of these values; any value, where none is named.

    Our script hides them until then; without it they stand in the order of use. Hidden ones keep what they hold.
    """

    def __init__(self, asked: str | Iterable[str], values: Iterable[str], *fields):
        self.asked = [asked] if isinstance(asked, str) else list(asked)
        self.values, self.fields = list(map(str, values)), list(fields)

    def is_asked(self, form) -> bool:
        given = [str(value) for name in self.asked if (value := form[name].value()) not in (None, "")]
        return any(value in self.values for value in given) if self.values else bool(given)

    def render(self, form, context, template_pack=None, **kwargs):
        body = self.get_rendered_fields(form, context, template_pack, **kwargs)
        names = " ".join(map(form.add_prefix, self.asked))
        values = " ".join(self.values)
        return format_html('<div data-when="{}" data-values="{}">{}</div>', names, values, body)


class Fold(LayoutObject):
    """Fields that need no answer now, behind a name that tells what they hold; opened without JavaScript.

    What is wrong, or was just typed and not saved, is never folded away. `is_open`: for another reason. `empty`: what is
    told of it while it holds nothing, if it is not "None yet".
    """

    def __init__(self, name: str | Promise, *fields, is_open: bool = False, empty: str = ""):
        self.name, self.fields, self.is_open, self.empty = name, list(fields), is_open, empty

    def render(self, form, context, template_pack=None, **kwargs):
        names = names_in(self.fields)
        for name in names:
            _read_choices_once(form.fields[name])
        is_touched = form.is_bound and any(name in form.errors or _is_typed(form, name) for name in names)
        context = {
            "name": self.name,
            "holds": Truncator(", ".join(holds(form, self.fields))).chars(LONG) or self.empty,
            "is_open": self.is_open or is_touched,
            "body": self.get_rendered_fields(form, context, template_pack, **kwargs),
        }
        return render_to_string("components/fold.html", context)


def placed(parts: Iterable, form) -> list:
    """The parts of a layout as this form has them: without fields that it does not ask, and folds that hold none."""
    found = []
    for part in parts:
        if isinstance(part, str) and part in form.translated:
            part = Languages(part)
        if isinstance(part, Languages):
            part.fields = list(form.translated[part.name])
        elif isinstance(part, str):
            if part not in form.fields:
                continue
        elif isinstance(part, LayoutObject):
            part.fields = placed(part.fields, form)
            if not part.fields:
                continue
        found.append(part)
    return found


def names_in(parts: Iterable) -> list[str]:
    """Names of the fields in parts of a layout, a language each."""
    return [
        name for part in parts for name in ([part] if isinstance(part, str) else names_in(getattr(part, "fields", ())))
    ]


def holds(form, parts: Iterable) -> list[str]:
    """What stands in parts of a layout, in words, a field each; nothing for empty ones."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, str):
            found.append(_in_short(form, part))
        elif isinstance(part, Languages):
            found.append(part.holds(form))
        elif not isinstance(part, When) or part.is_asked(form):
            found += holds(form, getattr(part, "fields", ()))
    return [words for words in found if words]


def _in_short(form, name: str) -> str:
    field, value = form.fields[name], form[name].value()
    if isinstance(field, forms.BooleanField):
        return str(field.label) if value and value != "false" else ""
    if isinstance(field, forms.DateField) and isinstance(value, str):
        value = form.cleaned_data.get(name) if form.is_bound else value
    words = str(in_words(field, value))
    words = words if isinstance(field.widget, RichTextWidget) else unescape(strip_tags(words))
    short = Truncator(" ".join(words.split())).chars(SHORT)
    if short and (isinstance(field, BARE) or getattr(field, "is_bare", False)):
        return _("%(field)s: %(value)s") % {"field": field.label, "value": short}
    return short


def _is_typed(form, name: str) -> bool:
    """Whether something was written there. What a form that was sent tied its record to before is not read again: of such
    a field only names that are typed beside it are known to be new."""
    if chooses_rows(form.fields[name]):
        return any(str(each).startswith(NEW) for each in form[name].value() or ())
    return name in form.changed_data


def _read_choices_once(field: forms.Field) -> None:
    """A list of rows is read anew each time that it is gone through; here it is told and shown."""
    if isinstance(getattr(field, "choices", None), ModelChoiceIterator):
        field.choices = list(iter(field.choices))  # a list alone would count them first
