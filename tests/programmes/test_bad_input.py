"""Whatever is typed into any form of any kind of record: a clear error or harmless text, and nothing lost."""

import itertools
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from programmes.forms import KINDS
from programmes.models import Objective, Programme
from stakeholders.models import Event
from tests.pages import offences
from tests.programmes.every_kind import (
    ADDABLE,
    add_url,
    edit_url,
    filled,
    make_town,
    once,
    opened,
    pages,
    printed,
    rows_of,
    single,
    text_fields,
    url_of,
)
from tests.programmes.factories import make_finding, make_measure, make_objective, make_programme
from tests.stakeholders.factories import make_group, make_municipality, make_seat

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{% endverbatim %}{% now 'Y' %}{{ 7|add:7 }}",
    "</textarea></style><style>*{}</style>",
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def programme(town):
    return town[0]


@pytest.fixture
def coordinator(town):
    return town[1]


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def write_everywhere(client, programme, *texts: str) -> None:
    """Every form filled in and sent, each text field with one of the texts, the next one in the next field."""
    turn = itertools.cycle(texts)
    for kind in KINDS:
        url = url_of(programme, kind)
        form = opened(client, url)
        response = client.post(
            url, filled(form, kind) | {name: fitting(form, name, turn) for name in text_fields(form)}
        )
        assert response.status_code == 302, (kind, response.context["form"].errors)


def fitting(form, name: str, turn) -> str:
    """The next text; a long field takes the three next."""
    longest = form.fields[name].max_length or 1000
    return next(turn)[:longest] if longest < 300 else "\n\n".join(next(turn) for _each in range(3))


# Markup


def test_markup_in_every_field_is_harmless_on_every_page(visitor, programme):
    write_everywhere(visitor, programme, *HOSTILE)

    for url in pages(programme):
        response = visitor.get(url)
        assert response.status_code == 200, url
        assert offences(response.content.decode()) == [], url
    for language in ("fi", "sv", "en"):
        html = printed(programme, language)
        own_style = html[html.index("<style>") : html.index("</style>") + len("</style>")]
        assert offences(html.replace(own_style, "", 1)) == [], language


def test_a_text_that_looks_like_a_template_is_text(visitor, programme):
    text = "{{ 7|add:7 }} {% now 'Y' %}"
    write_everywhere(visitor, programme, text)

    for name in ("objectives", "document"):
        html = unescape(visitor.get(f"/en/programmes/{programme.slug}/{name}/").content.decode())
        assert text in html, name


def test_markup_that_comes_back_with_an_error_is_harmless_too(visitor, programme):
    for kind in KINDS:
        url = url_of(programme, kind)
        form = opened(visitor, url)
        data = filled(form, kind, '"><img src=x onerror=alert(1)><script>alert(1)</script>')
        data |= {name: '"><script>alert(2)</script>' for name in data if name not in text_fields(form)}

        response = visitor.post(url, data)

        assert response.status_code == 200
        assert offences(response.content.decode()) == []


def test_markup_in_a_link_that_opens_a_form_is_harmless(visitor, programme):
    for kind in ADDABLE:
        form = opened(visitor, add_url(programme, kind))
        for value in ('"><script>alert(1)</script>', "\x00", "9" * 40, "{% now 'Y' %}"):
            response = visitor.get(add_url(programme, kind), dict.fromkeys((*form._meta.fields, "x"), value))
            assert response.status_code == 200, value
            assert offences(response.content.decode()) == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", " data:text/html,<script>1</script>"])
def test_only_web_addresses_are_links(visitor, programme, link):
    for kind in KINDS:
        url = url_of(programme, kind)
        form = opened(visitor, url)
        names = [name for name, field in form.fields.items() if type(field).__name__ == "URLField"]
        for name in names:
            response = visitor.post(url, filled(form, kind) | {name: link})
            assert response.status_code == 200, kind
            assert list(response.context["form"].errors) == [name]


# Texts of all kinds


@pytest.mark.parametrize("text", ["🏳️‍🌈 Ä", "مرحبا بكم"])
def test_emoji_and_right_to_left_text_stay_as_they_are(visitor, programme, text):
    write_everywhere(visitor, programme, text)

    objective, element = programme.objectives.order_by("-pk")[0], programme.elements.first()
    assert text in objective.title["sv"] and text in element.text["sv"]
    shown = [
        f"/en/programmes/{programme.slug}/objectives/",
        f"/en/programmes/{programme.slug}/preview/?language=sv",
        f"/en/programmes/{programme.slug}/document.json?language=sv",
        edit_url(programme, "objective", objective),
    ]
    for url in shown:
        response = visitor.get(url)
        assert text in b"".join(response).decode(), url
    assert text in printed(programme, "sv")


