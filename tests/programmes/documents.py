"""A rich document for tests of the export: every kind of block, in Finnish, Swedish and English."""

from indicators.charts import Series, line_chart
from programmes.document.blocks import (
    Cell,
    Chart,
    Cover,
    Document,
    Entries,
    Entry,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)

WORDS = {
    "fi": {
        "municipality": "Kivilampi",
        "title": "Kotoutumisen edistämisen ohjelma 2027–2030",
        "state": "Luonnos",
        "mark": "Luonnos, ei hyväksytty",
        "demo": "Esimerkki: mitään tästä ei ole päätetty missään kunnassa",
        "period": "1.1.2027–31.12.2030",
        "date": "Tulostettu 24.11.2026",
        "basis": "Laki kotoutumisen edistämisestä (681/2023), 45 §",
        "path": "Päätöksenteon vaiheet",
        "path_columns": ["Toimielin", "Päivä", "Pykälä", "Tulos"],
        "bodies": ["Sivistyslautakunta", "Kunnanhallitus", "Kunnanvaltuusto"],
        "sentence": "Maahanmuuttaneiden työllistyminen ja osallisuus edellyttävät, että kotoutumissuunnitelmat, "
        "suomen kielen opetus ja yhdenvertaiset palvelut ovat kaikkien asukkaiden saavutettavissa myös iltaisin.",
        "elements": [
            "Kunnan strategiset linjaukset",
            "Väestö ja sen muutos",
            "Vastuutahot ja toimielimet",
            "Yhteistyö ja kumppanuudet",
            "Yleiset palvelut ja niiden soveltuvuus kotoutuville",
            "Kotoutumista edistävät erityiset palvelut",
            "Lapset, nuoret, ikääntyneet ja muut ryhmät",
            "Kansainvälistä suojelua saavien vastaanotto",
            "Hyvät väestösuhteet",
            "Seuranta, raportointi ja päivittäminen",
        ],
        "objective": "Useampi maahanmuuttanut löytää koulutustaan vastaavan työn",
        "measure": "Ohjausta iltaisin kirjastossa neljällä kielellä",
        "columns": ["Tavoite ja toimenpiteet", "Vastuutaho", "Aikataulu", "Resurssit", "Talousarviossa"],
        "owner": "Työllisyysalue",
        "yes": "Kyllä",
        "indicators": "Seurattavat mittarit",
        "indicator_columns": ["Mittari", "Lähtötaso", "Tavoite", "Lähde", "Tiheys", "Tavoitteet"],
        "indicator": "Ulkomaan kansalaisten työllisyysaste, %",
        "source": "Lähde: esimerkki, keksitty",
        "finding": "Iltaisin avoinna olevaa ohjausta ei ole, ja jonot kieliopetukseen ovat pitkät.",
        "gap": "Puute",
        "population": "Vieraskielisten osuus väestöstä, %",
        "year": "Vuosi",
        "coverage": "Ohjelman osat",
        "coverage_columns": ["Osa", "Missä käsitellään"],
        "chapter": "Luku",
        "terms": [("Kotoutuminen", "Maahanmuuttaneen yksilöllinen prosessi yhteiskunnan yhdenvertaiseksi jäseneksi.")],
        "other": ("sv", "Detta stycke är på svenska, för att språket ska höras rätt."),
    },
    "sv": {
        "municipality": "Stenträsk",
        "title": "Program för främjande av integration 2027–2030",
        "state": "Utkast",
        "mark": "Utkast, inte godkänt",
        "demo": "Exempel: inget av detta har beslutats i någon kommun",
        "period": "1.1.2027–31.12.2030",
        "date": "Utskrivet 24.11.2026",
        "basis": "Lagen om främjande av integration (681/2023), 45 §",
        "path": "Beslutsgången",
        "path_columns": ["Organ", "Datum", "Paragraf", "Resultat"],
        "bodies": ["Bildningsnämnden", "Kommunstyrelsen", "Kommunfullmäktige"],
        "sentence": "Sysselsättning och delaktighet bland invandrade förutsätter att integrationsplaner, "
        "språkundervisning och likvärdiga tjänster är tillgängliga för alla invånare, också på kvällarna.",
        "elements": [
            "Kommunens strategiska riktlinjer",
            "Befolkningen och dess förändring",
            "Ansvariga organ",
            "Samarbete och partnerskap",
            "Allmänna tjänster och hur de passar",
            "Särskilda tjänster som främjar integrationen",
            "Barn, unga, äldre och andra grupper",
            "Mottagande av personer som får internationellt skydd",
            "Goda befolkningsrelationer",
            "Uppföljning, rapportering och uppdatering",
        ],
        "objective": "Fler invandrade hittar arbete som motsvarar utbildningen",
        "measure": "Handledning på kvällarna i biblioteket på fyra språk",
        "columns": ["Mål och åtgärder", "Ansvarig", "Tidtabell", "Resurser", "I budgeten"],
        "owner": "Sysselsättningsområdet",
        "yes": "Ja",
        "indicators": "Indikatorer som följs",
        "indicator_columns": ["Indikator", "Utgångsläge", "Mål", "Källa", "Hur ofta", "Mål"],
        "indicator": "Sysselsättningsgrad bland utländska medborgare, %",
        "source": "Källa: exempel, påhittat",
        "finding": "Handledning på kvällarna saknas och köerna till språkundervisningen är långa.",
        "gap": "Brist",
        "population": "Andelen invånare med främmande språk, %",
        "year": "År",
        "coverage": "Programmets delar",
        "coverage_columns": ["Del", "Var den behandlas"],
        "chapter": "Kapitel",
        "terms": [("Integration", "En invandrads individuella process att bli en jämlik medlem av samhället.")],
        "other": ("fi", "Tämä kappale on suomeksi, jotta kieli kuullaan oikein."),
    },
    "en": {
        "municipality": "Kivilampi",
        "title": "Programme for the promotion of integration 2027–2030",
        "state": "Draft",
        "mark": "Draft, not approved",
        "demo": "Example: nothing in it was decided by any municipality",
        "period": "1 January 2027 – 31 December 2030",
        "date": "Printed on 24 November 2026",
        "basis": "Act on the Promotion of Integration (681/2023), section 45",
        "path": "Decision path",
        "path_columns": ["Body", "Date", "Section", "Outcome"],
        "bodies": ["Education committee", "Municipal board", "Municipal council"],
        "sentence": "Employment and participation of immigrant residents presuppose that integration plans, language "
        "teaching and equal services can be reached by all residents, in the evenings too.",
        "elements": [
            "The municipality's strategic lines",
            "Population and its change",
            "Bodies responsible",
            "Cooperation and partnerships",
            "General services and how they suit",
            "Special services that promote integration",
            "Children, young people, older people and other groups",
            "Reception of people who receive international protection",
            "Good relations between population groups",
            "Monitoring, reporting and updating",
        ],
        "objective": "More immigrant residents find work that matches their education",
        "measure": "Evening guidance in the library in four languages",
        "columns": ["Objective and measures", "Owner", "Schedule", "Resources", "In the budget"],
        "owner": "Employment area",
        "yes": "Yes",
        "indicators": "Indicators that are followed",
        "indicator_columns": ["Indicator", "Baseline", "Target", "Source", "Frequency", "Objectives"],
        "indicator": "Employment rate of foreign citizens, %",
        "source": "Source: demo, invented",
        "finding": "There is no guidance in the evenings, and queues to language teaching are long.",
        "gap": "Gap",
        "population": "Share of residents with a foreign language, %",
        "year": "Year",
        "coverage": "Elements of the programme",
        "coverage_columns": ["Element", "Where it is dealt with"],
        "chapter": "Chapter",
        "terms": [("Integration", "An immigrant's own process of becoming an equal member of society.")],
        "other": ("sv", "Detta stycke är på svenska, för att språket ska höras rätt."),
    },
}


