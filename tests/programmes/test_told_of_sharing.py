"""Who may read something from now on is told, once a day at most, when there was time to change one's mind."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from integration_programme.actors import SYSTEM
from integration_programme.models import OutgoingMail
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.sharing import share_place, tell_of_sharing
from programmes.enums import Audience
from programmes.models import Programme, item_place, place_of
from tests.programmes.factories import fresh, make_finding
from tests.stakeholders.factories import make_adviser, make_group, make_member, make_user

GROUP, ADVISER = Audience.GROUP, Audience.ADVISER


@pytest.fixture
def grouped(programme, coordinator) -> Programme:
    group = make_group(list(programme.municipalities.all()))
    choose_group(programme, group, by=coordinator)
    return fresh(programme)


def asked() -> list[list]:
    """Whom the worker is to tell, as it was asked."""
    jobs = DBTaskResult.objects.filter(task_path="programmes.tasks.tell_of_sharing").order_by("run_after")
    return [job.args_kwargs["args"] for job in jobs]


def told() -> list[str]:
    return list(OutgoingMail.objects.filter(kind="programme_shared").order_by("pk").values_list("to", flat=True))


def switch(programme, key: str, is_visible: bool | None, audience=GROUP) -> None:
    share_place(programme, item_place(programme, key), {audience: is_visible}, by=SYSTEM)


def test_those_who_see_more_are_told_and_nobody_else(grouped):
    share_programme(grouped, [GROUP], by=SYSTEM)
    switch(grouped, "situation", False)
    switch(grouped, "situation", None, GROUP)
    switch(grouped, "objectives", True, GROUP)
    switch(grouped, "monitoring", True, ADVISER)

    assert asked() == [[grouped.pk, "group"], [grouped.pk, "group"], [grouped.pk, "adviser"]]


def test_there_is_time_to_change_ones_mind(grouped):
    before = timezone.now()

    share_programme(grouped, [GROUP], by=SYSTEM)

    (job,) = DBTaskResult.objects.filter(task_path="programmes.tasks.tell_of_sharing")
    assert job.run_after - before >= timedelta(minutes=10)


def test_several_sections_of_a_day_make_one_mail_a_person(grouped):
    members = [make_member(grouped.group), make_member(grouped.group)]
    for key in ("situation", "objectives", "monitoring"):
        switch(grouped, key, True)
        tell_of_sharing(grouped.pk, GROUP)
    switch(grouped, "situation", None)
    switch(grouped, "situation", True)
    tell_of_sharing(grouped.pk, GROUP)

    assert sorted(told()) == sorted(member.email for member in members)


def test_what_was_closed_again_is_told_to_nobody(grouped):
    make_member(grouped.group)
    switch(grouped, "situation", True)
    switch(grouped, "situation", None)

    tell_of_sharing(grouped.pk, GROUP)

    assert told() == []


def test_advisers_of_the_region_are_told_and_no_others(programme):
    finding, centre = make_finding(programme), programme.lead.municipality.centre
    adviser = make_adviser(centre)
    make_user()
    share_place(programme, place_of(finding), {ADVISER: True}, by=SYSTEM)

    tell_of_sharing(programme.pk, ADVISER)

    assert told() == [adviser.email]
