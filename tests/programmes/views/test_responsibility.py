"""Phase 1 on screen: the frame, partner municipalities, the path of decisions and the timetable."""

from datetime import date

import pytest
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.records import archive_record
from programmes.enums import Phase
from programmes.forms.frame import suggested_titles
from programmes.models import Programme
from stakeholders import reference
from stakeholders.models import Municipality
from tests.programmes.factories import change, fresh, make_mark, make_partner, make_programme, make_step, words
from tests.programmes.reading import page, read, sentences
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db

SINGLE_PAGES = ["mandate", "resources", "start-decision", "approving-body", "adviser", "experts"]
FRAME_PAGES = ["frame", "period", "languages"]


def single(programme, kind):
    key = programme.key if kind in FRAME_PAGES else programme.responsibility.key
    return page(programme, f"{kind}/{key}/edit/")


def told_of(html: str, item: str) -> str:
    """What the list of the phase says of an item."""
    return html.split(f'id="{item}"')[1].split("</li>")[0]


# The page


def test_the_page_tells_the_programme_in_short_with_dates_in_words(client, coordinator, programme):
    make_step(programme, planned_on=date(2026, 10, 5))
    client.force_login(coordinator)

    in_short = read(client, programme, "item/responsibility/")
    decided = read(client, programme, "item/responsibility.decision_makers/")

    assert "1 January 2027 – 31 December 2030" in in_short
    assert "Swedish, Finnish; written first in Swedish" in in_short
    path, timetable = decided.split('id="decision-path"')[1].split('id="timetable"')
    assert "5 October 2026" in path
    assert timetable.index("16 February 2026") < timetable.index("12 November 2026")
    assert "Ostrobothnia Economic Development Centre" in read(client, programme, "item/responsibility.adviser/")


def test_the_list_of_the_phase_tells_what_is_in_each_part(client, coordinator, programme):
    make_step(programme, planned_on=date(2026, 10, 5))
    change(programme.responsibility, coordinating_body=words(programme, "Integration office"))
    client.force_login(coordinator)

    html = read(client, programme, "responsibility/")

    assert "2027–2030" in told_of(html, "responsibility")
    assert "Integration office (sv)" in told_of(html, "responsibility.coordinating_body")
    assert "1 step to the decision" in told_of(html, "responsibility.decision_makers")
    assert "Närpes" in told_of(html, "responsibility.alone_or_together")


def test_the_centre_is_shown_with_its_former_name(client, coordinator, programme):
    reference.load()
    client.force_login(coordinator)

    html = read(client, programme, "item/responsibility.adviser/")

    assert "Formerly: Ostrobothnia ELY Centre." in " ".join(html.split())


def test_aland_has_no_adviser(client):
    coordinator = make_coordinator(make_municipality("478"))
    programme = make_programme("478", by=coordinator)
    client.force_login(coordinator)

    html = read(client, programme, "responsibility/")

    assert 'id="responsibility.adviser"' not in html
    assert 'id="responsibility.experts"' in html
    assert client.get(page(programme, "item/responsibility.adviser/")).status_code == 404
    assert client.get(page(programme, "item/responsibility.experts/")).status_code == 200
    assert not [sentence for sentence in sentences(programme, Phase.RESPONSIBILITY) if "adviser" in sentence]
    key = programme.responsibility.key
    assert client.get(f"/en/programmes/{programme.slug}/adviser/{key}/edit/").status_code == 404
    assert client.get(f"/en/programmes/{programme.slug}/experts/{key}/edit/").status_code == 200


def test_a_partner_of_aland_changes_nothing_for_the_lead_of_the_mainland(client, coordinator, programme):
    make_partner(programme, "478")
    client.force_login(coordinator)

    html = read(client, programme, "responsibility/")

    assert 'id="responsibility.adviser"' in html
    assert [sentence for sentence in sentences(programme, Phase.RESPONSIBILITY) if "adviser" in sentence]
    assert not fresh(programme).checklist.aland


@pytest.mark.parametrize("kind", [*SINGLE_PAGES, *FRAME_PAGES])
def test_every_short_page_is_saved_as_it_is(client, coordinator, programme, kind):
    client.force_login(coordinator)

    assert send(client, single(programme, kind)).status_code == 302


def test_what_exists_once_cannot_be_added(client, coordinator, programme):
    client.force_login(coordinator)

    assert client.get(page(programme, "mandate/add/")).status_code == 404
    assert client.get(page(programme, "frame/add/")).status_code == 404


