"""Consultations that last, can be read somewhere, or are statements of a body with a section and a case number."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.formats import date_format

from programmes.document import assemble
from programmes.enums import Band
from programmes.models import Consultation
from tests.programmes.factories import fresh, make_consultation
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db

STATEMENT = {"kind": "statement", "section": "§ 18", "case_number": "EXB 214/2026", "link": "https://example.org/said"}


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def heard(programme):
    """The row of the only consultation in the table of who was heard, in Finnish."""
    (chapter,) = [each for each in assemble(fresh(programme), "fi").sections if each.key == "document.cooperation"]
    (part,) = [each for each in chapter.sections if each.anchor == "consultations"]
    (row,) = part.blocks[0].rows
    return row


def test_bands_go_up_to_more_than_a_thousand():
    assert [band.value for band in Band][-4:] == ["100-249", "250-499", "500-1000", "1000+"]
    with translation.override("sv"):
        assert str(Band.THOUSANDS.label) == "fler än 1 000"


def test_a_consultation_ends_no_earlier_than_it_begins(visitor, programme):
    consultation = make_consultation(programme)
    url = page(programme, f"consultation/{consultation.key}/edit/")

    response = visitor.post(url, as_sent(opened(visitor, url), held_on="2026-04-05", ended_on="2026-03-16"))

    assert response.context["form"].errors["ended_on"] == ["“Last day” is before “Date”. Check the two dates."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.update(held_on=date(2026, 4, 5), ended_on=date(2026, 3, 16))


def test_the_minutes_of_a_statement_are_unfolded_and_saved(visitor, programme):
    statement, evening = make_consultation(programme, **STATEMENT), make_consultation(programme)
    address = f"consultation/{statement.key}/edit/"

    pages = [read(visitor, programme, f"consultation/{each.key}/edit/") for each in (statement, evening)]
    fold = r'<details class="fold"( open)?>\s*<summary><span class="fold-name">Link, and the minutes'
    folds = [re.findall(fold, html) for html in pages]
    assert folds == [[" open"], [""]]
    url = page(programme, address)
    assert visitor.post(url, as_sent(opened(visitor, url), section="§ 19")).status_code == 302
    statement.refresh_from_db()
    assert (statement.section, statement.case_number) == ("§ 19", "EXB 214/2026")


def test_only_a_statement_tells_a_section_and_a_case_number(visitor, programme):
    survey = make_consultation(programme, **STATEMENT | {"kind": "survey"})

    html = read(visitor, programme, f"consultation/{survey.key}/")

    assert survey.minutes == ("", "")
    assert "EXB 214/2026" not in html
    assert 'href="https://example.org/said"' in html


def test_the_page_tells_first_and_last_day_or_the_only_one(visitor, programme):
    survey = make_consultation(programme, kind="survey", held_on=date(2026, 3, 16), ended_on=date(2026, 4, 5))
    hearing = make_consultation(programme, kind="hearing", held_on=date(2026, 5, 5))

    shown = [read(visitor, programme, f"consultation/{each.key}/") for each in (survey, hearing)]
    lists = [read(visitor, programme, tail) for tail in ("cooperation/", "item/cooperation.immigrants/")]

    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (date(2026, 3, 16), date(2026, 4, 5), date(2026, 5, 5))]
    spans = [f"{days[0]}–{days[1]}", days[2]]
    assert [re.findall(r"<dt>Held on</dt><dd>([^<]*)</dd>", html) for html in shown] == [[each] for each in spans]
    lines = [html.split('id="consultations"')[1].split("</section>")[0] for html in lists]
    assert [re.findall(r'<span class="row-told">([^<]*)</span>', html) for html in lines] == [spans, spans]


def test_the_document_tells_days_minutes_and_where_it_can_be_read(programme):
    make_consultation(programme, **STATEMENT, held_on=date(2026, 5, 20), ended_on=date(2026, 5, 21))

    name, days, *_rest = heard(programme).cells

    assert (name.url, name.quiet) == ("https://example.org/said", "§ 18, EXB 214/2026")
    assert days.text == "20.5.2026 – 21.5.2026"


def test_the_document_tells_one_day_once(programme):
    make_consultation(programme, held_on=date(2026, 5, 20), ended_on=date(2026, 5, 20))

    assert heard(programme).cells[1].text == "20.5.2026"
