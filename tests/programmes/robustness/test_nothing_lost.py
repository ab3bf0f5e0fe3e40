"""Nothing that anybody wrote is lost, in any form: ended sessions, double clicks, a version that was forged."""

import pytest

from programmes.forms import PAGES
from tests.programmes.every_kind import (
    ADDABLE,
    add_url,
    edit_url,
    filled,
    form_of,
    rows_of,
    single,
    text_fields,
)
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import PASSWORD

pytestmark = pytest.mark.django_db


def saved_record(client, programme, kind: str):
    """A record of the kind with something in every field, written through its form."""
    url, form = form_of(client, programme, kind)
    assert client.post(url, filled(form, kind, "First words")).status_code == 302, kind
    if PAGES[kind].kind.is_list:
        return PAGES[kind].kind.model.objects.filter(programme=programme).order_by("-pk")[0]
    return single(programme, kind)


# An ended session


@pytest.mark.parametrize("kind", PAGES)
def test_what_was_written_when_the_session_ended_is_in_the_form_and_can_be_saved(client, coordinator, programme, kind):
    client.force_login(coordinator)
    url, form = form_of(client, programme, kind)
    client.session.flush()
    before = rows_of(programme)

    sent = filled(form, kind, "Words of the evening")
    answer = client.post(url, sent)
    assert rows_of(programme) == before
    client.post(answer["Location"], {"login": coordinator.email, "password": PASSWORD})
    page = client.get(url)

    assert not text_fields(form) or "Words of the evening" in page.content.decode()
    assert "It is not saved yet" in page.content.decode()
    assert rows_of(programme) == before
    again = (
        {"file": sent["file"]} if "file" in sent else {}
    )  # nothing that strangers send is stored, least of all files
    assert client.post(url, as_sent(page.context["form"]) | again).status_code == 302
    assert rows_of(programme) != before


# A double click


@pytest.mark.parametrize("kind", ADDABLE)
def test_a_double_click_makes_one_row(visitor, programme, kind):
    url = add_url(programme, kind)
    sent = filled(opened(visitor, url), kind)
    before = PAGES[kind].kind.model.objects.count()

    answers = [visitor.post(url, sent) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert PAGES[kind].kind.model.objects.count() == before + 1


@pytest.mark.parametrize("kind", ADDABLE)
def test_who_goes_back_to_the_form_and_writes_on_sees_both_texts(visitor, programme, kind):
    """The row is there already: what is different now is neither thrown away nor a second row."""
    url = add_url(programme, kind)
    sent = filled(opened(visitor, url), kind, "First words")
    visitor.post(url, sent)
    number = PAGES[kind].kind.model.objects.count()

    other = filled(opened(visitor, url), kind, "Other words", again=True) | {"record_key": sent["record_key"]}
    conflict = visitor.post(url, other)
    again = visitor.post(url, as_sent(conflict.context["form"]))

    assert (conflict.status_code, again.status_code) == (409, 302)
    assert PAGES[kind].kind.model.objects.count() == number
    record = PAGES[kind].kind.model.objects.get(key=sent["record_key"])
    assert record.row_version == 2


# Two people at once


@pytest.mark.parametrize("kind", [kind for kind in PAGES if kind != "partner"])  # which has one choice of two
def test_a_stale_save_writes_nothing_and_shows_both_texts(visitor, programme, kind):
    record = saved_record(visitor, programme, kind)
    url = edit_url(programme, kind, record)
    stale = opened(visitor, url)
    saved = filled(stale, kind, "Their words", again=True)
    assert visitor.post(url, saved).status_code == 302
    before = rows_of(programme)

    response = visitor.post(url, filled(stale, kind, "My own words") | changed(kind))

    html = response.content.decode()
    assert response.status_code == 409
    assert rows_of(programme) == before
    assert response.context["form"].differences
    if any((stale.fields[name].max_length or 99) >= len("Their words") for name in text_fields(stale)):
        assert "Their words" in html.split("The saved text", 1)[1] and "My own words" in html
    assert visitor.post(url, as_sent(response.context["form"])).status_code == 302


def changed(kind: str) -> dict:
    """A third value, where there is a choice of few."""
    third = {
        "languages": {"page_budget": "22"},
        "period": {"review_by": "2026-02-05"},
        "figures": {"figures": ["low_income_rate"]},
    }
    return third.get(kind, {})


@pytest.mark.parametrize("kind", PAGES)
def test_a_missing_or_forged_version_writes_nothing(visitor, programme, kind):
    record = saved_record(visitor, programme, kind)
    url = edit_url(programme, kind, record)
    sent = filled(opened(visitor, url), kind, "My own words", again=True)
    before = rows_of(programme)
    del sent["row_version"]

    forged = [{"row_version": each} for each in ("", "0", "-1", "77", "9" * 40, "later\x00")]
    for row_version in ({}, *forged):
        response = visitor.post(url, sent | row_version)
        assert response.status_code == 409, row_version
        assert response.context["form"].differences

    assert rows_of(programme) == before
