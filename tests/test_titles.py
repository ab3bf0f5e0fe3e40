"""Whoever has several pages open, or goes back through them, tells them apart by their titles."""

import re
from collections import defaultdict

import pytest

from tests.test_permissions import Town, pages_for, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both("templates alone write titles")]

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.mark.parametrize("role", ["coordinator", "adviser", "admin"])
def test_no_two_pages_that_somebody_opens_have_the_same_title(role):
    town = Town()
    client, titled = visitor(town, role), defaultdict(set)
    for name in pages_for(role):
        answer = client.get(town.address(name, language="en"))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            titled[" ".join(TITLE.search(answer.content.decode())[1].split())].add(answer.request["PATH_INFO"])

    assert len(titled) > 20
    assert {title: addresses for title, addresses in titled.items() if len(addresses) > 1} == {}
