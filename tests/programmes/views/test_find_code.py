"""A record is found by its code, in the form of any language, by those who may read it and by nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from integration_programme import revisions
from integration_programme.actors import SYSTEM
from programmes.actions.programmes import archive_programme, share_programme
from programmes.actions.records import archive_record
from programmes.enums import Audience, PartnerRight
from programmes.models.places import place_of
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import (
    approve_programme,
    change,
    fresh,
    make_approvable,
    make_measure,
    make_objective,
    make_partner,
    make_programme,
    make_thread,
)
from tests.programmes.reading import page
from tests.stakeholders.factories import make_adviser, make_coordinator, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(programme):
    return make_thread(programme)


def found(client, programme, typed: str):
    return client.get(page(programme, "code/"), {"q": typed})


def listed(client, typed: str) -> list[str]:
    """The links that the list of programmes gives to records."""
    html = client.get("/en/programmes/", {"q": typed}).content.decode()
    return [each.split('"')[0] for each in html.split('href="')[1:] if "/code/" in each.split('"')[0]]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    ("which", "kind", "forms"),
    [
        (0, "finding", ["F1", "H1", "h 1", "IA1", "ia1"]),
        (1, "objective", ["O1", "T1", "t1", "MÅ1", "må 1", "MA1"]),
        (2, "measure", ["M1.1", "TP1.1", "tp 1.1", "tp1,1", "Å1.1", "å 1.1", "A1.1"]),
        (3, "indicator", ["I1", "MT1", "mt1", "i 1"]),
    ],
)
def test_every_form_leads_to_the_page_of_the_record(
    client, coordinator, programme, thread, language, which, kind, forms
):
    client.force_login(coordinator)
    record = thread[which]

    answers = [client.get(f"/{language}/programmes/{programme.slug}/code/", {"q": form}) for form in forms]

    expected = f"/{language}/programmes/{programme.slug}/{kind}/{record.key}/"
    assert [answer.headers.get("Location") for answer in answers] == [expected] * len(forms)
    assert client.get(expected).context["record"] == record


def test_a_measure_that_was_moved_is_found_by_the_code_it_has_kept(client, coordinator, programme, thread):
    measure, other = thread[2], make_objective(programme)
    change(measure, objective=other)
    make_measure(other)
    client.force_login(coordinator)

    response = found(client, programme, "TP1.1")

    assert response.headers["Location"] == page(programme, f"measure/{measure.key}/")


def test_what_is_in_the_archive_is_named_to_its_writers_who_can_bring_it_back(client, coordinator, programme, thread):
    archive_record(thread[3], by=coordinator)
    client.force_login(coordinator)

    html = found(client, programme, "mt1").content.decode()

    assert "It is in the archive." in html
    assert f"I1 {thread[3].name.first('sv')[1]}" in html.replace('<span lang="sv">', "").replace("</span>", "")
    assert reverse("restore_record", args=[programme.slug, "indicator", thread[3].key]) in html
    assert listed(client, "mt1") == [f"{page(programme, 'code/')}?q=mt1"]


@pytest.mark.parametrize("typed", ["T9", "Närpes", "", "T1x"])
def test_what_no_record_bears_is_not_found(client, coordinator, programme, thread, typed):
    client.force_login(coordinator)

    response = found(client, programme, typed)

    assert response.status_code == 200
    assert ("Nothing was found" in response.content.decode()) == bool(typed)


class TestOthers:
    @pytest.fixture
    def adviser(self, client, programme):
        adviser = make_adviser(make_municipality("545").centre)
        client.force_login(adviser)
        return adviser

    def test_a_reader_finds_what_stands_and_nothing_of_the_archive(self, client, programme, thread, adviser):
        share_programme(programme, SWITCHED, by=SYSTEM)
        gone = make_objective(programme)
        archive_record(gone, by=SYSTEM)

        assert found(client, programme, "T1").headers["Location"] == page(programme, f"objective/{thread[1].key}/")
        assert "Nothing was found" in found(client, programme, "T2").content.decode()
        assert listed(client, "t1") == [f"{page(programme, 'code/')}?q=t1"]
        assert listed(client, "t2") == []

    def test_nobody_finds_what_was_not_shared_with_them(self, client, programme, thread, adviser):
        share_programme(programme, [Audience.GROUP], by=SYSTEM)

        assert found(client, programme, "T1").status_code == 404
        assert listed(client, "t1") == []

    def test_what_belongs_to_a_municipality_that_has_not_answered_is_not_found(self, client, coordinator, programme):
        link = make_partner(programme, right=PartnerRight.WRITE)
        make_objective(programme, part=link)
        change(link, consent="asked", answered_at=None)
        client.force_login(coordinator)

        assert "Nothing was found" in found(client, programme, "T1").content.decode()
        assert listed(client, "t1") == []

    def test_a_stranger_finds_nothing_and_a_programme_in_the_archive_is_left_out(self, client, programme, thread):
        client.force_login(make_coordinator(make_municipality("599")))
        assert (found(client, programme, "T1").status_code, listed(client, "t1")) == (404, [])

        client.force_login(coordinator := make_coordinator(make_municipality("545")))
        assert listed(client, "t1") == [f"{page(programme, 'code/')}?q=t1"]
        archive_programme(fresh(programme), by=coordinator)
        assert listed(client, "t1") == []


def test_words_beside_a_code_choose_among_programmes(client):
    towns = [make_programme(code) for code in ("545", "905")]
    for town in towns:
        share_programme(town, SWITCHED, by=SYSTEM)
        make_objective(town)
    client.force_login(make_adviser(make_municipality("545").centre))

    assert len(listed(client, "T1")) == 2
    assert listed(client, "närpiö t 1") == [f"{page(towns[0], 'code/')}?q=n%C3%A4rpi%C3%B6%20t%201"]
    assert listed(client, "vasa MÅ1") == [f"{page(towns[1], 'code/')}?q=vasa%20M%C3%851"]


def test_the_programmes_home_offers_the_search(client, coordinator, programme):
    client.force_login(coordinator)

    html = client.get(page(programme, "")).content.decode()

    assert f'action="{page(programme, "code/")}"' in html


class TestPrintedEarlier:
    """What an approved edition calls a record leads to it for ever."""

    @pytest.fixture
    def approved(self, coordinator):
        programme = make_approvable(by=coordinator)
        share_programme(programme, SWITCHED, by=SYSTEM)
        objective = programme.objectives.get()
        gone = make_measure(objective, "Language cafés")
        make_measure(objective, "Mentors")
        approve_programme(fresh(programme), approved_on=date(2026, 11, 16), by=coordinator)
        archive_record(gone, by=coordinator)
        return fresh(programme)

    @pytest.mark.parametrize("typed", ["TP1.1", "Å1.1", "M1.1"])
    def test_a_reader_is_led_to_what_was_approved_of_a_record_that_is_gone(self, client, approved, typed):
        client.force_login(make_adviser(make_municipality("545").centre))

        html = found(client, approved, typed).content.decode()

        assert "It is no longer in the programme, but was approved in it:" in html
        assert "Language cafés" in html and "Approved 16\u00a0November\u00a02026" in html
        assert f'href="{page(approved, "approved/")}"' in html
        assert "Bring back" not in html

    def test_its_code_is_given_to_no_other_record(self, client, approved, coordinator):
        new = make_measure(approved.objectives.get(), "Homework clubs")
        client.force_login(coordinator)

        assert new.code == "M1.3"
        assert "It is in the archive." in found(client, approved, "TP1.1").content.decode()

    def test_a_record_that_bears_another_code_today_is_found_by_the_printed_one(self, client, approved, coordinator):
        record = approved.objectives.get().measures.get(code="M1.2")
        type(record).objects.filter(pk=record.pk).update(code="M1.9")
        revisions.count(revisions.PROGRAMME, approved.pk)
        client.force_login(coordinator)

        answers = [found(client, approved, typed)["Location"] for typed in ("TP1.2", "TP1.9")]

        assert answers == [place_of(record).url(approved).replace("/sv/", "/en/")] * 2

    def test_what_was_never_approved_is_not_told_to_readers(self, client, programme, coordinator):
        share_programme(programme, SWITCHED, by=SYSTEM)
        archive_record(make_measure(make_objective(programme)), by=coordinator)
        client.force_login(make_adviser(make_municipality("545").centre))

        assert "Nothing was found" in found(client, programme, "TP1.1").content.decode()
