"""Forms of phase 2: the group, whom the programme invites, meetings and consultations.

Nothing here asks for a person's origin: bodies, channels, rough groups and bands are all that is written.
"""

from copy import copy

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from crispy_forms.utils import render_crispy_form
from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from integration_programme.forms import RecordsField, TimeInput
from integration_programme.layouts import Fold, Row, When
from integration_programme.records import record_at
from integration_programme.remembered import Remembered
from integration_programme.templatetags.translations import text
from programmes.enums import Band, BodyGroup, ConsultationKind, InvitationStatus, MeetingState, ReachedGroup
from programmes.forms.base import NotInFuture, ProgrammeForm, RecordPage, SpokenLanguagesField
from programmes.forms.choosing import fields_for
from programmes.models import BodyInvitation, Consultation, CooperationPlan, Meeting, Programme, ProgrammeOrganisation
from programmes.models.organisations import BODY_OF_SECTOR, body_groups
from stakeholders.models import Municipality, Organisation, Seat


class CooperationPlanForm(NotInFuture, ProgrammeForm):
    allows_empty = True
    past_dates = ("schedule_agreed_on",)

    class Meta:
        model = CooperationPlan
        fields = ["schedule_agreed_on", "no_group_reason", "immigrants_involved"]
        help_texts = {
            "schedule_agreed_on": gettext_lazy("The meeting in which the group said yes to the timetable of phase 1."),
            "no_group_reason": gettext_lazy("Only if there is none, for example “the wellbeing group does this work”."),
            "immigrants_involved": gettext_lazy(
                "The channels: workshops, a survey in several languages, an advisory board, partners among associations. Never who of them comes from where."
            ),
        }


def bodies_of_today(programme: Programme) -> dict[str, str]:
    """The bodies around the programme's municipalities today, by the row of the matrix they belong to."""
    language = get_language() or "en"
    codes = [link.municipality_id for link in programme.rows("links")]
    places = Municipality.objects.filter(code__in=codes)
    around = list(places.values_list("employment_area", "wellbeing_services_county"))
    kela = Q(kind="state_authority", code="kela")
    found = Organisation.objects.filter(kela | Q(pk__in={pk for pair in around for pk in pair if pk}))
    by_group: dict[str, list[str]] = {}
    groups = {
        "employment_area": BodyGroup.EMPLOYMENT_AUTHORITY,
        "wellbeing_services_county": BodyGroup.WELLBEING_SERVICES_COUNTY,
        "state_authority": BodyGroup.KELA,
    }
    for organisation in found:
        by_group.setdefault(groups[organisation.kind], []).append(organisation.names.first(language)[1])
    return {group: ", ".join(sorted(names, key=alphabetical)) for group, names in by_group.items()}


def examples() -> dict[str, str]:
    """What to write under “which one”, where no register knows."""
    return {
        BodyGroup.EDUCATION: _("For example early childhood education, schools, the adult education centre."),
        BodyGroup.LEISURE: _("For example library, sports, culture, youth work."),
        BodyGroup.BUSINESS: _("For example the business adviser or the development company."),
        BodyGroup.EMPLOYMENT: _("For example the municipality's own guidance for jobseekers."),
        BodyGroup.HOUSING: _("For example the municipal rental company."),
        BodyGroup.OTHER_AUTHORITIES: _("For example the police, the Finnish Immigration Service, the parish."),
        BodyGroup.ORGANISATIONS: _("For example the Red Cross, a village association, an association of immigrants."),
        BodyGroup.EDUCATIONAL_INSTITUTIONS: _("For example a vocational college or a folk high school."),
        BodyGroup.COMPANIES: _("For example the local entrepreneurs, a large employer."),
        BodyGroup.RELIGIOUS_COMMUNITIES: _("A community, never a person."),
        BodyGroup.IMMIGRANT_RESIDENTS: _("A channel or forum, for example an open residents' evening. Never a person."),
    }


def hint(group: str, today: dict[str, str]) -> str:
    """What could stand under “which one”: today's body where it is known, else an example."""
    name = today.get(group)
    if name and group == BodyGroup.EMPLOYMENT_AUTHORITY:
        return _("Today: the employment area %(name)s.") % {"name": name}
    if name:
        return _("Today: %(name)s.") % {"name": name}
    return examples().get(group, "")


