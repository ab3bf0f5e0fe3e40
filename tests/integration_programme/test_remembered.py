"""What is kept in the process: so many bytes, and what was asked for longest ago goes first."""

import gc
import os
import subprocess
import sys
import weakref
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from integration_programme.remembered import OF_KEY, Remembered, weight
from integration_programme.templatetags import components

LONG = "a" * 10_000
ROOM_FOR_TWO = 2 * (weight(LONG) + OF_KEY)


@dataclass
class Thing:
    words: str


def test_there_is_room_for_so_many_bytes_and_the_oldest_goes():
    kept, made = Remembered[str](ROOM_FOR_TWO), []

    for key in ("a", "b", "a", "c", "b", "a"):
        kept.get(key, lambda key=key: made.append(key) or LONG)

    assert made == ["a", "b", "c", "b", "a"]


def test_many_small_values_find_room_where_a_large_one_stood():
    kept, made = Remembered[str](ROOM_FOR_TWO), []

    for key in ["large", *range(20), *range(20), "large"]:
        kept.get(key, lambda key=key: made.append(key) or (LONG * 2 if key == "large" else "a" * 100))

    assert made == ["large", *range(20), "large"]


def test_what_is_larger_than_the_room_is_not_kept_and_drives_nothing_out():
    kept, made = Remembered[str](ROOM_FOR_TWO), []

    for key, value in [("a", LONG), ("huge", LONG * 3), ("huge", LONG * 3), ("a", LONG)]:
        assert kept.get(key, lambda key=key, value=value: made.append(key) or value) == value

    assert made == ["a", "huge", "huge"]


def test_a_value_weighs_what_hangs_on_it_and_each_thing_once():
    @dataclass
    class Page:
        words: str
        same: str

    assert weight(LONG) == sys.getsizeof(LONG)
    assert weight([LONG, LONG]) == sys.getsizeof([LONG, LONG]) + sys.getsizeof(LONG)
    assert weight(LONG) < weight(Page(LONG, LONG)) < weight(LONG) + 1000


def test_code_that_a_value_points_at_weighs_nothing():
    assert weight([sys, Remembered, weight, len]) == sys.getsizeof([1, 2, 3, 4])


# Parts of pages


def rendered(monkeypatch, *parameters):
    """How often a part is rendered for these parameters, one after the other."""
    monkeypatch.setattr(components, "RENDERED", Remembered(100_000))
    made = []
    for each in parameters:
        components._kept("part.html", {"value": each}, lambda each=each: made.append(each) or SafeString())
    return len(made)


def test_a_part_is_rendered_once_for_the_same_parameters(monkeypatch):
    assert rendered(monkeypatch, {"name": ["a", None, 1]}, {"name": ("a", None, 1)}, {"name": ["a", None, 1]}) == 1
    assert rendered(monkeypatch, gettext_lazy("Save"), "Save") == 1


def test_parameters_that_look_alike_are_not_the_same(monkeypatch):
    alike = [1, True, "1", SafeString("1"), None, "None", "", ["1"], {"1": "1"}, ["1", "1"], "1\ud800"]

    assert rendered(monkeypatch, *alike) == len(alike)


def test_a_part_is_rendered_in_each_language(monkeypatch):
    with override("fi"):
        first = rendered(monkeypatch, "a")
    kept, made = components.RENDERED, []
    with override("sv"):
        components._kept("part.html", {"value": "a"}, lambda: made.append("sv") or SafeString())

    assert (first, made, components.RENDERED) == (1, ["sv"], kept)


def test_what_shows_a_living_object_is_rendered_each_time(monkeypatch):
    assert rendered(monkeypatch, object, object) == 2


# What a process that serves pages does without

SERVING = """
import sys
from integration_programme.wsgi import application
from django.urls import get_resolver
from programmes.export.letters import lacking
get_resolver().url_patterns, lacking("欢迎")
print(*sorted({"weasyprint", "fontTools", "openpyxl", "psycopg"} & {name.split(".")[0] for name in sys.modules}))
"""


def test_a_process_that_serves_pages_loads_nothing_that_makes_pdfs_and_no_driver_of_another_database():
    asked = [sys.executable, "-c", SERVING]
    settled = {"DJANGO_SETTINGS_MODULE": "integration_programme.settings", "DATABASE_URL": "sqlite://:memory:"}

    answer = subprocess.run(
        asked,
        cwd=settings.BASE_DIR,
        env=os.environ | settled | {"DEBUG": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "\n"


def test_a_value_that_no_longer_holds_is_made_anew():
    kept, made = Remembered(10_000), []

    for now in (1, 1, 2, 2):
        kept.get("a", lambda now=now: made.append(now) or now, lambda value, now=now: value == now)

    assert made == [1, 2]


def test_what_is_made_of_a_thing_is_made_once_for_that_thing_and_never_for_an_equal_one():
    kept, made, first, second = Remembered(10_000), [], Thing("words"), Thing("words")

    for thing in (first, first, second):
        kept.of(thing, lambda thing=thing: made.append(thing))

    assert [each is first for each in made] == [True, False]


def test_a_thing_goes_though_what_was_made_of_it_is_kept():
    kept, thing = Remembered(10_000), Thing("words")
    held = weakref.ref(thing)
    kept.of(thing, lambda: "made of it")

    del thing
    gc.collect()

    assert held() is None
