"""Who hears of what becomes of a joint programme, of what is shared, of comments and of rounds.

Mails come with the transaction of the act; the worker sends them.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from integration_programme import mail, outbox
from integration_programme.actors import Actor
from programmes.enums import Audience, PartnerRight, RoundKind
from programmes.models import Comment, Participant, Programme, ProgrammeMunicipality, Round
from programmes.models.readers import people
from stakeholders.models import Event, User, today
from stakeholders.notifications import KIND_NAMES, address, answering_for, coordinators_of

KIND_NAMES |= {
    "partner_asked": gettext_lazy("Request to take part in a programme"),
    "partner_answered": gettext_lazy("Answer of a partner municipality"),
    "partner_right": gettext_lazy("What a partner municipality may do"),
    "comment": gettext_lazy("Comment to look at"),
    "programme_shared": gettext_lazy("Something to read in a programme"),
    "round_asked": gettext_lazy("Request in a round of comments"),
    "round_link": gettext_lazy("Personal link of a round of comments"),
    "round_reminder": gettext_lazy("Reminder of a round of comments"),
    "round_closed": gettext_lazy("Round of comments closed"),
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


def round_asked(participant: Participant) -> None:
    """Send whoever is asked their personal link; an older one leaves no more. The people of the demo are made up."""
    outbox.withdraw(f"round_asked:{participant.key}:")
    _write_to("round_asked", participant, outbox.digest(participant.token))


def round_reminder(participant: Participant) -> None:
    """Remind somebody who has not answered, once a day of a reminder."""
    _write_to("round_reminder", participant, f"{participant.round.remind_on:%Y-%m-%d}")


def round_link(participant: Participant) -> None:
    """Send a personal link once more to somebody who has asked for it, once a day."""
    _write_to("round_link", participant, f"{today():%Y-%m-%d}")


def _write_to(kind: str, participant: Participant, what: str) -> None:
    asked, language = participant.round, participant.language
    programme = asked.programme
    if programme.is_demo or not participant.address:
        return
    context = {
        "lead": programme.lead.label(language),
        "programme": programme.label(language),
        "title": asked.label(language, programme.original_language),
        "message": asked.message.first(language, programme.original_language)[1],
        "body": participant.body.first(language, programme.original_language)[1],
        "is_statement": asked.kind == RoundKind.STATEMENT,
        "closes_on": asked.closes_on,
        "url": address("answer_round", language, participant.token),
    }
    mail.write(participant.address, kind, context, key=f"{participant.key}:{what}", language=language)


def round_is_over(asked: Round) -> None:
    """Nobody is led to a round that is over."""
    for participant in asked.participants.all():
        link_is_gone(participant)


def link_is_gone(participant: Participant) -> None:
    """A mail whose link no longer works need not leave."""
    for kind in ("round_asked", "round_reminder", "round_link"):
        outbox.withdraw(f"{kind}:{participant.key}:")


def round_closed(asked: Round, *, by: Actor) -> None:
    """Tell the coordinators how a round has ended: in numbers, and where it is read."""
    programme = asked.programme
    if programme.is_demo:
        return
    counts = asked.counts()
    for user in coordinators_of(programme.lead.municipality_id):
        if user != by.account:
            context = counts | {
                "title": asked.label(user.language, programme.original_language),
                "programme": programme.label(user.language),
                "url": address("round", user.language, programme.slug, asked.key),
            }
            key = f"{asked.key}:{asked.closes_on:%Y-%m-%d}:{user.pk}"
            mail.write(user.email, "round_closed", context, key=key, language=user.language)


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
