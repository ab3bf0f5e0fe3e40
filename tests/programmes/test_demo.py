"""The demo: complete, in three languages, made up and saying so; its copies stand on their own."""

import re
from datetime import date, timedelta
from html import unescape
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import QuerySet
from django.test import override_settings
from django.urls import is_valid_path, reverse
from django.utils import translation

from indicators.catalogue import STATISTICS
from indicators.models import Observation
from integration_programme import richtext
from integration_programme.anchoring import Found
from integration_programme.models import OutgoingMail
from programmes import history
from programmes.checklist import DEFAULT_EDITION, Kind, edition
from programmes.completeness import missing
from programmes.completeness.decisions import decision_of
from programmes.completeness.thread import breaks
from programmes.demo import DEMO_PASSWORD, DEMO_SLUG, IN_FORCE_SLUG, PEOPLE, REAL_SLUG, SUPERSEDED_SLUG
from programmes.demo.content import content
from programmes.demo.example import load_example
from programmes.demo.programmes import _carried_on_until, _lateness, _postponed
from programmes.document import assemble, changed_languages, content_hash
from programmes.enums import Access, DerivedState, ElementState, InvitationStatus, ProgrammeState, TargetAudience, Theme
from programmes.models import Indicator, ItemMark, Measure, Meeting, PartnerResponsibility, Place, Programme, Version
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM, place_of
from programmes.portable import dump, load
from programmes.views.said import Anchors
from stakeholders.models import Event, Seat, User, today
from tests.programmes.every_kind import item_pages
from tests.programmes.reading import parts

LANGUAGES = ["fi", "sv", "en"]
#: models of the records of a programme
#: of everything that a programme consists of; the demo's municipality makes it alone
MODELS = [kind.model for kind in KINDS.values() if kind.model not in (Programme, PartnerResponsibility)]
PROGRAMMES = [DEMO_SLUG, REAL_SLUG]
#: the three of the made-up municipality
STATES = {
    SUPERSEDED_SLUG: [DerivedState.SHARED, DerivedState.SUPERSEDED],
    IN_FORCE_SLUG: [DerivedState.SHARED, DerivedState.IN_FORCE],
    DEMO_SLUG: [DerivedState.SHARED, DerivedState.OUT_FOR_COMMENTS],
}
COPIES = [f"{DEMO_SLUG}-{number}" for number in range(2, 7)]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.same_on_both(
        "what the demo says is the same wherever it stands; that each database takes all of it, these find",
        but=["test_a_second_run_changes_nothing", "test_the_demo_goes_out_as_data_and_comes_back_as_the_same_document"],
    ),
]


def seed(**options) -> None:
    with override_settings(DEMO=True):
        call_command("seed_demo", stdout=StringIO(), **options)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The demo and five copies for this whole file; what a test changes is taken back, and at the end all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(programmes=9)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo() -> Programme:
    return Programme.objects.get(slug=DEMO_SLUG)


def translated_rows(programme: Programme):
    """Every translated text of a programme: (record, field, texts)."""
    for kind in KINDS.values():
        for name in kind.texts:
            field = kind.model._meta.get_field(name)
            yield from ((row, field, getattr(row, name)) for row in kind.records(programme))


def test_nothing_is_missing_and_no_thread_breaks(demo):
    assert [fact.sentence for fact in missing(demo)] == []
    assert [each.sentence for each in breaks(demo)] == []


def test_every_text_is_there_in_three_languages(demo):
    assert demo.content_languages == LANGUAGES
    lacking = [
        f"{row._meta.model_name} {row} {field.name}: {', '.join(texts)}"
        for row, field, texts in translated_rows(demo)
        if texts and set(texts) != set(LANGUAGES)
    ]
    assert lacking == []


def test_no_text_is_longer_than_its_form_allows(demo):
    too_long = [
        f"{row._meta.model_name}.{field.name} {language}: {len(text)}"
        for row, field, texts in translated_rows(demo)
        for language, text in texts.items()
        if len(text) > field.longest
    ]
    assert too_long == []


def test_the_elements_keep_to_their_word_budget(demo):
    for element in demo.elements.all():
        if element.state == ElementState.ELSEWHERE:
            assert element.link.startswith("https://example.org/")
            continue
        assert element.state == ElementState.WRITTEN
        for language in LANGUAGES:
            assert 80 <= richtext.word_count(element.text.text(language)) <= element.word_budget, element.element


def test_codes_written_in_the_texts_are_those_of_the_records(demo):
    data = content()
    for name, model in (("measures", Measure), ("indicators", Indicator)):
        codes = list(model.objects.filter(programme=demo).order_by("position").values_list("code", flat=True))
        assert len(codes) == len(data[name])
    assert [row["ref"] for row in data["measures"]] == [
        measure.code for measure in Measure.objects.filter(programme=demo).order_by("position")
    ]
    assert [row["ref"] for row in data["findings"]] == [finding.code for finding in demo.findings.all()]
    assert {objective.theme for objective in demo.objectives.all()} == set(Theme) - {Theme.OTHER}
    assert {action.audience for action in demo.communication_actions.all()} == set(TargetAudience)


