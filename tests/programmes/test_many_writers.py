"""Ten people save one record at the same moment: what goes together is kept, what collides is shown to each of them.

    ROUNDS_OF_SAVES=40 python -m pytest tests/programmes/test_many_writers.py

takes forty rounds of each, some minutes.
"""

import os
from functools import partial

import pytest
from django.test import Client

from programmes.models import Responsibility
from tests.programmes.every_kind import add_url, edit_url, make_town
from tests.programmes.factories import make_meeting
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_editor, make_municipality, make_seat
from tests.threads import at_once, database_for_threads, in_thread

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROUNDS = int(os.environ.get("ROUNDS_OF_SAVES", "5"))
#: ten fields of one form
FIELDS = (
    "coordinating_body_sv",
    "coordinating_body_fi",
    "administrative_regulation_sv",
    "administrative_regulation_fi",
    "coordinator_name",
    "coordinator_office_sv",
    "coordinator_office_fi",
    "deputy_name",
    "deputy_office_sv",
    "deputy_office_fi",
)


@pytest.fixture
def town(tmp_path):
    """A programme, and ten editors of its municipality, each in a browser of their own."""
    programme, _coordinator = make_town()
    browsers = []
    for _number in FIELDS:
        browser = Client()
        browser.force_login(make_editor(make_municipality("545")))
        browsers.append(browser)
    with database_for_threads(tmp_path):
        yield programme, browsers


def saved_at_once(browsers, url: str, changes: list[dict]) -> list:
    """The answers to everybody's form, opened before anybody saved."""
    sent = [as_sent(opened(browser, url), **change) for browser, change in zip(browsers, changes, strict=True)]
    return at_once(*(partial(browser.post, url, data) for browser, data in zip(browsers, sent, strict=True)))


def test_ten_writers_on_different_fields_lose_nothing_and_see_no_conflict(town):
    programme, browsers = town
    url = edit_url(programme, "mandate", programme.responsibility)

    def rounds():
        found = []
        for number in range(ROUNDS):
            changes = [{name: f"{name} {number}"} for name in FIELDS]
            found += [answer.status_code for answer in saved_at_once(browsers, url, changes)]
            form = opened(browsers[0], url)
            assert {name: form[name].value() for name in FIELDS} == {name: f"{name} {number}" for name in FIELDS}
        return found, Responsibility.objects.get(programme=programme).row_version

    answers, row_version = in_thread(rounds)

    assert answers == [302] * 10 * ROUNDS
    assert row_version == 1 + 10 * ROUNDS


def test_of_ten_writers_on_one_field_nine_see_both_texts(town):
    programme, browsers = town
    url = edit_url(programme, "mandate", programme.responsibility)

    def rounds():
        found = []
        for number in range(ROUNDS):
            changes = [{"coordinator_name": f"Person {at} in round {number}"} for at in range(10)]
            answers = saved_at_once(browsers, url, changes)
            found.append((number, answers, Responsibility.objects.get(programme=programme).coordinator_name))
        return found

    for number, answers, stored in in_thread(rounds):
        told = {at: answer for at, answer in enumerate(answers) if answer.status_code == 409}
        (winner,) = [at for at, answer in enumerate(answers) if answer.status_code == 302]
        assert len(told) == 9
        assert stored == f"Person {winner} in round {number}"
        for at, answer in told.items():
            html = answer.content.decode()
            assert f'value="Person {at} in round {number}"' in html
            assert stored in html.split("The saved text", 1)[1]


def test_ten_writers_who_choose_different_rows_choose_them_all(town):
    programme, browsers = town

    def save():
        seats = [make_seat(programme.group, organisation=f"Body {number}") for number in range(10)]
        meeting = make_meeting(programme)
        changes = [{"present": [str(seat.pk)]} for seat in seats]
        answers = saved_at_once(browsers, edit_url(programme, "meeting", meeting), changes)
        return [answer.status_code for answer in answers], set(meeting.present.all()) == set(seats)

    answers, are_all_present = in_thread(save)

    assert answers == [302] * 10
    assert are_all_present


def test_ten_writers_of_the_matrix_lose_nothing(town):
    programme, browsers = town
    """Two write in each row: one a new organisation, the other the reason."""
    rows = list(programme.invitations.all())[:5]
    url = f"/en/programmes/{programme.slug}/cooperation/invitations/"
    fields = [(row, field) for row in rows for field in ("organisation_new", "reason_sv")]

    def save():
        changes = [{f"{row.key.hex}-{field}": f"{field} {row.pk}"} for row, field in fields]
        forms = [browser.get(url).context["form"].forms for browser in browsers]
        sent = [
            {name: value for form in each for name, value in as_sent(form).items()} | change
            for each, change in zip(forms, changes, strict=True)
        ]
        answers = at_once(*(partial(browser.post, url, data) for browser, data in zip(browsers, sent, strict=True)))
        found = {row.pk: row for row in programme.invitations.select_related("organisation")}
        return [answer.status_code for answer in answers], [
            (str(found[row.pk].organisation), found[row.pk].reason.text("sv")) for row in rows
        ]

    answers, stored = in_thread(save)

    assert answers == [302] * 10
    assert stored == [(f"organisation_new {row.pk}", f"reason_sv {row.pk}") for row in rows]


def test_ten_new_records_at_once_get_ten_codes_and_ten_places(town):
    programme, browsers = town
    url = add_url(programme, "finding")

    def save():
        answers = saved_at_once(browsers, url, [{"text_sv": f"<p>Finding {at}</p>"} for at in range(10)])
        found = programme.findings.exclude(code="F1")
        return [answer.status_code for answer in answers], set(found.values_list("code", flat=True))

    answers, codes = in_thread(save)

    assert answers == [302] * 10
    assert codes == {f"F{number}" for number in range(2, 12)}
