"""Mails to municipalities that are asked to take part in a programme, and of what they answer."""

from typing import Any

from django.utils.translation import gettext_lazy

from integration_programme import mail
from integration_programme.actors import Actor
from programmes.enums import PartnerRight
from programmes.models import ProgrammeMunicipality
from stakeholders.models import Event, User
from stakeholders.notifications import KIND_NAMES, address, answering_for, coordinators_of

KIND_NAMES |= {
    "partner_asked": gettext_lazy("Request to take part in a programme"),
    "partner_answered": gettext_lazy("Answer of a partner municipality"),
    "partner_right": gettext_lazy("What a partner municipality may do"),
}


def partner_asked(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Ask those who answer for the municipality."""
    _write("partner_asked", answering_for(link.municipality_id), link, event, by, ("partner_request", link.key))


def partner_right_changed(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Tell a municipality that takes part what its people may do from now on."""
    page = ("programme", link.programme.slug)
    _write("partner_right", coordinators_of(link.municipality_id), link, event, by, page)


def partner_answered(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Tell the lead municipality that a partner has consented, declined or withdrawn."""
    page = ("responsibility", link.programme.slug)
    _write("partner_answered", coordinators_of(link.programme.lead.municipality_id), link, event, by, page)


def _write(
    kind: str, people: list[User], link: ProgrammeMunicipality, event: Event, by: Actor, page: tuple[str, Any]
) -> None:
    """One mail to each, in the reader's language; nobody is told of what they have done themselves."""
    if not (readers := [user for user in people if user != by.account]):
        return
    for user in readers:
        context = {
            "name": link.label(user.language),
            "lead": link.programme.lead.label(user.language),
            "title": link.programme.label(user.language),
            "right": PartnerRight(link.right).label,
            "consent": link.consent,
            "url": address(page[0], user.language, page[1]),
        }
        once = {"key": f"{event.pk}:{user.pk}", "about": link.programme.slug}
        mail.write(user.email, kind, context, **once, language=user.language)
