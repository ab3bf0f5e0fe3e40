"""Phase 7: messages to the four audiences."""

from datetime import date

import pytest
from django.utils import translation

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, change_record
from programmes.completeness import missing_in_phase
from programmes.enums import Audience, Phase
from programmes.models import CommunicationAction, Programme
from tests.programmes.factories import make_programme, words
from tests.stakeholders.factories import make_coordinator, make_group, make_member, make_municipality, make_user

pytestmark = pytest.mark.django_db


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


def page(programme, tail="communication/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def make_message(programme, message="Tell us", *, by=None, **fields) -> CommunicationAction:
    fields = {"channel": words(programme, "Newsletter"), "who": words(programme, "Officer")} | fields
    fields = {"languages": ["sv", "fi", "uk"], "due_on": date(2026, 5, 15)} | fields
    return add_record(CommunicationAction(programme=programme, message=words(programme, message), **fields), by=by)


def sentences(programme) -> list[str]:
    fresh = Programme.objects.get(pk=programme.pk)
    return [fact.sentence for fact in missing_in_phase(fresh, Phase.COMMUNICATION)]


def test_messages_stand_under_their_audience_in_the_order_of_their_dates(client, coordinator, programme):
    make_message(programme, "Approved", due_on=date(2026, 12, 20), by=coordinator)
    make_message(programme, "Tell us", done_on=date(2026, 5, 2), by=coordinator)
    make_message(programme, "Draft", audience=Audience.DECISION_MAKERS, languages=[], by=coordinator)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    residents, stakeholders = html.split('id="residents"')[1].split('id="stakeholders"')
    assert residents.index("Tell us (sv)") < residents.index("Approved (sv)")
    assert "Finnish, Swedish, Ukrainian" in residents
    assert "No message is planned yet." in stakeholders.split('id="target_groups"')[0]
    assert "Not chosen yet" in html.split('id="decision_makers"')[1]
    assert f'href="{page(programme, "communication-action/add/")}?audience=stakeholders"' in html


def test_a_message_in_another_language_is_marked(client, coordinator, programme):
    add_record(CommunicationAction(programme=programme, message=Translations({"sv": "Berätta"})), by=coordinator)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert '<span lang="sv">Berätta</span> <span class="text-mark">(in Swedish)</span>' in html


def test_a_message_is_added_with_its_languages(client, coordinator, programme):
    client.force_login(coordinator)

    form = client.get(page(programme, "communication-action/add/?audience=target_groups")).content.decode()
    response = client.post(
        page(programme, "communication-action/add/"),
        {"audience": "target_groups", "message_sv": "Berätta", "languages": ["uk", "fi"], "due_on": "2026-05-15"},
    )

    action = CommunicationAction.objects.get(programme=programme)
    assert '<option value="target_groups" selected>' in form
    assert response.url == page(programme) + f"#{action.key}"
    assert (action.audience, action.languages, action.due_on) == ("target_groups", ["uk", "fi"], date(2026, 5, 15))


@pytest.mark.parametrize("data", [{"languages": ["klingon"]}, {"audience": "everybody"}, {"due_on": "soon"}])
def test_bad_input_is_refused_and_nothing_is_lost(client, coordinator, programme, data):
    client.force_login(coordinator)

    response = client.post(
        page(programme, "communication-action/add/"), {"audience": "residents", "message_sv": "Berätta", **data}
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert 'class="error-summary"' in html
    assert ">Berätta</textarea>" in html.replace("\n", "")
    assert CommunicationAction.objects.count() == 0


def test_a_stale_save_writes_nothing_and_shows_both_texts(client, coordinator, programme):
    action = make_message(programme, by=coordinator)
    opened = action.version
    action.message = Translations({"sv": "Deras"})
    change_record(action, version=opened, by=coordinator)
    client.force_login(coordinator)

    response = client.post(
        page(programme, f"communication-action/{action.key}/"),
        {"version": opened, "audience": "residents", "message_sv": "Mitt", "languages": ["sv"]},
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Deras" in html
    assert "Mitt" in html
    assert CommunicationAction.objects.get().message == {"sv": "Deras"}


def test_script_in_every_text_is_harmless(client, coordinator, programme):
    evil = words(programme, "<script>alert(1)</script>")
    make_message(programme, "<script>alert(1)</script>", channel=evil, when=evil, who=evil, by=coordinator)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_five_queries(client, coordinator, programme, django_assert_num_queries, number):
    for at in range(number):
        make_message(programme, f"Message {at}", by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(5):
        html = client.get(page(programme)).content.decode()

    assert f"Message {number - 1} (sv)" in html


def test_a_save_takes_few_queries(client, coordinator, programme, django_assert_max_num_queries):
    client.force_login(coordinator)

    with django_assert_max_num_queries(15):
        client.post(page(programme, "communication-action/add/"), {"audience": "residents", "message_sv": "Berätta"})

    assert CommunicationAction.objects.count() == 1


def test_a_stranger_finds_no_page_and_a_reader_only_reads(client, coordinator, programme):
    group = make_group([make_municipality()], by=coordinator)
    programme.group = group
    share_programme(programme, "group", by=coordinator)
    action = make_message(programme, by=coordinator)

    client.force_login(make_user())
    for_stranger = client.get(page(programme)).status_code
    client.force_login(make_member(group))
    html = client.get(page(programme)).content.decode()

    assert for_stranger == 404
    assert "Tell us (sv)" in html
    assert "Add a message" not in html
    assert client.get(page(programme, f"communication-action/{action.key}/")).status_code == 403


def test_acts_are_posted(client, coordinator, programme):
    action = make_message(programme, by=coordinator)
    client.force_login(coordinator)

    assert client.get(page(programme, f"communication-action/{action.key}/archive/")).status_code == 405


def test_each_audience_without_a_message_is_missing(programme, coordinator):
    make_message(programme, audience=Audience.STAKEHOLDERS, by=coordinator)

    assert sentences(programme) == [
        "No message is planned for: Local residents.",
        "No message is planned for: Target groups.",
        "No message is planned for: Decision-makers.",
    ]


def test_a_message_says_how_when_who_and_in_which_languages(programme, coordinator):
    for audience in Audience:
        make_message(programme, audience.value, audience=audience, by=coordinator)
    whole = sentences(programme)
    add_record(CommunicationAction(programme=programme, message=words(programme, "Hello")), by=coordinator)

    assert whole == []
    assert sentences(programme) == [
        "The message “Hello (sv)” does not say: through which channel, in which languages, when, who sees to it."
    ]
