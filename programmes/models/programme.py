"""The programme itself, whose it is, and the marks people set on checklist items."""

import copy
import functools
import json
from collections.abc import Callable, Hashable
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.records import Record, RecordQuerySet
from integration_programme.remembered import Remembered
from integration_programme.revisions import BODIES, FIGURES, GROUP, PROGRAMME, counted
from integration_programme.translations import TranslatedField, Translations, in_every_language
from programmes.checklist import DEFAULT_EDITION, LANGUAGES, Edition, edition
from programmes.enums import (
    WRITERS,
    Access,
    Audience,
    Body,
    Consent,
    DerivedState,
    DocumentType,
    ItemStatus,
    PartnerRight,
    Phase,
    ProgrammeState,
)
from programmes.models.guidance import Advice, Guidance
from programmes.models.kinds import Kind, kind, kind_of
from programmes.models.sharing import ApprovedSharing, Sharing, shows
from stakeholders.enums import RoleKind
from stakeholders.models import CooperationGroup, Municipality, Role, Seat, today


def standing(links: str = "") -> Q:
    """A condition on links of municipalities to programmes: those of the lead, and of partners that have consented.

    `links` leads to them, with its underscores.
    """
    return Q(**{f"{links}is_lead": True}) | Q(**{f"{links}consent": Consent.CONSENTED})


def _as_reader(actor, opened) -> Case:
    """What somebody who does not write a programme is to it, where it was opened to them by one of these switches."""
    seats = (
        Seat.objects.current()
        .valid()
        .filter(Q(person=actor.account) | Q(deputy=actor.account), group=OuterRef("group"))
    )
    advisers = Role.objects.valid().filter(
        standing("centre__municipalities__links__"),
        user=actor.account,
        kind=RoleKind.ADVISER,
        centre__municipalities__links__programme=OuterRef("pk"),
        centre__municipalities__links__archived_at=None,
    )
    return Case(
        When(Exists(opened.filter(audience=Audience.GROUP)) & Exists(seats), then=Value(Access.MEMBER)),
        When(Exists(opened.filter(audience=Audience.ADVISER)) & Exists(advisers), then=Value(Access.ADVISER)),
        default=Value(""),
        output_field=models.CharField(),
    )


class ProgrammeQuerySet(RecordQuerySet):
    def visible_to(self, actor):
        """Programmes a person may know of, each with `access`: what the person is to it (`Access`).

        Archived ones are there for those who write them, and for nobody else.
        """
        return self.with_access(actor).exclude(access="").filter(Q(archived_at=None) | Q(access__in=WRITERS))

    def with_access(self, actor):
        """All programmes, each with `access`, which is '' where the person is a stranger.

        Writers see their municipality's, a partner municipality's people theirs; seats of the group and advisers of
        the region's centre see what is shared with them. One query, whatever the number of roles.
        """
        if actor.account is None:
            return self.annotate(access=Value(""))
        roles = Role.objects.valid().filter(user=actor.account)
        as_writer = Case(
            When(municipality__links__is_lead=True, then=F("kind")),
            When(municipality__links__right=PartnerRight.WRITE, then=Value(Access.EDITOR)),
            default=Value(Access.PARTNER),
            output_field=models.CharField(),
        )
        writers = roles.filter(
            standing("municipality__links__"),
            kind__in=[RoleKind.COORDINATOR, RoleKind.EDITOR],
            municipality__links__programme=OuterRef("pk"),
            municipality__links__archived_at=None,
        )
        # The strongest comes first: coordinator, editor, partner, in the alphabet as in rights.
        strongest = writers.annotate(access=as_writer).order_by("access").values("access")[:1]
        opened = Sharing.objects.filter(programme=OuterRef("pk"))
        return self.annotate(access=Coalesce(Subquery(strongest), _as_reader(actor, opened)))

    def with_approved_access(self, actor, *, closed: bool = False):
        """Those that are not archived, each with `access` to what was approved: what somebody was to it as its reader.

        Whoever could read an approved programme goes on reading what was approved, when the draft is closed to them.
        `closed`: only those whose draft is closed to this audience today.
        """
        if actor.account is None:
            return self.none()
        opened = ApprovedSharing.objects.filter(version__programme=OuterRef("pk"))
        if closed:
            today_open = Sharing.objects.filter(programme=OuterRef("version__programme"), audience=OuterRef("audience"))
            opened = opened.filter(~Exists(today_open))
        return self.filter(archived_at=None).annotate(access=_as_reader(actor, opened)).exclude(access="")

    def with_derived_states(self):
        """Each with `is_shared` and `is_superseded`, for `derived_states`.

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
        opened = Sharing.objects.filter(programme=OuterRef("pk"))
        return self.annotate(is_shared=Exists(opened), is_superseded=Exists(later))

    def with_aland(self):
        """Each knowing whether it is Åland's, so that a page need not read the municipalities to word its checklist."""
        leads = ProgrammeMunicipality.objects.filter(programme=OuterRef("pk"), is_lead=True)
        return self.annotate(led_from_aland=Subquery(leads.values("municipality__is_aland")[:1]))

    def with_revisions(self):
        """Each with `revision`, which counts every act on it, and `outside`, which counts changes to what it shows but
        does not hold: figures, names of bodies, its group and seats. What is made of a programme is known by both."""
        outside = Q(of__in=[FIGURES, BODIES]) | Q(of=GROUP, row=OuterRef("group_id"))
        return self.annotate(
            revision=counted(Q(of=PROGRAMME, row=OuterRef("pk"))),
            outside=counted(outside),
        )

    def with_guidance(self):
        """Each with what its region's centre and its municipalities say about the checklist's items."""
        return self.annotate(_guidance=Guidance.objects.told_to_programme())


