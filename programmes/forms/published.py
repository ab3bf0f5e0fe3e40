"""What the list of public programmes is narrowed by."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from programmes.enums import Force
from stakeholders import reference

LAST_PAGE = 1_000
LONGEST = 100


@functools.cache
def regions() -> dict[str, dict[str, str]]:
    """The regions that the product ships, by code: the list asks no database for them."""
    rows = reference.rows("organisations.csv")
    return {row["code"]: reference.names(row) for row in rows if row["kind"] == "region"}


@dataclass(frozen=True)
class Asked:
    """What stands in the address of the list; what is no choice is as if it had not been chosen, for addresses grow old."""

    chosen: dict[str, str]
    page: int

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Asked":
        words, region, force, page = (data.get(name, "").strip() for name in ("q", "region", "force", "page"))
        chosen = {
            "q": words[:LONGEST],
            "region": region if region in regions() else "",
            "force": force if force in Force.values else "",
        }
        number = min(max(int(page), 1), LAST_PAGE) if page.isdecimal() and len(page) < LONGEST else 1
        return cls({name: value for name, value in chosen.items() if value}, number)

    @property
    def narrowed(self) -> str:
        """What was chosen, as a part of an address; pages of the list are put after it."""
        return "".join(f"{urlencode({name: value})}&" for name, value in self.chosen.items())

    @property
    def query(self) -> str:
        """The one address of what was asked for."""
        asked = self.chosen | ({"page": str(self.page)} if self.page > 1 else {})
        return f"?{urlencode(asked)}" if asked else ""


class PublishedFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Municipality"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control", "maxlength": LONGEST}),
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    force = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *Force.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, asked: Asked):
        super().__init__(asked.chosen)
        named = [(code, names[get_language() or "fi"]) for code, names in regions().items()]
        self.fields["region"].choices = [("", _("All")), *sorted(named, key=lambda each: alphabetical(each[1]))]
