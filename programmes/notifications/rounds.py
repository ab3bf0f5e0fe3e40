"""Who hears of rounds: participants by mail, with their personal links; coordinators of what came in."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy

from integration_programme import mail, outbox
from integration_programme.actors import Actor
from integration_programme.records import Refused
from integration_programme.translations import in_every_language
from programmes import notices
from programmes.enums import Audience, RoundKind, RoundState
from programmes.models import Participant, Round, Statement
from stakeholders.models import today
from stakeholders.notifications import KIND_NAMES, address, coordinators_of

KIND_NAMES |= {
    "round_asked": gettext_lazy("Request in a round of comments"),
    "round_link": gettext_lazy("Personal link of a round of comments"),
    "round_reminder": gettext_lazy("Reminder of a round of comments"),
    "round_cancelled": gettext_lazy("Cancelling of a round of comments"),
}


def _rounds(keys: Collection[str]) -> dict[str, Round]:
    return {str(found.key): found for found in Round.objects.filter(key__in=keys)}


RESIDENTS_ANSWERED = notices.kind(
    "residents_answered",
    label=gettext_lazy("Answers of residents"),
    sentence=gettext_lazy("Residents have answered, and what they wrote waits to be looked at: %(what)s."),
    page="resident_answers",
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS,
)
ANSWER_FLAGGED = notices.kind(
    "answer_flagged",
    label=gettext_lazy("Answer of a resident to look at"),
    sentence=gettext_lazy("%(who)s asks you to look at an answer of a resident: %(what)s."),
    page="resident_answers",
    waits=True,
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS,
)
ROUND_CLOSED = notices.kind(
    "round_closed",
    label=gettext_lazy("Round of comments closed"),
    sentence=gettext_lazy("A round has closed: %(what)s."),
    page="round",
    waits=True,
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS,
)


ROUND_NOT_OPENED = notices.kind(
    "round_not_opened",
    label=gettext_lazy("Round that did not open on its day"),
    sentence=gettext_lazy("A round did not open on its day: %(what)s"),
    page="round",
    waits=True,
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS and found.state == RoundState.WAITING,
)


#: mails that hold a personal link
TO_PARTICIPANTS = ("round_asked", "round_reminder", "round_link")


def round_asked(participants: Iterable[Participant]) -> None:
    """Send those who are asked their personal links, in one statement. The people of the demo are made up."""
    _write_to("round_asked", participants, lambda participant: outbox.digest(participant.token))


def round_reminder(participants: Iterable[Participant]) -> None:
    """Remind those who have not answered, once a day of a reminder."""
    _write_to("round_reminder", participants, lambda participant: f"{participant.round.remind_on:%Y-%m-%d}")


def round_link(participants: Iterable[Participant]) -> None:
    """Send personal links once more to somebody who has asked for them, once a day."""
    _write_to("round_link", participants, lambda participant: f"{today():%Y-%m-%d}")


def round_cancelled(participants: Iterable[Participant]) -> None:
    """Tell those who were asked that they need not answer, once each."""
    _write_to("round_cancelled", participants, lambda _participant: "")


def without_their_link(asked: Round) -> set[str]:
    """The keys of participants whose personal link has never left."""
    prefix = f"round_asked:{asked.key}:"
    written = {
        is_sent: {key.split(":")[2] for key in outbox.keys(prefix, is_sent=is_sent)} for is_sent in (True, False)
    }
    return written[False] - written[True]


def _write_to(kind: str, participants: Iterable[Participant], what: Callable[[Participant], str]) -> None:
    reached = [each for each in participants if each.address and not each.round.programme.is_demo]
    outbox.put(
        mail.drafted(
            each.address,
            kind,
            _told(each),
            key=f"{each.round.key}:{each.key}:{what(each)}",
            language=each.language,
            about=each.round.programme.slug,
        )
        for each in reached
    )


def _told(participant: Participant) -> dict[str, Any]:
    """What a mail says to whoever is asked, in their language where there is a text in it."""
    asked, language = participant.round, participant.language
    programme = asked.programme
    return {
        "lead": programme.lead.label(language),
        "programme": programme.label(language),
        "title": asked.label(language, programme.original_language),
        "message": asked.message.first(language, programme.original_language)[1],
        "body": participant.body.first(language, programme.original_language)[1],
        "is_statement": asked.kind == RoundKind.STATEMENT,
        "closes_on": asked.closes_on,
        "url": address("answer_round", language, participant.token),
    }


def round_is_over(asked: Round) -> None:
    """Nobody is led to a round that is over."""
    for kind in TO_PARTICIPANTS:
        outbox.withdraw(f"{kind}:{asked.key}:")


def link_is_gone(participant: Participant) -> None:
    """A mail whose link no longer works need not leave."""
    for kind in TO_PARTICIPANTS:
        outbox.withdraw(f"{kind}:{participant.round.key}:{participant.key}:")


def round_closed(asked: Round, *, by: Actor) -> None:
    """Tell the coordinators that a round has ended; once for each last day that it had."""
    once = f"{asked.key}:{asked.closes_on:%Y-%m-%d}"
    told = {"subject": str(asked.key), "names": asked.names}
    notices.tell(
        coordinators_of(asked.programme.lead.municipality_id), ROUND_CLOSED, asked.programme, once=once, by=by, **told
    )


def round_not_opened(asked: Round, reason: Refused) -> None:
    """Tell the coordinators why a round stays where it is, once for each reason and day on which it was to open."""
    original = asked.programme.original_language
    names = in_every_language(lambda language: f"{asked.label(language, original)}. {reason}")
    with translation.override("en"):
        once = f"{asked.key}:{asked.opens_on:%Y-%m-%d}:{outbox.digest(str(reason))}"
    told = {"subject": str(asked.key), "names": names}
    notices.tell(
        coordinators_of(asked.programme.lead.municipality_id), ROUND_NOT_OPENED, asked.programme, once=once, **told
    )


def residents_answered(asked: Round, *, by: Actor) -> None:
    """Tell the coordinators that answers of residents wait for them; once a day, however many there are."""
    once = f"{asked.key}:{today():%Y-%m-%d}"
    told = {"subject": str(asked.key), "names": asked.names}
    notices.tell(
        coordinators_of(asked.programme.lead.municipality_id),
        RESIDENTS_ANSWERED,
        asked.programme,
        once=once,
        by=by,
        **told,
    )


def answer_flagged(statement: Statement, *, by: Actor) -> None:
    """Tell the coordinators that a writer wants them to look at the answer of a resident."""
    asked, once = statement.round, f"{statement.key}:{statement.row_version}"
    told = {"subject": str(asked.key), "names": asked.names}
    notices.tell(
        coordinators_of(asked.programme.lead.municipality_id), ANSWER_FLAGGED, asked.programme, once=once, by=by, **told
    )
