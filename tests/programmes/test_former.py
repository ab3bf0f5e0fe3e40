"""The next programme starts from the last one: its words come along, told to be old until somebody has looked through them."""

import uuid
from datetime import date

import pytest

from programmes.actions.programmes import AlreadyStarted, start_from_former
from programmes.actions.records import change_record, keep_record
from programmes.completeness import missing
from programmes.completeness.taken_over import is_of_former
from programmes.enums import InvitationStatus, ItemStatus, MeasureStatus, ProgrammeState
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.portable import dump
from programmes.portable.following import LEFT_OUT, OF_THEN
from stakeholders.models import Event
from tests.programmes.factories import (
    change,
    fill,
    fresh,
    make_mark,
    make_meeting,
    make_objective,
    make_programme,
    make_step,
    words,
)
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
START = "/en/programmes/start/"
PERIOD = (date(2030, 1, 1), date(2033, 12, 31))


@pytest.fixture
def former(programme, coordinator) -> Programme:
    """A programme with something of every kind, begun, met about, measured and partly done."""
    fill(programme, by=coordinator)
    make_meeting(programme)
    make_step(programme)
    make_mark(programme, "cooperation.group", status=ItemStatus.DONE)
    change(programme.responsibility, coordinating_body=words(programme, "Vitality"), start_section="§ 7")
    change(programme.elements.first(), text=words(programme, "<p>We grow.</p>"), state="written")
    change(programme.measures.get(), status=MeasureStatus.DONE)
    change(programme.indicators.get(), baseline_value=7, baseline_date=date(2026, 1, 1))
    return fresh(programme)


@pytest.fixture
def following(former, coordinator) -> Programme:
    return fresh(start_from_former(former, by=coordinator, period=PERIOD))


def sentences(programme: Programme) -> list[str]:
    return [fact.sentence for fact in missing(programme) if fact.code == "not-looked-through"]


def test_the_words_come_along_and_the_former_one_stays_as_it_was(former, coordinator):
    before = dump(former)

    following = fresh(start_from_former(former, by=coordinator, period=PERIOD))

    assert dump(former) == before
    assert following.responsibility.coordinating_body == former.responsibility.coordinating_body
    assert following.elements.first().text == former.elements.first().text
    for name in (
        "findings",
        "plans",
        "priority_areas",
        "objectives",
        "measures",
        "indicators",
        "services",
        "recipients",
    ):
        labels = [[row.label("sv") for row in each.rows(name)] for each in (former, following)]
        assert labels[0] == labels[1] != []
    (measure,) = following.measures.all()
    assert (measure.objective.programme, measure.owner.programme) == (following, following)


def test_its_frame_is_that_of_a_new_programme(former, following):
    assert (following.state, following.approved_on) == (ProgrammeState.PREPARING, None)
    assert (following.period_start, following.period_end, following.review_by) == (*PERIOD, PERIOD[1])
    assert following.title["sv"] == "Program för integrationsfrämjande 2030–2033"
    assert following.former_years == f"{former.period_start.year}–{former.period_end.year}"
    assert [each.audience for each in following.sharings.all()] == []
    assert following.slug != former.slug


def test_nothing_that_was_decided_dated_measured_or_brought_comes_along(following):
    for name in (
        "decision_steps",
        "meetings",
        "consultations",
        "costs",
        "marks",
        "pictures",
        "attachments",
        "versions",
    ):
        assert list(getattr(following, name).all()) == [], name
    (measure,), (indicator,) = following.measures.all(), following.indicators.all()
    assert (measure.starts_on, measure.status) == (None, MeasureStatus.PLANNED)
    assert (indicator.baseline_value, indicator.baseline_date) == (None, None)
    assert following.responsibility.start_section == ""
    assert {each.status for each in following.invitations.all()} == {InvitationStatus.OPEN}
    assert [each.due_on is None or each.done_on for each in following.milestones.all()] == [None] * 7


