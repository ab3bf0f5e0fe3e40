"""What all records of the phases are."""

from typing import Any

from django.utils.translation import gettext

from integration_programme.records import Record
from integration_programme.translations import Translations, in_every_language


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
    def listed_in(self) -> Any:
        """The list of its kind in which it has its place."""
        return getattr(self, self._meta.get_field(self.ordered_within).attname) if self.ordered_within else None

    def list_beyond(self, *, up: bool) -> Any:
        """The list in which it goes on that is moved beyond the first or the last place of its own; None for none."""
        return None

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
