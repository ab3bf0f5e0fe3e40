"""A form that nobody has written in makes no record."""

import pytest
from django.utils import translation

from programmes.completeness import missing
from programmes.forms import PAGES
from tests.programmes.every_kind import ADDABLE, add_url, make_town
from tests.programmes.factories import fresh
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    with translation.override("en"):
        yield make_town()


@pytest.mark.parametrize("kind", ADDABLE)
def test_an_untouched_form_is_refused(client, town, kind):
    programme, coordinator = town
    client.force_login(coordinator)
    url = add_url(programme, kind)
    before = PAGES[kind].kind.model.objects.count()

    response = client.post(url, as_sent(opened(client, url)))

    assert response.status_code == 200
    assert response.context["form"].errors
    assert PAGES[kind].kind.model.objects.count() == before


def test_what_the_link_has_chosen_is_nobodys_word(client, town):
    programme, coordinator = town
    client.force_login(coordinator)
    url = add_url(programme, "finding") + "?questions=situation.needs"

    response = client.post(url, as_sent(opened(client, url)))

    assert "The form is empty" in str(response.context["form"].errors)


def test_a_choice_that_somebody_changed_is_kept(client, town):
    programme, coordinator = town
    client.force_login(coordinator)
    url = add_url(programme, "finding")

    response = client.post(url, as_sent(opened(client, url), kind="strength"))

    assert response.status_code == 302


def test_an_objective_without_a_text_is_no_objective_yet(town):
    programme, _coordinator = town
    programme.objectives.update(title={})

    blocks = [fact.sentence for fact in missing(fresh(programme)) if fact.is_block]

    assert any("no objective yet" in sentence for sentence in blocks)
