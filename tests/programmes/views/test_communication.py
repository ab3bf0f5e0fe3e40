"""Phase 7 on screen: messages to the four audiences."""

from datetime import date

import pytest

from integration_programme.translations import Translations
from programmes.enums import TargetAudience
from programmes.models import CommunicationAction
from tests.programmes.factories import make_message
from tests.programmes.reading import page, read

pytestmark = pytest.mark.django_db


def test_messages_stand_under_their_audience_in_the_order_of_their_dates(client, coordinator, programme):
    make_message(programme, "Approved", due_on=date(2026, 12, 20))
    make_message(programme, "Tell us", done_on=date(2026, 5, 2))
    make_message(programme, "Draft", audience=TargetAudience.DECISION_MAKERS, languages=[])
    client.force_login(coordinator)

    html = read(client, programme, "item/communication.inform/")

    residents, stakeholders = html.split('id="residents"')[1].split('id="stakeholders"')
    assert residents.index("Tell us (sv)") < residents.index("Approved (sv)")
    assert "Finnish, Swedish, Ukrainian" in residents
    assert "No message is planned yet." in stakeholders.split('id="target_groups"')[0]
    assert "Not chosen yet" in html.split('id="decision_makers"')[1]
    assert f'href="{page(programme, "communication-action/add/")}?audience=stakeholders"' in html


def test_a_message_in_another_language_is_marked(client, coordinator, programme):
    make_message(programme, Translations({"sv": "Berätta"}))
    client.force_login(coordinator)

    html = read(client, programme, "communication/")

    assert '<span lang="sv">Berätta</span> <span class="text-mark">(in Swedish)</span>' in html


def test_a_message_is_added_with_its_languages(client, coordinator, programme):
    client.force_login(coordinator)

    form = read(client, programme, "communication-action/add/?audience=target_groups")
    response = client.post(
        page(programme, "communication-action/add/"),
        {"audience": "target_groups", "message_sv": "Berätta", "languages": ["uk", "fi"], "due_on": "2026-05-15"},
    )

    action = CommunicationAction.objects.get(programme=programme)
    assert '<option value="target_groups" selected>' in form
    assert response.url == page(programme, "item/communication.inform/") + f"#{action.key}"
    assert (action.audience, action.languages, action.due_on) == ("target_groups", ["fi", "uk"], date(2026, 5, 15))
