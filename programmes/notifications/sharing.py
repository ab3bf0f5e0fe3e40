"""Who hears that something of a programme is open to them."""

from django.utils.translation import gettext_lazy

from programmes import notices
from programmes.enums import Audience
from programmes.models import Programme
from programmes.models.readers import people
from stakeholders.models import today

SHARED = notices.kind(
    "programme_shared",
    label=gettext_lazy("Something to read in a programme"),
    sentence=gettext_lazy("%(what)s has shared its programme, or a part of it, with you."),
    page="programme",
    waits=True,
)


def programme_shared(programme: Programme, audience: Audience) -> None:
    """Tell those of an audience that something of a programme is open to them; each hears of it once a day at most."""
    writers = people(programme)
    readers = [each for each in people(programme, [audience]) if each not in writers]
    notices.tell(readers, SHARED, programme, once=f"{programme.pk}:{today():%Y-%m-%d}", names=programme.lead.names)
