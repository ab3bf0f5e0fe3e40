"""Phase 5: the ten elements of the document, chapters of the municipality's own, and its exports."""

import functools

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField, validate_isbn
from integration_programme.translations import TranslatedField, TranslatedRichTextField, Translations
from programmes.checklist import LANGUAGES, Edition
from programmes.checklist import Kind as ItemKind
from programmes.enums import Audience, ChapterSort, DiaryPart, ElementState, ExportState, Phase
from programmes.models.example import HasExample
from programmes.models.handing_over import HandOver
from programmes.models.kinds import kind
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord
from stakeholders.models import User

#: what other phases give as chapters of their own; objectives stand right after the picture they answer
OBJECTIVES, COMMUNICATION = "objectives", "communication.inform"
OBJECTIVES_AFTER = "document.population"

#: what stands behind all else, whatever place was chosen for it
AT_THE_END = (ChapterSort.APPENDIX, ChapterSort.IMPRINT)
#: sorts of which a document has one at most, so that one is told by another's
ALIKE = (
    *(ChapterSort.FOREWORD, ChapterSort.INTRODUCTION, ChapterSort.SUMMARY),
    *(ChapterSort.STARTING_POINTS, ChapterSort.GLOSSARY, ChapterSort.SOURCES),
)


@functools.cache
def order_of(checklist: Edition) -> tuple[str, ...]:
    """What every document has, in its order: the ten elements, and what other phases give as chapters of their own."""
    keys = [item.key for item in checklist.whole.of(phase=Phase.DOCUMENT, kind=ItemKind.ELEMENT)]
    keys.insert(keys.index(OBJECTIVES_AFTER) + 1, OBJECTIVES)
    return (*keys, COMMUNICATION)


@kind(
    "element",
    Phase.DOCUMENT,
    "document",
    item_field="element",
    is_list=False,
    called=_("Element of the programme document"),
)
class Element(ProgrammeRecord, HasExample):
    """One of the ten elements: written, covered elsewhere, not relevant (with reason), or open."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="elements", editable=False)
    element = models.CharField(max_length=60, editable=False)
    title = TranslatedField(_("title of one's own"), max_length=200)
    state = models.CharField(_("state"), max_length=20, choices=ElementState, default=ElementState.OPEN)
    text = TranslatedRichTextField(_("text"))
    elsewhere = TranslatedField(_("where it is covered"))
    link = LinkField(_("link"))
    reason = TranslatedField(_("why it is not relevant here"), max_length=600, multiline=True)
    word_budget = models.PositiveSmallIntegerField(_("word budget"), default=250)

    class Meta(ProgrammeRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "element"], name="element_once")]

    def label(self, *languages):
        """The element's words in the programme's edition of the checklist."""
        language = next((language for language in languages if language in LANGUAGES), "en")
        return self.programme.checklist.words(self.element, language).title

    @property
    def names(self):
        return Translations({language: self.label(language) for language in LANGUAGES})

    @property
    def example_part(self):
        return self.element

    @property
    def is_unwritten(self):
        return super().is_unwritten and self.state in (ElementState.OPEN, ElementState.WRITTEN)

    def begin_with(self, text):
        super().begin_with(text)
        self.state = ElementState.WRITTEN


@kind("chapter", Phase.DOCUMENT, "document", called=_("Chapter of one's own"), is_subject=True)
class Chapter(PartRecord, HasExample):
    """A chapter that the checklist knows nothing of: before, between or after the elements, or at the end of all.

    `after` is what it follows in `order_of`, '' at the beginning. The signer is of a foreword, what comes after that of
    an imprint.
    """

    main_text, ordered_within = "title", "after"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="chapters", editable=False)
    sort = models.CharField(_("what it is"), max_length=20, choices=ChapterSort, default=ChapterSort.OTHER)
    after = models.CharField(_("where it stands"), max_length=60, blank=True)
    title = TranslatedField(_("title of the chapter"), max_length=200)
    text = TranslatedRichTextField(_("text"))
    signer = models.CharField(_("name of the signer"), max_length=120, blank=True)
    signer_title = TranslatedField(_("title or office of the signer"), max_length=200)
    publisher = TranslatedField(_("publisher"), max_length=200)
    published_in = TranslatedField(_("place of publication"), max_length=120)
    series = TranslatedField(_("series and number"), max_length=200)
    isbn = TranslatedField(_("ISBN"), max_length=30, check=validate_isbn)
    contact = TranslatedField(_("who answers questions"), max_length=200)
    contact_mail = models.EmailField(_("e-mail address for questions"), blank=True)
    contact_page = LinkField(_("page for questions"))

    def unnamed(self):
        return str(self.get_sort_display())

    @property
    def example_part(self):
        return self.sort if self.sort in ALIKE else ""

    @property
    def has_content(self) -> bool:
        """Whether the document has something to say under its title."""
        facts = (self.publisher, self.published_in, self.series, self.isbn)
        contacts = (self.contact, self.contact_mail, self.contact_page)
        return any((self.text, self.signer, self.signer_title, *facts, *contacts))

    @property
    def listed_in(self):
        if self.sort in AT_THE_END:
            return self.sort
        order = order_of(self.programme.checklist)
        return self.after if self.after in ("", *order) else order[-1]

    def list_beyond(self, *, up):
        if self.sort in AT_THE_END:
            return None
        order = ["", *order_of(self.programme.checklist)]
        at = order.index(self.listed_in) + (-1 if up else 1)
        return order[at] if 0 <= at < len(order) else None


#: an export that is of no paper beside the programme's document
BESIDE = {"meeting": None, "hand_over": None, "diary": ""}


class ExportQuerySet(models.QuerySet):
    def of_document(self, programme: Programme):
        """Those of the document of a programme as its reader sees it: of no paper beside it."""
        return self.filter(audience=programme.audience, sight=programme.sight.key, **BESIDE)


class Export(models.Model):
    """A PDF of the programme as an audience sees it now in one language, made in the background and kept by content hash;
    or of what a `meeting` has before it and has decided, of this part of its `diary`, of what was handed over.

    `sight`: what of it the audience saw (`Sight.key`); one that was made when less was kept back is nobody's any more.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="exports")
    meeting = models.ForeignKey("programmes.Meeting", models.CASCADE, null=True, related_name="exports")
    hand_over = models.ForeignKey(HandOver, models.CASCADE, null=True, related_name="exports")
    diary = models.CharField(max_length=20, choices=DiaryPart, blank=True)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.WRITERS)
    sight = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=2)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=ExportState, default=ExportState.WAITING)
    step = models.CharField(max_length=60, blank=True)
    file = models.FileField(upload_to="exports/", max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes, so that no page asks the storage
    pages = models.PositiveIntegerField(null=True)
    cpu_seconds = models.FloatField(null=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "audience", "sight", "language", "content_hash"], name="export_once_a_content"
            )
        ]

    def __str__(self):
        return f"{self.programme} ({self.language})"
