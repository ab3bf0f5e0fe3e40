"""Where a figure comes from, and the way to a target, on screen and in print."""

from datetime import date
from decimal import Decimal

import pytest

from integration_programme.translations import Translations
from programmes.document import assemble
from programmes.enums import Phase
from tests.programmes.factories import change, followable, fresh, make_indicator, make_own_figure, words
from tests.programmes.reading import read, sentences

pytestmark = pytest.mark.django_db

ORIGIN = {
    "owner": Translations({"sv": "Bildningstjänster", "fi": "Sivistyspalvelut"}),
    "licence": Translations({"sv": "CC BY 4.0", "fi": "CC BY 4.0"}),
    "retrieved_on": date(2026, 2, 10),
}


def table_of(programme, language: str, caption: str):
    """The one printed table with this caption."""
    sections = list(assemble(fresh(programme), language).sections)
    while sections:
        section = sections.pop()
        sections += section.sections
        for block in section.blocks:
            if getattr(block, "caption", "") == caption:
                return block
    raise AssertionError(f"no table {caption!r}")


def test_an_own_figure_tells_its_origin_on_screen(client, coordinator, programme):
    make_own_figure(programme, **ORIGIN)
    client.force_login(coordinator)

    card = read(client, programme, "item/situation.needs/")

    assert 'Owner: <span lang="sv">Bildningstjänster</span> <span class="text-mark">(in Swedish)</span>' in card
    assert 'Terms of use: <span lang="sv">CC BY 4.0</span>' in card
    assert "Retrieved 10 February 2026" in card


def test_an_own_figure_tells_its_origin_in_print(programme):
    make_own_figure(programme, **ORIGIN)

    source = table_of(programme, "fi", "Kunnan omat luvut").rows[0].cells[-1]

    assert source.text == "Pupil register (fi)"
    assert source.quiet == "Tiedon omistaja: Sivistyspalvelut; Käyttöehdot: CC BY 4.0; Haettu 10.2.2026"


def test_without_an_origin_nothing_is_said_of_it(client, coordinator, programme):
    make_own_figure(programme)
    client.force_login(coordinator)

    card = read(client, programme, "item/situation.needs/")

    assert "Owner:" not in card and "Terms of use" not in card
    assert table_of(programme, "en", "The municipality's own figures").rows[0].cells[-1].quiet == ""


def test_the_time_of_a_figure_is_read_in_ones_language_or_marked(client, coordinator, programme):
    make_own_figure(programme, period=Translations({"sv": "höstterminen 2025"}))
    client.force_login(coordinator)

    card = read(client, programme, "item/situation.needs/")

    assert '(<span lang="sv">höstterminen 2025</span> <span class="text-mark">(in Swedish)</span>)' in card
    times = {
        language: table_of(programme, language, caption).rows[0].cells[2].text for language, caption in OWN.items()
    }
    assert times == {"sv": "höstterminen 2025", "fi": "(ei vielä saatavilla suomeksi)"}
    assert "“Pupils (sv) (in Swedish)” lacks text in: Finnish." in sentences(programme, Phase.SITUATION)


OWN = {"sv": "Kommunens egna siffror", "fi": "Kunnan omat luvut"}


def test_the_administrative_regulation_is_read_in_ones_language_or_marked(client, coordinator, programme):
    mandate = programme.responsibility
    change(mandate, coordinating_body=words(programme, "Board"), administrative_regulation=Translations({"sv": "26 §"}))
    client.force_login(coordinator)

    html = read(client, programme, "item/responsibility.coordinating_body/")

    assert '<span lang="sv">26 §</span> <span class="text-mark">(in Swedish)</span>' in html
    assert "“Board (sv) (in Swedish)” lacks text in: Finnish." in sentences(programme, Phase.RESPONSIBILITY)
    printed = {language: str(assemble(fresh(programme), language).as_data()) for language in ("sv", "fi")}
    assert "26 §" in printed["sv"] and "26 §" not in printed["fi"]


def test_an_interim_target_stands_between_baseline_and_target(client, coordinator, programme):
    fields = {
        "interim_value": Decimal("4.5"),
        "interim_date": date(2028, 12, 31),
        "unit": Translations({"en": "months"}),
    }
    indicator = make_indicator(programme, **followable(programme, **fields))
    client.force_login(coordinator)

    html = read(client, programme, f"indicator/{indicator.key}/")

    values = ["7 months", "4.5 months (31 December 2028)", "2.5 months"]
    assert sorted(values, key=html.index) == values
    table = table_of(programme, "en", "Indicators")
    assert table.columns[1:4] == ["Baseline", "Interim target", "Target"]
    cell = table.rows[0].cells[2]
    assert (cell.text, cell.quiet) == ("4.5 months", "31 Dec 2028")


def test_without_interim_targets_the_table_has_no_column_for_them(programme):
    make_indicator(programme, **followable(programme))

    assert table_of(programme, "en", "Indicators").columns[1:3] == ["Baseline", "Target"]


@pytest.mark.parametrize(
    ("language", "since"),
    [("fi", "voimassa 1.1.2025 alkaen"), ("sv", "i kraft sedan 1.1.2025")],
)
def test_the_legal_basis_says_since_when(client, coordinator, programme, language, since):
    client.force_login(coordinator)

    html = client.get(f"/{language}/programmes/{programme.slug}/item/responsibility/").content.decode()
    html = html.replace("\N{NO-BREAK SPACE}", " ")

    assert f"(681/2023), 45 §, {since}" in html
    assert assemble(fresh(programme), language).cover.legal_basis.endswith(since)
