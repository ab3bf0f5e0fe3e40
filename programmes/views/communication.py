"""Phase 7 on screen: messages by audience, in the order of their dates."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from integration_programme.access import guarded
from programmes import rules
from programmes.enums import Phase, SpokenLanguage, TargetAudience
from programmes.models import CommunicationAction, Programme
from programmes.views.base import Body, load_phase, name_of, phase_page, with_part

KIND = "communication-action"


@guarded(load_phase, rules.read_programme)
def communication(request, programme):
    body = Body(template="programmes/communication/messages.html", data={"audiences": _audiences(programme)})
    return phase_page(request, programme, Phase.COMMUNICATION, {"communication.inform": body})


def _audiences(programme: Programme) -> list[dict]:
    add_url = reverse("add_record", kwargs={"slug": programme.slug, "page": KIND})
    by_date = sorted(programme.rows("communication_actions"), key=lambda action: action.due_on or date.max)
    return [
        {
            "key": audience.value,
            "label": audience.label,
            "add_url": f"{add_url}?audience={audience.value}",
            "rows": [_row(programme, action) for action in by_date if action.audience == audience],
        }
        for audience in TargetAudience
    ]


def _row(programme: Programme, action: CommunicationAction) -> dict:
    names = {"slug": programme.slug, "page": KIND, "key": action.key}
    return {
        "action": action,
        "title": with_part(action, name_of(programme, action)),
        "languages": ", ".join(SpokenLanguage.named(action.languages)) or _("Not chosen yet"),
        "url": reverse("edit_record", kwargs=names),
        "archive_url": reverse("archive_record", kwargs=names),
    }
