"""How programmes stand: what lists show without working anything out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration_programme import worker
from integration_programme.actors import SYSTEM
from integration_programme.jobs import QUICK, RECURRING
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.actions import standings
from programmes.actions.approval import reopen_programme
from programmes.actions.programmes import archive_programme, restore_programme, share_programme
from programmes.actions.rounds import close_round
from programmes.actions.standings import renew_standings, some_are_stale
from programmes.completeness import missing
from programmes.enums import Audience, ItemStatus, Phase
from programmes.models import Programme, Standing
from programmes.models.sharing import SWITCHED
from programmes.tasks import renew_standings as job
from stakeholders.models import today
from tests.programmes.factories import (
    approve_programme,
    change,
    fresh,
    make_approvable,
    make_chosen_group,
    make_figure,
    make_finding,
    make_mark,
    make_partner,
    make_programme,
)
from tests.programmes.rounds import make_open_round
from tests.stakeholders.factories import make_adviser, make_coordinator, make_municipality, make_seat

LIST = "/en/programmes/"


def standing(programme, audience=Audience.WRITERS) -> Standing:
    return Standing.objects.get(programme=programme, audience=audience)


def listed(client, query: str = "") -> str:
    return client.get(LIST + query).content.decode()


@pytest.fixture
def reader(client, coordinator):
    client.force_login(coordinator)
    return client


def test_it_tells_what_lacks_and_how_far_each_phase_is(programme):
    make_mark(programme, "cooperation.group", status=ItemStatus.IN_PROGRESS, turn=Translations({"en": "Maija"}))
    milestone = min((each.due_on for each in programme.milestones.all() if each.due_on >= today()), default=None)

    renew_standings()

    found, facts = standing(programme), missing(fresh(programme))
    assert found.blocks == sum(fact.is_block for fact in facts)
    assert found.warnings == sum(not fact.is_block for fact in facts)
    assert [state["phase"] for state in found.phases] == list(Phase)
    assert found.phases[1] | {"of": 0} == {"phase": "cooperation", "done": 0, "of": 0, "state": "in_progress"}
    assert found.turn == {"en": "Maija"}
    assert found.next_date == milestone
    assert found.has_changed is False


def test_each_audience_has_a_row(programme):
    renew_standings()

    assert sorted(Standing.objects.values_list("audience", flat=True)) == ["adviser", "group", "writers"]


def test_an_act_makes_it_stale_and_the_worker_renews_it(programme):
    renew_standings()
    steps = [some_are_stale()]
    make_finding(programme)
    steps.append(some_are_stale())
    worker.work_off([QUICK])
    job.call()
    steps.append(some_are_stale())

    assert steps == [False, True, False]


def test_it_is_renewed_within_five_seconds():
    assert RECURRING[job.module_path].every <= timedelta(seconds=4)


def test_it_is_stale_when_the_day_turns_when_figures_come_and_when_a_seat_changes(programme, monkeypatch):
    group = make_chosen_group(programme)
    renew_standings()
    stale = []
    make_seat(group)
    stale.append(some_are_stale())
    renew_standings()
    make_figure("population", "1999", "100")
    stale.append(some_are_stale())
    renew_standings()
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    stale.append(some_are_stale())
    renew_standings()
    stale.append(some_are_stale())

    assert stale == [True, True, True, False]


def test_one_that_cannot_be_renewed_keeps_back_no_other_and_is_told_of(db, monkeypatch):
    broken, other = make_programme("545"), make_programme("893")

    def standing_of(programme, audience):
        if programme == broken:
            raise ValueError("broken")
        return worked_out(programme, audience)

    worked_out = standings.standing_of
    monkeypatch.setattr(standings, "standing_of", standing_of)

    with pytest.raises(ValueError, match="broken"):
        renew_standings()
    assert set(Standing.objects.values_list("programme", flat=True)) == {other.pk}


def test_so_many_are_renewed_at_once(db):
    for code in ("545", "893", "905"):
        make_programme(code)

    assert [renew_standings(most=2), renew_standings(most=2), renew_standings(most=2)] == [2, 1, 0]


def test_the_list_shows_what_was_last_known_and_then_what_is(reader, programme):
    renew_standings()
    before = listed(reader)
    make_mark(programme, "cooperation.group", status=ItemStatus.IN_PROGRESS, turn=Translations({"en": "Maija"}))
    stale = listed(reader)
    renew_standings()

    turns = ["Whose turn: Maija." in page for page in (before, stale, listed(reader))]
    assert turns == [False, False, True]


def test_a_programme_that_no_worker_has_seen_is_listed_with_its_state(reader, programme):
    facts = missing(fresh(programme))

    assert f"{len(facts)} things are missing." in listed(reader)
    assert not Standing.objects.exists()


def test_a_new_title_is_read_at_once(reader, programme):
    renew_standings()
    listed(reader)

    change(fresh(programme), title=Translations({"en": "Together in Närpes"}))

    assert "Together in Närpes" in listed(reader)
    assert "Together in Närpes" in listed(reader, "?q=together")


def test_what_is_opened_closed_archived_or_brought_back_is_listed_at_once(client, programme, coordinator):
    client.force_login(make_adviser(make_municipality("545").centre))
    acts = [
        lambda: share_programme(fresh(programme), SWITCHED, by=SYSTEM),
        lambda: archive_programme(programme, by=coordinator),
        lambda: restore_programme(programme, by=coordinator),
        lambda: share_programme(fresh(programme), [], by=SYSTEM),
    ]
    found = []
    for act in acts:
        act()
        found.append(f"/programmes/{programme.slug}/" in listed(client))

    assert found == [True, False, True, False]


def test_a_new_partner_finds_the_programme_at_once(client, programme):
    client.force_login(make_coordinator(make_municipality("893")))
    before = f"/programmes/{programme.slug}/" in listed(client)

    make_partner(programme, "893")

    assert (before, f"/programmes/{programme.slug}/" in listed(client)) == (False, True)


def test_a_change_after_the_approval_is_said(reader, coordinator):
    programme = make_approvable(by=coordinator)
    approve_programme(programme, approved_on=today(), by=coordinator)
    found = []
    for words in ("Other words", None):
        renew_standings()
        found.append("changed after approval" in listed(reader))
        if words:
            make_finding(fresh(programme), words)

    assert found == [False, True]


def test_a_list_that_was_read_before_takes_five_statements(reader, programme):
    for code in ("893", "905"):
        make_partner(make_programme(code), "545")
    renew_standings()
    listed(reader)
    Remembered.forget_everything()
    asked = []
    for _reading in range(2):
        with CaptureQueriesContext(connection) as captured:
            listed(reader)
        asked.append(len(captured))

    assert Programme.objects.count() == 3
    assert asked == [10, 6]


# Derived states


def list_in(client, language: str = "en") -> str:
    renew_standings()
    return " ".join(client.get(f"/{language}/programmes/").content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "shared", "in_force"),
    [("fi", "Jaettu", "Voimassa"), ("sv", "Delat", "I kraft"), ("en", "Shared", "In force")],
)
def test_list_says_what_is_shared_and_in_force(client, language, shared, in_force):
    coordinator = make_coordinator()
    programme = make_approvable(by=coordinator)
    client.force_login(coordinator)
    assert f"· {in_force}" not in list_in(client, language)

    change(programme, period_start=today() - timedelta(days=9), period_end=today() + timedelta(days=9))
    approve_programme(fresh(programme), approved_on=today(), by=coordinator)
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)

    html = list_in(client, language)
    assert f"· {shared}</span>" in html and f"· {in_force}</span>" in html


@pytest.mark.django_db
def test_a_programme_is_out_for_comments_while_a_round_can_be_answered(programme, coordinator):
    renew_standings()
    found = make_open_round(programme, by=coordinator)

    assert some_are_stale()
    renew_standings()
    assert standing(programme).derived == ["out_for_comments"]

    close_round(found, by=coordinator)
    renew_standings()
    assert standing(programme).derived == []


@pytest.mark.django_db
def test_an_earlier_programme_is_superseded_in_the_list_though_no_act_was_done_on_it(client):
    coordinator = make_coordinator()
    days = [today() + timedelta(days=number) for number in (-9, 9)]
    earlier = make_approvable(by=coordinator)
    change(earlier, period_start=days[0], period_end=days[1])
    approve_programme(fresh(earlier), approved_on=days[0], by=coordinator)
    client.force_login(coordinator)
    assert list_in(client).count("· In force") == 1

    later = make_approvable(by=coordinator)
    change(later, period_start=today(), period_end=days[1])
    approve_programme(fresh(later), approved_on=today(), by=coordinator)

    html = list_in(client)
    assert (html.count("· Superseded"), html.count("· In force")) == (1, 1)
    assert [row.derived for row in earlier.standings.all()] == [["superseded"]] * 3
    reopen_programme(fresh(later), by=coordinator)
    assert list_in(client).count("· In force") == 1
    assert [row.derived for row in earlier.standings.all()] == [["in_force"]] * 3


@pytest.mark.django_db
def test_states_in_the_list_cost_no_statement(client):
    coordinator = make_coordinator()
    client.force_login(coordinator)
    counts = []
    for opened in ([], [Audience.GROUP]):
        share_programme(make_programme(by=coordinator), opened, by=coordinator)
        renew_standings()
        Remembered.forget_everything()
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/programmes/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
