"""A comment that is begun and a statement that is entered by hand have the same safety copies as records."""

from urllib.parse import quote

import pytest
from django.test import Client

from programmes.models import Comment, Statement, place_of
from tests.programmes.factories import make_objective
from tests.programmes.reading import page
from tests.programmes.rounds import make_open_round, make_statement
from tests.programmes.sending import as_sent
from tests.programmes.views.test_safety_copies import signed_in
from tests.stakeholders.factories import make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
WORDS = "Half-a-sentence-40771"


@pytest.fixture
def client(coordinator) -> Client:
    return signed_in(coordinator)


@pytest.fixture(params=["comment", "comment on the whole", "statement", "statement of a round", "correction"])
def form(request, programme, coordinator) -> str:
    """The address of a form, by the tail of whose page a copy goes."""
    match request.param:
        case "comment":
            return page(programme, f"comments/write/?place={quote(str(place_of(make_objective(programme))))}")
        case "comment on the whole":
            return page(programme, "comments/write/?place=")
        case "statement":
            return page(programme, "statements/add/")
        case "statement of a round":
            return page(programme, f"statements/add/?round={make_open_round(programme, by=coordinator).key}")
        case "correction":
            return page(programme, f"statements/{make_statement(programme, by=coordinator).key}/edit/")


def copy_of(form: str) -> str:
    path, mark, query = form.partition("?")
    return f"{path}safety-copy/{mark}{query}"


def written(browser, form: str) -> dict:
    begun = {"text": WORDS, "contributor_name": "Bo Berg", "way": "paper", "stance": "comments", "safety_tab": "one"}
    return as_sent(browser.get(form).context["form"], **begun)


def used(form: str) -> str:
    return f"{form}{'&' if '?' in form else '?'}safety_copy=use"


def test_it_is_offered_to_its_writer_alone_put_into_the_form_and_deleted_by_the_save(client, programme, form):
    sent = written(client, form)
    assert client.post(copy_of(form), sent).json()["kept"]

    offer = client.get(form).content.decode()
    of_another = signed_in(make_editor(programme.lead.municipality))
    assert "did not save it" in offer and WORDS not in offer and "safety_copy=use" in offer
    assert WORDS in client.get(used(form)).content.decode()
    assert WORDS not in of_another.get(used(form)).content.decode()

    assert client.post(form, sent).status_code == 302
    assert "did not save it" not in client.get(form).content.decode()
    assert Comment.objects.filter(text=WORDS).count() + Statement.objects.filter(text=WORDS).count() == 1


def test_it_is_thrown_away_and_leads_back_to_the_same_form(client, form):
    client.post(copy_of(form), written(client, form))

    answer = client.post(copy_of(form), {"safety_discard": "yes"})

    assert (answer.status_code, answer["Location"]) == (302, form)
    assert "did not save it" not in client.get(form).content.decode()


def test_a_copy_that_came_after_its_save_is_not_offered(client, form):
    sent = written(client, form)
    client.get(form)
    client.post(form, sent)
    client.post(copy_of(form), sent)

    assert "did not save it" not in client.get(form).content.decode()


def test_nobody_is_told_who_else_is_about_to_comment(client, programme):
    form = page(programme, "comments/write/?place=")
    client.post(copy_of(form), written(client, form))
    another = signed_in(make_editor(programme.lead.municipality))

    assert another.post(copy_of(form), {"safety_open": "yes", "safety_tab": "two"}).json()["said"] == []