def rich_text(language: str) -> str:
    """Everything that a writer can do in the editor, some of it clumsily."""
    words = WORDS[language]
    sentence, (other, passage) = words["sentence"], words["other"]
    return (
        f"<p>{sentence} <strong>{words['owner']}</strong>, <em>{words['measure']}</em> "
        f'<a href="https://example.org/"><strong>example.org</strong></a>.</p>'
        f"<h4>{words['objective']}</h4><p>{sentence}</p><h3>{words['measure']}</h3>"
        f"<ul><li><p>{sentence}</p><ul><li><p>{words['owner']}</p></li></ul><p>{words['finding']}</p></li>"
        f"<li>{words['finding']}</li></ul>"
        f"<ol><li><p>{words['owner']}</p></li><li><p>{words['measure']}</p></li></ol>"
        f'<blockquote><p>{words["finding"]}</p></blockquote><p lang="{other}">{passage}</p><p></p>'
        f"<table><tbody><tr><th><p>{words['year']}</p></th><th><p>{words['owner']}</p></th></tr>"
        f'<tr><td><p>2027</p></td><td><p>12</p><p>13</p></td></tr><tr><td colspan="2"><p>{words["source"]}</p></td></tr>'
        f"<tr><td><p>2028</p></td></tr></tbody></table>"
    )