def test_what_stays_behind_is_named_by_kinds_and_fields_that_there_are():
    fields = {KINDS[name].model: left for name, left in LEFT_OUT.items()}

    assert OF_THEN - set(KINDS) == set()
    assert [name for model, left in fields.items() for name in left if not hasattr(model, name)] == []


def test_each_item_tells_how_much_of_it_is_old_until_somebody_has_looked(following, coordinator):
    (objective,) = following.objectives.all()
    years = following.former_years
    assert f"From the programme {years} and not looked through yet: 2." in sentences(following)

    assert keep_record(objective, by=coordinator) is True
    change_record(following.priority_areas.get(), row_version=1, by=coordinator)

    facts = [fact for fact in missing(fresh(following)) if fact.code == "not-looked-through"]
    assert "objectives.areas" not in {fact.item for fact in facts}
    assert "objectives.means" in {fact.item for fact in facts}


def test_a_second_click_keeps_nothing_and_tells_nobody(following, coordinator):
    objective = following.objectives.get()

    answers = [keep_record(objective, by=coordinator) for _click in range(2)]

    assert answers == [True, False]
    assert following.objectives.get().row_version == 2
    assert Event.objects.filter(verb="keep_record").count() == 1


def test_what_is_written_here_is_not_old(following):
    added = make_objective(following)

    assert not is_of_former(following, added)


def test_a_programme_that_began_empty_has_nothing_old(former):
    assert sentences(former) == []
    assert not any(is_of_former(former, row) for row in former.objectives.all())


def test_its_pages_mark_what_is_old_and_offer_to_keep_it(client, coordinator, following):
    client.force_login(coordinator)
    objective = following.objectives.get()
    page = f"/en/programmes/{following.slug}/objective/{objective.key}/"
    keep = f"{page}keep/"
    assert keep in client.get(page).content.decode()

    assert client.post(keep).status_code == 302

    assert keep not in client.get(page).content.decode()
    assert "had been looked through already" in client.post(keep, follow=True).content.decode()


def test_the_form_of_what_there_is_one_of_offers_to_keep_it_too(client, coordinator, following):
    client.force_login(coordinator)
    element = following.elements.first()
    address = f"/en/programmes/{following.slug}/element/{element.key}/"
    page = client.get(f"{address}edit/").content.decode()
    assert "This comes from the programme" in page

    client.post(f"{address}keep/")

    assert "This comes from the programme" not in client.get(f"{address}edit/").content.decode()


# The form


def test_the_form_offers_the_last_programmes_of_ones_own_municipality_and_nothing_where_there_is_none(
    client, coordinator
):
    client.force_login(coordinator)
    assert "former" not in client.get(START).context["form"].fields

    first, others = make_programme(by=coordinator), make_programme("599")

    offered = [value for value, _label in client.get(START).context["form"].fields["former"].choices]
    assert offered == ["", first.pk]
    assert others.pk not in offered


def sent(**given) -> dict:
    return {"municipality": "545", "edition": "act_681_2023", "record_key": str(uuid.uuid4())} | given


def test_the_form_starts_from_the_chosen_one_and_a_second_click_leads_to_it(client, coordinator, former):
    client.force_login(coordinator)
    form = sent(former=former.pk)

    first, second = (client.post(START, form) for _click in range(2))

    following = Programme.objects.exclude(pk=former.pk).get()
    assert first.url == second.url == f"/en/programmes/{following.slug}/"
    assert str(following.key) == form["record_key"]
    assert following.objectives.count() == former.objectives.count()


def test_another_municipalitys_programme_is_refused(client, coordinator, former):
    others = make_programme("599")
    client.force_login(coordinator)
    assert client.post(START, sent(former=others.pk)).status_code == 200

    both = make_coordinator(make_municipality("599"))
    client.force_login(both)
    assert client.post(START, sent(municipality="599", former=former.pk)).status_code == 200
    assert Programme.objects.count() == 2


def test_a_key_that_started_a_programme_starts_no_second_one(former, coordinator):
    with pytest.raises(AlreadyStarted):
        start_from_former(former, by=coordinator, key=former.key)
