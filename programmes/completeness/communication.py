"""What phase 7 lacks."""

from django.utils.translation import gettext_lazy as _

from programmes.completeness.facts import Missing, missing_translations, named, tell
from programmes.enums import Phase, TargetAudience
from programmes.models import CommunicationAction, Programme, item_place, place_of

PHASE = Phase.COMMUNICATION
ITEM = "communication.inform"

#: the plan's questions, in words
QUESTIONS = {
    "channel": _("through which channel"),
    "languages": _("in which languages"),
    "when": _("when"),
    "who": _("who sees to it"),
}

NO_MESSAGE = tell(
    "audience-without-message",
    _("No message is planned for: %(audience)s."),
    audience=lambda audience: str(TargetAudience(audience).label),
)
INCOMPLETE = tell(
    "message-incomplete",
    _("The message “%(message)s” does not say: %(lacking)s."),
    lacking=lambda lacking: ", ".join(str(QUESTIONS[name]) for name in lacking),
)


def missing_in_communication(programme: Programme) -> list[Missing]:
    actions = programme.rows("communication_actions")
    reached = {action.audience for action in actions}
    found = [
        Missing(
            code=NO_MESSAGE,
            place=item_place(programme, ITEM),
            values={"audience": audience.value},
            about=audience.value,
            phase=PHASE,
            item=ITEM,
            anchor=audience.value,
        )
        for audience in TargetAudience
        if audience not in reached
    ]
    for action in actions:
        if lacking := _lacking(action):
            values = {**named(programme, "message", action), "lacking": lacking}
            place, anchor = place_of(action), str(action.key)
            found.append(Missing(code=INCOMPLETE, place=place, values=values, phase=PHASE, item=ITEM, anchor=anchor))
    return found + missing_translations(programme, PHASE, ITEM, actions)


def _lacking(action: CommunicationAction) -> list[str]:
    """Which of the plan's questions a message leaves open."""
    answers = {
        "channel": action.channel,
        "languages": action.languages,
        "when": action.when or action.due_on or action.done_on,
        "who": action.who,
    }
    return [question for question, answer in answers.items() if not answer]
