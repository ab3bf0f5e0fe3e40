"""Rows with the time in which they are in force."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


def today():
    return timezone.localdate()


class DatedQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Rows in force on a day, today by default."""
        on = on or today()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))