@pytest.mark.parametrize("kind", [name for name in KINDS if name in ("answer", "element", "resources", "consultation")])
def test_a_very_long_rich_text_is_saved_and_shown(visitor, programme, kind):
    text = "\r\n\r\n".join(f"Paragraph {number} " + "word " * 200 for number in range(98))
    assert 98_000 < len(text) < 102_000
    url = url_of(programme, kind)
    form = opened(visitor, url)

    response = visitor.post(url, filled(form, kind, text))

    assert response.status_code == 302, response.context and response.context["form"].errors
    assert "Paragraph 97 word" in visitor.get(url).content.decode() or KINDS[kind].add_title
    assert "Paragraph 97 word" in visitor.get(f"/sv/programmes/{programme.slug}/preview/").content.decode()


def test_a_text_over_the_limit_is_refused_with_what_to_do_and_stays_in_the_form(visitor, programme):
    for kind in KINDS:
        url = url_of(programme, kind)
        form = opened(visitor, url)
        good, before = filled(form, kind), rows_of(programme)
        for name in set(text_fields(form)) & set(once(form)):
            longest = form.fields[name].max_length
            text = "ä" * (longest + 1)
            response = visitor.post(url, good | {name: text})

            assert response.status_code == 200, name
            assert list(response.context["form"].errors) == [name]
            html = response.content.decode()
            assert text in html, name
            assert "at most" in str(response.context["form"].errors[name])
        assert rows_of(programme) == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_database_cannot_store_is_an_error_and_no_crash(visitor, programme, kind):
    url = url_of(programme, kind)
    form = opened(visitor, url)
    good, before = filled(form, kind), rows_of(programme)
    for name in once(form):
        response = visitor.post(url, good | {name: "a\x00b"})
        expected = 409 if name == "version" else 200
        if name in ("version", "record_key") and KINDS[kind].add_title:
            continue
        if isinstance(good.get(name), str) and name not in ("version",) and good[name] == "on":
            continue  # a box is ticked by anything
        assert response.status_code == expected, (name, response.status_code)
    assert rows_of(programme)["programme"] == before["programme"]


@pytest.mark.parametrize("kind", KINDS)
def test_values_that_are_none_are_refused_field_by_field(visitor, programme, kind):
    """Dates, numbers and choices that do not exist; ids of another programme's records."""
    other = make_programme("599")
    elsewhere = make_objective(other, findings=[make_finding(other)])
    make_measure(elsewhere)
    make_seat(make_group([make_municipality("599")]))
    url = url_of(programme, kind)
    form = opened(visitor, url)
    good, before = filled(form, kind), rows_of(programme)

    for name, field in form.fields.items():
        for value in _impossible(field):
            if field.disabled or name in ("version", "record_key"):
                continue
            response = visitor.post(url, good | {name: value})
            assert response.status_code == 200, (name, value)
            assert name in response.context["form"].errors, (name, value)

    assert rows_of(programme) == before


def _impossible(field) -> list:
    match type(field).__name__:
        case "DateField":
            return ["2026-02-30", "yesterday", "99999-01-01"]
        case "NumberField":
            return ["abc", "1e400", "9" * 40, "NaN", "-Infinity", "sNaN", "1e-99999999999", "9" * 5000]
        case "IntegerField":
            return ["abc", "-1", "9" * 5000]
        case "ModelChoiceField" | "ModelMultipleChoiceField":
            model = field.queryset.model
            foreign = model.objects.exclude(pk__in=field.queryset.values("pk")).first()
            return ["9" * 40, "abc", *([str(foreign.pk)] if foreign else [])]
        case "TypedChoiceField" | "ChoiceField" | "ChecklistChoiceField" | "StatisticField" | "MultipleChoiceField":
            return ["nothing-such"]
    return []


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.form.dates_in_order])
def test_dates_out_of_order_are_refused(visitor, programme, kind):
    url = url_of(programme, kind)
    form = opened(visitor, url)
    for first, second in KINDS[kind].form.dates_in_order:
        data = filled(form, kind) | {first: "2026-03-02", second: "2026-03-01"}
        response = visitor.post(url, data)
        assert response.status_code == 200
        assert "is before" in str(response.context["form"].errors[second])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_break_no_page(visitor, programme, day):
    for kind in KINDS:
        url = url_of(programme, kind)
        form = opened(visitor, url)
        dates = {name: day for name, field in form.fields.items() if type(field).__name__ == "DateField"}
        response = visitor.post(url, filled(form, kind) | dates)
        assert response.status_code in (200, 302), kind

    for url in pages(programme):
        assert visitor.get(url).status_code == 200, url
    for language in ("fi", "sv", "en"):
        assert printed(programme, language)


# More than the form has


