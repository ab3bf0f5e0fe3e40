"""Choosing organisations of the programme, with a field beside it for one that is not in its register yet.

What is typed there counts as a choice of its own: "+" and the name, beside the ids of rows. A name that the register
knows, in any language, is the row that it has; for any other the form holds a row that is not saved yet, and the action
saves it with the record, in one act.
"""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from integration_programme.conflicts import NEW
from integration_programme.translations import Translations
from programmes.models import Programme, ProgrammeOrganisation
from stakeholders.models import Seat

LONGEST = 200
BOX = (
    '<div class="form-check"><input type="checkbox" class="form-check-input" name="%(name)s" value="%(value)s"'
    ' id="%(id)s_%(value)s"%(checked)s><label class="form-check-label" for="%(id)s_%(value)s">%(label)s</label></div>'
)


def new_names(values: Iterable[Any]) -> list[str]:
    """What was typed, of the values of a field."""
    return list(dict.fromkeys(str(each).removeprefix(NEW) for each in values if str(each).startswith(NEW)))


class TypedBeside:
    """A widget's part: the values of the choice, and one a line of the text field beside it."""

    template = "components/choose_or_name.html"

    def value_from_datadict(self, data, files, name):
        chosen = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        chosen = [chosen] if isinstance(chosen, str) else chosen
        typed = [NEW + words for line in data.get(f"{name}_new", "").splitlines() if (words := " ".join(line.split()))]
        return [*chosen, *typed]

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_new" not in data

    def render(self, name, value, attrs=None, renderer=None):
        values = (
            [str(each) for each in value] if isinstance(value, list | tuple | set | frozenset) else [str(value or "")]
        )
        attrs = self.build_attrs(self.attrs, attrs)
        html_id = attrs.get("id", f"id_{name}")
        options = [
            {"value": str(key), "label": label, "selected": str(key) in values, "name": name, "id": html_id}
            for key, label in self.choices
        ]
        return render_to_string(
            self.template,
            {
                "name": name,
                "id": html_id,
                "describedby": attrs.get("aria-describedby", ""),
                "invalid": attrs.get("aria-invalid", ""),
                "options": options,
                "boxes": self._boxes(options) if self.allow_multiple_selected else {},
                "about": self.attrs.get("about", ""),
                "typed": new_names(values),
                "longest": LONGEST,
            },
        )

    @staticmethod
    def _boxes(options: list[dict]) -> dict[str, Any]:
        """Those that are chosen, and the others with their number: a programme has a hundred, and a form several times
        so many, too much for the loop of a template."""
        boxes: dict[bool, list[str]] = {True: [], False: []}
        for each in options:
            words = {name: conditional_escape(value) for name, value in each.items()}
            boxes[each["selected"]].append(BOX % (words | {"checked": " checked" if each["selected"] else ""}))
        chosen, others = (mark_safe("".join(boxes[is_chosen])) for is_chosen in (True, False))  # noqa: S308 - escaped above
        return {"chosen": chosen, "others": others, "number": len(boxes[False])}


class OrganisationWidget(TypedBeside, forms.Select):
    """One of them, or a new one: what is typed wins over what is chosen."""

    def value_from_datadict(self, data, files, name):
        return next(reversed(super().value_from_datadict(data, files, name)), "")


class OrganisationsWidget(TypedBeside, forms.widgets.ChoiceWidget):
    """Any number of them: those that are chosen stand on top, the others are folded."""

    allow_multiple_selected = True
    use_fieldset = True

    def value_omitted_from_data(self, data, files, name):
        return False  # boxes without a tick are never sent