@kind("programme", Phase.RESPONSIBILITY, Phase.RESPONSIBILITY.value, is_list=False, called=_("Programme"))
class Programme(Record):
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
        CooperationGroup, models.PROTECT, null=True, blank=True, related_name="programmes", editable=False
    )
    state = models.CharField(max_length=20, choices=ProgrammeState, default=ProgrammeState.PREPARING, editable=False)
    approved_on = models.DateField(null=True, blank=True, editable=False)
    page_budget = models.PositiveSmallIntegerField(_("page budget"), default=25)
    is_demo = models.BooleanField(default=False, editable=False)

    #: as whom this object's reader sees the programme (`seen_by`); whoever reads it for no one else sees all
    audience = Audience.WRITERS

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Record.Meta):
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

    def seen_by(self, audience: Audience) -> "Programme":
        """The same programme as an audience sees it, sharing the rows that were read; never this object changed."""
        if audience == self.audience:
            return self
        self.__dict__.setdefault("_rows", {})
        self.__dict__.setdefault("_bare", set())
        seen = copy.copy(self)
        seen.audience = audience
        return seen

    def rows(
        self,
        name: str,
        audience: Audience | None = None,
        *,
        archived: bool = False,
        bare: bool = False,
        waiting: bool = False,
    ) -> list:
        """The rows of a list ("objectives", "measures", …), current or archived, read once for this object.

        Those that an audience sees: the one named, or else the one that this object is seen by. The archive is for
        writers. `bare` is for whoever does not look at the rows tied to them: those are then left unread. `waiting`:
        also those of municipalities that have not consented, which otherwise are as if they were not there.
        """
        audience = audience or self.audience
        if not shows(self._kind_of(name), audience) or (archived and audience != Audience.WRITERS):
            return []
        if not hasattr(self, "_rows"):
            self._rows: dict[str, list] = {}
            self._bare: set[str] = set()
        if name not in self._rows:
            self._rows[name] = self._with_parts(self._read(name))
            self._bare.add(name)
        if name in self._bare and not bare:
            prefetch_related_objects(self._rows[name], *self._kind_of(name).prefetch)
            self._bare.remove(name)
        found = [row for row in self._rows[name] if (row.archived_at is not None) == archived]
        return found if waiting or archived else [row for row in found if row.stands]

    def _with_parts(self, rows: list) -> list:
        """The rows of one municipality's part know it from the programme's own links: no statement a row."""
        unknown = [row for row in rows if getattr(row, "part_id", None) and "part" not in row._state.fields_cache]
        if unknown:
            links = self.rows("links", Audience.WRITERS, waiting=True)
            known = {link.pk: link for link in links + self.rows("links", Audience.WRITERS, archived=True)}
            for row in unknown:
                row.part = known[row.part_id]
        return rows

    def _read(self, name: str) -> list:
        if name in getattr(self, "_prefetched_objects_cache", {}):
            return list(getattr(self, name).all())
        kind = self._kind_of(name)
        if kind.select:
            return list(getattr(self, name).select_related(*kind.select))
        rows = _prepared_rows(kind).all(None, {SOME_ID: self.pk})
        for row in rows:
            row.programme = self
        return rows

    def _kind_of(self, rows: str) -> Kind:
        return kind_of(self._meta.get_field(rows).related_model)

    def remembered(self, where: Remembered, make: Callable[[], Any], *what: Hashable) -> Any:
        """What `make` gives, worked out once for this state of the programme, its audience, the page's language and today.

        Only of a programme that was read `with_revisions`, and as it was read: whoever has changed it in the same
        transaction, or read it otherwise, gets it made anew.
        """
        if not hasattr(self, "revision"):
            return make()
        key = (self.key, self.revision, self.outside, self.audience, get_language(), today(), *what)
        return where.get(key, make)

    def remembered_outside(self, where: Remembered, make: Callable[[], Any], *what: Hashable) -> Any:
        """The same of what no act on the programme changes, such as the figures of its municipalities."""
        if not hasattr(self, "outside"):
            return make()
        return where.get((self.key, self.group_id, self.outside, *what), make)

    @functools.cached_property
    def seats(self) -> list[Seat]:
        """The seats of its cooperation group, read once for this object."""
        if not self.group_id:
            return []
        found = list(Seat.objects.current().filter(group=self.group_id).select_related("group"))
        if found:
            self.group = found[0].group
        return found

    @property
    def is_aland(self) -> bool:
        """Whether its lead municipality is in Åland, where the Province's own act decides; a partner changes nothing."""
        if (known := self.__dict__.get("led_from_aland")) is not None:
            return bool(known)
        return any(link.is_lead and link.municipality.is_aland for link in self.rows("links"))

    @property
    def checklist(self) -> Edition:
        """The edition of the checklist that it follows, in Åland's form where it is one of Åland's."""
        return edition(self.edition, aland=self.is_aland)

    def advice(self, item: str) -> list[Advice]:
        """Guidance on an item, the centre's before the municipality's, for writers; of programmes read `with_guidance`."""
        if self.audience != Audience.WRITERS:
            return []
        told = [each for each in self._told if each["item"] == item]
        return [
            advice
            for each in sorted(told, key=lambda each: each["centre"] is None)
            if (advice := Advice.from_told(each)).text
        ]

    @functools.cached_property
    def _told(self) -> list[dict]:
        """What `with_guidance` has read, which a prepared statement leaves as the text it is."""
        return json.loads(self._guidance or "[]") if isinstance(self._guidance, str | None) else self._guidance

    def derived_states(self) -> list[DerivedState]:
        """What is true of it beside its state, today; for programmes read `with_derived_states`.

        "Out for comments" joins them when there are rounds of comments.
        """
        is_approved, day = self.state == ProgrammeState.APPROVED, today()
        is_in_period = (self.period_start or day) <= day <= (self.period_end or day)
        facts = {
            DerivedState.SHARED: self.is_shared,
            DerivedState.IN_FORCE: is_approved and is_in_period and not self.is_superseded,
            DerivedState.SUPERSEDED: is_approved and self.is_superseded,
        }
        return [state for state, is_so in facts.items() if is_so]

    @property
    def languages(self) -> list[str]:
        """Content languages, the original first."""
        return [self.original_language, *(code for code in self.content_languages if code != self.original_language)]


