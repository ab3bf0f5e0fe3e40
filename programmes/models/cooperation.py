"""Phase 2: who is invited, when the group met, who was heard, and what changed because of it.

Persons' origin, religion or ground of residence is never stored: only bodies, channels, rough groups and bands.
"""

from datetime import datetime, time
from hashlib import sha256

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.translations import TranslatedField, TranslatedRichTextField, Translations, in_every_language
from programmes.checklist import edition
from programmes.enums import BodyGroup, ConsultationKind, InvitationStatus, MeetingState, Phase
from programmes.models.attached import HasAttachments
from programmes.models.kinds import kind, kind_of
from programmes.models.organisations import ProgrammeOrganisation, body_groups
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord
from stakeholders.models import Seat, today

WELLBEING_COUNTY = "cooperation.wellbeing_county"
ITEMS: dict[str, str] = {
    BodyGroup.EDUCATION: "cooperation.municipal_bodies",
    BodyGroup.LEISURE: "cooperation.municipal_bodies",
    BodyGroup.BUSINESS: "cooperation.municipal_bodies",
    BodyGroup.EMPLOYMENT: "cooperation.municipal_bodies",
    BodyGroup.HOUSING: "cooperation.municipal_bodies",
    BodyGroup.EMPLOYMENT_AUTHORITY: "cooperation.authorities",
    BodyGroup.KELA: "cooperation.authorities",
    BodyGroup.WELLBEING_SERVICES_COUNTY: "cooperation.authorities",
    BodyGroup.OTHER_AUTHORITIES: "cooperation.authorities",
    BodyGroup.ORGANISATIONS: "cooperation.organisations",
    BodyGroup.EDUCATIONAL_INSTITUTIONS: "cooperation.organisations",
    BodyGroup.COMPANIES: "cooperation.organisations",
    BodyGroup.RELIGIOUS_COMMUNITIES: "cooperation.organisations",
    BodyGroup.IMMIGRANT_RESIDENTS: "cooperation.immigrants",
}


@kind(
    "cooperation-plan",
    Phase.COOPERATION,
    "cooperation.group",
    is_list=False,
    called=_("How the programme is made together"),
)
class CooperationPlan(ProgrammeRecord):
    """How the programme is made together."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="cooperation", editable=False)
    schedule_agreed_on = models.DateField(_("the group agreed on the schedule on"), null=True, blank=True)
    no_group_reason = TranslatedField(_("why there is no cooperation group"), max_length=600, multiline=True)
    immigrants_involved = TranslatedField(
        _("how immigrant residents take part in the process"), max_length=2000, multiline=True
    )

    def unnamed(self):
        return str(_("Cooperation"))


@kind(
    "invitation",
    Phase.COOPERATION,
    "cooperation.organisations",
    item_field="item",
    select=("organisation",),
    called=_("Body and its invitation"),
)
class BodyInvitation(ProgrammeRecord):
    """A row of the matrix: a body of the checklist, the organisation that stands for it, whether it was invited and
    joined."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="invitations", editable=False)
    body_group = models.CharField(_("invited body"), max_length=40, choices=BodyGroup)
    organisation = models.ForeignKey(
        ProgrammeOrganisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("which one")
    )
    status = models.CharField(_("state"), max_length=20, choices=InvitationStatus, default=InvitationStatus.OPEN)
    reason = TranslatedField(_("reason"), max_length=600)

    @property
    def called(self) -> Translations:
        """The organisation, as far as it has a part in the programme today; none where nobody has chosen one."""
        row = self.organisation
        return row.called if row is not None and row.archived_at is None and row.stands else Translations()

    def label(self, *languages: str) -> str:
        """The body, and which one where that is chosen."""
        which = self.called.marked(*languages)
        return f"{self.get_body_group_display()} ({which})" if which else self.get_body_group_display()

    @property
    def names(self) -> Translations:
        return in_every_language(lambda language: self.label(language, self.programme.original_language))

    def get_body_group_display(self) -> str:
        return str(dict(body_groups(self.programme)).get(self.body_group, self.body_group))

    @property
    def item(self) -> str:
        """The checklist item that its body belongs to; the newer edition has one for the wellbeing services county."""
        if self.body_group == BodyGroup.WELLBEING_SERVICES_COUNTY and WELLBEING_COUNTY in edition(
            self.programme.edition
        ):
            return WELLBEING_COUNTY
        return ITEMS.get(self.body_group, kind_of(self).item)


