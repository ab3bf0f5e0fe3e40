"""Who hears of what becomes of a joint programme, of what is shared, of comments and of rounds.

A municipality that is asked, and its answer, are mails of their own; whatever else is told is a notice (`notices`). Both
come with the transaction of the act; the worker sends them.
"""

from programmes.notifications.comments import (
    COMMENT,
    COMMENTS,
    POINT_NEAR,
    comment_is_answered,
    comment_is_for,
    comment_is_gone,
    comment_was_said,
    responded,
)
from programmes.notifications.duties import (
    DAY_NEAR,
    DUTY_GONE,
    DUTY_LATE,
    DUTY_NEAR,
    DUTY_SILENT,
    HANDED_OVER,
    REVIEWS_HANDED_OVER,
    duty_is_answered,
    duty_is_for,
    duty_is_gone,
    tell_of_duty,
)
from programmes.notifications.meetings import (
    deputy_is_to_come,
    deputy_need_not_come,
    meeting_called,
    meeting_called_off,
    meeting_moved,
)
from programmes.notifications.partners import partner_answered, partner_asked, partner_right_changed
from programmes.notifications.reviews import review_asked, review_is_not_asked, review_sent
from programmes.notifications.rounds import (
    answer_flagged,
    link_is_gone,
    residents_answered,
    round_asked,
    round_cancelled,
    round_closed,
    round_is_over,
    round_link,
    round_not_opened,
    round_reminder,
    without_their_link,
)
from programmes.notifications.sharing import SHARED, programme_shared

__all__ = [
    "COMMENT",
    "COMMENTS",
    "DAY_NEAR",
    "DUTY_GONE",
    "DUTY_LATE",
    "DUTY_NEAR",
    "DUTY_SILENT",
    "HANDED_OVER",
    "POINT_NEAR",
    "REVIEWS_HANDED_OVER",
    "SHARED",
    "answer_flagged",
    "comment_is_answered",
    "comment_is_for",
    "comment_is_gone",
    "comment_was_said",
    "deputy_is_to_come",
    "deputy_need_not_come",
    "duty_is_answered",
    "duty_is_for",
    "duty_is_gone",
    "link_is_gone",
    "meeting_called",
    "meeting_called_off",
    "meeting_moved",
    "partner_answered",
    "partner_asked",
    "partner_right_changed",
    "programme_shared",
    "residents_answered",
    "responded",
    "review_asked",
    "review_is_not_asked",
    "review_sent",
    "round_asked",
    "round_cancelled",
    "round_closed",
    "round_is_over",
    "round_link",
    "round_not_opened",
    "round_reminder",
    "tell_of_duty",
    "without_their_link",
]
