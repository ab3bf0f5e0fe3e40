"""Before anything is loaded, its person hears what will not be."""

from datetime import date

import pytest
from django.utils import translation

from programmes.models import DecisionStep, OwnFigure, Programme
from programmes.portable import dump, load, read, what_is_not_taken
from stakeholders.models import CooperationGroup, Municipality
from tests.programmes.factories import approve_programme, change, fresh, make_partner, make_step, words
from tests.stakeholders.factories import make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

ALWAYS = ["accounts", "history", "figures"]


def losses(data: dict, municipality: Municipality | None = None, *, as_copy: bool = True) -> list[str]:
    return [loss.key for loss in what_is_not_taken(read(data), municipality, as_copy=as_copy)]


def sentences(data: dict, municipality: Municipality | None = None, *, as_copy: bool = True) -> list[str]:
    return [loss.sentence for loss in what_is_not_taken(read(data), municipality, as_copy=as_copy)]


def test_a_copy_in_the_same_municipality_takes_its_group(programme):
    assert losses(dump(programme)) == [*ALWAYS, "files", "sharing", "consent"]
    assert sentences(dump(programme))[-1] == (
        "Partner municipalities must consent again before they see anything: Nykarleby."
    )


def test_another_municipality_is_told_of_the_group_that_stays(programme):
    told = sentences(dump(programme), make_municipality("599"))

    name = programme.group.label("en")
    assert told[-1] == (
        f"The cooperation group {name} is not this municipality's here and is not taken, nor who was present from it."
    )


def test_an_approval_is_not_taken(programme, coordinator):
    change(programme.responsibility, coordinating_body=words(programme, "Board"))
    approve_programme(fresh(programme), approved_on=date(2026, 11, 16), by=coordinator)
    data = dump(programme)

    assert "approval" in losses(data)
    with translation.override("sv"):
        assert "Godkännandet 16.11.2026 och dess dokument tas inte med: programmet blir ett utkast." in sentences(data)
    assert load(data, by=coordinator, as_copy=True).programme.state == "preparing"


def test_what_is_read_over_itself_keeps_its_group_and_its_state(programme):
    assert losses(dump(programme), as_copy=False) == [*ALWAYS, "consent"]


def test_an_unknown_partner_goes_with_what_cannot_be_without_it(programme, coordinator):
    """A decision and the responsibility of that municipality go with it; a figure of it becomes one of the whole area."""
    partner = programme.links.get(is_lead=False)
    figure = change(OwnFigure.objects.first(), part=partner)
    data = dump(programme)
    for row in data["records"]["partner"]:
        row["municipality"] = {"893": "999"}.get(row["municipality"], row["municipality"])
    data["outside"]["municipalities"]["999"] = {"sv": "Borta", "en": "Away"}

    told = sentences(data)
    copy = load(data, by=coordinator, as_copy=True).programme

    assert told[-2:] == [
        "The municipality Away is not known here and is not taken.",
        "2 records that belong to such a municipality are not taken either.",
    ]
    assert [link.municipality_id for link in copy.links.all()] == ["545"]
    assert DecisionStep.objects.filter(programme=copy).count() == 0
    assert copy.partner_responsibilities.count() == 0
    assert DecisionStep.objects.filter(programme=programme).count() == 1
    assert OwnFigure.objects.get(programme=copy).part is None
    assert OwnFigure.objects.get(programme=copy).name == figure.name


def test_a_group_that_is_not_here_is_made_anew_without_its_persons(programme):
    data = dump(programme)
    Programme.objects.update(key="00000000-0000-4000-8000-000000000001")
    CooperationGroup.objects.update(key="00000000-0000-4000-8000-000000000002")

    assert sentences(data, as_copy=False)[-1] == (
        f"The cooperation group {programme.group.label('en')} is made anew with its 1 seat; the persons on it are not taken."
    )


def test_every_sentence_is_worded_in_every_language(programme, coordinator):
    make_step(programme, link=make_partner(programme, "599"), by=coordinator)
    data = dump(fresh(programme))
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            assert all(sentences(data, make_municipality("091")))
