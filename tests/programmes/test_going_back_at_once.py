"""Somebody goes back to a version, or reads a file, while another writes: nobody's words are lost, nobody overwrites unseen."""

from functools import partial

import pytest
from django.test import Client

from programmes.actions.versions import import_programme, make_version, restore_record_of_version, restore_version
from programmes.enums import VersionPurpose
from programmes.models import Objective
from programmes.models.kinds import KINDS
from programmes.portable import read
from tests.programmes.every_kind import edit_url, make_town
from tests.programmes.factories import change, fresh, words
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_editor, make_municipality
from tests.threads import at_once, database_for_threads, in_thread

ROUNDS = 4

GOING_BACK = {
    "the programme": lambda version, _objective, by: restore_version(version.programme, version, by=by),
    "a record": lambda version, objective, by: restore_record_of_version(
        version.programme, version, KINDS["objective"], objective.key, by=by
    ),
    "a file": lambda version, _objective, by: import_programme(read(version.dump), by=by),
}


@pytest.fixture
def town(transactional_db):
    """A programme whose objective was kept as “Then”, its coordinator, and an editor's browser."""
    programme, coordinator = make_town()
    objective = change(Objective.objects.get(), title=words(programme, "Then"), by=coordinator)
    version = make_version(programme, name="Round 1", purpose=VersionPurpose.ROUND, by=coordinator)
    browser = Client()
    browser.force_login(make_editor(make_municipality("545")))
    return programme, coordinator, objective, version, browser


def title() -> str:
    return Objective.objects.get().title["sv"]


@pytest.mark.slow
@pytest.mark.parametrize("what", GOING_BACK)
def test_who_saves_at_that_moment_is_kept_or_sees_both_texts(town, tmp_path, what):
    programme, coordinator, objective, version, browser = town
    url = edit_url(programme, "objective", objective)

    def round_of(number: int):
        change(Objective.objects.get(), title=words(programme, f"Before {number}"), by=coordinator)
        sent = as_sent(opened(browser, url), title_sv=f"Mine {number}")
        answer, made = at_once(
            partial(browser.post, url, sent), partial(GOING_BACK[what], version, objective, coordinator)
        )
        return number, answer, made, title(), programme.versions.all()[1].dump["records"]["objective"][0]["title"]["sv"]

    with database_for_threads(tmp_path):
        rounds = in_thread(lambda: [round_of(number) for number in range(ROUNDS)])

    for number, answer, made, now, left in rounds:
        assert not isinstance(made, Exception), made
        assert now == "Then (sv)"
        if answer.status_code == 302:  # the editor came first: what was left is kept with their words
            assert left == f"Mine {number}"
        else:
            assert (answer.status_code, left) == (409, f"Before {number} (sv)")
            html = answer.content.decode()
            assert f"Mine {number}" in html and "Then (sv)" in html.split("The saved text", 1)[1]


@pytest.mark.parametrize("what", GOING_BACK)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_form_that_was_open_meanwhile_shows_both_texts(town, what, language):
    programme, coordinator, objective, version, browser = town
    change(objective, title=words(programme, "Before"), by=coordinator)
    url = edit_url(programme, "objective", objective).replace("/en/", f"/{language}/", 1)
    sent = as_sent(opened(browser, url), title_sv="Mine")

    GOING_BACK[what](version, objective, coordinator)
    answer = browser.post(url, sent)

    html = answer.content.decode()
    assert (answer.status_code, title()) == (409, "Then (sv)")
    assert [(each.yours, each.saved) for each in answer.context["form"].differences] == [("Mine", "Then (sv)")]
    assert "Mine" in html and "Then (sv)" in html

    again = browser.post(url, as_sent(answer.context["form"]))
    assert (again.status_code, title()) == (302, "Mine")


@pytest.mark.parametrize("what", GOING_BACK)
def test_another_field_of_the_open_form_is_put_together_with_what_came_back(town, what):
    programme, coordinator, objective, version, browser = town
    change(objective, title=words(programme, "Before"), by=coordinator)
    url = edit_url(programme, "objective", objective)
    sent = as_sent(opened(browser, url), by_when="2029-12-31")

    GOING_BACK[what](version, objective, coordinator)
    answer = browser.post(url, sent)

    objective.refresh_from_db()
    assert answer.status_code == 302
    assert (objective.title["sv"], str(objective.by_when)) == ("Then (sv)", "2029-12-31")
    assert fresh(programme).objectives.count() == 1