def test_every_figure_says_that_it_is_invented(demo):
    (link,) = demo.links.all()
    observations = Observation.objects.of_areas([link.municipality_id])
    assert set(observations.values_list("statistic", flat=True)) == set(STATISTICS)
    assert set(observations.values_list("source", flat=True)) == {"demo"}
    assert observations.filter(statistic="share_foreign_language_speakers").count() == 6
    assert all("invented" in figure.source["en"] for figure in demo.own_figures.all())


def test_figures_in_the_words_are_those_of_the_tables(demo):
    def figure(statistic, period="2025"):
        return Observation.objects.get(area_code="X01", statistic=statistic, period=period).value

    words = richtext.plain_text(demo.answers.get(question="situation.how_many").text.text("en"))
    assert f"{figure('population'):,.0f} people" in words
    assert f"{figure('share_foreign_language_speakers'):.1f} per cent" in words
    assert f"{figure('share_foreign_language_speakers', '2020'):.1f} per cent" in words
    balance = figure("net_immigration") + figure("net_intermunicipal_migration") + figure("natural_change")
    assert balance == figure("total_change")
    assert figure("immigration") - figure("emigration") == figure("net_immigration")
    employment = demo.own_figures.get(question="situation.who", period__en="2024", value__lt=70).value
    assert employment == demo.indicators.get(suggestion="monitoring.indicator.employment").baseline_value


def test_the_demo_is_a_draft_with_decisions_still_to_come(demo):
    assert demo.state == ProgrammeState.PREPARING
    assert demo.is_demo
    open_steps = [step for step in demo.decision_steps.all() if not step.decided_on]
    assert [step.body for step in open_steps] == ["board", "council"]
    assert all(step.planned_on > today() for step in open_steps)


def test_a_demo_loaded_later_does_not_begin_overdue(monkeypatch):
    steps = content()["decision_steps"]
    planned = [step["planned_on"] for step in steps if "decided_on" not in step]
    monkeypatch.setattr("programmes.demo.programmes.today", lambda: planned[0] + timedelta(days=100))
    late = _lateness(steps)
    assert late == timedelta(days=107)
    assert [_postponed(step, late)["planned_on"] for step in steps[-2:]] == [day + late for day in planned]
    assert _postponed(steps[0], late) == steps[0]


def test_a_programme_of_each_state_can_be_seen():
    states = {
        each.slug: each.derived_states() for each in Programme.objects.with_derived_states().filter(slug__in=STATES)
    }

    assert states == STATES


@pytest.mark.parametrize(
    ("slug", "approvals"),
    [(SUPERSEDED_SLUG, [date(2017, 12, 11)]), (IN_FORCE_SLUG, [date(2025, 12, 15), date(2021, 12, 13)])],
)
def test_earlier_programmes_are_demos_whose_approved_documents_say_what_they_say_today(slug, approvals):
    earlier = Programme.objects.get(slug=slug)
    versions = list(earlier.versions.approvals())

    assert earlier.is_demo
    assert [version.approved_on for version in versions] == approvals
    assert [{each.language for each in version.documents.all()} for version in versions] == [{"fi", "sv"}] * len(
        versions
    )
    assert changed_languages(earlier) == []
    assert [fact.sentence for fact in missing(earlier) if fact.is_block] == []
    assert decision_of(earlier, earlier.lead).decided_on == approvals[0]
    assert assemble(earlier, "sv").cover.date == "{0.day}.{0.month}.{0.year}".format(approvals[0])


@pytest.mark.parametrize("slug", [SUPERSEDED_SLUG, IN_FORCE_SLUG])
def test_every_text_of_an_earlier_programme_is_there_in_both_official_languages(slug):
    earlier = Programme.objects.get(slug=slug)

    assert earlier.content_languages == ["fi", "sv"]
    lacking = [
        f"{row._meta.model_name} {row} {field.name}: {', '.join(texts)}"
        for row, field, texts in translated_rows(earlier)
        if texts and not {"fi", "sv"} <= set(texts)
    ]
    assert lacking == []


def test_the_programme_in_force_is_carried_on_to_the_end_of_the_year_of_the_next_decision(monkeypatch):
    steps = content()["decision_steps"]

    assert _carried_on_until(steps) == date(2026, 12, 31)
    monkeypatch.setattr("programmes.demo.programmes.today", lambda: date(2028, 3, 1))
    assert _carried_on_until(steps) == date(2028, 12, 31)


