"""The example: what a finished programme looks like, for everybody. Its documents are kept, and nothing else of it."""

from dataclasses import dataclass

from django.db import models

from integration_programme.translations import Translations


class ExampleDocument(models.Model):
    """The example in one language, and its PDF once it has been made. No programme stands behind it: nobody can change it,
    and no list and no count of programmes knows of it.

    `passages`: what its people wrote, by part (`HasExample.example_part`), each with `html` and the `anchor` where it
    stands. `fingerprint`: of what it says and how it is printed; while it stays, so does the PDF.
    """

    language = models.CharField(max_length=2, unique=True)
    data = models.JSONField()
    passages = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    pdf = models.FileField(upload_to="example/", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.language


@dataclass(frozen=True)
class Passage:
    """What the example says in a part, in one language: clean rich text without pictures; `anchor` in its document."""

    html: str
    anchor: str


def said_in_example(part: str) -> dict[str, Passage]:
    """What the example says in a part, by language; nothing where it says nothing there, or has not been loaded."""
    rows = ExampleDocument.objects.values_list("language", f"passages__{part}") if part else ()
    return {language: Passage(**said) for language, said in rows if said}


class HasExample(models.Model):
    """A record with a rich text that the example may have too, and which can begin with that.

    `example_version`: the save by which it did; while that is the newest one, nobody has looked through it.
    """

    text: Translations
    row_version: int
    example_version = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def example_part(self) -> str:
        """The part of the example that says the same; '' for none."""
        return ""

    @property
    def is_unwritten(self) -> bool:
        """Whether it says nothing yet, so that a beginning takes nothing away."""
        return not self.text

    def begin_with(self, text: Translations) -> None:
        """Take over the example's text, with the save that follows."""
        self.text, self.example_version = text, self.row_version + 1