def test_after_saving_the_reader_is_back_at_the_item(client, coordinator, programme):
    url = single(programme, "start-decision")
    client.force_login(coordinator)

    response = send(client, url, start_body="board", start_decided_on="2026-01-20")

    assert response.url == page(programme, "item/responsibility.decision_makers/")
    assert "City board, 20 January 2026" in read(client, programme, "item/responsibility.decision_makers/")


def test_whose_turn_and_the_next_step_are_marked_when_in_another_language(client, coordinator, programme):
    words = {"turn": "Nämnden", "next_step": "<b>Möte</b>"}
    texts = {name: Translations({"sv": text}) for name, text in words.items()}
    make_mark(programme, "responsibility.adviser", status="in_progress", **texts)
    client.force_login(coordinator)
    tail = "item/responsibility.adviser/"
    html, swedish = read(client, programme, tail), read(client, programme, tail, "sv")

    assert 'Whose turn: <span lang="sv">Nämnden</span> <span class="text-mark">(in Swedish)</span>' in html
    assert '<span lang="sv">&lt;b&gt;Möte&lt;/b&gt;</span>' in html
    assert "Nämnden" in swedish and '<span lang="sv">Nämnden' not in swedish
    assert "&lt;b&gt;Möte" in swedish and "<b>Möte" not in swedish
    assert 'Whose turn: <span lang="sv">Nämnden</span>' in read(client, programme, "responsibility/")


def test_why_an_item_does_not_apply_is_marked_when_in_another_language(client, coordinator, programme):
    reason = Translations({"sv": "<b>Behövs</b> inte"})
    make_mark(programme, "responsibility.adviser", status="not_applicable", reason=reason)
    client.force_login(coordinator)
    tail = "item/responsibility.adviser/"
    html, swedish = read(client, programme, tail), read(client, programme, tail, "sv")

    assert '<span lang="sv">&lt;b&gt;Behövs&lt;/b&gt; inte</span>' in html
    assert "&lt;b&gt;Behövs" in swedish and '<span lang="sv">&lt;b&gt;Behövs' not in swedish


# The frame


def test_titles_are_suggested_with_the_period_in_each_language(client, coordinator, programme):
    client.force_login(coordinator)

    html = client.get(single(programme, "frame")).content.decode()

    assert suggested_titles(programme, "sv")[0] == "Program för integrationsfrämjande 2027–2030"
    assert '<option value="Program för integrationsfrämjande 2027–2030"></option>' in html
    assert '<li lang="fi">Kotoutumisen edistämisen ohjelma 2027–2030</li>' in html
    assert 'list="id_title_sv_suggestions"' in html and '<datalist id="id_title_sv_suggestions">' in html
    assert 'href="/en/three-programmes/"' in html


def test_the_original_language_must_be_a_content_language(client, coordinator, programme):
    client.force_login(coordinator)

    response = send(client, single(programme, "languages"), content_languages=["fi"], original_language="sv")

    programme.refresh_from_db()
    assert "Texts are written first in Swedish: tick it above" in response.content.decode()
    assert programme.content_languages == ["sv", "fi"]


def test_a_language_that_is_taken_away_keeps_its_texts(client, coordinator, programme):
    client.force_login(coordinator)

    send(client, single(programme, "languages"), content_languages=["sv"], original_language="sv")
    frame = opened(client, single(programme, "frame"))
    client.post(single(programme, "frame"), as_sent(frame, title_sv="Nytt"))

    programme.refresh_from_db()
    assert programme.content_languages == ["sv"]
    assert "title_fi" not in frame.fields
    assert programme.title["sv"] == "Nytt" and programme.title["fi"]


def test_a_programme_is_not_edited_under_another_key(client, coordinator, programme):
    other = make_programme(by=coordinator)
    client.force_login(coordinator)

    assert client.get(page(programme, f"frame/{other.key}/edit/")).status_code == 404


# Partner municipalities


def test_a_coordinator_adds_a_partner_and_changes_its_right(client, coordinator, programme):
    make_municipality("091")
    client.force_login(coordinator)

    send(client, page(programme, "partner/add/"), municipality="091", right="read")
    link = programme.links.get(is_lead=False)
    send(client, page(programme, f"partner/{link.key}/edit/"), right="write", municipality="545")

    link.refresh_from_db()
    assert (link.municipality_id, link.right, link.is_lead) == ("091", "write", False)
    assert "Helsinki" in read(client, programme, "item/responsibility.alone_or_together/")