@pytest.mark.parametrize("kind", KINDS)
def test_fields_that_the_form_does_not_have_change_nothing(visitor, programme, kind):
    other = make_programme("599")
    url = url_of(programme, kind)
    form = opened(visitor, url)
    extra = {
        "id": "424242",
        "pk": "424242",
        "key": "00000000-0000-4000-8000-000000000001",
        "code": "X9",
        "position": "99",
        "archived_at": "2026-01-01 00:00",
        "programme": str(other.pk),
        "state": "approved",
        "approved_on": "2026-01-01",
        "is_demo": "on",
        "is_lead": "on",
        "slug": "taken-over",
        "municipality": "893",
        "municipalities": "893",
        "shared_with": "adviser",
        "group": "1",
        "edition": "act_1386_2010",
        "question": "situation.who",
        "element": "document.relations",
        "created_at": "2020-01-01 00:00",
    }
    extra = {name: value for name, value in extra.items() if name not in form.fields}
    before = {name: getattr(_newest(programme, kind), name, None) for name in extra if not KINDS[kind].add_title}

    assert visitor.post(url, filled(form, kind) | extra).status_code == 302

    record = _newest(programme, kind)
    for name, value in extra.items():
        if hasattr(record, name):
            assert str(getattr(record, name)) != value or before.get(name) is not None, name
    assert {name: getattr(record, name, None) for name in before} == before
    fresh = Programme.objects.get(pk=programme.pk)
    unchanged = ("slug", "state", "approved_on", "is_demo", "shared_with", "group_id", "edition", "key", "archived_at")
    assert [getattr(fresh, name) for name in unchanged] == [getattr(programme, name) for name in unchanged]
    assert getattr(record, "programme", fresh) == fresh
    lead = fresh.links.get(is_lead=True)
    assert lead.municipality_id == "545"


def _newest(programme, kind):
    model = KINDS[kind].model
    if not KINDS[kind].add_title:
        record = single(programme, kind)
        return model.objects.get(pk=record.pk)
    return model.objects.filter(programme=programme).order_by("-pk").first()


def test_the_key_of_another_programmes_record_makes_no_second_row(visitor, programme):
    other = make_objective(make_programme("599"))
    url = add_url(programme, "objective")
    sent = filled(opened(visitor, url), "objective") | {"record_key": str(other.key)}
    before = rows_of(programme)

    response = visitor.post(url, sent)

    assert response.status_code in (200, 302)
    assert Objective.objects.get(key=other.key).programme == other.programme
    assert Objective.objects.filter(key=other.key).count() == 1
    saved = rows_of(programme)["rows"]["objective"] - before["rows"]["objective"]
    assert saved == (1 if response.status_code == 302 else 0)


@pytest.mark.parametrize("key", ["", "abc", "\x00", "9" * 400])
def test_a_key_that_is_none_loses_nothing(visitor, programme, key):
    url = add_url(programme, "objective")
    sent = filled(opened(visitor, url), "objective", "Kept words") | {"record_key": key}

    response = visitor.post(url, sent)

    assert response.status_code in (200, 302)
    if response.status_code == 200:
        assert "Kept words" in response.content.decode()


# Reading writes nothing; writing needs our own form


def test_reading_any_page_writes_nothing(visitor, programme):
    before, events = rows_of(programme), Event.objects.count()

    for url in pages(programme):
        visitor.get(url)
        visitor.head(url)

    assert rows_of(programme) == before
    assert Event.objects.count() == events


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_without_our_token_nothing_is_written(coordinator, programme, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    before, events = rows_of(programme), Event.objects.count()
    for kind in KINDS:
        url = url_of(programme, kind)
        assert client.post(url, filled(opened(client, url), kind), headers=headers).status_code == 403, kind
    assert rows_of(programme) == before
    assert Event.objects.count() == events


# Addresses that lead nowhere


ABSENT = [
    "programmes/nowhere/",
    "programmes/{slug}/nothing/add/",
    "programmes/{slug}/frame/add/",
    "programmes/{slug}/objective/00000000-0000-4000-8000-000000000001/",
    "programmes/{slug}/objective/not-a-key/",
    "programmes/{slug}/frame/00000000-0000-4000-8000-000000000001/",
    "programmes/{slug}/preview/?language=xx",
    "programmes/{slug}/preview/?language=%00",
    "programmes/{slug}/document.json?language=de",
    "programmes/{slug}/item/nothing/mark/",
    "programmes/{slug}/item/%00/mark/",
    "programmes/{slug}/item/principle/mark/",
    "programmes/{slug}/export/99999999999999999999999/",
    "programmes/{slug}/export/1/file/",
    "programmes/{slug}/approved/1/fi.json",
    "programmes/{slug}/approved/99999999999999999999999/fi.pdf",
    "programmes/{slug}/approved/1/%00.pdf",
    "people/%00/",
    "people/999/",
    "people/%00/invite/",
    "roles/99999999999999999999999/",
    "invitation/%00/",
    "invitation/none/",
    "groups/00000000-0000-4000-8000-000000000001/",
]


@pytest.mark.parametrize("path", ABSENT)
def test_an_address_of_nothing_is_not_found(visitor, programme, path):
    response = visitor.get("/en/" + path.format(slug=programme.slug))

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("query", ["\x00", "x" * 5000, "<script>alert(1)</script>", "%", "' OR 1=1 --", "مرحبا"])
def test_any_search_is_answered(visitor, query):
    response = visitor.get("/en/organisations/", {"q": query})

    assert response.status_code == 200
    assert offences(response.content.decode()) == []
