"""Who hears of what becomes of a joint programme, of what is shared, and of comments.

Mails come with the transaction of the act; the worker sends them.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from integration_programme import mail, outbox
from integration_programme.actors import Actor
from programmes.enums import Audience, PartnerRight
from programmes.models import Comment, Programme, ProgrammeMunicipality
from programmes.models.readers import people
from programmes.models.sharing import SWITCHED
from stakeholders.models import Event, User, today
from stakeholders.notifications import KIND_NAMES, address, answering_for, coordinators_of

KIND_NAMES |= {
    "partner_asked": gettext_lazy("Request to take part in a programme"),
    "partner_answered": gettext_lazy("Answer of a partner municipality"),
    "partner_right": gettext_lazy("What a partner municipality may do"),
    "comment": gettext_lazy("Comment to look at"),
    "responded": gettext_lazy("What became of a comment"),
    "programme_shared": gettext_lazy("Something to read in a programme"),
}


def programme_shared(programme: Programme, audience: Audience) -> None:
    """Tell those of an audience that something of a programme is open to them; each hears of it once a day at most."""
    writers = people(programme)
    for user in (each for each in people(programme, [audience]) if each not in writers):
        context = {
            "lead": programme.lead.label(user.language),
            "title": programme.label(user.language),
            "url": address("programme", user.language, programme.slug),
        }
        key = f"{programme.pk}:{today():%Y-%m-%d}:{user.pk}"
        mail.write(user.email, "programme_shared", context, key=key, language=user.language)


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


def comment_is_for(comment: Comment, people: Iterable[User], *, by: Actor) -> None:
    """Tell people that somebody asks them to look at a comment: once a comment and person, whatever it is asked for. What
    it says they read after signing in, where its right to be read is asked anew. The people of the demo are made up."""
    programme = comment.programme
    for user in people if not programme.is_demo else ():
        if user != by.account:
            context = {
                "who": str(by),
                "title": programme.label(user.language),
                "url": address("comment", user.language, programme.slug, comment.key),
            }
            mail.write(user.email, "comment", context, key=f"{comment.key}:{user.pk}", language=user.language)


def comment_is_gone(comment: Comment) -> None:
    """Nobody is led to a comment that has been withdrawn."""
    outbox.withdraw(f"comment:{comment.key}:")


def responded(programme: Programme, comments: list[Comment]) -> None:
    """Tell the one who said all of this that it has a response, in one mail without its words; nobody who can no longer
    read it is led there. The people of the demo are made up."""
    author = comments[0].author
    if programme.is_demo or author not in people(programme, SWITCHED):
        return
    if len(comments) == 1:
        url = address("comment", author.language, programme.slug, comments[0].key)
    else:
        url = f"{address('responses', author.language, programme.slug)}?who=mine"
    context = {"title": programme.label(author.language), "number": len(comments), "url": url}
    key = f"{programme.pk}:{author.pk}:{max(each.disposition.settled_at for each in comments).isoformat()}"
    mail.write(author.email, "responded", context, key=key, language=author.language)


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
        mail.write(user.email, kind, context, key=f"{event.pk}:{user.pk}", language=user.language)