def test_loading_the_example_leaves_nothing_among_the_programmes(demo):
    before = [Programme.objects.count(), Event.objects.count(), Seat.objects.count(), Observation.objects.count()]

    assert load_example() == LANGUAGES

    after = [Programme.objects.count(), Event.objects.count(), Seat.objects.count(), Observation.objects.count()]
    assert after == before
    assert not Programme.objects.filter(slug="example").exists()


def test_the_marks_are_on_items_of_its_checklist(demo):
    marks = {mark.item: mark for mark in ItemMark.objects.filter(programme=demo)}
    wanted = {Kind.ITEM, Kind.QUESTION, Kind.ELEMENT}
    assert set(marks) == {item.key for item in edition(demo.edition) if item.kind in wanted}


def test_the_programme_just_begun_has_real_figures_and_nothing_else():
    begun = Programme.objects.get(slug=REAL_SLUG)
    assert begun.is_demo
    assert begun.edition == DEFAULT_EDITION
    assert not begun.objectives.exists()
    assert not begun.findings.exists()
    (link,) = begun.links.all()
    assert set(Observation.objects.of_areas([link.municipality_id]).values_list("source", flat=True)) == {
        "statistics_finland"
    }


def test_everybody_signs_in_and_sees_what_they_may(client, django_user_model):
    expected = {
        "coordinator": Access.COORDINATOR,
        "editor": Access.EDITOR,
        "member": Access.MEMBER,
        "adviser": Access.ADVISER,
        "admin": None,
    }
    for part, (email, _name, _language) in PEOPLE.items():
        assert client.login(email=email, password=DEMO_PASSWORD), email
        user = django_user_model.objects.get(email=email)
        found = Programme.objects.visible_to(user).filter(slug=DEMO_SLUG).first()
        assert (found and found.access) == expected[part], email


@pytest.fixture
def work(client, demo) -> dict[str, str]:
    """Address → what stands there, of the pages on which its coordinator works."""
    client.force_login(User.objects.get(email=PEOPLE["coordinator"][0]))
    names = (
        "organisations_of_programme",
        "measures",
        "indicators",
        "thread",
        "breaks",
        "versions",
        "programme_history",
        "diary",
    )
    addresses = [reverse(name, args=[demo.slug]) for name in ("programme", "edit_invitations", *names)]
    addresses += item_pages(demo)
    for kind in (kind for kind in KINDS.values() if kind.is_subject):
        addresses += [place_of(row).url(demo) for row in demo.rows(kind.rows)[:2]]
    return {address: client.get(address).content.decode() for address in addresses}


def leads(address: str, html: str) -> set[str]:
    """Where the links and buttons of a page lead within the service, in its own language."""
    written = re.findall(r'<[^>]*?\s(?:href|action|formaction)="([^"]*)"', html)
    found = (urlsplit(urljoin(address, unescape(link))) for link in written)
    return {f"{each.path}#{each.fragment}" for each in found if not each.netloc and each.path.startswith("/en/")}


def is_there(lead: str, pages: dict[str, str]) -> bool:
    """Whether an address is one, and has the place that is named on it."""
    path, _hash, anchor = lead.partition("#")
    return is_valid_path(path) and not (anchor and path in pages and f'id="{anchor}"' not in pages[path])


def test_no_link_and_no_button_of_its_pages_leads_nowhere(work):
    found = {(address, lead) for address, html in work.items() for lead in leads(address, html)}

    assert {each for each in found if not is_there(each[1], work)} == set()
    assert len(found) > 1_000


def test_nothing_in_it_tells_a_persons_origin(demo):
    joined = demo.invitations.exclude(status=InvitationStatus.OPEN)
    assert joined.count() == demo.invitations.count() == 14
    assert [seat.person.email for seat in Seat.objects.filter(group=demo.group, person__isnull=False)] == [
        PEOPLE["member"][0]
    ]


def test_a_second_run_changes_nothing(demo):
    def state():
        rows = [
            list(model.objects.order_by("pk").values_list("pk", "row_version", "updated_at"))
            for model in (kind.model for kind in KINDS.values())
        ]
        return [*rows, Event.objects.count(), Observation.objects.count(), Seat.objects.count()]

    before = state()
    seed(programmes=9)
    assert state() == before


def test_it_refuses_where_its_accounts_would_be_a_danger(settings):
    settings.DEBUG = settings.DEMO = False
    with pytest.raises(CommandError, match="known password"):
        call_command("seed_demo")


def test_copies_have_all_records_with_keys_of_their_own(demo):
    copies = list(Programme.objects.filter(slug__in=COPIES))
    assert len(copies) == len(COPIES)
    assert Programme.objects.filter(slug__startswith=f"{DEMO_SLUG}-").count() == len(COPIES)
    for model in MODELS:
        number = model.objects.filter(programme=demo).count()
        assert number > 0, model
        for copy in copies:
            assert model.objects.filter(programme=copy).count() == number, model
        keys = list(model.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys)), model


