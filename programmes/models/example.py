"""The example: what a finished programme looks like, for everybody. Its documents are kept, and nothing else of it."""

from django.db import models


class ExampleDocument(models.Model):
    """The example in one language, and its PDF once it has been made. No programme stands behind it: nobody can change it,
    and no list and no count of programmes knows of it.

    `fingerprint`: of what it says and how it is printed; while it stays, so does the PDF.
    """

    language = models.CharField(max_length=2, unique=True)
    data = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    pdf = models.FileField(upload_to="example/", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.language
