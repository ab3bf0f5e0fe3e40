"""The form by which a section or a record is shared, kept back, or left as what it is part of."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from integration_programme.forms import PageForm
from programmes.enums import Audience, Switch
from programmes.models.sharing import SWITCHED, Sharing, deciding


class SharePlaceForm(PageForm):
    """A choice for each audience by itself. `scopes`: where a switch may stand for the place, the nearest first."""

    def __init__(self, *args, switches: Iterable[Sharing], scopes: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        switches = list(switches)
        for audience in SWITCHED:
            own = deciding(switches, audience, scopes[:1])
            above = deciding(switches, audience, scopes[1:])
            self.fields[audience.value] = forms.ChoiceField(
                label=audience.label,
                choices=[(each.value, self._label(each, above)) for each in Switch],
                initial=Switch.of(own.is_visible if own else None).value,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def _label(switch: Switch, above: Sharing | None) -> str:
        if switch != Switch.INHERITED:
            return str(switch.label)
        now = Switch.of(bool(above and above.is_visible)).label
        return _("%(choice)s (now: %(now)s)") % {"choice": switch.label, "now": str(now).lower()}

    @property
    def wanted(self) -> dict[Audience, bool | None]:
        """For each audience whether it sees the place; None where that is as what the place is part of."""
        return {audience: Switch(self.cleaned_data[audience.value]).is_visible for audience in SWITCHED}
