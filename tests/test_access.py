"""Every address says who may come in."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, path

from integration_programme.access import public

#: Addresses of libraries, which have their own doors: allauth's sign-in pages, behind which nothing of ours stands.
LIBRARIES_OWN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def patterns(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern


def parameters(name: str) -> list[str]:
    """What stands in an address beside fixed words, from the head of the tree on; of several with a name in the first."""
    *_others, (formats, *_more) = get_resolver().reverse_dict.getlist(name)
    (_format, found), *_variants = formats
    return found


def undeclared(found=None) -> list[str]:
    return [
        str(pattern.name or pattern.pattern)
        for pattern in found or patterns()
        if not hasattr(pattern.callback, "access") and pattern.name not in LIBRARIES_OWN
    ]


def test_every_address_declares_its_rule():
    assert undeclared() == []


def test_a_bare_view_is_found():
    bare = path("bare/", lambda request: None, name="bare")
    declared = path("declared/", public(lambda request: None), name="declared")

    assert undeclared([declared, bare]) == ["bare"]


@pytest.mark.django_db
def test_the_list_of_library_addresses_names_no_address_that_is_gone():
    assert {pattern.name for pattern in patterns()} >= LIBRARIES_OWN
