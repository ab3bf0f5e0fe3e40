#!/bin/sh
# A `next` that is no address at all ("http://[::1") ends in a failure of the server, where Django itself says no.
#
# django-allauth 65.21.1 parses `next` before it asks Django's url_has_allowed_host_and_scheme, and does not expect
# urlparse to refuse: signing out, or opening the sign-in page when signed in, raises ValueError (an answer of 500).
# Nobody is led astray by it. An adapter whose is_safe_url takes a ValueError for no is enough.
# Seen with: Python 3.11, Django 5.2.19, django-allauth 65.21.1.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-allauth==65.21.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "allauth", "allauth.account"],
    MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
    ALLOWED_HOSTS=["testserver"],
)
django.setup()
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.context import request_context
from django.test import RequestFactory
from django.utils.http import url_has_allowed_host_and_scheme

address = "http://[::1"
says = url_has_allowed_host_and_scheme(address, allowed_hosts={"testserver"})
with request_context(RequestFactory().get("/")):
    try:
        told = str(DefaultAccountAdapter().is_safe_url(address))
    except ValueError as error:
        told = f"ValueError: {error}"
print("django-allauth", version("django-allauth"), "| Django:", says, "| allauth:", told)
assert (says, told) == (False, "ValueError: Invalid IPv6 URL"), "the behaviour has changed"
PY