@functools.cache
def _prepared_rows(kind: Kind) -> Prepared:
    """A statement for the rows of a kind, as `Programme.rows` reads them."""

    def make():
        rows = kind.model.objects.filter(programme=SOME_ID)
        for more in kind.annotate:
            rows = getattr(rows, more)()
        return rows

    return Prepared(make)


def free_slug(text: str) -> str:
    """An address for a new programme, made of these words, that no other has."""
    base = slug = slugify(text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:70] or "programme"
    number = 1
    while Programme.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


class ProgrammeRecord(Record):
    """Base of the records of the phases. Each gives its own `programme` with a readable related name."""

    #: name of the field whose text stands for the whole record in lists and choices
    main_text = ""
    #: name of the field whose value parts the records into lists, each with its own order; '' for one list
    ordered_within = ""

    class Meta(Record.Meta):
        abstract = True

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """What the record is called, in the first of these languages that it has, marked if that is another one than the
        reader's, which comes first; never empty."""
        text = getattr(self, self.main_text).marked(*languages) if self.main_text else ""
        return text or self.unnamed()

    @property
    def names(self) -> Translations:
        """What the record is called, in each language that has a word for it; never empty."""
        named = getattr(self, self.main_text) if self.main_text else Translations()
        return named or in_every_language(lambda _language: self.unnamed())

    @property
    def stands(self) -> bool:
        """Whether it is a part of the programme today; what belongs to a municipality that takes no part is none."""
        return True

    def unnamed(self) -> str:
        """What to call a record whose main text is still empty."""
        return gettext("(nothing written yet)")

    def twin(self) -> "ProgrammeRecord | None":
        """Another row that says the same, where that may stand only once in a programme."""
        return None

    def why_not_archive(self) -> str:
        """A sentence that names what still needs the record; '' when it may go to the archive."""
        return ""


