"""The programme itself: its fields, what it is called, and what else a query may tell of it."""

import functools

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.revisions import BODIES, FIGURES, GROUP, PROGRAMME, counted, counters
from integration_programme.translations import TranslatedField, Translations
from programmes.checklist import DEFAULT_EDITION, LANGUAGES, Edition, edition
from programmes.enums import Audience, DerivedState, DocumentType, Phase, ProgrammeState, Public
from programmes.models.access import AccessQuerySet
from programmes.models.guidance import Advice, Guidance
from programmes.models.kinds import KINDS, kind
from programmes.models.rows import WithRows, told
from programmes.models.sharing import Sharing
from stakeholders.enums import OfficerKind
from stakeholders.models import CooperationGroup, GroupOfficer, Municipality, Seat, today


class ProgrammeQuerySet(AccessQuerySet):
    def with_derived_states(self):
        """Each with `is_shared`, `is_out` and `is_superseded`, for `derived_states`.

        A programme is superseded when a later one of the same lead municipality has been approved and has begun: until
        then the earlier one is in force, though its successor is decided.
        """
        later = self.model.objects.filter(
            Q(period_start__gt=OuterRef("period_start"))
            | Q(approved_on__gt=OuterRef("approved_on"), period_start=None),
            Q(period_start=None) | Q(period_start__lte=today()),
            state=ProgrammeState.APPROVED,
            archived_at=None,
            is_demo=OuterRef("is_demo"),
            links__is_lead=True,
            links__municipality__links__is_lead=True,
            links__municipality__links__programme=OuterRef("pk"),
        ).order_by()
        opened = Sharing.objects.filter(programme=OuterRef("pk"), is_visible=True)
        rounds = self.model._meta.get_field("rounds").related_model.objects.open().filter(programme=OuterRef("pk"))
        return self.annotate(is_shared=Exists(opened), is_out=Exists(rounds), is_superseded=Exists(later))

    def with_aland(self):
        """Each knowing whether it is Åland's, so that a page need not read the municipalities to word its checklist."""
        leads = Municipality.objects.filter(links__programme=OuterRef("pk"), links__is_lead=True)
        return self.annotate(led_from_aland=Subquery(leads.values("is_aland")[:1]))

    def with_revisions(self):
        """Each with `revision`, which counts every act on it, and `outside`, which counts changes to what it shows but
        does not hold: figures, names of bodies, its group and seats. What is made of a programme is known by both."""
        outside = Q(of__in=[FIGURES, BODIES]) | Q(of=GROUP, row=OuterRef("group_id"))
        return self.annotate(
            revision=counted(Q(of=PROGRAMME, row=OuterRef("pk"))),
            outside=counted(outside),
        )

    def with_counters(self):
        """Each with `counters`, of which `revision` is the sum: for each kind of record, how often its rows changed."""
        return self.annotate(counters=counters(Q(of=PROGRAMME, row=OuterRef("pk"))))

    def with_told(self):
        """Each with the rows of kinds that have few of them: no page asks for them by a statement of its own."""
        return self.annotate(**{f"_told_{kind.rows}": told(kind.model) for kind in KINDS.values() if kind.told})

    def with_switches(self):
        """Each with what is shared of it and what is kept back, so that what an audience sees costs no statement."""
        return self.annotate(_told_sharings=told(Sharing))

    def with_guidance(self):
        """Each with what its region's centre and its municipalities say about the checklist's items."""
        return self.annotate(_guidance=Guidance.objects.told_to_programme())


SEATS = Prepared(lambda: Seat.objects.current().filter(group=SOME_ID).select_related("group"))


