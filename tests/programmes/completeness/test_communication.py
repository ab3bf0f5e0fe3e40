"""What phase 7 lacks."""

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.records import add_record
from programmes.enums import Phase, TargetAudience
from programmes.models import CommunicationAction
from tests.programmes.factories import make_message, words
from tests.programmes.reading import sentences

pytestmark = pytest.mark.django_db


def test_each_audience_without_a_message_is_missing(programme):
    make_message(programme, audience=TargetAudience.STAKEHOLDERS)

    assert sentences(programme, Phase.COMMUNICATION) == [
        "No message is planned for: Local residents.",
        "No message is planned for: Target groups.",
        "No message is planned for: Decision-makers.",
    ]


def test_a_message_says_how_when_who_and_in_which_languages(programme):
    for audience in TargetAudience:
        make_message(programme, audience.value, audience=audience)
    whole = sentences(programme, Phase.COMMUNICATION)
    add_record(CommunicationAction(programme=programme, message=words(programme, "Hello")), by=SYSTEM)

    assert whole == []
    assert sentences(programme, Phase.COMMUNICATION) == [
        "The message “Hello (sv) (in Swedish)” does not say: through which channel, in which languages, when, who sees to it."
    ]