@kind(
    "meeting",
    Phase.COOPERATION,
    "cooperation.group",
    is_printed=False,
    prefetch=("present",),
    annotate={"with_attachments": "attachments"},
    called=_("Meeting"),
    is_subject=True,
)
class Meeting(HasAttachments, ProgrammeRecord):
    """A meeting of the group for this programme, from its first draft until its minutes: one row.

    Its agenda and its invitations are no records (`models/meetings.py`). `invited_at`, `cancelled_at`: when that was done;
    its state follows from these and from its day. `told`, `told_at`: when and where it is, as those who were invited were
    last told (`when_and_where`; '' once they were told that there is none), and when that was.
    """

    main_text = "topic"
    set_beside = (*ProgrammeRecord.set_beside, "invited_at", "cancelled_at", "told", "told_at")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="meetings", editable=False)
    held_on = models.DateField(_("date"), null=True, blank=True)
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    venue = TranslatedField(_("where"), max_length=300)
    topic = TranslatedField(_("topic"))
    present = models.ManyToManyField(Seat, blank=True, related_name="+", verbose_name=_("present, by seat"))
    minutes_link = LinkField(_("link to the minutes"))
    invited_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    told = models.CharField(max_length=32, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    @property
    def state(self) -> MeetingState:
        """How far it is, at this moment: on its day it is held from the hour at which it begins."""
        if self.cancelled_at is not None:
            return MeetingState.CANCELLED
        if self.has_begun_by(timezone.now()):
            return MeetingState.HELD
        return MeetingState.DRAFT if self.invited_at is None else MeetingState.INVITED

    def has_begun_by(self, moment: datetime) -> bool:
        """Whether it is held by then: from midnight where no hour is said."""
        at = timezone.localtime(moment)
        return self.held_on is not None and (self.held_on, self.begins_at or time()) <= (at.date(), at.time())

    @property
    def has_come(self) -> bool:
        """Whether its day is today or has passed: who was present, and what was decided, can be written down."""
        return self.held_on is not None and self.held_on <= today()

    @property
    def is_sent(self) -> bool:
        """Whether those who do not write the programme see its agenda."""
        return self.invited_at is not None or self.state == MeetingState.HELD

    @property
    def hours(self) -> str:
        """From when to when, as the reader's language writes hours; '' where none are said."""
        hours = [time_format(hour) for hour in (self.begins_at, self.ends_at) if hour]
        return "–".join([*hours[:1], *(hour.split()[-1] for hour in hours[1:])])

    @property
    def when_and_where(self) -> str:
        """Its day, hours and venue, as a digest that is another one when any of them is."""
        said = (self.held_on, self.begins_at, self.ends_at, sorted(self.venue.items()))
        return sha256(repr(said).encode()).hexdigest()[:32]


@kind(
    "consultation",
    Phase.COOPERATION,
    "cooperation.immigrants",
    annotate={"with_attachments": "attachments"},
    called=_("Consultation"),
    is_subject=True,
)
class Consultation(HasAttachments, PartRecord):
    """An occasion on which people were heard.

    `held_on` is its only day, or the first one where it `ended_on` another. `link`: where it can be read about. A statement
    of a body has a `section` of its minutes and a `case_number`, which are told of no other kind.
    `languages` holds codes; `reached` maps a `ReachedGroup` to a `Band`: bands are what is stored, never numbers.
    """

    main_text = "title"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="consultations", editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ConsultationKind, default=ConsultationKind.WORKSHOP)
    title = TranslatedField(_("name"))
    held_on = models.DateField(_("date"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    link = LinkField(_("link"))
    section = models.CharField(_("section (§)"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=80, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    interpretation = models.BooleanField(_("interpretation was available"), default=False)
    reached = models.JSONField(_("groups reached"), default=dict, blank=True)
    what_was_said = TranslatedRichTextField(_("what was said"))
    what_changed = TranslatedRichTextField(_("what changed because of it"))

    class Meta(PartRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(ended_on=None) | Q(held_on__lte=F("ended_on")),
                name="consultation_dates_in_order",
            )
        ]

    @property
    def minutes(self) -> tuple[str, str]:
        """Section and case number of a statement of a body; empty for every other kind of consultation."""
        return (self.section, self.case_number) if self.kind == ConsultationKind.STATEMENT else ("", "")

    def unnamed(self):
        return self.get_kind_display()
