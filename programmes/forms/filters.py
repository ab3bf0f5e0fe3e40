"""What the lists of measures and of indicators are narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from programmes.enums import MeasureStatus, Theme
from programmes.models import Objective, Programme


class ListFilter(forms.Form):
    """All of it may be left out; what is no choice is as if it had not been chosen, for addresses grow old."""

    area = forms.ChoiceField(label=gettext_lazy("Priority area"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    objective = forms.ChoiceField(label=gettext_lazy("Objective"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    lacks = forms.ChoiceField(label=gettext_lazy("What is missing"), required=False)

    def __init__(self, data, *, programme: Programme, rows: list, has_states: bool):
        super().__init__(data)
        self.objectives: dict[int, Objective] = {row.pk: row for row in programme.rows("objectives")}
        reader, original = get_language() or "", programme.original_language
        owners = programme.by_id("organisations")
        named = {pk: owners[pk].label(reader, original) for pk in {row.owner_id for row in rows} if pk in owners}
        choices = {
            "area": [(area.pk, area.label(reader, original)) for area in programme.rows("priority_areas")],
            "theme": [
                choice for choice in Theme.choices if choice[0] in {row.theme for row in self.objectives.values()}
            ],
            "objective": [(row.pk, row.label(reader, original)) for row in self.objectives.values()],
            "owner": [*sorted(named.items(), key=lambda each: alphabetical(each[1])), ("none", _("(no owner)"))],
            "status": MeasureStatus.choices if has_states else [],
            "lacks": [("yes", _("Something is missing"))],
        }
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("All")), *((str(value), label) for value, label in offered)]
            self.fields[name].widget.attrs["class"] = "form-select"
            if not offered:
                del self.fields[name]
        self.is_valid()
        self.chosen: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}

    def lets_through(self, row, lacking: set[str]) -> bool:
        """Whether a measure or an indicator fits all that was chosen. `lacking`: keys of those that lack something."""
        objective = self.objectives.get(row.objective_id)
        facts = {
            "area": str(objective.area_id) if objective else "",
            "theme": objective.theme if objective else "",
            "objective": str(row.objective_id),
            "owner": str(row.owner_id) if row.owner_id else "none",
            "status": getattr(row, "status", ""),
            "lacks": "yes" if str(row.key) in lacking else "",
        }
        return all(facts[name] == value for name, value in self.chosen.items())