def test_nothing_in_a_copy_points_at_the_original(demo):
    for copy in Programme.objects.filter(slug__in=COPIES):
        for model in MODELS:
            for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
                if field.related_model not in MODELS:
                    continue
                pointed_at = field.related_model.objects.filter(
                    pk__in=model.objects.filter(programme=copy).exclude(**{field.name: None}).values(field.name)
                )
                assert {row.programme_id for row in pointed_at} <= {copy.pk}, field
        assert missing(copy) == []
        assert breaks(copy) == []
    links = Meeting.present.through.objects
    assert links.filter(meeting__programme__slug=COPIES[0]).count() == links.filter(meeting__programme=demo).count()


def test_copies_are_opened_to_those_to_whom_the_demo_is(demo):
    for copy in Programme.objects.filter(slug__in=COPIES):
        assert [each.audience for each in copy.sharings.all()] == [each.audience for each in demo.sharings.all()]


def test_the_demo_goes_out_as_data_and_comes_back_as_the_same_document(demo):
    """As in a database that never had it, where only the group and the shared figures are."""
    for files in (demo.pictures, demo.attachments):
        files.update(sha256="")  # a dump tells of files and does not bring them
    before, data = hashes(demo), dump(demo)
    by = User.objects.get(email=PEOPLE["coordinator"][0])
    with transaction.atomic():
        for rows in (demo.comments, demo.statements, demo.rounds, demo.reviews):
            rows.all().delete()
        QuerySet(Version).filter(programme=demo).delete()  # around the guard of what is kept for ever
        for model in reversed([Programme, *MODELS]):
            for row in model.objects.filter(**{"pk" if model is Programme else "programme": demo.pk}):
                row.delete()

        loaded = load(data, by=by).programme

        assert hashes(loaded) == before
        assert list(before) == LANGUAGES
        assert dump(loaded) == data
        transaction.set_rollback(True)


def hashes(programme: Programme) -> dict[str, str]:
    fresh = Programme.objects.get(pk=programme.pk)
    return {language: content_hash(assemble(fresh, language)) for language in fresh.languages}


# Places


@pytest.fixture
def pages(client):
    """The pages of programmes as their coordinator reads them, each fetched once: address → HTML."""
    client.force_login(User.objects.get(email=PEOPLE["coordinator"][0]))
    read: dict[str, str] = {}

    def page(url: str) -> str:
        if url not in read:
            response = client.get(url, follow=True)
            assert response.status_code == 200, url
            read[url] = response.content.decode()
        return read[url]

    return page


def lost(places: set[Place], programme: Programme, pages) -> list[str]:
    """Places that lead to no row, to no page, or to a page without their anchor."""
    found = []
    for place in sorted(places, key=str):
        is_there = place.key in programme.checklist if place.kind == ITEM else place.record(programme) is not None
        address, _hash, anchor = place.url(programme).partition("#")
        if not is_there or (f'id="{anchor}"' not in pages(address) and anchor):
            found.append(str(place))
    return found


@pytest.mark.parametrize("slug", PROGRAMMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_a_document_names_a_place_that_leads_to_a_row_and_a_page(slug, language, pages):
    programme = Programme.objects.get(slug=slug)

    said = parts(assemble(programme, language))

    assert [part for part in said if not part.place] == []
    with translation.override(language):
        assert lost({Place.parse(slug, part.place) for part in said}, programme, pages) == []


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_every_fact_and_every_event_names_a_place_that_leads_to_a_row_and_a_page(slug, pages):
    programme = Programme.objects.get(slug=slug)

    facts = {fact.place for fact in missing(programme)}
    events = {history.place(event) for event in Event.objects.filter(programme=slug)}

    assert (bool(facts), bool(events)) == (slug == REAL_SLUG, True)
    with translation.override("sv"):
        assert lost(facts | events, programme, pages) == []


def test_demo_has_comments_of_every_sort(demo):
    rows = list(demo.comments.filter(answer_to=None, statement=None))
    anchors = Anchors(demo)
    for row in rows:
        row.programme = demo

    assert {row.state for row in rows} == {"open", "answered", "closed"}
    assert [row.author.email.partition("@")[0] for row in rows if row.is_private] == ["editor"]
    assert [row.author.email.partition("@")[0] for row in rows if anchors.of(row).found == Found.DETACHED] == [
        "adviser"
    ]
    assert {row.language for row in rows} == {"", "fi", "sv", "en"}
    assert {row.author_access for row in rows} == {Access.EDITOR, Access.MEMBER, Access.ADVISER}
    assert any(row.assigned_to_id for row in rows) and not OutgoingMail.objects.exists()  # nobody made up gets mail
