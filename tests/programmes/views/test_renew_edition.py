"""A draft of the repealed act's edition moves to today's."""

from html import unescape

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.records import Refused
from integration_programme.translations import Translations
from programmes.actions.programmes import renew_edition
from programmes.checklist import DEFAULT_EDITION, EDITIONS, edition
from programmes.portable import dump
from stakeholders.models import Event
from tests.programmes.factories import change, fresh, make_mark, make_programme, make_thread
from tests.programmes.reading import page, read

pytestmark = pytest.mark.django_db

OLD = "act_1386_2010"


@pytest.fixture
def old(coordinator):
    programme = make_programme(by=coordinator, edition_key=OLD)
    make_thread(programme)
    make_mark(programme, "cooperation.group", status="done")
    return programme


@pytest.mark.parametrize("aland", [False, True])
def test_every_point_of_every_edition_has_its_place_in_todays(aland):
    today_s = edition(DEFAULT_EDITION, aland=aland)

    for key in EDITIONS:
        for item in edition(key, aland=aland):
            assert item.key in today_s
            there = today_s.item(item.key)
            assert (item.key, there.phase, there.kind) == (item.key, item.phase, item.kind)


def test_nothing_but_the_frame_is_another(old, coordinator):
    before = dump(fresh(old))

    assert renew_edition(old, by=coordinator) is True

    after = dump(fresh(old))
    assert after["records"] == before["records"]
    frame, frame_before = after["programme"], before["programme"]
    changed = {name for name in frame if frame[name] != frame_before[name]}
    assert changed == {"edition", "document_type", "legal_basis"}
    assert (frame["edition"], frame["document_type"]) == (DEFAULT_EDITION, "own_programme")
    assert frame["legal_basis"] == {code: edition(DEFAULT_EDITION).legal_basis(code) for code in ("sv", "fi")}


def test_words_of_ones_own_on_the_cover_stay(old, coordinator):
    own = Translations({"sv": "Fullmäktige 12.5.2026", "fi": edition(OLD).legal_basis("fi")})
    change(old, legal_basis=own)

    renew_edition(fresh(old), by=coordinator)

    told = fresh(old).legal_basis
    assert told == {"sv": "Fullmäktige 12.5.2026", "fi": edition(DEFAULT_EDITION).legal_basis("fi")}


def test_the_page_says_what_maps_to_what_before_anything_is_changed(client, old, coordinator):
    client.force_login(coordinator)

    html = unescape(read(client, old, "renew-checklist/"))

    assert "All 82 points of the checklist so far are in today's too" in html
    assert edition(DEFAULT_EDITION).words("cooperation.wellbeing_county", "en").title in html.split("asked besides")[1]
    assert edition(OLD).choice("en") in html and edition(DEFAULT_EDITION).choice("en") in html
    assert fresh(old).edition == OLD


def test_a_second_click_moves_it_once(client, old, coordinator):
    client.force_login(coordinator)
    assert reverse("renew_edition", kwargs={"slug": old.slug}) in read(client, old, "item/responsibility/")

    for _click in range(2):
        assert client.post(page(old, "renew-checklist/")).status_code == 302

    assert fresh(old).edition == DEFAULT_EDITION
    assert Event.objects.filter(verb="renew_edition").count() == 1
    assert "follows today's checklist already" in read(client, old, "renew-checklist/")
    assert "renew-checklist" not in read(client, old, "item/responsibility/")


def test_what_was_approved_stays_by_its_checklist(client, old, coordinator):
    seen = fresh(old)
    type(old).objects.filter(pk=old.pk).update(state="approved", approved_on="2026-05-12")
    client.force_login(coordinator)

    with pytest.raises(Refused, match="approved meanwhile"):
        renew_edition(seen, by=SYSTEM)
    assert client.post(page(old, "renew-checklist/")).status_code == 403
    assert "renew-checklist" not in read(client, old, "item/responsibility/")
    assert fresh(old).edition == OLD


def test_a_programme_of_todays_edition_is_not_offered_it(client, programme, coordinator):
    client.force_login(coordinator)

    assert "renew-checklist" not in read(client, programme, "item/responsibility/")
