"""What nothing else has caught when two acts meet is a page with a sentence, never a failure of the server."""

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from integration_programme.records import Refused, StaleRecord
from programmes.views import programmes as view
from tests.pages import offences
from tests.programmes.factories import make_programme
from tests.stakeholders.factories import make_coordinator

pytestmark = pytest.mark.django_db

MEANWHILE = "Somebody else did something here at the same moment. Nothing of yours was saved."
RACES = {
    "stale": (StaleRecord(None), MEANWHILE),
    "twice": (IntegrityError("UNIQUE constraint failed"), MEANWHILE),
    "locked": (OperationalError("database is locked"), MEANWHILE),
    "refused": (Refused("The programme is a draft already."), "The programme is a draft already."),
}


def answer_to(fault, monkeypatch):
    def failing(*arguments, **names):
        raise fault

    coordinator = make_coordinator()
    programme = make_programme(by=coordinator)
    monkeypatch.setattr(view.actions, "share_programme", failing)
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)
    return client.post(f"/en/programmes/{programme.slug}/share/", {"audiences": "group"})


@pytest.mark.parametrize("race", RACES)
def test_a_collision_is_told_in_a_sentence(race, monkeypatch):
    fault, sentence = RACES[race]

    response = answer_to(fault, monkeypatch)

    html = response.content.decode()
    assert response.status_code == 409
    assert sentence in html and "go back in your browser" in html
    assert "UNIQUE" not in html and offences(html) == []


@pytest.mark.parametrize("fault", [RuntimeError("broken"), OperationalError("connection refused")])
def test_any_other_fault_is_still_one(fault, monkeypatch):
    assert answer_to(fault, monkeypatch).status_code == 500
