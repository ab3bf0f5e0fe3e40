"""To whom a programme is opened, since when, and what each audience sees of it."""

import pytest
from django.db import IntegrityError, transaction

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record
from programmes.completeness import missing, missing_in_phase
from programmes.document import assemble
from programmes.enums import Audience, ItemStatus, Phase
from programmes.models import Programme, Sharing
from programmes.models.kinds import KINDS
from programmes.models.sharing import SWITCHED, shows
from stakeholders.models import Event
from tests.programmes.factories import fill, fresh, make_finding, make_mark, make_objective

READERS = [Audience.GROUP, Audience.ADVISER, Audience.PUBLIC]


@pytest.fixture
def for_everybody(programme):
    """The programme, open to every audience; no act opens it to the public yet."""
    Sharing.objects.bulk_create(Sharing(programme=programme, audience=audience) for audience in READERS)
    return programme


def opened(programme) -> list[str]:
    return [sharing.audience for sharing in programme.sharings.all()]


def test_each_audience_is_switched_by_itself_and_remembers_since_when(programme, coordinator):
    share_programme(programme, [Audience.ADVISER], by=coordinator)
    since = programme.sharings.get().since

    share_programme(programme, [Audience.ADVISER, Audience.GROUP], by=coordinator)
    share_programme(programme, [Audience.ADVISER], by=coordinator)

    assert opened(programme) == ["adviser"]
    assert programme.sharings.get().since == since


def test_a_second_click_opens_nothing_twice_and_tells_nothing(programme, coordinator):
    share_programme(programme, [Audience.GROUP], by=coordinator)
    share_programme(programme, [Audience.GROUP], by=coordinator)

    events = Event.objects.filter(verb="share_programme")
    assert [event.data for event in events] == [{"audiences": ["group"]}]
    assert opened(programme) == ["group"]


@pytest.mark.parametrize("audience", [Audience.WRITERS, Audience.PUBLIC])
def test_no_act_switches_writers_or_everyone(programme, coordinator, audience):
    share_programme(programme, [audience], by=coordinator)

    assert opened(programme) == []


def test_writers_need_no_switch_and_a_programme_as_a_whole_is_on_or_has_none(programme):
    for wrong in ({"audience": Audience.WRITERS}, {"audience": Audience.GROUP, "is_visible": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sharing.objects.create(programme=programme, **wrong)

    assert opened(programme) == []


def test_an_audience_sees_a_programme_of_its_own_and_the_first_stays_as_it_was(for_everybody):
    programme = for_everybody
    make_objective(programme)
    whole = fresh(programme)

    seen = whole.seen_by(Audience.GROUP)

    assert (whole.audience, seen.audience) == (Audience.WRITERS, Audience.GROUP)
    assert seen.rows("objectives") == whole.rows("objectives")
    assert whole.seen_by(Audience.WRITERS) is whole


def test_the_archive_is_for_writers(programme, coordinator):
    archive_record(make_finding(programme), by=coordinator)
    whole = fresh(programme)

    archived = {audience: len(whole.rows("findings", audience, archived=True)) for audience in Audience}

    assert archived == {"writers": 1, "group": 0, "adviser": 0, "public": 0}


def test_rows_that_are_not_printed_are_for_those_who_prepare_the_programme(for_everybody):
    programme = for_everybody
    make_mark(programme, "situation.needs", status=ItemStatus.IN_PROGRESS)
    whole = fresh(programme)

    seen = {audience: [bool(whole.rows(name, audience)) for name in ("marks", "milestones")] for audience in Audience}

    assert seen == {
        "writers": [True, True],
        "group": [True, True],
        "adviser": [True, True],
        "public": [False, False],
    }


def test_everyone_sees_only_kinds_that_are_printed():
    hidden = {name for name, kind in KINDS.items() if not shows(kind, Audience.PUBLIC)}

    assert hidden == {name for name, kind in KINDS.items() if not kind.is_printed}
    assert {"mark", "milestone"} <= hidden
    assert all(shows(kind, audience) for kind in KINDS.values() for audience in SWITCHED)


def test_what_a_mark_lacks_is_told_to_writers_alone(for_everybody):
    programme = for_everybody
    make_mark(programme, "situation.needs", turn=Translations({"sv": "Maria"}))
    whole = fresh(programme)
    told = {
        audience: [fact for fact in missing_in_phase(whole, Phase.SITUATION, audience) if "State of" in fact.sentence]
        for audience in (Audience.WRITERS, Audience.GROUP, Audience.ADVISER)
    }

    assert {audience: len(facts) for audience, facts in told.items()} == {"writers": 1, "group": 0, "adviser": 0}


def test_everyone_is_not_told_what_lacks(programme):
    assert missing(programme, Audience.WRITERS) != []
    assert missing(programme, Audience.PUBLIC) == []


def test_the_door_decides_and_an_argument_decides_before_it(programme):
    seen = fresh(programme).seen_by(Audience.PUBLIC)

    assert missing(seen) == []
    assert missing(seen, Audience.WRITERS) == missing(fresh(programme))


def test_guidance_is_read_by_writers_alone(programme):
    told = Programme.objects.with_guidance().get(pk=programme.pk)
    told._guidance = [{"item": "situation.needs", "centre": None, "municipality": '{"sv": "N"}', "text": '{"sv": "T"}'}]

    advice = {audience: len(told.seen_by(audience).advice("situation.needs")) for audience in Audience}

    assert advice == {"writers": 1, "group": 0, "adviser": 0, "public": 0}


@pytest.mark.parametrize("audience", READERS)
def test_what_is_printed_is_printed_for_each_audience(for_everybody, coordinator, audience):
    programme = for_everybody
    whole = fill(programme, by=coordinator)
    archive_record(make_finding(programme), by=coordinator)

    assert assemble(fresh(programme), "sv", audience).as_data() == assemble(whole, "sv").as_data() | {
        "cover": assemble(fresh(programme), "sv").as_data()["cover"]
    }
