"""The marks that people set on items of the checklist."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import TranslatedField, in_every_language
from programmes.checklist import LANGUAGES
from programmes.enums import ItemStatus
from programmes.models.kinds import kind
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord


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
            "item": self.programme.checklist.words(self.item, language).title
        }

    @property
    def names(self):
        return in_every_language(self.label)
