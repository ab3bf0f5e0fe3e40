"""Phase 7 on screen: messages by audience, in the order of their dates."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_programme.templatetags.translations import text
from programmes.enums import SpokenLanguage, TargetAudience
from programmes.models import CommunicationAction, Programme
from programmes.models.places import item_url
from programmes.views.base import name_of, record_url, with_part
from programmes.views.subjects import Body, Contents, Listing, Reader, Row, add_url, adding

KIND, ITEM = "communication-action", "communication.inform"


def _messages(programme: Programme, reader: Reader) -> Body:
    return Body("programmes/communication/messages.html", {"audiences": _audiences(programme)})


def _told(programme: Programme) -> str:
    rows = programme.rows("communication_actions", bare=True)
    if not rows:
        return ""
    audiences = len({row.audience for row in rows})
    told = ngettext("%(number)s message", "%(number)s messages", len(rows)) % {"number": len(rows)}
    reached = _("%(number)s of %(of)s audiences are reached") % {"number": audiences, "of": len(TargetAudience)}
    return f"{told} · {reached}"


def _by_audience(programme: Programme) -> dict[TargetAudience, list[CommunicationAction]]:
    """The messages of each audience, by their dates."""
    by_date = sorted(programme.rows("communication_actions"), key=lambda action: action.due_on or date.max)
    return {audience: [each for each in by_date if each.audience == audience] for audience in TargetAudience}


def _audiences(programme: Programme) -> list[dict]:
    return [
        {
            "key": audience.value,
            "label": audience.label,
            "add_url": add_url(programme, KIND, audience=audience.value),
            "rows": [_message(programme, action) for action in actions],
        }
        for audience, actions in _by_audience(programme).items()
    ]


def _message(programme: Programme, action: CommunicationAction) -> dict:
    names = {"slug": programme.slug, "page": KIND, "key": action.key}
    return {
        "action": action,
        "title": with_part(action, name_of(programme, action)),
        "languages": ", ".join(SpokenLanguage.named(action.languages)) or _("Not chosen yet"),
        "url": record_url(programme, KIND, action),
        "archive_url": reverse("archive_record", kwargs=names),
    }


def _listings(programme: Programme, reader: Reader) -> list[Listing]:
    """A list for each audience."""
    return [
        Listing(
            audience.label,
            [_row(programme, action) for action in actions],
            id=audience.value,
            empty=_("No message is planned yet."),
            **adding(programme, reader, KIND, audience=audience.value),
        )
        for audience, actions in _by_audience(programme).items()
    ]


def _row(programme: Programme, action: CommunicationAction) -> Row:
    return Row(
        with_part(action, name_of(programme, action)),
        item_url(programme.slug, ITEM, str(action.key)),
        told=text(action.channel, programme.original_language),
        beside=_day(action),
        key=str(action.key),
    )


def _day(action: CommunicationAction) -> str:
    day = action.done_on or action.due_on
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


CONTENTS = Contents(
    told={ITEM: _told},
    bodies={ITEM: _messages},
    listings=_listings,
)
