"""What phase 7 lacks."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes.completeness.facts import Missing, missing_translations
from programmes.enums import Phase, TargetAudience
from programmes.models import CommunicationAction, Programme

PHASE = Phase.COMMUNICATION
ITEM = "communication.inform"


def missing_in_communication(programme: Programme) -> list[Missing]:
    actions = programme.rows("communication_actions")
    reached = {action.audience for action in actions}
    found = [
        Missing(PHASE, ITEM, _("No message is planned for: %(audience)s.") % {"audience": audience.label}, audience)
        for audience in TargetAudience
        if audience not in reached
    ]
    for action in actions:
        if lacking := _lacking(action):
            words = {
                "message": action.label(get_language() or "", programme.original_language),
                "lacking": ", ".join(lacking),
            }
            sentence = _("The message “%(message)s” does not say: %(lacking)s.") % words
            found.append(Missing(PHASE, ITEM, sentence, str(action.key)))
    fields = ["message", "channel", "when", "who"]
    return found + missing_translations(programme, PHASE, ITEM, actions, fields)


def _lacking(action: CommunicationAction) -> list[str]:
    """Which of the plan's questions a message leaves open, in words."""
    answers = [
        (action.channel, _("through which channel")),
        (action.languages, _("in which languages")),
        (action.when or action.due_on or action.done_on, _("when")),
        (action.who, _("who sees to it")),
    ]
    return [question for answer, question in answers if not answer]
