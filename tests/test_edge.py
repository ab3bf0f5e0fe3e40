"""What holds for every request and answer: a reference, three methods, and nothing that is kept of what is not public."""

import logging
from contextvars import Context
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from integration_programme.edge import METHODS, WithReference
from tests.stakeholders.factories import make_coordinator
from tests.test_permissions import Town, named, visitor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.same_on_both("methods, headers and log lines are those of the answer, whoever gave the rows"),
]

#: Pages that know nobody: the same to whoever is signed in too.
PUBLISHED = {
    "published_list",
    "published",
    "published_document",
    "published_pdf",
    "published_picture",
    "open_questions",
    "residents",
    "questions_sitemap",
    "sitemap",
}
#: Pages that tell everybody the same, and that a cache may keep for a minute.
READ_BY_ALL = {
    "link_asked",
    "security_txt",
    "front",
    "explainer",
    "example",
    "example_pdf",
    "example_picture",
    "organisations",
    "request_access_sent",
    "about",
    "contact_sent",
    "privacy",
    "accessibility",
}


@pytest.fixture(scope="module")
def made_town(once):
    return once(Town)


@pytest.fixture
def town(made_town, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return made_town(tmp_path)


def reference_of(html: str) -> str:
    return html.partition("tell this reference: ")[2][:9]


# References


def test_the_reference_of_an_error_page_is_that_of_its_line_in_the_log(client, caplog):
    caplog.handler.addFilter(WithReference())

    shown = reference_of(client.get("/en/nowhere/").content.decode())

    assert len(shown) == 9
    assert [record.reference for record in caplog.records if record.name == "django.request"] == [shown]


def test_two_requests_have_two_references(client):
    first, second = (reference_of(client.get("/en/nowhere/").content.decode()) for _ in range(2))

    assert first != second


def test_what_is_logged_on_the_way_bears_the_reference_too(client, monkeypatch, caplog):
    caplog.handler.addFilter(WithReference())

    def telling(request):
        logging.getLogger("anything").warning("on the way")
        raise RuntimeError

    monkeypatch.setattr("stakeholders.views.public.render", lambda request, *rest: telling(request))
    client.raise_request_exception = False
    response = client.get("/en/three-programmes/")

    told = {record.name: record.reference for record in caplog.records}
    assert response.status_code == 500
    assert told == dict.fromkeys(["anything", "django.request"], reference_of(response.content.decode()))


def test_a_line_about_no_request_has_a_dash():
    record = logging.LogRecord("worker", logging.INFO, __file__, 1, "at work", (), None)

    Context().run(WithReference().filter, record)

    assert record.reference == "-"


# Methods


@pytest.mark.parametrize("name", ["anonymous", "coordinator"])
def test_head_is_answered_wherever_get_is(name, town):
    client, unlike = visitor(town, name), []

    for address in named():
        url = town.address(address)
        asked, head = client.get(url), client.head(url)
        for each in (asked, head):
            if each.streaming:
                b"".join(each)
        if head.status_code != asked.status_code or (not head.streaming and head.content):
            unlike.append((address, asked.status_code, head.status_code))

    assert unlike == []


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "OPTIONS"])
def test_any_other_method_is_refused_at_every_address(method, town):
    client = visitor(town, "coordinator")

    answers = {address: client.generic(method, town.address(address)) for address in named()}

    assert {answer.status_code for answer in answers.values()} == {405}
    assert {answer["Allow"] for answer in answers.values()} == {", ".join(METHODS)}


# What caches may keep


@pytest.mark.parametrize("name", ["anonymous", "coordinator", "adviser"])
def test_only_pages_that_are_the_same_for_all_may_be_kept(name, town):
    client = visitor(town, name)

    answers = {address: client.get(town.address(address)) for address in named()}
    for answer in answers.values():
        if answer.streaming:
            b"".join(answer)

    kept = {address for address, answer in answers.items() if "no-store" not in answer["Cache-Control"]}
    asked_each_time = {each for each in kept if answers[each]["Cache-Control"] == "private, no-cache"}
    assert asked_each_time <= {"picture"}
    assert kept - asked_each_time == (PUBLISHED | READ_BY_ALL if name == "anonymous" else PUBLISHED)


def test_a_page_that_may_be_kept_puts_nothing_into_the_browser_and_varies_by_cookie(client):
    response = client.get("/sv/organisations/")

    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" in response["Vary"]


def test_a_page_that_tells_something_once_is_not_kept(client):
    user = make_coordinator()
    client.force_login(user)

    response = client.post("/en/account/logout/", follow=True)

    assert "signed out" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_error_pages_are_not_kept(client):
    assert client.get("/en/nowhere/")["Cache-Control"] == "no-store"


# Reports of browsers, and whom to tell of a weakness

REPORT = (
    '{"csp-report": {"document-uri": "https://example.org/fi/invitation/secret-token/?q=1", "effective-directive":'
    ' "img-src", "blocked-uri": "https://evil.example/x.png?who=me"}}'
)


@pytest.fixture
def reports(caplog, monkeypatch):
    monkeypatch.setattr("integration_programme.policy_reports.budget.taken", 0)
    caplog.set_level(logging.WARNING, "integration_programme.policy_reports")

    def sent(body, times=1):
        client = Client(enforce_csrf_checks=True)
        answers = {
            client.post("/policy-reports", body, content_type="application/csp-report").status_code
            for _ in range(times)
        }
        return answers, [each.getMessage() for each in caplog.records if each.name.endswith("policy_reports")]

    return sent


def test_every_page_says_where_its_policy_is_reported(client):
    assert "report-uri /policy-reports" in client.get("/fi/")["Content-Security-Policy"]


def test_a_report_goes_into_the_log_without_the_secrets_of_addresses(reports):
    answers, lines = reports(REPORT)

    assert answers == {204}
    assert lines == ["The policy refused 'img-src' of 'evil.example' on the page invitation"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"csp-report": 1}',
        '{"csp-report": null}',
        "\x00",
        "[" * 8000,
        '{"csp-report": {"document-uri": "http://[", "blocked-uri": 1}}',
        REPORT + " " * 9000,
    ],
)
def test_what_is_no_report_is_passed_over(body, reports):
    assert reports(body) == ({204}, [])


def test_a_report_cannot_write_lines_of_its_own(reports):
    body = '{"csp-report": {"document-uri": "a", "effective-directive": "x\\n2026 ERROR root", "blocked-uri": "y\\nz"}}'

    _answers, lines = reports(body)

    assert len(lines) == 1
    assert "\n" not in lines[0]


def test_a_flood_of_reports_is_logged_thirty_times(reports, monkeypatch):
    monkeypatch.setattr("integration_programme.policy_reports.time.monotonic", lambda: 60.0)
    monkeypatch.setattr("integration_programme.policy_reports.budget.minute", 1)

    answers, lines = reports(REPORT, times=50)

    assert answers == {204}
    assert len(lines) == 30


def test_security_txt_names_the_contact_and_never_expires(client, settings):
    settings.BASE_URL = "https://example.org"

    told = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())

    assert told.pop("Expires") > (datetime.now(UTC) + timedelta(days=150)).isoformat()
    assert told == {
        "Contact": "mailto:security@example.org",
        "Preferred-Languages": "fi, sv, en",
        "Canonical": "https://example.org/.well-known/security.txt",
    }


def test_without_a_contact_there_is_no_security_txt(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get("/.well-known/security.txt").status_code == 404
