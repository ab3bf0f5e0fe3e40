"""Public pages: what everybody reads of an approved programme, and nothing besides."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programmes.actions.approval import reopen_programme
from programmes.actions.programmes import archive_programme
from programmes.actions.publication import publish_version, unpublish_version
from programmes.actions.versions import make_version
from programmes.enums import Force, Public
from programmes.models import Programme, Publication
from programmes.workflow import Refused
from stakeholders.models import today
from tests.pages import offences
from tests.programmes.factories import (
    approve_programme,
    change,
    fill,
    fresh,
    make_approvable,
    make_comment,
    make_finding,
    make_objective,
    make_programme,
    words,
)
from tests.programmes.reading import as_searched
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

DAY = date(2026, 11, 16)
PERIOD = date(2026, 1, 1), date(2199, 12, 31)
LATER = "Written-after-the-approval-44012"


def approved(programme, coordinator, day=DAY):
    """The newest version of a programme after an approval on this day."""
    approve_programme(fresh(programme), approved_on=day, by=coordinator)
    version = programme.versions.approvals().first()
    for document in version.documents.all():
        document.pdf.save("one.pdf", ContentFile(b"%PDF-1.7"), save=False)
        document.save(update_fields=["pdf"])
    return version


@pytest.fixture
def programme(coordinator):
    programme = make_approvable(by=coordinator, period=PERIOD)
    fill(programme)
    return fresh(programme)


@pytest.fixture
def version(programme, coordinator):
    return approved(programme, coordinator)


@pytest.fixture
def public(programme, version, coordinator):
    publish_version(fresh(programme), version, by=coordinator)
    return fresh(programme)


def pages(programme, number=1, language="sv") -> list[str]:
    """Every address of a public version."""
    base = f"/{language}/published/{programme.slug}/"
    key = next(iter(Publication.objects.get(programme=programme, number=number).pictures))
    return [base, *(f"{base}{number}/{tail}" for tail in ("", "document/", "sv.pdf", f"pictures/{key}/"))]


def said(response) -> bytes:
    """All that an answer holds."""
    return b"".join(response) if response.streaming else response.content


def statuses(client, addresses) -> list[int]:
    found = [client.get(address) for address in addresses]
    for each in found:
        said(each)
    return [each.status_code for each in found]


class TestWhatIsPublic:
    def test_an_approval_opens_nothing_by_itself(self, client, programme, version):
        assert client.get(f"/sv/published/{programme.slug}/").status_code == 404
        assert programme.slug not in client.get("/sv/published/").content.decode()
        assert client.get("/sitemap.xml").content.decode().count("<url>") == 0

    def test_everybody_reads_what_was_published(self, client, public):
        assert statuses(client, pages(public)) == [200] * 5
        assert public.slug in client.get("/sv/published/").content.decode()
        assert f"/sv/published/{public.slug}/1/document/" in client.get("/sitemap.xml").content.decode()

    def test_coordinators_read_beside_what_is_shared_what_is_public(self, client, public, coordinator):
        client.force_login(coordinator)
        shown = client.get(f"/en/programmes/{public.slug}/sharing/").content.decode()

        assert f'<a href="/en/published/{public.slug}/1/">Version 1, approved ' in shown and ": public since " in shown

    def test_nothing_that_was_not_in_the_approved_document_is_in_any_page(self, client, public, coordinator):
        objective = public.objectives.first()
        make_comment(objective, LATER, by=coordinator)
        change(objective, title=words(public, LATER), by=coordinator)
        make_finding(public, LATER, by=coordinator)
        make_objective(public, LATER, by=coordinator)

        for address in [*pages(public), "/sv/published/", "/sitemap.xml"]:
            told = said(client.get(address))
            for word in (LATER, coordinator.name, coordinator.email):
                assert word.encode() not in told, (address, word)

    def test_a_later_approval_is_public_only_when_it_is_published(self, client, public, coordinator):
        change(public.objectives.first(), title=words(public, LATER), by=coordinator)
        second = approved(public, coordinator, DAY + timedelta(days=9))

        assert fresh(public).public == Public.EARLIER
        assert LATER not in client.get(pages(public)[0]).content.decode()
        assert client.get(f"/sv/published/{public.slug}/{second.number}/").status_code == 404

        publish_version(fresh(public), second, by=coordinator)
        assert fresh(public).public == Public.NEWEST
        assert LATER in client.get(pages(public)[0]).content.decode()

    def test_no_document_in_a_language_is_said_and_the_address_of_the_other_one_told(self, client, public):
        told = as_searched(client.get(f"/en/published/{public.slug}/"))

        assert "This programme is not written in English. You are reading it in Swedish." in told
        assert f'<link rel="canonical" href="http://localhost:8000/sv/published/{public.slug}/">' in told
        assert 'hreflang="sv"' in told
        assert client.get(f"/en/published/{public.slug}/1/en.pdf").status_code == 404

    def test_no_page_fetches_from_elsewhere_or_runs_what_is_in_it(self, client, public):
        for address in pages(public)[:3]:
            assert offences(client.get(address).content.decode()) == []


class TestPermanentAddresses:
    def test_an_old_version_says_that_a_newer_one_is_in_force(self, client, public, coordinator):
        change(public.objectives.first(), title=words(public, LATER), by=coordinator)
        second = approved(public, coordinator, DAY + timedelta(days=2))
        publish_version(fresh(public), second, by=coordinator)

        told = as_searched(client.get(f"/en/published/{public.slug}/1/"))
        assert "A newer programme is in force:" in told
        assert f'href="/en/published/{public.slug}/"' in told
        assert "Was in force until 17 November 2026" in told
        assert "A newer programme" not in as_searched(client.get(f"/en/published/{public.slug}/2/"))

    def test_the_programme_before_leads_to_the_one_after_it(self, client, public, coordinator):
        after = make_approvable(
            by=coordinator, slug="the-next", period=(today() + timedelta(days=30), today() + timedelta(days=900))
        )
        publish_version(after, approved(after, coordinator, today()), by=coordinator)

        own = Publication.objects.get(programme=public)
        assert own.ends_on == today() + timedelta(days=29)
        assert (own.force(today()), own.force(today() + timedelta(days=30))) == (Force.IN_FORCE, Force.ENDED)
        assert "A newer programme comes into force on" in as_searched(client.get(f"/en/published/{public.slug}/"))

    def test_a_draft_after_it_is_told_nowhere(self, client, public, coordinator):
        before = client.get(pages(public)[0]).content
        make_programme(by=coordinator, slug="a-secret-draft")

        assert client.get(pages(public)[0]).content == before


class TestHiding:
    def test_it_holds_at_once_and_its_address_says_so(self, client, public, version, coordinator):
        addresses, etag = pages(public), client.get(pages(public)[0])["ETag"]

        assert unpublish_version(public, version, by=coordinator)

        assert statuses(client, addresses) == [410] * 5
        response = client.get(addresses[0], headers={"if-none-match": etag})
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
        assert public.title.first("sv")[1] not in response.content.decode()
        assert public.slug not in client.get("/sv/published/").content.decode()
        assert fresh(public).public == Public.NOTHING

    def test_what_is_hidden_comes_back_by_another_act_alone(self, client, public, version, coordinator):
        unpublish_version(public, version, by=coordinator)

        assert publish_version(fresh(public), version, by=coordinator)
        assert not publish_version(fresh(public), version, by=coordinator)
        assert statuses(client, pages(public)) == [200] * 5

    def test_an_approval_is_not_withdrawn_under_its_public_page(self, public, version, coordinator):
        with pytest.raises(Refused, match="Hide it on the public pages first"):
            reopen_programme(fresh(public), by=coordinator)
        unpublish_version(fresh(public), version, by=coordinator)
        reopen_programme(fresh(public), by=coordinator)

    def test_what_was_withdrawn_is_not_published_again(self, public, version, coordinator):
        unpublish_version(public, version, by=coordinator)
        reopen_programme(fresh(public), by=coordinator)

        with pytest.raises(Refused, match="The approval has been withdrawn"):
            publish_version(fresh(public), version, by=coordinator)

    def test_a_programme_in_the_archive_stays_public_until_it_is_hidden(self, client, public, version, coordinator):
        archive_programme(public, by=coordinator)
        assert statuses(client, pages(public)) == [200] * 5
        client.force_login(coordinator)

        client.post(f"/en/programmes/{public.slug}/publish/1/hide/")
        assert statuses(client, pages(public)) == [410] * 5
        assert client.post(f"/en/programmes/{public.slug}/publish/1/").status_code == 403

    def test_only_what_was_approved_can_be_published(self, programme, coordinator):
        draft = make_version(programme, name="Draft", purpose="round", by=coordinator)
        with pytest.raises(Refused):
            publish_version(programme, draft, by=coordinator)


class TestForMachines:
    def test_readers_get_no_cookie_and_are_asked_about_none(self, public, coordinator):
        signed_in = Client()
        signed_in.force_login(coordinator)
        for address in [*pages(public), "/sv/published/", "/sitemap.xml", "/robots.txt"]:
            stranger, known = Client().get(address), signed_in.get(address)
            assert not stranger.cookies, address
            assert not known.cookies, address
            assert "Cookie" not in known.headers.get("Vary", ""), address
            assert said(known) == said(stranger), address

    def test_pages_may_be_kept_for_a_minute_and_are_asked_about_then(self, client, public):
        for address in [*pages(public), "/sv/published/", "/sitemap.xml"]:
            first = client.get(address)
            assert first["Cache-Control"] == "public, max-age=60", address
            said(first)
            again = client.get(address, headers={"if-none-match": first["ETag"]})
            assert (again.status_code, said(again)) == (304, b""), address
            assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"]), address
            since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
            assert since.status_code == 304, address

    def test_two_statements_at_most_and_one_where_the_reader_has_the_page(self, client, public):
        client.get("/sv/published/none/")
        for address in [*pages(public), "/sv/published/?region=15&force=in_force&q=narpes", "/sitemap.xml"]:
            with CaptureQueriesContext(connection) as first:
                etag = (response := client.get(address))["ETag"]
                said(response)
            with CaptureQueriesContext(connection) as again:
                client.get(address, headers={"if-none-match": etag})
            assert (len(first) <= 2, len(again)) == (True, 1), (address, [each["sql"] for each in first])

    def test_what_stands_behind_the_question_mark_makes_no_other_page(self, client, public):
        address = pages(public)[0]

        assert client.get(f"{address}?utm=<script>").content == client.get(address).content

    def test_robots_are_told_where_the_addresses_are(self, client):
        assert "Sitemap: http://localhost:8000/sitemap.xml" in client.get("/robots.txt").content.decode()


class TestTheList:
    @pytest.fixture
    def two(self, public, coordinator):
        other = make_approvable(code="091", by=(by := make_coordinator(make_municipality("091"))), period=PERIOD)
        publish_version(other, approved(other, by), by=by)
        return public, other

    FOUND = {
        "": (True, True),
        "?q=NARPIO": (True, False),
        "?q=Helsingfors": (False, True),
        "?region=01": (False, True),
        "?region=01&q=narpes": (False, False),
        "?force=in_force": (True, True),
        "?force=ended": (False, False),
        "?force=nonsense&region=99&page=x": (True, True),
        "?page=99999999999": (False, False),
        "?page=7": (False, False),
    }

    def test_it_is_searched_and_narrowed(self, client, two):
        told = {asked: client.get(f"/fi/published/{asked}").content.decode() for asked in self.FOUND}

        found = {
            asked: tuple(f'href="/fi/published/{each.slug}/"' in page for each in two) for asked, page in told.items()
        }
        assert found == self.FOUND

    def test_the_first_page_leads_there_when_there_is_something(self, client, programme, version, coordinator):
        words_of_link = "Read the programmes of municipalities"
        assert words_of_link not in client.get("/en/").content.decode()
        publish_version(programme, version, by=coordinator)
        assert words_of_link in client.get("/en/").content.decode()


class TestTheCoordinator:
    def test_the_step_after_the_approval_is_to_publish(self, client, programme, version, coordinator):
        client.force_login(coordinator)
        assert "See and publish" in client.get(f"/en/programmes/{programme.slug}/").content.decode()
        told = as_searched(client.get(f"/en/programmes/{programme.slug}/publish/"))
        assert "What becomes public" in told
        assert "Swedish (page and PDF), Finnish (page and PDF)" in told

        client.post(f"/en/programmes/{programme.slug}/publish/1/")
        assert Programme.objects.get().public == Public.NEWEST
        home = client.get(f"/en/programmes/{programme.slug}/").content.decode()
        assert "See and publish" not in home
        assert f"/en/published/{programme.slug}/" in home

    def test_before_an_approval_it_says_what_is_to_be_done(self, client, programme, coordinator):
        client.force_login(coordinator)
        told = client.get(f"/en/programmes/{programme.slug}/publish/").content.decode()

        assert "Nothing has been approved yet" in told
