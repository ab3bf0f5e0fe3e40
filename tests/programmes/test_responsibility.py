"""Phase 1: the frame, who is responsible, the path of decisions and the timetable."""

from datetime import date

import pytest
from django.utils import timezone, translation

from integration_programme.translations import Translations
from programmes.actions.records import add_record, archive_record, change_record
from programmes.completeness import missing_in_phase
from programmes.enums import DocumentType, Outcome, Phase, SharedWith
from programmes.forms.responsibility import suggested_titles
from programmes.models import DecisionStep, ItemMark, Milestone, Programme, ProgrammeMunicipality, Responsibility
from stakeholders import reference
from stakeholders.models import Municipality
from tests.programmes.factories import make_programme, words
from tests.programmes.sending import as_sent
from tests.stakeholders.factories import (
    make_adviser,
    make_coordinator,
    make_editor,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db

SINGLE_PAGES = ["mandate", "resources", "start-decision", "approving-body", "adviser", "experts"]
FRAME_PAGES = ["frame", "period", "languages"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


def page(programme, tail="responsibility/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def single(programme, kind):
    key = programme.key if kind in FRAME_PAGES else programme.responsibility.key
    return page(programme, f"{kind}/{key}/")


def opened(client, url):
    return client.get(url).context["form"]


def make_step(programme, *, by=None, link=None, **fields) -> DecisionStep:
    link = link or programme.links.get(is_lead=True)
    return add_record(DecisionStep(programme=programme, link_to_municipality=link, **fields), by=by)


def sentences(programme, *, blocks=None) -> list[str]:
    fresh = Programme.objects.get(pk=programme.pk)
    facts = missing_in_phase(fresh, Phase.RESPONSIBILITY)
    return [fact.sentence for fact in facts if blocks is None or fact.is_block == blocks]


# The page


def test_the_page_tells_the_programme_in_short_with_dates_in_words(client, coordinator, programme):
    make_step(programme, planned_on=date(2026, 10, 5), by=coordinator)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert "1 January 2027 – 31 December 2030" in html
    assert "Swedish, Finnish; written first in Swedish" in html
    assert "5 October 2026" in html.split('id="decision-path"')[1]
    timetable = html.split('id="timetable"')[1]
    assert timetable.index("14 February 2026") < timetable.index("12 October 2026")
    assert "Ostrobothnia Economic Development Centre" in html


def test_the_centre_is_shown_with_its_former_name(client, coordinator, programme):
    reference.load()
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert "Formerly: Ostrobothnia ELY Centre." in " ".join(html.split())


def test_aland_has_no_adviser(client):
    coordinator = make_coordinator(make_municipality("478"))
    programme = make_programme("478", by=coordinator)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert 'id="responsibility.adviser"' not in html
    assert not [sentence for sentence in sentences(programme) if "adviser" in sentence]


def test_a_partner_of_aland_changes_nothing_for_the_lead_of_the_mainland(client, coordinator, programme):
    partner = ProgrammeMunicipality(programme=programme, municipality=make_municipality("478"))
    add_record(partner, by=coordinator)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert 'id="responsibility.adviser"' in html
    assert [sentence for sentence in sentences(programme) if "adviser" in sentence]
    assert not Programme.objects.get(pk=programme.pk).checklist.aland


def test_a_programme_knows_its_checklist_however_it_was_read(coordinator):
    make_programme("478", by=make_coordinator(make_municipality("478")))
    read = (
        Programme.objects.get(),
        Programme.objects.with_aland().get(),
        Programme.objects.prefetch_related("links__municipality").get(),
    )
    assert [each.checklist.aland for each in read] == [True, True, True]


def test_elements_are_called_as_in_the_checklist_of_aland():
    programme = make_programme("478", by=make_coordinator(make_municipality("478")))
    checklist = programme.checklist

    assert checklist.aland
    for element in programme.elements.all():
        assert element.label("sv") == checklist.words(element.element, "sv").text


def test_a_stranger_finds_nothing_and_a_reader_cannot_write(client, coordinator, programme):
    Programme.objects.filter(pk=programme.pk).update(shared_with=SharedWith.ADVISER)
    adviser = make_adviser(programme.links.get().municipality.centre)

    client.force_login(make_user())
    assert client.get(page(programme)).status_code == 404
    assert client.get(single(programme, "mandate")).status_code == 404

    client.force_login(adviser)
    html = client.get(page(programme)).content.decode()
    assert "/mandate/" not in html and "/milestone/" not in html
    for kind in (*SINGLE_PAGES, *FRAME_PAGES):
        assert client.get(single(programme, kind)).status_code == 403
    assert client.post(single(programme, "mandate"), {"coordinator_name": "X"}).status_code == 403


@pytest.mark.parametrize("kind", [*SINGLE_PAGES, *FRAME_PAGES])
def test_every_short_page_opens_saves_as_it_is_and_takes_hostile_text(client, coordinator, programme, kind):
    url = single(programme, kind)
    client.force_login(coordinator)
    form = opened(client, url)

    assert client.post(url, as_sent(form)).status_code == 302
    nasty = "<script>alert(1)</script> 🙂 שלום"
    texts = {
        field.html_name: nasty
        for field in opened(client, url)
        if field.field.__class__.__name__ in ("CharField", "RichTextField")
    }
    response = client.post(url, as_sent(opened(client, url), **texts), follow=True)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_kinds_that_exist_once_cannot_be_added(client, coordinator, programme):
    client.force_login(coordinator)

    assert client.get(page(programme, "mandate/add/")).status_code == 404
    assert client.get(page(programme, "frame/add/")).status_code == 404


def test_after_saving_the_reader_is_back_at_the_item(client, coordinator, programme):
    url = single(programme, "start-decision")
    client.force_login(coordinator)

    response = client.post(url, as_sent(opened(client, url), start_body="board", start_decided_on="2026-01-20"))

    assert response.url == page(programme) + "#responsibility.decision_makers"
    assert "Municipal board, 20 January 2026" in client.get(page(programme)).content.decode()


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
    url = single(programme, "languages")
    client.force_login(coordinator)

    sent = as_sent(opened(client, url), content_languages=["fi"], original_language="sv")
    response = client.post(url, sent)

    programme.refresh_from_db()
    assert "Texts are written first in Swedish: tick it above" in response.content.decode()
    assert programme.content_languages == ["sv", "fi"]


def test_a_language_that_is_taken_away_keeps_its_texts(client, coordinator, programme):
    url = single(programme, "languages")
    client.force_login(coordinator)

    client.post(url, as_sent(opened(client, url), content_languages=["sv"], original_language="sv"))
    frame = opened(client, single(programme, "frame"))
    client.post(single(programme, "frame"), as_sent(frame, title_sv="Nytt"))

    programme.refresh_from_db()
    assert programme.content_languages == ["sv"]
    assert "title_fi" not in frame.fields
    assert programme.title["sv"] == "Nytt" and programme.title["fi"]


def test_dates_out_of_order_are_refused_in_words(client, coordinator, programme):
    url = single(programme, "period")
    client.force_login(coordinator)

    response = client.post(url, as_sent(opened(client, url), period_end="2026-12-31"))

    assert "“Period ends” is before “Period begins”. Check the two dates." in response.content.decode()


def test_a_programme_is_not_edited_under_another_key(client, coordinator, programme):
    other = make_programme(by=coordinator)
    client.force_login(coordinator)

    assert client.get(page(programme, f"frame/{other.key}/")).status_code == 404


# Partner municipalities


def test_a_coordinator_adds_a_partner_and_changes_its_right(client, coordinator, programme):
    make_municipality("091")
    client.force_login(coordinator)
    form = opened(client, page(programme, "partner/add/"))

    client.post(page(programme, "partner/add/"), as_sent(form, municipality="091", right="read"))
    link = programme.links.get(is_lead=False)
    url = page(programme, f"partner/{link.key}/")
    client.post(url, as_sent(opened(client, url), right="write", municipality="545"))

    link.refresh_from_db()
    assert (link.municipality_id, link.right, link.is_lead) == ("091", "write", False)
    assert "Helsinki" in client.get(page(programme)).content.decode()


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


def test_a_double_click_adds_a_partner_once(client, coordinator, programme):
    make_municipality("091")
    client.force_login(coordinator)
    sent = as_sent(opened(client, page(programme, "partner/add/")), municipality="091", right="read")

    responses = [client.post(page(programme, "partner/add/"), sent).status_code for _click in range(2)]

    assert responses == [302, 302]
    assert programme.links.count() == 2


def test_a_municipality_is_in_a_programme_once(client, coordinator, programme):
    make_municipality("091")
    client.force_login(coordinator)
    url = page(programme, "partner/add/")
    client.post(url, as_sent(opened(client, url), municipality="091", right="read"))

    again = client.post(url, as_sent(opened(client, url), municipality="091", right="write")).content.decode()
    client.post(page(programme, f"partner/{programme.links.get(is_lead=False).key}/archive/"))
    archived = client.post(url, as_sent(opened(client, url), municipality="091", right="write")).content.decode()

    assert "Helsinki is in the programme already." in again
    assert "Helsinki is in the archive of this phase. Bring it back from there." in archived


def test_the_lead_municipality_stays(client, coordinator, programme):
    lead = programme.links.get()
    client.force_login(coordinator)

    assert client.get(page(programme, f"partner/{lead.key}/")).status_code == 403
    assert client.post(page(programme, f"partner/{lead.key}/archive/")).status_code == 403
    assert programme.links.get().archived_at is None


def test_an_editor_cannot_add_partners(client, coordinator, programme):
    client.force_login(make_editor(make_municipality()))

    assert "Add a partner municipality" not in client.get(page(programme)).content.decode()
    assert client.get(page(programme, "partner/add/")).status_code == 403


# The decision path and the timetable


def test_a_step_begins_with_the_lead_municipality(client, coordinator, programme):
    url = page(programme, "decision-step/add/")
    client.force_login(coordinator)

    client.post(url, as_sent(opened(client, url), body="board", planned_on="2026-11-09"))

    step = programme.decision_steps.get()
    assert (step.link_to_municipality.municipality_id, step.body, step.outcome) == ("545", "board", "pending")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outcome": "approved"}, "Write the date of the meeting"),
        ({"decided_on": "2026-02-01"}, "There is a date of the decision: choose what was decided."),
        ({"outcome": "noted", "decided_on": "2999-01-01"}, "This date is still to come."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"planned_on": "31.2.2026"}, "Enter a valid date"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_in_words(client, coordinator, programme, sent, sentence):
    url = page(programme, "decision-step/add/")
    client.force_login(coordinator)

    response = client.post(url, as_sent(opened(client, url), **sent))

    assert sentence in response.content.decode()
    assert not programme.decision_steps.exists()


def test_a_step_of_another_programme_s_municipality_is_no_choice(client, coordinator, programme):
    other = make_programme(by=coordinator).links.get()
    url = page(programme, "decision-step/add/")
    client.force_login(coordinator)

    response = client.post(url, as_sent(opened(client, url), link_to_municipality=str(other.pk)))

    assert response.status_code == 200
    assert not programme.decision_steps.exists()


def test_a_step_keeps_its_municipality_when_the_partner_is_archived(client, coordinator, programme):
    partner = add_record(
        ProgrammeMunicipality(programme=programme, municipality=make_municipality("091")), by=coordinator
    )
    step = make_step(programme, link=partner, by=coordinator)
    archive_record(partner, by=coordinator)
    url = page(programme, f"decision-step/{step.key}/")
    client.force_login(coordinator)

    client.post(url, as_sent(opened(client, url), section="§ 4"))

    step.refresh_from_db()
    assert (step.section, step.link_to_municipality_id) == ("§ 4", partner.pk)


def test_a_milestone_is_marked_done(client, coordinator, programme):
    milestone = programme.milestones.first()
    url = page(programme, f"milestone/{milestone.key}/")
    client.force_login(coordinator)

    client.post(url, as_sent(opened(client, url), done_on="2026-02-10"))
    html = client.get(page(programme)).content.decode()

    assert "Done on 10 February 2026" in html
    assert html.count("Date has passed") == sum(
        due < timezone.localdate()
        for due in programme.milestones.exclude(pk=milestone.pk).values_list("due_on", flat=True)
    )


def test_archiving_takes_a_post(client, coordinator, programme):
    step = make_step(programme, by=coordinator)
    client.force_login(coordinator)

    assert client.get(page(programme, f"decision-step/{step.key}/archive/")).status_code == 405
    assert client.post(page(programme, f"decision-step/{step.key}/archive/")).status_code == 302
    assert client.post(page(programme)).status_code in (200, 405)


# What is missing


def test_a_programme_just_begun_lacks_its_coordinating_body(programme):
    assert sentences(programme, blocks=True) == [
        "The coordinating body is not named: somebody must be responsible for the preparation."
    ]
    warnings = sentences(programme, blocks=False)
    assert "No coordinator is named." in warnings
    assert "No deputy is named: who carries on when the coordinator is away?" in warnings
    assert "The decision to start has no date." in warnings
    assert "Närpes has no step on the decision path." in warnings
    assert "The adviser of the regional centre has not been contacted: early advice saves work." in warnings


def test_period_and_approving_body_block(coordinator, programme):
    programme.period_end = None
    change_record(programme, version=programme.version, by=coordinator)
    mandate = Responsibility.objects.get(programme=programme)
    mandate.approving_body = ""
    change_record(mandate, version=1, by=coordinator)

    blocks = sentences(programme, blocks=True)

    assert "The period of the programme is not set: write when it begins and when it ends." in blocks
    assert "The approving body is not chosen: which body decides on the programme?" in blocks


def test_part_of_another_document_names_it(coordinator, programme):
    programme.document_type = DocumentType.PART_OF_ANOTHER
    change_record(programme, version=programme.version, by=coordinator)

    assert "The programme is part of another document: write which one." in sentences(programme)


def test_a_new_programme_under_the_old_act_is_asked_to_think_again(client, coordinator):
    programme = make_programme(by=coordinator, edition_key="act_1386_2010")
    warning = "consider following today's checklist"
    client.force_login(coordinator)

    told = sentences(programme, blocks=False)
    html = client.get(page(programme)).content.decode()
    Programme.objects.filter(pk=programme.pk).update(period_start=date(2024, 12, 31))

    assert [sentence for sentence in told if warning in sentence]
    assert not [sentence for sentence in sentences(programme) if warning in sentence]
    assert "Required by Act 1386/2010 (repealed)" in html and "Required by law" not in html


def test_dates_that_have_passed_are_told(coordinator, programme):
    make_step(programme, planned_on=date(2026, 2, 2), by=coordinator)
    make_step(programme, body="board", by=coordinator)

    told = sentences(programme)

    assert "“Municipal council” was planned for 2 February 2026: write what was decided, or a new date." in told
    assert "“Municipal board” on the decision path has no planned date." in told
    assert any("was due on 14 February 2026" in sentence for sentence in told)


def test_texts_are_counted_per_language(coordinator, programme):
    mandate = Responsibility.objects.get(programme=programme)
    mandate.coordinating_body = Translations({"sv": "Enheten"})
    change_record(mandate, version=1, by=coordinator)

    assert "“Enheten” lacks text in: Finnish." in sentences(programme)


def test_a_phase_that_is_filled_in_lacks_nothing(coordinator, programme):
    mandate = Responsibility.objects.get(programme=programme)
    mandate.coordinating_body = words(programme, "Unit")
    mandate.coordinator_name, mandate.deputy_name = "Carin", "Dan"
    mandate.start_decided_on = mandate.adviser_contacted_on = date(2026, 1, 10)
    change_record(mandate, version=1, by=coordinator)
    make_step(programme, outcome=Outcome.APPROVED, decided_on=date(2026, 3, 1), by=coordinator)
    for milestone in programme.milestones.all():
        milestone.done_on = milestone.due_on
        change_record(milestone, version=1, by=coordinator)

    assert sentences(programme) == []


# Statements


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_statements_at_one_and_three_rows(
    client, coordinator, programme, rows, django_assert_num_queries
):
    for number in range(rows):
        make_step(programme, planned_on=date(2026, 10, 5), by=coordinator)
        add_record(Milestone(programme=programme, name=words(programme, f"Step {number}")), by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        client.get(page(programme))


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_takes_few_statements(client, coordinator, programme, rows, django_assert_num_queries):
    steps = [make_step(programme, planned_on=date(2026, 10, 5), by=coordinator) for _number in range(rows)]
    url = page(programme, f"decision-step/{steps[0].key}/")
    client.force_login(coordinator)
    sent = as_sent(opened(client, url), section="§ 9")

    with django_assert_num_queries(11):
        client.post(url, sent)


# Words that are kept in the original language only


def test_whose_turn_and_the_next_step_are_marked_when_in_another_language(client, coordinator, programme):
    item = {"turn": "Nämnden", "next_step": "<b>Möte</b>", "reason": "Behövs inte", "status": "not_applicable"}
    ItemMark.objects.create(programme=programme, item="responsibility.adviser", **item)
    client.force_login(coordinator)
    for tail in ("", "responsibility/"):
        html = client.get(f"/en/programmes/{programme.slug}/{tail}").content.decode()
        assert 'Whose turn: <span lang="sv">Nämnden</span> <span class="text-mark">(in Swedish)</span>.' in html
        assert '<span lang="sv">&lt;b&gt;Möte&lt;/b&gt;</span>' in html
        swedish = client.get(f"/sv/programmes/{programme.slug}/{tail}").content.decode()
        assert "Nämnden" in swedish and '<span lang="sv">Nämnden' not in swedish
        assert "&lt;b&gt;Möte" in swedish and "<b>Möte" not in swedish
    assert '<span lang="sv">Behövs inte</span>' in html