class Offered:
    """A field's part: the rows of a programme's register, which is read once for all fields of a form."""

    def offer(
        self,
        programme: Programme,
        language: str,
        chosen: set[str],
        label: Callable[[Any], str],
        standing: Callable[[], list[tuple[str, str]]],
        own: Callable[[], QuerySet],
        *,
        tied: ProgrammeOrganisation | None,
        is_sent: bool,
    ) -> None:
        """Those that are `standing`, in the order of their names, and those that were chosen when they did; a form that
        was sent reads them only if it is shown again, and no register to find the one that is `tied` already. `own`: all
        that may be tied, in the database."""
        self.programme, self.language, self.own, self.tied = programme, language, own, tied
        shown = functools.partial(self._shown, chosen, label, standing)
        self.choices = shown if is_sent else shown()

    @functools.cached_property
    def known(self) -> dict[str, ProgrammeOrganisation]:
        return {str(row.pk): row for row in self.programme.rows("organisations", bare=True)}

    def _shown(
        self, chosen: set[str], label: Callable[[Any], str], standing: Callable[[], list[tuple[str, str]]]
    ) -> list[tuple[str, str]]:
        choices = standing()
        if unknown := {each for each in chosen - self.known.keys() if each.isdecimal() and len(each) < 19}:
            choices = in_order([*choices, *((key, label(row)) for key, row in self._gone(unknown).items())])
        return choices if self.widget.allow_multiple_selected else [("", _("Not chosen yet")), *choices]

    def _gone(self, keys: set[str]) -> dict[str, ProgrammeOrganisation]:
        """Those that stand no longer, and those that came into the register after this programme was read."""
        others = [
            *self.programme.rows("organisations", bare=True, waiting=True),
            *self.programme.rows("organisations", archived=True, bare=True),
        ]
        gone = {str(row.pk): row for row in others if str(row.pk) in keys}
        newer = keys - gone.keys()
        return gone | ({str(row.pk): row for row in self.own().filter(pk__in=newer)} if newer else {})

    def of_seat(self, seat: Seat) -> Any:
        """What this field begins with for a seat: its row in the register, or its name as somebody would type it."""
        name = seat.label(self.language)
        there = (row for row in self.known.values() if row.seat_id == seat.pk or row.is_called(name))
        return getattr(next(there, None), "pk", NEW + name)

    def found(self, value: str) -> ProgrammeOrganisation:
        """The row of an id, or of a name that was typed; one that is not saved where the register does not know it."""
        if self.tied is not None and value == str(self.tied.pk):
            return self.tied
        if not value.startswith(NEW):
            return self.known.get(value) or self._from_database(value)
        name = value.removeprefix(NEW)
        if len(name) > LONGEST:
            raise ValidationError(_("The name is too long: at most %(longest)s characters.") % {"longest": LONGEST})
        there = next((row for row in self.known.values() if row.is_called(name)), None)
        return there or ProgrammeOrganisation(programme=self.programme, name=Translations({self.language: name}))

    def _from_database(self, value: str) -> ProgrammeOrganisation:
        """What was tied before, or came into the register after the page was made."""
        found = self.own().filter(pk=value).first() if value.isdecimal() and len(value) < 19 else None
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return found


class OrganisationField(Offered, forms.ModelChoiceField):
    widget = OrganisationWidget

    def clean(self, value):
        found = self.found(str(value)) if value else None
        self.validate(found)
        return found


class OrganisationsField(Offered, forms.ModelMultipleChoiceField):
    widget = OrganisationsWidget

    def clean(self, value):
        found: dict[Any, ProgrammeOrganisation] = {}
        for each in value or ():
            row = self.found(str(each))
            found.setdefault(row.pk or str(row), row)
        return list(found.values())


def in_order(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices by their names, as the reader's alphabet has them."""
    return sorted(choices, key=lambda choice: alphabetical(str(choice[1])))


def language_of_names(languages: list[str]) -> str:
    """The language in which somebody types a name: the page's, where the programme is written in it."""
    return get_language() if get_language() in languages else languages[0]


def fields_for(single: Iterable[str], several: Iterable[str] = ()) -> dict[str, type[forms.Field]]:
    """The field classes of a form that chooses organisations."""
    return dict.fromkeys(single, OrganisationField) | dict.fromkeys(several, OrganisationsField)
