"""Whatever is typed into any form of any kind of record: a clear error or harmless text, and nothing lost."""

import itertools
from html import unescape

import pytest
from django.forms import URLField

from programmes.enums import Phase
from programmes.forms import PAGES
from tests.pages import offences
from tests.programmes.every_kind import (
    ADDABLE,
    add_url,
    edit_url,
    filled,
    form_of,
    once,
    pages,
    printed,
    rows_of,
    text_fields,
)
from tests.programmes.factories import (
    make_consultation,
    make_finding,
    make_measure,
    make_objective,
    make_programme,
)
from tests.programmes.reading import page, read
from tests.programmes.sending import opened
from tests.stakeholders.factories import make_group, make_municipality, make_seat

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{% endverbatim %}{% now 'Y' %}{{ 7|add:7 }}",
    "</textarea></style><style>*{}</style>",
]


def write_everywhere(client, programme, *texts: str) -> None:
    """Every form filled in and sent, each text field with one of the texts, the next one in the next field."""
    turn = itertools.cycle(texts)
    for kind in PAGES:
        url, form = form_of(client, programme, kind)
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


def test_markup_and_templates_are_read_as_the_text_they_are(visitor, programme):
    text = "<script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %}"
    write_everywhere(visitor, programme, text)

    for tail in (*(f"{phase}/" for phase in Phase), "thread/", "breaks/", "preview/?language=sv"):
        html = read(visitor, programme, tail)
        assert text in unescape(html), tail
        assert "<script>alert" not in html, tail


def test_markup_that_comes_back_with_an_error_is_harmless_too(visitor, programme):
    for kind in PAGES:
        url, form = form_of(visitor, programme, kind)
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


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", " data:text/html,<script>1</script>", "//host.example", "\\\\host"]
)
def test_only_web_addresses_are_links(visitor, programme, link):
    for kind in PAGES:
        url, form = form_of(visitor, programme, kind)
        names = [name for name, field in form.fields.items() if isinstance(field, URLField)]
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
    shown = [page(programme, tail) for tail in ("objectives/", "preview/?language=sv", "document.json?language=sv")]
    for url in (*shown, edit_url(programme, "objective", objective)):
        response = visitor.get(url)
        assert text in b"".join(response).decode(), url
    assert text in printed(programme, "sv")


@pytest.mark.parametrize("kind", [name for name in PAGES if name in ("answer", "element", "resources", "consultation")])
def test_a_very_long_rich_text_is_saved_and_shown(visitor, programme, kind):
    text = "\r\n\r\n".join(f"Paragraph {number} " + "word " * 200 for number in range(98))
    assert 98_000 < len(text) < 102_000
    url, form = form_of(visitor, programme, kind)

    response = visitor.post(url, filled(form, kind, text))

    assert response.status_code == 302, response.context and response.context["form"].errors
    assert "Paragraph 97 word" in visitor.get(url).content.decode() or PAGES[kind].kind.is_list
    assert "Paragraph 97 word" in visitor.get(f"/sv/programmes/{programme.slug}/preview/").content.decode()


def test_a_text_over_the_limit_is_refused_with_what_to_do_and_stays_in_the_form(visitor, programme):
    for kind in PAGES:
        url, form = form_of(visitor, programme, kind)
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


@pytest.mark.parametrize("kind", PAGES)
def test_what_a_database_cannot_store_is_an_error_and_no_crash(visitor, programme, kind):
    url, form = form_of(visitor, programme, kind)
    good, before = filled(form, kind), rows_of(programme)
    saved = {name for name in once(form) if good.get(name) == "on"}  # a box is ticked by anything
    if PAGES[kind].kind.is_list:
        saved |= {"row_version", "record_key"}  # a new record has none to compare with
    saved |= {"sha256"} & set(once(form))  # names a file that was kept; the one that is sent counts
    for name in set(once(form)) - saved:
        response = visitor.post(url, good | {name: "a\x00b"})
        assert response.status_code == (409 if name == "row_version" else 200), (name, response.status_code)
    assert rows_of(programme)["programme"] == before["programme"]
    for name in saved:
        assert visitor.post(url, good | {name: "a\x00b"}).status_code < 500, name


@pytest.mark.parametrize("kind", PAGES)
def test_values_that_are_none_are_refused_field_by_field(visitor, programme, kind):
    """Dates, numbers and choices that do not exist; ids of another programme's records."""
    other = make_programme("599")
    elsewhere = make_objective(other, findings=[make_finding(other)])
    make_measure(elsewhere)
    make_consultation(other)
    make_seat(make_group([make_municipality("599")]))
    url, form = form_of(visitor, programme, kind)
    good, before = filled(form, kind), rows_of(programme)

    for name, field in form.fields.items():
        for value in _impossible(field):
            if field.disabled or name in ("row_version", "record_key"):
                continue
            response = visitor.post(url, good | {name: value})
            assert response.status_code == 200, (name, value)
            assert name in response.context["form"].errors, (name, value)
            html = response.content.decode()
            assert 'class="error-summary"' in html and f'id="id_{name}_error"' in html, (name, value)

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


@pytest.mark.parametrize("kind", [name for name, page in PAGES.items() if page.form.dates_in_order])
def test_dates_out_of_order_are_refused_in_words(visitor, programme, kind):
    url, form = form_of(visitor, programme, kind)
    before = rows_of(programme)
    for first, second in PAGES[kind].form.dates_in_order:
        data = filled(form, kind) | {first: "2029-01-02", second: "2029-01-01"}
        response = visitor.post(url, data)
        earlier, later = (form.fields[name].label for name in (second, first))
        sentence = f"“{earlier}” is before “{later}”. Check the two dates."
        assert response.status_code == 200
        assert list(response.context["form"].errors[second]) == [sentence]
    assert rows_of(programme) == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_break_no_page(visitor, programme, day):
    for kind in PAGES:
        url, form = form_of(visitor, programme, kind)
        dates = {name: day for name, field in form.fields.items() if type(field).__name__ == "DateField"}
        response = visitor.post(url, filled(form, kind) | dates)
        assert response.status_code in (200, 302), kind

    for url in pages(programme):
        assert visitor.get(url).status_code == 200, url
    for language in ("fi", "sv", "en"):
        assert printed(programme, language)
