"""The form by which a section or a record is shared, kept back, or left as what it is part of."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _

from integration_programme.forms import PageForm
from programmes.enums import Audience, Switch
from programmes.models.sharing import SWITCHED, Sharing, deciding


class SwitchesForm(forms.Form):
    """A form of switches. It is about those that this person has set otherwise than they stood on the page: what a
    colleague has set since stays."""

    opened_with = forms.CharField(required=False, widget=forms.HiddenInput)

    def _open_with(self, switches: Mapping[Audience, Switch]) -> None:
        self.initial["opened_with"] = " ".join(switches[audience].value for audience in SWITCHED)

    def _set_here(self, switches: Mapping[Audience, Switch]) -> dict[Audience, Switch]:
        stood = dict(zip(SWITCHED, self.cleaned_data["opened_with"].split(), strict=False))
        return {audience: switch for audience, switch in switches.items() if switch != stood.get(audience)}


class SharePlaceForm(SwitchesForm, PageForm):
    """A choice for each audience by itself. `scopes`: where a switch may stand for the place, the nearest first."""

    def __init__(self, *args, switches: Iterable[Sharing], scopes: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        switches = list(switches)
        found = {audience: deciding(switches, audience, scopes[:1]) for audience in SWITCHED}
        now = {audience: Switch.of(own.is_visible if own else None) for audience, own in found.items()}
        self._open_with(now)
        for audience in SWITCHED:
            above = deciding(switches, audience, scopes[1:])
            self.fields[audience.value] = forms.ChoiceField(
                label=audience.label,
                choices=[(each.value, self._label(each, above)) for each in Switch],
                initial=now[audience].value,
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
        """For each audience that is set here whether it sees the place; None where that is as what the place is part of."""
        chosen = {audience: Switch(self.cleaned_data[audience.value]) for audience in SWITCHED}
        return {audience: switch.is_visible for audience, switch in self._set_here(chosen).items()}
