"""Dates, numbers with their unit and sections with their number are whole on every page and in every mail; nothing
that is sent back or stored changes."""

import pytest

from integration_programme import outbox
from integration_programme.models import OutgoingMail
from integration_programme.translations import Translations
from integration_programme.whole import bound, bound_page, whole
from programmes.models import Objective
from tests.programmes.factories import change, make_objective, make_programme
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_coordinator, make_municipality


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("§ 312, 26 § och 45 §:n", "§~312, 26~§ och 45~§:n"),
        ("16. marraskuuta 2026 klo 14.00", "16.~marraskuuta~2026 klo~14.00"),
        ("kesäkuussa 2027, toukokuun 2028", "kesäkuussa~2027, toukokuun~2028"),
        ("den 1 december 2026 kl. 14.00", "den 1~december~2026 kl.~14.00"),
        ("From 14 May 2026, section 45", "From 14~May~2026, section~45"),
        ("12 345 678 €, 9,6 %, 80 m²", "12~345~678~€, 9,6~%, 80~m²"),
        ("46 per cent of 480 people", "46~per~cent of 480~people"),
        ("3 sivua, 1 sida, 12 pages", "3~sivua, 1~sida, 12~pages"),
        ("27 a § ja 12 b §:n 2 momentti", "27~a~§ ja 12~b~§:n~2~momentti"),
        ("viimeistään 31.12. 2026 tai 1.2. 2027", "viimeistään 31.12.~2026 tai 1.2.~2027"),
        ("noin 45 minuuttia, 2,5 miljoonaa euroa", "noin 45~minuuttia, 2,5~miljoonaa euroa"),
        ("30 minuter, 3 miljoner, 8 m", "30~minuter, 3~miljoner, 8~m"),
        ("kello 10.30, klockan 9, 31. 12. 2026, 1. 2. 2027", "kello~10.30, klockan~9, 31.~12.~2026, 1.~2.~2027"),
        ("3 kap. 5 §, 45 § 2 mom. 3 p.", "3~kap.~5~§, 45~§~2~mom.~3~p."),
        ("Taulukko 4, kuva 2, tabell 4, bild 3, luku 5", "Taulukko~4, kuva~2, tabell~4, bild~3, luku~5"),
        ("30 hlöä, 20 lasta, 40 perhettä, 12 opiskelijaa", "30~hlöä, 20~lasta, 40~perhettä, 12~opiskelijaa"),
        ("100 barn, 40 familjer, 12 studerande", "100~barn, 40~familjer, 12~studerande"),
        ("30 kuntapaikkaa, 30 kommunplatser, 3 grupper", "30~kuntapaikkaa, 30~kommunplatser, 3~grupper"),
        ("3,5 M€, 250 t€, 16 v, nro 5, nr 5", "3,5~M€, 250~t€, 16~v, nro~5, nr~5"),
        ("in 2025 120 people came", "in 2025 120~people came"),
        ("Phase 1 of 7, 20 och 30", "Phase 1 of 7, 20 och 30"),
        ("May I? Yes. A mark 3 times", "May I? Yes. A mark 3 times"),
    ],
)
def test_what_belongs_together_stays_together(typed, shown):
    kept = shown.replace("~", "\u00a0")

    assert whole(typed) == kept
    assert whole(kept) == kept
    assert bound(f'<p title="{typed}">{typed} <b>{typed}</b></p>') == f'<p title="{typed}">{kept} <b>{kept}</b></p>'


def test_a_drawing_is_left_as_it_is_for_its_words_never_break():
    drawn = '<svg viewBox="0 0 10 10"><text>12 000 € (2027)</text></svg>'

    assert bound(f"<p>12 000 €</p>{drawn}") == f"<p>12\u00a0000\u00a0€</p>{drawn}"


def test_what_was_bound_once_is_not_bound_again():
    document = "<!--bound--><p>12 000 €</p><!--/bound-->"
    page = f"<p>12 000 €</p>{document}<p>3 kk</p>{document}"

    shown = bound_page(page.encode()).decode()

    assert shown == f"<p>12\u00a0000\u00a0€</p>{document}<p>3\u00a0kk</p>{document}"


@pytest.mark.parametrize(
    "sent_back",
    [
        '<textarea name="a">Noin 70 000 euroa, § 26</textarea>',
        '<option>31 December 2027</option><option value="12 kk">12 kk</option>',
        '<input name="a" value="12 000 €">',
        "<style>p { margin: 1 200 px }</style><script>let a = 12 % 5</script>",
    ],
)
def test_what_a_form_sends_back_is_as_it_was_typed(sent_back):
    page = "<head><title>31 December 2026</title></head><p>{}</p>{}<p>{}</p>"

    assert bound(page.format("5 kk", sent_back, "5 kk")) == page.format("5\u00a0kk", sent_back, "5\u00a0kk")


@pytest.mark.django_db
def test_mails_are_whole_and_their_links_as_they_were():
    body = "Linkki toimii 3. joulukuuta 2026 asti:\nhttps://example.org/a?b=1%202\n\nTerveisin"
    outbox.write(
        "a:1", kind="a", to="a@example.org", subject="Käsitellään 1. joulukuuta, § 3", body=body, language="fi"
    )

    mail = OutgoingMail.objects.get()
    assert mail.subject == "Käsitellään 1.\u00a0joulukuuta, §\u00a03"
    assert mail.body == body.replace("3. joulukuuta 2026", "3.\u00a0joulukuuta\u00a02026") + "\n"


@pytest.mark.django_db
def test_a_page_is_whole_and_a_form_saved_as_it_stood_stores_the_spaces_that_were_typed(client):
    coordinator = make_coordinator(make_municipality())
    objective = make_objective(make_programme(by=coordinator))
    typed = "Ledtiden är 3 månader enligt 26 §"
    change(objective, title=Translations({"sv": typed}), by=coordinator)
    client.force_login(coordinator)
    page = f"/sv/programmes/{objective.programme.slug}/objectives/"

    assert typed.replace("3 m", "3\u00a0m").replace("26 §", "26\u00a0§") in client.get(page).content.decode()

    url = f"/sv/programmes/{objective.programme.slug}/objective/{objective.key}/edit/"
    client.post(url, as_sent(opened(client, url), by_when="2029-12-31"))
    stored = Objective.objects.get()
    assert (dict(stored.title), str(stored.by_when)) == ({"sv": typed}, "2029-12-31")
