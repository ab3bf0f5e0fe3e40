"""What the service tells of itself, and the feedback that its provider answers in time."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from integration_programme.actors import SYSTEM
from stakeholders.actions.provider import answer_feedback, clear_feedback, save_provider
from stakeholders.enums import RoleKind
from stakeholders.models import Feedback, Provider
from tests.mails import received
from tests.stakeholders.factories import make_feedback, make_role, make_user

pytestmark = pytest.mark.django_db
ABOUT = ["about", "contact", "privacy", "accessibility"]


@pytest.fixture
def admin(client):
    user = make_role(RoleKind.ADMINISTRATOR, make_user(email="admin@example.org", language="sv")).user
    client.force_login(user)
    return user


def read(client, name: str, language: str = "en", query: str = "") -> str:
    response = client.get(reverse(name).replace("/en/", f"/{language}/") + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def provide(**fields) -> Provider:
    given = {"names": {"en": "Association of towns", "fi": "Kuntayhdistys"}, "email": "service@example.org"} | fields
    return save_provider(Provider(**given), row_version=0, by=SYSTEM)


@pytest.mark.parametrize("name", ABOUT)
def test_without_facts_the_pages_say_that_they_are_not_told_yet(client, name):
    html = read(client, name)

    assert "Whoever runs this installation has not told it here yet." in html
    assert "Change what is told of the provider" not in html


@pytest.mark.parametrize("name", ABOUT)
def test_everybody_reads_who_provides_the_service_in_each_language(client, name):
    provide()

    assert "Association of towns" in read(client, name) and "Kuntayhdistys" in read(client, name, "fi")
    assert 'href="mailto:service@example.org"' in read(client, name, "sv")


def test_the_statement_tells_when_it_was_assessed_and_what_lacks(client):
    before = read(client, "accessibility")
    provider = provide(assessed_on=date(2026, 11, 20), assessed_by="own", known_gaps={"en": "Old <b>PDFs</b>"})

    after = read(client, "accessibility")
    provider.known_gaps = {}
    save_provider(provider, row_version=1, by=SYSTEM)

    assert "has not recorded an assessment" in before and "Traficom" in before
    assert "assessed on 20 November 2026. Assessed by: The provider itself." in after.replace("\u00a0", " ")
    assert "in part: what lacks is listed below" in after and "Old &lt;b&gt;PDFs&lt;/b&gt;" in after
    assert "No shortcomings are known." in read(client, "accessibility")


def test_there_is_one_provider_whoever_writes_it_first(admin, client):
    first, second = (client.get(reverse("provider")).context["form"] for _each in range(2))
    names = [form["record_key"].value() for form in (first, second)]

    for name, key in zip(["First", "Second"], names, strict=True):
        client.post(reverse("provider"), {"names_en": name, "record_key": key, "row_version": 0})

    assert Provider.objects.count() == 1


def test_feedback_is_due_in_fourteen_days_and_the_administrators_hear_of_it(admin, client):
    form = client.get(reverse("contact") + "?about=accessibility").context["form"]
    sent = {"kind": form["kind"].value(), "text": "Menu", "email": "a@example.org", "key": form["key"].value()}

    answers = [client.post(reverse("contact"), sent) for _click in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("contact_sent")] * 2
    feedback = Feedback.objects.get()
    assert (feedback.kind, feedback.due_on) == ("accessibility", timezone.localdate() + timedelta(days=14))
    assert [each.to for each in received()] == [["admin@example.org"]]


def test_a_program_that_fills_in_the_trap_leaves_nothing(client):
    sent = {"kind": "other", "text": "Buy", "key": client.get(reverse("contact")).context["form"]["key"].value()}

    response = client.post(reverse("contact"), sent | {"website": "https://example.org"})

    assert response.status_code == 302 and Feedback.objects.count() == 0


def test_an_answer_is_sent_once_in_the_language_of_whoever_asked(admin, client):
    feedback = make_feedback(language="sv")
    received()
    mail.outbox.clear()
    url = reverse("answer_feedback", args=[feedback.key])

    client.post(url, {"answer": "Tack, det är lagat."})
    second = client.post(url, {"answer": "Något annat"}, follow=True)

    assert "Nothing was changed." in second.content.decode()
    (sent,) = received()
    assert sent.to == ["reader@example.org"] and "Tack, det är lagat." in sent.body
    assert sent.subject == "Svar på din respons på arbetsbordet för integrationsfrämjande"
    assert "Nothing waits." in read(client, "feedback")


def test_what_is_late_is_told(admin, client):
    late = make_feedback(text="Earlier")
    Feedback.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    make_feedback(text="Later")

    html = read(client, "feedback")

    assert html.index("Earlier") < html.index("Later")
    assert html.count("state-remarks") == 1


def test_answered_feedback_goes_after_a_year(admin):
    old, new, _waiting = (make_feedback(email=f"{name}@example.org") for name in ("old", "new", "waiting"))
    for each in (old, new):
        answer_feedback(each, "Mended", by=admin)
    Feedback.objects.filter(pk=old.pk).update(answered_at=timezone.now() - timedelta(days=366))

    clear_feedback()

    assert set(Feedback.objects.values_list("email", flat=True)) == {"new@example.org", "waiting@example.org"}
