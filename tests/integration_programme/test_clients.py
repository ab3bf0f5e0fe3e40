"""Who is at the other end: an address that nobody can make up, and a browser that bears a mark of ours."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from integration_programme import clients
from integration_programme.actors import LinkHolder

PROXIES = ["10.0.0.0/8", "fd00::1"]


def asked(remote: str, forwarded: str = "", **cookies):
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    request.COOKIES.update(cookies)
    return request


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # nobody's proxy: whatever it says is its own invention
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),  # what the client itself sent stands further left
        ("10.0.0.1", "198.51.100.1, 10.2.3.4", "198.51.100.1"),
        ("fd00::1", "198.51.100.1:50123", "198.51.100.1"),
        ("fd00::1", "[2001:db8::7]:443", "2001:db8::7"),
        ("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "10.9.9.9", "10.9.9.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_address_is_the_first_from_the_right_that_is_no_proxy_of_ours(settings, remote, forwarded, address):
    settings.TRUSTED_PROXIES = PROXIES

    assert clients.address_of(asked(remote, forwarded)) == address


def test_a_proxy_on_a_socket_is_believed_when_it_is_stated(settings):
    settings.TRUSTED_PROXIES = ["unix"]

    assert clients.address_of(asked("", "198.51.100.1")) == "198.51.100.1"


def test_without_a_stated_proxy_no_header_is_believed(settings):
    settings.TRUSTED_PROXIES = []

    assert clients.address_of(asked("127.0.0.1", "198.51.100.1")) == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "household", "neighbourhood"),
    [
        ("198.51.100.7", "198.51.100.7/32", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("", "", ""),
    ],
)
def test_an_address_is_one_of_a_household_and_of_a_neighbourhood(address, household, neighbourhood):
    assert (clients.household(address), clients.neighbourhood(address)) == (household, neighbourhood)


def marked(*people: str) -> str:
    """The mark of a browser after these people have signed in with it."""
    cookie = ""
    for each in people:
        response = HttpResponse()
        clients.mark_browser(asked("192.0.2.7", browser=cookie), response, LinkHolder(link=each))
        cookie = response.cookies["browser"].value
    return cookie


def test_a_browser_knows_the_last_who_signed_in_with_it():
    browser = clients.browser_of(asked("192.0.2.7", browser=marked("anna", "bo", "anna")))

    assert browser.people == ("link:bo", "link:anna")
    assert browser.latest == "link:anna"
    assert browser.key_for("link:bo") == browser.key != ""
    assert browser.key_for("link:eva") == ""


def test_a_browser_remembers_only_so_many():
    browser = clients.browser_of(asked("192.0.2.7", browser=marked(*"abcdefghij")))

    assert browser.people == tuple(f"link:{each}" for each in "cdefghij")


@pytest.mark.parametrize("spoil", [lambda cookie: "", lambda cookie: "x" + cookie, lambda cookie: cookie[:-1]])
def test_a_mark_that_is_not_ours_says_nothing(spoil):
    assert clients.browser_of(asked("192.0.2.7", browser=spoil(marked("anna")))) == clients.Browser()


def test_the_mark_is_out_of_reach_of_scripts_and_other_sites():
    response = HttpResponse()

    clients.mark_browser(asked("192.0.2.7"), response, LinkHolder(link="anna"))

    cookie = response.cookies["browser"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
