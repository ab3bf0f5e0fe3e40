"""The form that starts a programme bears the programme's key: a second click starts no second one."""

import uuid

import pytest

from programmes.actions.programmes import archive_programme
from programmes.models import Programme
from stakeholders.models import Event
from tests.programmes.factories import make_partner, make_programme
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db
START = "/en/programmes/start/"
AGAIN = "This programme had already been started. It was not started a second time."


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def sent(key="", **given) -> dict:
    return {"municipality": "545", "edition": "act_681_2023", "record_key": str(key)} | given


def test_each_form_has_a_key_of_its_own(visitor):
    keys = {visitor.get(START).context["form"]["record_key"].value() for _opened in range(2)}

    assert len(keys) == 2 and f'name="record_key" value="{keys.pop()}"' not in visitor.get(START).content.decode()


def test_a_second_click_leads_to_the_first_ones_programme(visitor):
    page = visitor.get(START)
    key = page.context["form"]["record_key"].value()
    assert f'name="record_key" value="{key}"' in page.content.decode()

    first, second = (visitor.post(START, sent(key)) for _click in range(2))

    programme = Programme.objects.get()
    assert (str(programme.key), programme.history.count()) == (str(key), 1)
    assert first.url == second.url == f"/en/programmes/{programme.slug}/"
    assert AGAIN in visitor.get(second.url).content.decode()
    assert Event.objects.filter(verb="start_programme").count() == 1


def test_a_second_click_leads_into_the_archive_too(visitor, programme, coordinator):
    archive_programme(programme, by=coordinator)

    response = visitor.post(START, sent(programme.key), follow=True)

    assert response.status_code == 200 and AGAIN in response.content.decode()
    assert Programme.objects.count() == 1


def test_a_key_that_is_none_starts_nothing_and_is_no_error_of_the_server(visitor):
    assert visitor.post(START, sent("not a key")).status_code == 200
    assert not Programme.objects.exists()


def test_a_strangers_key_leads_to_no_programme_of_theirs(visitor):
    others = make_programme("599")

    response = visitor.post(START, sent(others.key), follow=True)

    own = Programme.objects.exclude(pk=others.pk).get()
    assert response.redirect_chain[-1][0] == f"/en/programmes/{own.slug}/"
    assert own.key != others.key and AGAIN not in response.content.decode()


def test_a_key_of_a_programme_that_one_only_reads_leads_not_there(visitor):
    others = make_programme("599")
    make_partner(others, "545")

    assert visitor.post(START, sent(others.key)).url != f"/en/programmes/{others.slug}/"
    assert Programme.objects.count() == 2


def test_the_key_of_a_municipality_that_is_not_ones_own_starts_nothing(client, programme):
    client.force_login(make_coordinator(make_municipality("599")))

    assert client.post(START, sent(programme.key)).status_code == 200
    assert client.post(START, sent(uuid.uuid4())).status_code == 200
    assert Programme.objects.get() == programme