def make_document(language: str = "en", *, repeat: int = 1, html: str = "", mark: bool = True) -> Document:
    """The ten elements, chapters repeated as often as asked; `html` is put in as one more text."""
    words = WORDS[language]
    sections = [
        _chapter(language, number, element, repeat if number > 1 else 1)
        for number, element in enumerate(words["elements"], 1)
    ]
    if html:
        sections[0].blocks.append(Text(html))
    return Document(
        language=language,
        title=words["title"],
        slug="sample",
        edition="act_681_2023",
        state="preparing" if mark else "approved",
        mark=words["mark"] if mark else "",
        is_demo=True,
        demo_mark=words["demo"],
        cover=Cover(
            municipalities=[words["municipality"]],
            title=words["title"],
            period=words["period"],
            state=words["state"],
            date=words["date"],
            legal_basis=words["basis"],
            decision_path=Table(
                words["path"],
                words["path_columns"],
                [Row([Cell(body), Cell("14.12.2026"), Cell("§ 84"), Cell("–")]) for body in words["bodies"]],
                widths=[40, 20, 15, 25],
            ),
        ),
        sections=sections,
        coverage=Table(
            words["coverage"],
            words["coverage_columns"],
            [
                Row([Cell(f"5.{number} {element}"), Cell(f"{words['chapter']} {number}", url=f"#s{number}")])
                for number, element in enumerate(words["elements"], 1)
            ],
            widths=[60, 40],
        ),
        terms=words["terms"] * 3,
    )


def _chapter(language: str, number: int, title: str, repeat: int) -> Section:
    words = WORDS[language]
    chapter = Section(f"document.{number}", f"s{number}", str(number), title)
    chapter.blocks = [Text(f"<p>{words['sentence']}</p>" * 2)] + [Text(rich_text(language))] * (repeat - 1)
    if number == 1:
        chapter.sections = [Section("", "s1-1", "1.1", words["measure"], [Text(rich_text(language))])]
    if number == 2:
        chapter.blocks += _figure(language)
        chapter.blocks.append(_findings(language))
    if number == 6:
        facts = [Entry(words["owner"], label=words["terms"][0][0]), Entry("", label=words["gap"], codes=["F1", "F2"])]
        chapter.sections = [Section("", "O9", "6.1", f"O9 {words['objective']}", [Entries(facts)])]
        chapter.blocks.append(_objectives(language))
    if number == 10:
        chapter.blocks.append(_indicators(language))
        chapter.blocks.append(Paragraph(words["source"], quiet=True))
    return chapter


def _figure(language: str) -> list:
    words = WORDS[language]
    numbers = {"2022": 4.1, "2023": 4.9, "2024": 5.6, "2025": 6.2}
    shares = Table(
        words["population"],
        [words["year"], "%"],
        [Row([Cell(year), Cell(str(value), numeric=True)]) for year, value in numbers.items()],
        widths=[70, 30],
        source=words["source"],
    )
    series = [
        Series(words["municipality"], list(numbers.items())),
        Series("Suomi", [(y, 3.0 + v) for y, v in numbers.items()]),
    ]
    chart = line_chart(series, words["population"], f"{words['municipality']}: 4,1–6,2.", "%", language)
    return [shares, Chart(str(chart), words["source"])]


def _findings(language: str) -> Entries:
    words = WORDS[language]
    return Entries(
        [
            Entry(words["finding"], "F1", words["gap"], ["O1"]),
            Entry(words["sentence"], "F2", words["gap"], ["O1", "O2"]),
            Entry(words["finding"], "F3"),
        ]
    )


def _objectives(language: str) -> Table:
    words = WORDS[language]
    rows = []
    for number in range(1, 9):
        objective = [
            Cell(words["objective"], ["F1", "F2"]),
            Cell(words["owner"]),
            Cell("2027–2030"),
            Cell(""),
            Cell(""),
        ]
        rows.append(Row(objective, f"O{number}"))
        for step in range(1, 4):
            measure = [
                Cell(words["measure"]),
                Cell(words["owner"]),
                Cell("2027–2028"),
                Cell("12 000 €", numeric=True),
                Cell(words["yes"]),
            ]
            rows.append(Row(measure, f"M{number}.{step}"))
    return Table(words["elements"][5], words["columns"], rows, widths=[42, 18, 14, 14, 12])


def _indicators(language: str) -> Table:
    words = WORDS[language]
    rows = [
        Row(
            [
                Cell(words["indicator"]),
                Cell("48,2 (2025)", numeric=True),
                Cell("60 (2030)", numeric=True),
                Cell("Tilastokeskus, 115b", url="https://stat.fi/"),
                Cell("1/a"),
                Cell("", [f"O{number}", f"M{number}.1", "X9"]),
            ],
            f"I{number}",
        )
        for number in range(1, 7)
    ]
    return Table(words["indicators"], words["indicator_columns"], rows, widths=[32, 14, 14, 18, 9, 13])
