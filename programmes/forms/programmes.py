"""Small forms around a programme: starting it, sharing it, choosing its group."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django import forms
from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from integration_programme.alphabet import alphabetical
from integration_programme.forms import PageForm
from programmes.actions.programmes import YEARS, council_decides_on, default_period, years_from
from programmes.checklist import DEFAULT_EDITION, EDITIONS
from programmes.enums import Audience, Switch
from programmes.forms.sharing import SwitchesForm
from programmes.models import Programme
from programmes.models.sharing import SWITCHED
from stakeholders.enums import RoleKind
from stakeholders.models import CooperationGroup, Municipality, today
from stakeholders.search import by_name, named


class StartForm(PageForm):
    """Which municipality, by which edition of the checklist, for which four years; with the key the programme will bear."""

    submit_label = _("Start the programme")
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("Municipality"), empty_label=None)
    former = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Start from"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "The last programme's words come along, each marked until you have looked through it. Decisions, dates, "
            "measurements and comments do not."
        ),
    )
    edition = forms.ChoiceField(label=_("Checklist"), initial=DEFAULT_EDITION, widget=forms.RadioSelect)
    first_year = forms.TypedChoiceField(label=_("Programme period"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("record_key", uuid.uuid4())
        self._offer_periods()
        codes = [
            role.municipality_id for role in actor.valid_roles if role.kind in (RoleKind.COORDINATOR, RoleKind.EDITOR)
        ]
        language = get_language() or "en"
        own = Municipality.objects.filter(code__in=codes)
        self.fields["municipality"].queryset = own
        self.fields["municipality"].choices = lambda: [(each.pk, named(each)) for each in sorted(own, key=by_name)]
        self._offer_former({each.pk: named(each) for each in own})
        newest_first = sorted(EDITIONS.values(), key=lambda each: each.key != DEFAULT_EDITION)
        self.fields["edition"].choices = [(each.key, each.choice(language)) for each in newest_first]
        link = format_html('<a href="{}">{}</a>', reverse("explainer"), gettext("Three things called “programme”"))
        self.fields["edition"].help_text = format_html(gettext("What the law asks for since 2025: {}."), link)

    def _offer_former(self, municipalities: dict[str, str]) -> None:
        """Programmes of one's own municipalities, by code, the newest first; where there are none, nothing is asked."""
        led = Programme.objects.current().filter(links__is_lead=True, links__municipality__in=municipalities)
        newest_first = led.annotate(lead_code=F("links__municipality")).order_by("-period_start")
        self.fields["former"].queryset = newest_first
        found = [(each.pk, self._called(each, municipalities)) for each in newest_first]
        if found:
            self.fields["former"].choices = [("", gettext("An empty programme")), *found]
        else:
            del self.fields["former"]

    @staticmethod
    def _called(programme: Programme, municipalities: dict[str, str]) -> str:
        """A programme's title; with its municipality, where somebody works for several."""
        title = programme.label(get_language() or "")
        return f"{title} ({municipalities[programme.lead_code]})" if len(municipalities) > 1 else title

    def clean(self):
        """A programme is followed by one of the same municipality."""
        former, municipality = self.cleaned_data.get("former"), self.cleaned_data.get("municipality")
        if former and municipality and former.lead.municipality_id != municipality.pk:
            self.add_error("former", gettext("Choose a programme of the municipality that you chose above."))
        return super().clean()

    def _offer_periods(self) -> None:
        """The years after the timetable's council decision, and those that begin earlier or later."""
        field, decided = self.fields["first_year"], council_decides_on(today())
        default = default_period(today())[0].year
        field.choices = [(year, f"{year}–{year + YEARS - 1}") for year in range(default - 1, default + 2)]
        self.initial.setdefault("first_year", default)
        field.help_text = gettext(
            "By the timetable of nine months, July left out, the council decides in %(month)s. "
            "The period can also be that of the council term: change its days when the programme has been started."
        ) % {"month": date_format(decided, "YEAR_MONTH_FORMAT")}

    def clean_record_key(self) -> uuid.UUID | None:
        """Without a key nobody could tell a second click from the first: the form is shown again with one."""
        if (key := self.cleaned_data["record_key"]) is None:
            self.data = self.data.copy()
            self.data["record_key"] = str(uuid.uuid4())
            self.add_error(None, gettext("The form did not arrive whole. Nothing was started: send it again."))
        return key

    @property
    def period(self) -> tuple[date, date] | None:
        """The years that were chosen; None where nobody did."""
        year = self.cleaned_data["first_year"]
        return years_from(year) if year else None


class ShareForm(SwitchesForm):
    """Who may read beside the writers: each by itself, with the day since when."""

    audiences = forms.MultipleChoiceField(
        label=_("Who may read the draft"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        since = {sharing.audience: sharing.since for sharing in programme.sharings.all() if not sharing.place}
        self.initial["audiences"] = list(since)
        self._open_with(_switches(since))
        self.fields["audiences"].choices = [(each.value, self._label(each, since.get(each))) for each in SWITCHED]

    def _label(self, audience: Audience, since: datetime | None) -> str:
        name = str(audience.label)
        if since is None:
            return name
        day = {"name": name, "day": date_format(localtime(since), "SHORT_DATE_FORMAT")}
        return gettext("%(name)s (may read since %(day)s)") % day

    @property
    def among(self) -> list[Audience]:
        """The audiences that are set here."""
        return list(self._set_here(_switches(self.cleaned_data["audiences"])))


def _switches(opened: Collection[str]) -> dict[Audience, Switch]:
    return {audience: Switch.of(True if audience in opened else None) for audience in SWITCHED}


class GroupForm(forms.Form):
    """Groups of the programme's own municipalities."""

    group = forms.ModelChoiceField(
        CooperationGroup.objects.none(),
        label=_("Cooperation group"),
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        codes = [link.municipality_id for link in programme.rows("links")]
        groups = CooperationGroup.objects.current().filter(municipalities__in=codes).distinct()
        self.fields["group"].queryset = groups
        languages = (get_language() or "", programme.original_language)
        names = ((group.pk, group.label(*languages)) for group in groups)
        self.fields["group"].choices = [
            ("", _("No group chosen")),
            *sorted(names, key=lambda pair: alphabetical(pair[1])),
        ]
