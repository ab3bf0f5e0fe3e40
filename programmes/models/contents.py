"""Files of a programme: pictures that its document shows, and what is attached to meetings, consultations, decisions.

A record tells of a file; the file itself is a `Content`, kept once a programme under the hash of its bytes. So a version
of the programme, which is a dump of its records, goes on naming the file that was there then.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from integration_programme.brought import ENDINGS, PAPERS, PICTURES
from integration_programme.brought.facts import LONGEST_NAME
from integration_programme.translations import TranslatedField, Translations, alike
from programmes.enums import Phase, PictureUse
from programmes.models.cooperation import Consultation, Meeting
from programmes.models.kinds import kind
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord
from programmes.models.responsibility import DecisionStep


class Content(models.Model):
    """The bytes of a file: where they are, and what is handed out with them.

    `kept_at` is empty until they were written whole. `unused_since`: no record and no version names them; after a while
    they are deleted (`actions.contents`).
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="contents")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100, choices=ENDINGS)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(null=True)
    unused_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "sha256"], name="content_once_a_programme")]

    def __str__(self):
        return f"{self.programme}: {self.sha256[:12]}"

    @property
    def path(self) -> str:
        """Its name in the storage."""
        return f"{self.folder}/{self.sha256}.{ENDINGS[self.content_type]}"

    @property
    def folder(self) -> str:
        """Where all files of its programme are."""
        return f"files/{self.programme.key}"


class FileRecord(ProgrammeRecord):
    """A record with a file. `sha256` is empty where the file itself is not here: it was not in what was loaded, or lay
    unused for long. The facts stand here too, so that no page asks the storage."""

    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    name = models.CharField(gettext_lazy("name of the file"), max_length=LONGEST_NAME, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, choices=ENDINGS, editable=False)
    size = models.PositiveIntegerField(gettext_lazy("size in bytes"), default=0, editable=False)

    #: content types that such a record may have
    types = ENDINGS
    #: facts that it shares with its content
    shared = ("sha256", "content_type", "size")

    class Meta(ProgrammeRecord.Meta):
        abstract = True

    def unnamed(self):
        return self.name or str(_("(a file without a name)"))

    def take(self, content: Content) -> None:
        """Be of this file."""
        for name in self.shared:
            setattr(self, name, getattr(content, name))


@kind("picture", Phase.DOCUMENT, "document", called=gettext_lazy("Picture"))
class Picture(FileRecord):
    """A picture. What it shows is told in each language, or it only decorates and is told to nobody."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pictures", editable=False)
    use = models.CharField(gettext_lazy("used"), max_length=20, choices=PictureUse, default=PictureUse.TEXTS)
    alt = TranslatedField(gettext_lazy("what the picture shows"), max_length=300)
    is_decorative = models.BooleanField(gettext_lazy("decoration"), default=False)
    credit = TranslatedField(pgettext_lazy("of a picture", "credit"), max_length=200)
    width = models.PositiveIntegerField(gettext_lazy("width in pixels"), default=0, editable=False)
    height = models.PositiveIntegerField(gettext_lazy("height in pixels"), default=0, editable=False)

    types = PICTURES
    shared = ("sha256", "content_type", "size", "width", "height")

    @property
    def names(self) -> Translations:
        return alike(self.unnamed())


@kind(
    "attachment",
    None,  # that of its owner, in whose row it is read along
    "cooperation.group",
    item_field="item",
    within="of",
    under=("meeting", "consultation", "decision_step"),
    is_printed=False,
    tells_handling=True,
    called=gettext_lazy("Attachment"),
)
class Attachment(FileRecord):
    """A file of a meeting, a consultation or a step of the decision path; of exactly one of them."""

    main_text = "title"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="attachments", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="attachments")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="attachments")
    decision_step = models.ForeignKey(DecisionStep, models.PROTECT, null=True, blank=True, related_name="attachments")
    title = TranslatedField(gettext_lazy("what it is"), max_length=200)

    types = PAPERS
    #: fields of which one says whose it is
    owners = ("meeting", "consultation", "decision_step")

    class Meta(FileRecord.Meta):
        constraints = [
            models.CheckConstraint(
                # that it has one at all is the form's: a file of a programme is read before its links are known
                condition=Q(meeting=None, consultation=None)
                | Q(meeting=None, decision_step=None)
                | Q(consultation=None, decision_step=None),
                name="attachment_of_one_record",
            )
        ]

    @property
    def owner(self) -> tuple[str, int]:
        """Whose it is: the name of the field, and the id of the row; ('', 0) for nobody's."""
        found = ((name, getattr(self, f"{name}_id")) for name in self.owners)
        return next(((name, pk) for name, pk in found if pk), ("", 0))

    @property
    def of(self) -> ProgrammeRecord | None:
        """The record whose it is."""
        name, _pk = self.owner
        return getattr(self, name) if name else None

    @property
    def item(self) -> str:
        """The checklist item under which its owner stands."""
        return {"decision_step": "responsibility.decision_makers", "consultation": "cooperation.immigrants"}.get(
            self.owner[0], "cooperation.group"
        )
