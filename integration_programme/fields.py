"""Model fields of the house."""

from django.db import models


class LinkField(models.URLField):
    """A web address; one typed without a scheme is taken as https."""

    def __init__(self, verbose_name=None, **kwargs):
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("blank", True)
        super().__init__(verbose_name, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