@pytest.mark.parametrize("is_demo", [True, False])
def test_made_up_municipalities_work_together_in_made_up_programmes_only(client, coordinator, programme, is_demo):
    real, made_up = make_municipality("091"), make_municipality("905")
    Municipality.objects.filter(pk=made_up.pk).update(is_demo=True)
    Programme.objects.filter(pk=programme.pk).update(is_demo=is_demo)
    client.force_login(coordinator)

    offered = [code for code, _name in opened(client, page(programme, "partner/add/")).fields["municipality"].choices]

    assert real.pk in offered
    assert (made_up.pk in offered) == is_demo


def test_a_partner_is_found_by_either_of_its_names(client, coordinator, programme):
    make_municipality("091")
    client.force_login(coordinator)
    url = page(programme, "partner/add/")

    names = [
        dict(opened(client, url.replace("/en/", f"/{code}/")).fields["municipality"].choices) for code in ("fi", "sv")
    ]

    assert [each["545"] for each in names] == ["Närpiö (Närpes)", "Närpes (Närpiö)"]
    assert list(names[0].values()) == ["–", "Helsinki (Helsingfors)", "Närpiö (Närpes)"]


def test_a_municipality_is_in_a_programme_once(client, coordinator, programme):
    partner = make_partner(programme, "091")
    client.force_login(coordinator)
    url = page(programme, "partner/add/")

    again = send(client, url, municipality="091", right="write").content.decode()
    client.post(page(programme, f"partner/{partner.key}/archive/"))
    archived = send(client, url, municipality="091", right="write").content.decode()

    assert "Helsinki is in the programme already." in again
    assert "Helsinki is in the archive of this phase. Bring it back from there." in archived


def test_the_lead_municipality_stays(client, coordinator, programme):
    lead = programme.links.get()
    client.force_login(coordinator)

    assert client.get(page(programme, f"partner/{lead.key}/edit/")).status_code == 403
    assert client.post(page(programme, f"partner/{lead.key}/archive/")).status_code == 403
    assert programme.links.get().archived_at is None


def test_an_editor_cannot_add_partners(client, programme):
    client.force_login(make_editor())

    assert "Add a partner municipality" not in read(client, programme, "item/responsibility.alone_or_together/")
    assert client.get(page(programme, "partner/add/")).status_code == 403


# The decision path and the timetable


def test_a_step_begins_with_the_lead_municipality(client, coordinator, programme):
    client.force_login(coordinator)

    send(client, page(programme, "decision-step/add/"), body="board", planned_on="2026-11-09")

    step = programme.decision_steps.get()
    assert (step.part.municipality_id, step.body, step.outcome) == ("545", "board", "pending")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outcome": "approved"}, "Write the date of the meeting"),
        ({"decided_on": "2026-02-01"}, "There is a date of the decision: choose what was decided."),
        ({"outcome": "noted", "decided_on": "2199-01-01"}, "This date is still to come."),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_in_words(client, coordinator, programme, sent, sentence):
    client.force_login(coordinator)

    response = send(client, page(programme, "decision-step/add/"), **sent)

    assert sentence in response.content.decode()
    assert not programme.decision_steps.exists()


def test_a_step_keeps_its_municipality_when_the_partner_is_archived(client, coordinator, programme):
    partner = make_partner(programme)
    step = make_step(programme, link=partner)
    archive_record(partner, by=SYSTEM)
    client.force_login(coordinator)

    send(client, page(programme, f"decision-step/{step.key}/edit/"), section="§ 4")

    step.refresh_from_db()
    assert (step.section, step.part_id) == ("§ 4", partner.pk)


def test_a_milestone_is_marked_done(client, coordinator, programme):
    milestone = programme.milestones.first()
    client.force_login(coordinator)

    send(client, page(programme, f"milestone/{milestone.key}/edit/"), done_on="2026-02-10")
    html = read(client, programme, "item/responsibility.decision_makers/")

    assert "Done on 10 February 2026" in html
    assert html.count("Date has passed") == sum(
        due < timezone.localdate()
        for due in programme.milestones.exclude(pk=milestone.pk).values_list("due_on", flat=True)
    )