@kind(
    "partner",
    Phase.RESPONSIBILITY,
    "responsibility.alone_or_together",
    select=("municipality",),
    called=_("Municipality"),
)
class ProgrammeMunicipality(ProgrammeRecord):
    """A municipality of the programme: exactly one leads, the others are partners with their rights.

    A partner takes part from the day it consents; before that, and after it has withdrawn, nothing of it is shown or
    printed, and its people see nothing of the programme.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="links")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="links", verbose_name=_("municipality"))
    is_lead = models.BooleanField(default=False, editable=False)
    right = models.CharField(_("right"), max_length=20, choices=PartnerRight, default=PartnerRight.READ)
    consent = models.CharField(max_length=20, choices=Consent, default=Consent.ASKED, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    approving_body = models.CharField(_("approving body"), max_length=20, choices=Body, blank=True)

    class Meta(ProgrammeRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "municipality"], name="programme_municipality_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(is_lead=True), name="programme_has_one_lead"),
            models.CheckConstraint(
                condition=Q(consent="asked", answered_at=None) | ~Q(consent="asked") & Q(answered_at__isnull=False),
                name="programme_municipality_answered_at_a_time",
            ),
        ]

    def twin(self):
        others = ProgrammeMunicipality.objects.filter(programme=self.programme, municipality=self.municipality_id)
        return others.exclude(pk=self.pk).first()

    @property
    def stands(self) -> bool:
        return self.is_lead or self.consent == Consent.CONSENTED

    def label(self, *languages: str) -> str:
        return self.municipality.names.first(*languages, *self.municipality.languages)[1]

    @property
    def names(self):
        original = self.programme.original_language
        return Translations({language: self.label(language, original) for language in LANGUAGES})


class PartRecord(ProgrammeRecord):
    """A record that in a joint programme belongs to all its municipalities, or to one of them: `part`, or none."""

    part = models.ForeignKey(
        ProgrammeMunicipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("whose it is")
    )

    class Meta(ProgrammeRecord.Meta):
        abstract = True

    @property
    def stands(self) -> bool:
        return self.part_id is None or self.part.stands


class CodedRecord(PartRecord):
    """A record known by a short code (F1, O1, M1.1, I1), on screen and on paper, for ever.

    The code stays when the record is moved or archived, and is never given to another.
    """

    code = models.CharField(max_length=12, editable=False)
    code_prefix = ""

    class Meta(PartRecord.Meta):
        abstract = True

    def label(self, *languages: str) -> str:
        return f"{self.code} {super().label(*languages)}"

    @property
    def names(self):
        return Translations({language: f"{self.code} {name}" for language, name in super().names.items()})


@kind("mark", item_field="item", is_list=False, is_printed=False)
class ItemMark(ProgrammeRecord):
    """What a person says of a checklist item: its state, whose turn it is, the next step."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="marks", editable=False)
    item = models.CharField(max_length=60, editable=False)
    status = models.CharField(_("state"), max_length=20, choices=ItemStatus, default=ItemStatus.OPEN)
    reason = TranslatedField(_("why it does not apply"), max_length=500, multiline=True)
    turn = TranslatedField(_("whose turn"), max_length=100)
    next_step = TranslatedField(_("next step"), max_length=200)

    class Meta(ProgrammeRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "item"], name="mark_once_an_item"),
            models.CheckConstraint(
                condition=~Q(status="not_applicable") | ~Q(reason={}), name="mark_not_applicable_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.get_status_display()}"

    def label(self, *languages):
        """The item as the programme's edition words it, told apart from the records that bear its words too."""
        language = next((language for language in languages if language in LANGUAGES), "en")
        return gettext("State of the item: %(item)s") % {
            "item": self.programme.checklist.words(self.item, language).text
        }

    @property
    def names(self):
        return in_every_language(self.label)