def seated(programme: Programme) -> dict[str, list[Seat]]:
    """The seats of the programme's group, by the row of the matrix for which they speak."""
    found: dict[str, list[Seat]] = {}
    for seat in programme.seats:
        if body := BODY_OF_SECTOR.get(seat.sector):
            found.setdefault(body, []).append(seat)
    return found


#: rows of the matrix as they open, some 6 kB each: those of three hundred
DRAWN = Remembered[SafeString](2_000_000)
#: states of a body that the document gives a reason for
WITH_REASON = (InvitationStatus.NOT_INVITED, InvitationStatus.DECLINED)


class InvitationForm(ProgrammeForm):
    """One row of the matrix, also a further one of a body that has a row."""

    class Meta:
        model = BodyInvitation
        fields = ["body_group", "organisation", "status", "reason"]
        field_classes = fields_for(["organisation"])
        help_texts = {
            "body_group": gettext_lazy("The group of the checklist it belongs to. A group may have several rows."),
            "reason": gettext_lazy("When it is not invited or has declined: one sentence."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["body_group"]
        field.choices = [field.choices[0], *body_groups(self.programme)]
        if group := self.instance.body_group or self.initial.get("body_group", ""):
            self.fields["organisation"].help_text = hint(group, bodies_of_today(self.programme))

    def _post_clean(self):
        _belongs_to(self.cleaned_data.get("organisation"), self.cleaned_data.get("body_group", ""))
        super()._post_clean()


def _belongs_to(organisation: ProgrammeOrganisation | None, body_group: str) -> None:
    """One that the register does not have yet is of the body as which it is invited."""
    if organisation is not None and organisation.pk is None:
        organisation.body_group = body_group


class InvitationRowForm(ProgrammeForm):
    """One row within the matrix: the body stays, and every label names it."""

    allows_empty = True

    class Meta:
        model = BodyInvitation
        fields = ["status", "organisation", "reason"]
        field_classes = fields_for(["organisation"])

    def __init__(self, *args, hint: str = "", beside: ProgrammeForm | None = None, **kwargs):
        """`beside`: another row of the page, which has put the register in order for all of them."""
        if beside is not None:
            self._organisations = beside._organisations
        super().__init__(*args, **kwargs)
        self.body = self.instance.get_body_group_display()
        for name in self.content_fields:
            field = self.fields[name]
            field.label = _("%(body)s: %(field)s") % {"body": self.body, "field": field.label}
        self.fields["organisation"].widget.attrs["about"] = self.body
        self.fields["organisation"].help_text = hint

    @cached_property
    def helper(self) -> FormHelper:
        """A part of the page's form, which has what is hidden, and the button."""
        helper = super().helper
        helper.form_tag, helper.disable_csrf = False, True
        del helper.layout.fields[1:]
        return helper

    def layout_fields(self) -> list:
        reason = "reason" if self.instance.reason else When("status", WITH_REASON, "reason")
        return [Fold(self.body, "status", "organisation", reason)]

    def _post_clean(self):
        _belongs_to(self.cleaned_data.get("organisation"), self.instance.body_group)
        super()._post_clean()

    @property
    def drawn(self) -> SafeString:
        """The row's part of the page; as it opens, it is drawn once for the same words and the same register."""
        if self.is_bound:
            return render_crispy_form(self)
        organisation = self.fields["organisation"]
        begun = [(name, self.initial.get(name)) for name in self.content_fields]
        key = (get_language(), self.prefix, self.body, organisation.help_text, *organisation.choices, *begun)
        return DRAWN.get(key, lambda: render_crispy_form(self))

    def begin_from(self, seats: list[Seat]) -> None:
        """Propose what the seats of the group tell about a row that nobody has written in; it is saved with the rest."""
        self.initial["status"] = InvitationStatus.JOINED
        first, *others = seats
        self.initial["organisation"] = self.fields["organisation"].of_seat(first)
        if others:
            names = ", ".join(seat.label(get_language() or "") for seat in others)
            told = _("Also in the group: %(names)s. Add a row for each of them.") % {"names": names}
            self.fields["organisation"].help_text = told


class InvitationMatrix:
    """All rows of the matrix as one form: each with its own count of saves, so that two people can work in it at once.

    `proposed`: bodies of which the seats of the group tell something that nobody has written yet.
    """

    def __init__(self, programme: Programme, data=None):
        today, seats = bodies_of_today(programme), seated(programme)
        self.forms: list[InvitationRowForm] = []
        self.stored: dict[str, BodyInvitation] = {}
        self.changes: list[tuple[BodyInvitation, int]] = []
        self.clashes: list[InvitationRowForm] = []
        self.proposed: list[str] = []
        self.is_merged = False
        for row in (*programme.rows("invitations"), *programme.rows("invitations", archived=True)):
            prefix = row.key.hex
            is_sent = data is not None and f"{prefix}-row_version" in data
            if not (is_sent or row.archived_at is None):
                continue
            self.stored[prefix] = copy(row)
            words = {"prefix": prefix, "programme": programme, "hint": hint(row.body_group, today)}
            beside = self.forms[0] if self.forms else None
            self.forms.append(InvitationRowForm(data if is_sent else None, instance=row, beside=beside, **words))
            is_open = row.status == InvitationStatus.OPEN and not (row.organisation_id or row.reason)
            if not is_sent and is_open and (found := seats.pop(row.body_group, None)):
                self.forms[-1].begin_from(found)
                self.proposed.append(self.forms[-1].body)

    @property
    def sent(self) -> list[InvitationRowForm]:
        return [form for form in self.forms if form.is_bound]

    def is_valid(self) -> bool:
        """Every row is looked at, so that all errors are shown at once."""
        return not self.errors

    def settle(self) -> None:
        """Find out what changed, merging with what others have saved since; `clashes` are rows where that fails."""
        for form in self.sent:
            stored, row_version = self.stored[form.prefix], form.cleaned_data["row_version"]
            settled = (
                form if row_version == stored.row_version else form.merged(self._base(stored, row_version), stored)
            )
            if settled is None:
                self._clash(form, stored)
            elif settled.differs_from(stored):
                self.is_merged = self.is_merged or settled is not form
                self.changes.append((settled.instance, stored.row_version))

    def _base(self, stored: BodyInvitation, row_version: int) -> BodyInvitation | None:
        if base := record_at(stored, row_version):
            base.body_group = stored.body_group
        return base

    def _clash(self, form: InvitationRowForm, stored: BodyInvitation) -> None:
        self.clashes.append(form)
        form.show_conflict(stored, self._base(stored, form.cleaned_data["row_version"]))

    # What the page needs of any form

    @property
    def errors(self) -> list:
        return [form.errors for form in self.sent if form.errors]

    def non_form_errors(self) -> list:
        return []

    @property
    def differences(self) -> list:
        return [difference for form in self.clashes for difference in form.differences]


class MeetingForm(NotInFuture, ProgrammeForm):
    dates_of_results = {"held_on": ("present", "minutes_link")}

    class Meta:
        model = Meeting
        fields = ["held_on", "begins_at", "ends_at", "venue", "topic", "present", "minutes_link"]
        field_classes = {"present": RecordsField}
        widgets = {"present": forms.CheckboxSelectMultiple, "begins_at": TimeInput, "ends_at": TimeInput}
        help_texts = {
            "topic": gettext_lazy("For example “Schedule and situation picture”."),
            "venue": gettext_lazy("A room with its address, or how one takes part from afar."),
            "minutes_link": gettext_lazy("Where the minutes or the memo can be read."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        field.help_text = (
            _("Seats, not persons: the organisations that were represented.")
            if self.programme.group_id
            else _("The seats are here when a cooperation group has been chosen.")
        )

    def layout_fields(self) -> list:
        after = Fold(_("After the meeting"), "present", "minutes_link", empty=_("Nothing yet"))
        return ["topic", "held_on", Row("begins_at", "ends_at"), "venue", after]

    def clean(self):
        found = super().clean()
        begins, ends = found.get("begins_at"), found.get("ends_at")
        if ends and not begins:
            self.add_error("begins_at", _("Write when it begins, too."))
        elif begins and ends and ends <= begins:
            self.add_error("ends_at", _("It ends before it begins. Check the two times."))
        if self.instance.state == MeetingState.INVITED and not found.get("held_on"):
            self.add_error("held_on", _("People are invited to this meeting. Write its new day, or cancel it."))
        elif begins and not found.get("held_on"):
            self.add_error("held_on", _("Write the day, too."))
        return found

    def _label_of(self, record) -> str:
        name = text(record.names, self.programme.original_language)
        return self._with_state(record, format_html("{} ({})", name, record.get_sector_display()))


NOT_REACHED, NUMBER_UNKNOWN = "", "unknown"


class BandField(forms.ChoiceField):
    """How many of a group were reached."""

    is_bare = True


#: where a consultation can be read about
WRITTEN = ("link", "section", "case_number")


class ConsultationForm(NotInFuture, ProgrammeForm):
    """An occasion on which people were heard. How many of whom is told in bands, a choice per rough group."""

    dates_in_order = (("held_on", "ended_on"),)
    dates_of_results = {"held_on": ("reached", "what_was_said", "what_changed")}

    languages = SpokenLanguagesField(label=gettext_lazy("Languages it was held in"))

    class Meta:
        model = Consultation
        fields = [
            "part",
            "kind",
            "title",
            "held_on",
            "ended_on",
            "languages",
            "interpretation",
            "link",
            "section",
            "case_number",
            "what_was_said",
            "what_changed",
        ]
        help_texts = {
            "title": gettext_lazy("For example “Residents' evening in the library”."),
            "ended_on": gettext_lazy("If it lasted longer than a day, as surveys do."),
            "link": gettext_lazy("Where the survey, its results or the statement can be read."),
            "section": gettext_lazy(
                "The section of the minutes in which the body gave its statement, for example “§ 45”."
            ),
            "what_was_said": gettext_lazy("The main points, as they were meant. No names, and nothing that tells who."),
            "what_changed": gettext_lazy(
                "Which finding, objective or wording came of it. If nothing changed, say so and why: people want to know."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bands = [
            (NOT_REACHED, _("Not this group")),
            (NUMBER_UNKNOWN, _("Reached, number not known")),
            *((band.value, band.label) for band in Band if band != Band.UNKNOWN),
        ]
        self.reached_fields = {f"reached_{group.value}": group for group in ReachedGroup}
        for name, group in self.reached_fields.items():
            self.fields[name] = BandField(label=group.label, choices=bands, required=False)
            band = self.instance.reached.get(group.value)
            self.initial[name] = NUMBER_UNKNOWN if band == Band.UNKNOWN else band or NOT_REACHED

    def fields_of(self, name):
        return self.reached_fields if name == "reached" else super().fields_of(name)

    def _post_clean(self):
        reached = dict(self.instance.reached)
        for name, group in self.reached_fields.items():
            reached.pop(group.value, None)
            if (band := self.cleaned_data.get(name)) and band != NOT_REACHED:
                reached[group.value] = Band.UNKNOWN.value if band == NUMBER_UNKNOWN else band
        self.instance.reached = reached
        super()._post_clean()

    def layout_fields(self) -> list:
        link, *minutes = WRITTEN
        is_statement = self["kind"].value() == ConsultationKind.STATEMENT
        return [
            *("kind", "title", Row("held_on", "ended_on"), "what_was_said", "what_changed"),
            Fold(_("Whom it reached"), Div(*self.reached_fields, css_class="bands")),
            Fold(_("Languages"), Div("languages", css_class="choices-in-columns"), "interpretation"),
            Fold(_("Link, and the minutes of a statement"), link, Row(*minutes), is_open=is_statement),
            self.whose,
        ]


PAGES: tuple[RecordPage, ...] = (
    RecordPage("cooperation-plan", CooperationPlanForm, gettext_lazy("How the programme is made together")),
    RecordPage("invitation", InvitationForm, gettext_lazy("Body and its invitation"), gettext_lazy("Add a body")),
    RecordPage("meeting", MeetingForm, gettext_lazy("Meeting"), gettext_lazy("Add a meeting")),
    RecordPage("consultation", ConsultationForm, gettext_lazy("Consultation"), gettext_lazy("Add a consultation")),
)