@kind("programme", Phase.RESPONSIBILITY, Phase.RESPONSIBILITY.value, is_list=False, called=_("Programme"))
class Programme(WithRows):
    """A municipality's programme for promoting integration, from first line to council decision."""

    slug = models.SlugField(max_length=80, unique=True)
    title = TranslatedField(_("title"))
    edition = models.CharField(max_length=30, default=DEFAULT_EDITION, editable=False)
    document_type = models.CharField(
        _("document type"), max_length=30, choices=DocumentType, default=DocumentType.OWN_PROGRAMME
    )
    other_document = TranslatedField(_("the document it is part of"))
    legal_basis = TranslatedField(_("legal basis"), multiline=True, max_length=600)
    municipalities = models.ManyToManyField(Municipality, through="ProgrammeMunicipality", related_name="programmes")
    period_start = models.DateField(_("period begins"), null=True, blank=True)
    period_end = models.DateField(_("period ends"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    content_languages = models.JSONField(_("content languages"), default=list)
    original_language = models.CharField(_("original language"), max_length=2, default="fi")
    group = models.ForeignKey(
        CooperationGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        editable=False,
        verbose_name=_("Cooperation group"),
    )
    state = models.CharField(max_length=20, choices=ProgrammeState, default=ProgrammeState.PREPARING, editable=False)
    approved_on = models.DateField(null=True, blank=True, editable=False)
    page_budget = models.PositiveSmallIntegerField(_("page budget"), default=25)
    is_demo = models.BooleanField(default=False, editable=False)
    #: when something that the document says was last written: its date. A version brings back its own.
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    #: years of the programme that this one was started from, and when: what was not saved since is as it was there
    former_years = models.CharField(max_length=9, blank=True, editable=False)
    former_at = models.DateTimeField(null=True, editable=False)

    #: how many acts there were on comments on it: what is kept of them is known by this, and nothing else hangs on it
    comments_revision = models.PositiveIntegerField(default=0, editable=False)
    #: items and keys of records on whose pages something was said: other pages look for no comments
    commented = models.JSONField(default=list, editable=False)
    #: whether its document has the annex that tells what was said and what became of it
    has_annex = models.BooleanField(default=False, editable=False)

    #: how many acts there were on rounds and statements: while there was none, no page looks for any
    rounds_revision = models.PositiveIntegerField(default=0, editable=False)
    #: how many acts there were on who sees to its sections; where there was none, nothing is asked of them
    duties_revision = models.PositiveIntegerField(default=0, editable=False)
    #: the same of agendas of meetings and of invitations to them
    meetings_revision = models.PositiveIntegerField(default=0, editable=False)
    #: the review of an adviser that waits, or was sent last: its `key`, whether it `waits`, since which `day`; empty where
    #: none was ever asked for or sent, and nothing is asked of them
    reviewed = models.JSONField(default=dict, editable=False)

    #: the items of the checklist that others than coordinators may write, as a coordinator has chosen when a review came
    #: back ('' stands for the programme as a whole); None: all
    open_items = models.JSONField(null=True, default=None, editable=False)

    #: how much of it is public: pages of those who write it look for no publication
    public = models.CharField(max_length=20, choices=Public, default=Public.NOTHING, blank=True, editable=False)

    set_beside = (
        *WithRows.set_beside,
        "written_at",
        "comments_revision",
        "commented",
        "has_annex",
        "rounds_revision",
        "duties_revision",
        "reviewed",
        "open_items",
        "meetings_revision",
        "public",
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta(WithRows.Meta):
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_end=None) | Q(period_start__lte=F("period_end")),
                name="programme_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") & Q(approved_on=None) | Q(state="approved", approved_on__isnull=False),
                name="programme_approved_on_a_day",
            ),
        ]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """The title in the first of these languages that it has, then in the original one."""
        return self.title.first(*languages, self.original_language)[1] or self.slug

    @property
    def names(self) -> Translations:
        """What it is called, for readers of each language."""
        return Translations({language: self.label(language) for language in LANGUAGES})

    @functools.cached_property
    def seats(self) -> list[Seat]:
        """The seats of its cooperation group, read once for this object."""
        if not self.group_id or not self.sight.sees_item(Phase.COOPERATION.value):
            return []
        found = SEATS.all(None, {SOME_ID: self.group_id})
        if found:
            self.group = found[0].group
        return found

    @functools.cached_property
    def officers(self) -> list[GroupOfficer]:
        """Who leads its cooperation group and who writes for it today, read once for this object."""
        if not self.group_id or not self.sight.sees_item(Phase.COOPERATION.value):
            return []
        found = GroupOfficer.objects.current().valid().filter(group=self.group_id).select_related("seat")
        return sorted(found, key=lambda officer: OfficerKind.values.index(officer.kind))

    @property
    def lead(self):
        """The link of the municipality that leads, wherever it stands among the others."""
        return next(link for link in self.rows("links") if link.is_lead)

    @property
    def is_aland(self) -> bool:
        """Whether its lead municipality is in Åland, where the Province's own act decides; a partner changes nothing."""
        if (known := self.__dict__.get("led_from_aland")) is not None:
            return bool(known)
        return any(link.is_lead and link.municipality.is_aland for link in self.rows("links"))

    @property
    def checklist(self) -> Edition:
        """The edition of the checklist that it follows, in Åland's form where it is one of Åland's; without the sections
        that are kept back from those by whom the programme is seen."""
        return edition(self.edition, aland=self.is_aland) if self.sight.is_whole else self._checklist_in_part

    @functools.cached_property
    def _checklist_in_part(self) -> Edition:
        whole, sight = edition(self.edition, aland=self.is_aland), self.sight
        return whole.without(
            item.key
            for item in whole
            if item.phase and not sight.sees_item(item.key) and item.key not in sight.leads_to
        )

    @property
    def is_of_repealed_act(self) -> bool:
        """Whether its checklist is that of an act that is no longer in force, not today's."""
        return self.edition != DEFAULT_EDITION

    def advice(self, item: str) -> list[Advice]:
        """Guidance on an item, the centre's before the municipality's, for writers; of programmes read `with_guidance`."""
        if self.audience != Audience.WRITERS:
            return []
        told = [each for each in self._guidance or () if each["item"] == item]
        return [
            advice
            for each in sorted(told, key=lambda each: (each["centre"] is None, each["centre"] or each["municipality"]))
            if (advice := Advice.from_told(each)).text
        ]

    def derived_states(self) -> list[DerivedState]:
        """What is true of it beside its state, today; for programmes read `with_derived_states`."""
        is_approved, day = self.state == ProgrammeState.APPROVED, today()
        is_in_period = (self.period_start or day) <= day <= (self.period_end or day)
        facts = {
            DerivedState.SHARED: self.is_shared,
            DerivedState.OUT_FOR_COMMENTS: self.is_out,
            DerivedState.IN_FORCE: is_approved and is_in_period and not self.is_superseded,
            DerivedState.SUPERSEDED: is_approved and self.is_superseded,
        }
        return [state for state, is_so in facts.items() if is_so]

    @property
    def languages(self) -> list[str]:
        """Content languages, the original first."""
        return [self.original_language, *(code for code in self.content_languages if code != self.original_language)]


def free_slug(text: str) -> str:
    """An address for a new programme, made of these words, that no other has."""
    base = slug = slugify(text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:70] or "programme"
    number = 1
    while Programme.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
