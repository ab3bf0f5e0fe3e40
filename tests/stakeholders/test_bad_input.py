"""Whatever is typed into the forms about people and groups: a clear error or harmless text, and nothing lost."""

import pytest
from django.urls import reverse

from stakeholders.enums import Sector
from stakeholders.models import AccessRequest, CooperationGroup, Invitation, Seat
from tests.mails import received
from tests.pages import offences
from tests.programmes.sending import as_sent
from tests.stakeholders.factories import make_coordinator, make_group, make_municipality, make_seat

pytestmark = pytest.mark.django_db

SCHOOL = Sector.EDUCATIONAL_INSTITUTION
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture
def town():
    return make_municipality()


@pytest.fixture
def coordinator(town):
    return make_coordinator(town)


@pytest.fixture
def group(town, coordinator):
    return make_group([town], by=coordinator)


@pytest.fixture
def addresses(group, town, coordinator):
    seat = make_seat(group, by=coordinator)
    return [
        reverse("create_group"),
        reverse("edit_group", args=[group.key]),
        reverse("add_seat", args=[group.key]),
        reverse("edit_seat", args=[group.key, seat.key]),
        reverse("invite_to_seat", args=[group.key, seat.key]),
        reverse("invite_to_municipality", args=[town.code]),
        reverse("request_access"),
        reverse("my_account"),
    ]


@pytest.fixture
def person(client, coordinator):
    client.force_login(coordinator)
    return client


def filled(person, url: str, text: str) -> dict:
    form = person.get(url).context["form"]
    data = as_sent(form)
    return data | {name: text for name in form.fields if name not in ("row_version", "record_key", "website")}


@pytest.mark.parametrize("text", [HOSTILE, "a\x00b", "x" * 3000, "9" * 40, "🏳️‍🌈 مرحبا"])
def test_any_text_in_every_field_is_answered_and_harmless(person, addresses, text):
    for url in addresses:
        response = person.post(url, filled(person, url, text), follow=True)
        assert response.status_code == 200, url
        assert offences(response.content.decode()) == [], url


def test_markup_that_is_saved_is_harmless_on_every_page_and_in_mails(person, group, town, addresses):
    good = {"email": "new@example.org", "municipality": town.code, "language": "sv", "sector": Sector.OTHER}
    for url in addresses:
        form = person.get(url).context["form"]
        texts = {name: HOSTILE for name, field in form.fields.items() if type(field).__name__ == "CharField"}
        texts.pop("website", None)
        given = {name: value for name, value in good.items() if name in form.fields and name != "row_version"}
        assert person.post(url, as_sent(form) | texts | given).status_code == 302, url

    assert [set(seat.organisation.values()) for seat in group.seats.all()] == [{HOSTILE}, {HOSTILE}]
    pages = [reverse("groups"), reverse("group", args=[group.key]), reverse("municipality_people", args=[town.code])]
    pages += [reverse("invitation", args=[each.token]) for each in Invitation.objects.all()]
    for url in (*pages, *addresses):
        assert offences(person.get(url).content.decode()) == [], url
    mails = received()
    assert mails
    assert all(len(message.to) == 1 and "\n" not in message.subject for message in mails)


@pytest.mark.parametrize("name", ["A\r\nBcc: all@example.org", "A\nTo: b@example.org\n\nText"])
def test_no_name_adds_a_line_to_the_head_of_a_mail(person, town, name):
    url = reverse("request_access")
    sent = {"name": name, "email": "new@example.org", "municipality": town.code, "message": name}

    person.post(url, sent)
    person.post(reverse("invite_to_municipality", args=[town.code]), {**sent, "kind": "editor", "language": "sv"})

    mails = received()
    assert len(mails) >= 2
    assert AccessRequest.objects.count() == 1 and Invitation.objects.count() == 1
    for message in mails:
        assert len(message.recipients()) == 1
        assert set(message.message().keys()) & {"Bcc", "Cc"} == set()


@pytest.mark.parametrize("address", ["new@example.org,other@example.org", "new@example.org\nBcc: x@example.org"])
def test_an_address_is_one_address(person, town, address):
    sent = {"name": "N", "email": address, "kind": "editor", "language": "sv"}

    response = person.post(reverse("invite_to_municipality", args=[town.code]), sent)

    assert "email" in response.context["form"].errors
    assert received() == []


# A double click, and going back


def test_a_double_click_makes_one_group_and_one_seat(person, group):
    for url, model in ((reverse("create_group"), CooperationGroup), (reverse("add_seat", args=[group.key]), Seat)):
        sent = as_sent(
            person.get(url).context["form"], names_en="Second group", sector=SCHOOL, organisation_en="School"
        )
        before = model.objects.count()

        answers = [person.post(url, sent).status_code for _click in range(2)]

        assert answers == [302, 302]
        assert model.objects.count() == before + 1


def test_who_goes_back_and_writes_on_sees_both_texts(person, group):
    url = reverse("add_seat", args=[group.key])
    sent = as_sent(person.get(url).context["form"], sector=SCHOOL, organisation_en="School")
    person.post(url, sent)

    conflict = person.post(url, sent | {"organisation_en": "The other school"})
    again = person.post(url, as_sent(conflict.context["form"]))

    assert (conflict.status_code, again.status_code) == (409, 302)
    assert [seat.label("en") for seat in group.seats.all()] == ["The other school"]


def test_the_key_of_another_groups_seat_changes_nothing_there(person, group):
    other = make_seat(make_group([make_municipality("599")]), organisation="Theirs")
    url = reverse("add_seat", args=[group.key])
    sent = as_sent(person.get(url).context["form"], sector=SCHOOL, organisation_en="School", record_key=str(other.key))

    assert person.post(url, sent).status_code == 302

    other.refresh_from_db()
    assert (str(other), str(group.seats.get())) == ("Theirs", "School")


def test_the_key_of_a_group_that_others_manage_changes_nothing_there(person):
    other = make_group([make_municipality("599")], name="Theirs")
    url = reverse("create_group")
    sent = as_sent(person.get(url).context["form"], names_en="Taken over", record_key=str(other.key))

    person.post(url, sent | {"row_version": "1"})

    other.refresh_from_db()
    assert other.names["en"] == "Theirs"
