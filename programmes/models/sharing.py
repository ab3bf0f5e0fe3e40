"""To whom a programme has been opened, and what each audience sees of it. Nothing else decides that, but `rules`.

Audiences are a set, each opened by itself: the cooperation group may read while the adviser does not, and the other way
round. Writers see everything always. What is public follows from publication, never from a switch here.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.enums import Access, Audience
from programmes.models.kinds import Kind

#: those to whom the writers open a programme, and close it again
SWITCHED = (Audience.GROUP, Audience.ADVISER)

#: what a person is to a programme → as whom they see it; the people of a partner municipality see what writers see
AUDIENCE_OF: dict[str, Audience] = {
    Access.COORDINATOR: Audience.WRITERS,
    Access.EDITOR: Audience.WRITERS,
    Access.PARTNER: Audience.WRITERS,
    Access.MEMBER: Audience.GROUP,
    Access.ADVISER: Audience.ADVISER,
}


class Sharing(models.Model):
    """A switch that is on: this audience may read the programme, since when. Where there is no row, it is off."""

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="sharings")
    audience = models.CharField(max_length=20, choices=Audience)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "audience"], name="sharing_once_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=SWITCHED), name="sharing_of_a_switched_audience"),
        ]

    def __str__(self):
        return f"{self.programme}: {self.get_audience_display()}"


class ApprovedSharing(models.Model):
    """An audience that could read what was approved: it may read that for ever, whatever becomes of the draft."""

    version = models.ForeignKey("programmes.Version", models.CASCADE, related_name="sharings")
    audience = models.CharField(max_length=20, choices=Audience)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "audience"], name="approved_sharing_once_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=SWITCHED), name="approved_sharing_of_a_switched_audience"),
        ]

    def __str__(self):
        return f"{self.version}: {self.get_audience_display()}"


def shows(kind: Kind, audience: Audience) -> bool:
    """Whether an audience sees records of a kind at all: everyone what is printed, group and adviser the rest too."""
    return audience != Audience.PUBLIC or kind.is_printed
