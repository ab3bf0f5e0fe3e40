"""The state of an item of the checklist: marked in each content language, shown in the reader's or marked."""

import pytest
from django.urls import reverse

from integration_programme.translations import Translations
from programmes.models import ItemMark
from tests.programmes.factories import make_mark
from tests.programmes.reading import read
from tests.programmes.sending import opened, send

pytestmark = pytest.mark.django_db

ADVISER = "responsibility.adviser"
PAGE = f"item/{ADVISER}/"
SWEDISH = '<span lang="sv">Nämnden</span> <span class="text-mark">(in Swedish)</span>'


def said(client, programme, language: str = "en") -> str:
    """What the page of the item says of its state, above the form in which that is changed."""
    return (
        read(client, programme, PAGE, language).split('<div class="page-header">')[1].split('<div class="subject">')[0]
    )


@pytest.fixture
def url(client, coordinator, programme) -> str:
    client.force_login(coordinator)
    return reverse("mark_item", kwargs={"slug": programme.slug, "item": ADVISER})


def test_the_form_has_a_field_for_each_content_language(client, url):
    form = opened(client, url)

    assert [name for name in form.fields if name.startswith(("reason", "turn", "next_step"))] == [
        *("reason_sv", "reason_fi", "turn_sv", "turn_fi", "next_step_sv", "next_step_fi"),
    ]


def test_what_is_written_in_a_language_is_read_in_it(client, programme, url):
    send(client, url, status="in_progress", turn_sv="Nämnden", turn_fi="Lautakunta", next_step_sv="Möte")

    mark = ItemMark.objects.get(programme=programme)
    assert mark.turn == {"sv": "Nämnden", "fi": "Lautakunta"} and mark.next_step == {"sv": "Möte"}
    in_list, on_page = read(client, programme, "responsibility/", "fi"), said(client, programme, "fi")
    assert [("Lautakunta" in shown, "Nämnden" in shown) for shown in (in_list, on_page)] == [(True, False)] * 2
    assert '<span lang="sv">Möte</span>' in on_page
    assert f"Whose turn: {SWEDISH}" in said(client, programme)
    assert f"Whose turn: {SWEDISH}" in read(client, programme, "responsibility/")
    assert SWEDISH in read(client, programme, "")


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_an_item_that_does_not_apply_says_why_in_one_language_at_least(client, programme, url, language):
    refused = send(client, url, status="not_applicable")
    accepted = send(client, url, status="not_applicable", **{f"reason_{language}": "Ei koske"})

    assert refused.context["form"].errors == {"reason_sv": ["Say why the item does not apply here."]}
    assert accepted.status_code == 302
    assert ItemMark.objects.get(programme=programme).reason == {language: "Ei koske"}


def test_the_reason_is_shown_only_while_the_item_does_not_apply(client, programme, url):
    send(client, url, status="not_applicable", reason_sv="Behövs inte")
    with_reason = said(client, programme)

    send(client, url, status="open")

    assert "Not applicable: <span" in with_reason
    assert "Not applicable" not in said(client, programme)


def test_an_item_can_be_opened_again_with_nothing_to_say(client, programme, url):
    make_mark(programme, ADVISER, status="done")

    response = send(client, url, status="open")

    assert response.status_code == 302
    assert ItemMark.objects.get(programme=programme).status == "open"


def test_markup_in_a_mark_is_read_as_text(client, programme, url):
    script = Translations({"sv": "<script>alert(1)</script>"})
    make_mark(programme, ADVISER, turn=script, next_step=script, reason=script, status="not_applicable")

    assert "<script>alert" not in read(client, programme, "") + read(client, programme, "responsibility/") + read(
        client, programme, PAGE
    )
