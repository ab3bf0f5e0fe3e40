"""Who hears of what becomes of a joint programme. Mails come with the transaction of the act; the worker sends them."""

from django.utils.translation import gettext_lazy

from integration_programme import mail
from integration_programme.actors import Actor
from programmes.enums import Consent, PartnerRight
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
    for user in _others(answering_for(link.municipality_id), by):
        url = address("partner_request", user.language, link.key)
        _write(user, "partner_asked", link, event, url)


def partner_right_changed(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Tell a municipality that takes part what its people may do from now on."""
    for user in _others(coordinators_of(link.municipality_id), by):
        _write(user, "partner_right", link, event, address("programme", user.language, link.programme.slug))


def partner_answered(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Tell the lead municipality that a partner has consented, declined or withdrawn."""
    lead = link.programme.links.get(is_lead=True)
    for user in _others(coordinators_of(lead.municipality_id), by):
        _write(user, "partner_answered", link, event, address("responsibility", user.language, link.programme.slug))


def _others(people: list[User], by: Actor) -> list[User]:
    """Nobody is told of what they have done themselves."""
    return [user for user in people if user != by.account]


def _write(user: User, kind: str, link: ProgrammeMunicipality, event: Event, url: str) -> None:
    lead = link.programme.links.select_related("municipality").get(is_lead=True)
    context = {
        "name": link.label(user.language),
        "lead": lead.label(user.language),
        "title": link.programme.label(user.language),
        "right": PartnerRight(link.right).label,
        "answer": Consent(link.consent).label,
        "url": url,
    }
    mail.write(user.email, kind, context, key=f"{event.pk}:{user.pk}", language=user.language)
