"""The pages of the evidence thread and of its breaks."""

import pytest

from tests.programmes.factories import make_finding, make_objective
from tests.programmes.reading import page, read

pytestmark = pytest.mark.django_db


def test_the_thread_is_one_nested_list_with_anchors(client, coordinator, woven):
    client.force_login(coordinator)

    for tail in ("thread/", "thread/?way=up"):
        html = read(client, woven, tail)
        for code in ("F1", "F2", "O1", "O2", "M1.1", "M2.2", "I1", "I4", "situation.needs"):
            assert html.count(f'id="{code}"') == 1
        assert "(continues above)" in html


def test_an_empty_thread_says_how_it_begins(client, coordinator, programme):
    client.force_login(coordinator)

    assert "Nothing hangs on the thread yet" in read(client, programme, "thread/")
    breaks = read(client, programme, "breaks/")
    assert "There is nothing to follow yet. Begin with a finding or an objective." in breaks
    assert page(programme, "finding/add/") in breaks
    assert "The thread does not break anywhere." not in breaks


def test_every_break_leads_to_where_it_is_mended(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme)
    client.force_login(coordinator)

    html = read(client, programme, "breaks/")

    for tail in (
        f"finding/{finding.key}/edit/",
        f"objective/add/?findings={finding.pk}",
        f"objective/{objective.key}/edit/",
        f"measure/add/?objective={objective.pk}",
        f"indicator/add/?objective={objective.pk}",
    ):
        assert f'href="{page(programme, tail)}"' in html
        assert client.get(page(programme, tail)).status_code == 200


def test_of_many_breaks_alike_ten_are_shown_and_the_rest_is_folded(client, coordinator, programme):
    for number in range(30):
        make_finding(programme, f"Finding {number}")
    client.force_login(coordinator)

    html = read(client, programme, "breaks/").split("<main", 1)[1]

    # they rest on nothing, and nothing follows from them
    of_nothing, without_end = html.split("20 more of this kind")[:2]
    assert of_nothing.count("rests on no question") == 2 * 10  # the link, and the way to mend it
    assert without_end.count("rests on no question") == 2 * 20
    assert html.count("objective/add/?findings=") == 30


def test_the_form_that_mends_has_chosen_what_was_broken(client, coordinator, programme):
    finding = make_finding(programme)
    client.force_login(coordinator)

    response = client.get(page(programme, f"objective/add/?findings={finding.pk}"))

    (box,) = response.context["form"]["findings"]
    assert (box.data["value"].value, box.data["selected"]) == (finding.pk, True)


def test_the_thread_is_among_the_tools_of_the_programme(client, coordinator, programme):
    client.force_login(coordinator)

    html = read(client, programme, "")

    assert f'href="{page(programme, "thread/")}"' in html
    assert f'href="{page(programme, "breaks/")}"' in html
