"""Records that are known by a short code."""

from django.db import models

from integration_programme.translations import Translations
from programmes.models.partners import PartRecord


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
