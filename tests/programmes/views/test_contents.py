"""Files are brought in forms, shown with what they belong to, and handed out to those who may read it."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions import contents
from programmes.actions.files import NotStored
from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record
from programmes.enums import Audience
from programmes.models import Attachment, Content, Picture, place_of
from tests.integration_programme.brought.made import DOCX, PDF, claiming, image, jpeg, moving, office, png, written
from tests.programmes.factories import (
    change,
    make_attachment,
    make_chosen_group,
    make_consultation,
    make_meeting,
    make_partner,
    make_picture,
    make_programme,
    make_step,
)
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_coordinator, make_municipality, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


@pytest.fixture
def client(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def member(programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    return make_seat(group, person=make_user("member@example.org"), by=coordinator).person


def add_url(programme, page: str, query: str = "") -> str:
    return reverse("add_record", kwargs={"slug": programme.slug, "page": page}) + query


def edit_url(record, page: str) -> str:
    return reverse("edit_record", kwargs={"slug": record.programme.slug, "page": page, "key": record.key})


def file(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client, url: str, **changes):
    return client.post(url, as_sent(opened(client, url), **changes))


def described(**more) -> dict:
    return {"alt_sv": "Torget på våren", "alt_fi": "Tori keväällä"} | more


def status(client, url: str) -> int:
    """How an address answers; a file that it hands out is read to its end."""
    response = client.get(url)
    read(response)
    return response.status_code


def read(response) -> bytes:
    """What is handed out. Closing an answer unread would close the database's connection within the test."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def errors(response) -> dict[str, list[str]]:
    return {name: list(each) for name, each in response.context["form"].errors.items()}


# Bringing a picture


def test_a_picture_is_brought_with_what_it_shows(client, programme):
    response = send(client, add_url(programme, "picture"), **described(file=file(jpeg(), "Torg 1.jpeg")))

    record = Picture.objects.get()
    assert response.status_code == 302
    assert (record.name, record.content_type, record.width, record.height) == ("Torg 1.jpg", "image/jpeg", 40, 30)
    assert record.alt == {"sv": "Torget på våren", "fi": "Tori keväällä"}
    assert record.sha256 == Content.objects.get().sha256
    assert default_storage.size(Content.objects.get().path) == record.size


def test_a_picture_says_in_each_language_what_it_shows(client, programme):
    response = send(client, add_url(programme, "picture"), file=file(png(), "a.png"), alt_sv="Torget")

    assert errors(response) == {"alt_fi": ["Say what the picture shows, or tick “Decoration”."]}


def test_a_picture_that_only_decorates_says_nothing(client, programme):
    send(client, add_url(programme, "picture"), file=file(png(), "a.png"), is_decorative="on")

    assert Picture.objects.get().is_decorative is True


def test_a_file_that_was_taken_stays_while_other_fields_are_made_right(client, programme):
    url = add_url(programme, "picture")
    response = send(client, url, file=file(png(), "a.png"), alt_sv="Torget", credit_sv="Foto: Anna")
    assert "a.png has been chosen and is kept with what you save." in response.content.decode()

    again = client.post(url, as_sent(response.context["form"], alt_fi="Tori"))

    record = Picture.objects.get()
    assert again.status_code == 302
    assert (record.name, record.width, record.credit["sv"]) == ("a.png", 40, "Foto: Anna")


@pytest.mark.parametrize(
    ("content", "name", "begins"),
    [
        pytest.param(jpeg()[:-300], "a.jpg", "The picture cannot be read", id="truncated"),
        pytest.param(b"<svg/>", "a.svg", "This is not a JPEG, PNG or WebP picture", id="svg"),
        pytest.param(PDF, "a.png", "This is not a JPEG, PNG or WebP picture", id="mislabelled"),
        pytest.param(claiming(7072, 7072), "a.png", "The picture has too many pixels", id="50 megapixels"),
        pytest.param(moving("WEBP"), "a.webp", "The picture moves", id="moving"),
        pytest.param(b"", "a.png", "The file is empty", id="zero bytes"),
        pytest.param(b"\x00" * 10_000_001, "a.png", "The file is too large", id="too large"),
    ],
)
def test_a_file_that_is_refused_takes_nothing_else_with_it(client, programme, content, name, begins):
    response = send(client, add_url(programme, "picture"), **described(file=file(content, name), use="cover"))

    form, (first, second) = response.context["form"], errors(response)["file"]
    assert first.startswith(begins)
    assert second == "What else you wrote is still here."
    assert (form["alt_sv"].value(), form["use"].value()) == ("Torget på våren", "cover")
    assert not Picture.objects.exists() and not Content.objects.exists()


def test_without_a_file_there_is_no_picture(client, programme):
    response = send(client, add_url(programme, "picture"), **described())

    assert errors(response) == {"file": ["Choose a file."]}


def test_two_tabs_that_send_one_form_make_one_picture(client, programme):
    url = add_url(programme, "picture")
    sent = as_sent(opened(client, url), **described())

    for _tab in range(2):
        client.post(url, sent | {"file": file(png(), "a.png")})

    assert (Picture.objects.count(), Content.objects.count()) == (1, 1)


def test_another_file_takes_the_place_of_the_first(client, programme):
    record = make_picture(programme)
    first = record.sha256

    send(client, edit_url(record, "picture"), file=file(written(image(size=(20, 20)), "PNG"), "new.png"))

    record.refresh_from_db()
    assert (record.name, record.width, record.sha256 == first) == ("new.png", 20, False)
    assert Content.objects.filter(sha256=first).exists()


def test_a_picture_keeps_its_file_when_only_its_words_change(client, programme):
    record = make_picture(programme)
    before = record.sha256

    send(client, edit_url(record, "picture"), alt_sv="Bron")

    record.refresh_from_db()
    assert (record.sha256, record.alt["sv"]) == (before, "Bron")


def test_two_who_change_words_and_file_keep_both(client, programme):
    record = make_picture(programme)
    url = edit_url(record, "picture")
    sent = as_sent(opened(client, url), file=file(written(image(size=(20, 20)), "PNG"), "new.png"))
    change(record, alt=record.alt.with_texts({"sv": "Bron"}))

    client.post(url, sent)

    record.refresh_from_db()
    assert (record.alt["sv"], record.name, record.width, record.height) == ("Bron", "new.png", 20, 20)


def test_of_two_who_bring_another_file_the_second_chooses_between_names(client, programme):
    record = make_picture(programme)
    url = edit_url(record, "picture")
    second = as_sent(opened(client, url), file=file(written(image(size=(30, 30)), "PNG"), "second.png"))
    send(client, url, file=file(written(image(size=(20, 20)), "PNG"), "first.png"))

    response = client.post(url, second)
    named = [(each.label, each.yours, each.saved) for each in response.context["form"].differences]
    client.post(url, as_sent(response.context["form"]))

    record.refresh_from_db()
    assert response.status_code == 409
    assert [label for label, *_rest in named] == ["File", "Name of the file"]
    assert [each[:5] for each in named[0][1:]] == ["PNG, ", "PNG, "]
    assert named[1:] == [("Name of the file", "second.png", "first.png")]
    assert (record.name, record.width) == ("second.png", 30)


def test_nobody_names_a_file_of_another_programme(client, programme):
    foreign = make_picture(make_programme("091"))

    response = send(client, add_url(programme, "picture"), **described(sha256=foreign.sha256, name="a.png"))

    assert "file" in errors(response)
    assert programme.pictures.count() == 0


def test_an_attachment_is_no_picture(client, programme):
    attachment = make_attachment(make_meeting(programme))

    response = send(client, add_url(programme, "picture"), **described(sha256=attachment.sha256, name="a.pdf"))

    assert "file" in errors(response)


def test_there_is_one_cover_picture(client, programme):
    make_picture(programme, use="cover")

    response = send(client, add_url(programme, "picture"), **described(file=file(png(), "a.png"), use="cover"))

    assert errors(response) == {"use": ["There is one already. Change that one, or move it to the archive first."]}


def test_where_there_is_no_room_the_form_says_so_and_keeps_the_rest(client, programme, monkeypatch):
    monkeypatch.setattr(contents, "ROOM", 10)

    response = send(client, add_url(programme, "picture"), **described(file=file(png(), "a.png")))

    assert errors(response)["file"][0].startswith("There is no room for this file")
    assert response.context["form"]["alt_sv"].value() == "Torget på våren"
    assert not Picture.objects.exists()


def test_a_storage_that_does_not_answer_is_told(client, programme, monkeypatch):
    monkeypatch.setattr(contents, "store", lambda *file, **more: (_ for _ in ()).throw(NotStored("away")))

    response = send(client, add_url(programme, "picture"), **described(file=file(png(), "a.png")))

    sentence = "The file could not be kept just now: the storage is full or away. Try again later."
    assert errors(response) == {"file": [sentence]}


# Bringing an attachment


@pytest.mark.parametrize("make", [make_meeting, make_consultation, make_step])
def test_a_file_is_attached_where_one_came_from(client, programme, make):
    owner = make(programme)
    name = {make_meeting: "meeting", make_consultation: "consultation", make_step: "decision_step"}[make]
    page = place_of(owner).url(programme).partition("#")[0]

    url = add_url(programme, "attachment", f"?{name}={owner.pk}")
    response = send(client, url, file=file(office(DOCX), "Minutes 1.docx"), title_sv="Protokoll")
    shown = client.get(page).content.decode()

    record = Attachment.objects.get()
    assert response.url == f"{page}#{record.key}"
    assert (record.owner, record.name, record.title["sv"]) == ((name, owner.pk), "Minutes 1.docx", "Protokoll")
    assert f'<a href="/en/attachments/{record.key}/" download>' in shown
    assert f'id="{record.key}"' in shown


def test_an_attachment_is_brought_back_from_the_archive_of_its_phase(client, programme):
    record = make_attachment(make_meeting(programme))
    archive_record(record, by=SYSTEM)
    url = reverse("restore_record", kwargs={"slug": programme.slug, "page": "attachment", "key": record.key})
    page = client.get(reverse("cooperation", kwargs={"slug": programme.slug})).content.decode()

    client.post(url)

    assert url in page
    assert f'href="/en/attachments/{record.key}/"' not in page
    assert Attachment.objects.current().get() == record


def test_an_attachment_belongs_to_something(client, programme):
    response = send(client, add_url(programme, "attachment"), file=file(PDF, "a.pdf"))

    assert list(errors(response)) == ["meeting"]


def test_a_meeting_of_another_programme_cannot_be_chosen(client, programme):
    foreign = make_meeting(make_programme("091"))

    response = send(client, add_url(programme, "attachment"), file=file(PDF, "a.pdf"), meeting=str(foreign.pk))

    assert list(errors(response)) == ["meeting"]


# Handing out


def test_a_picture_is_shown_and_the_browser_asks_each_time(client, programme):
    record = make_picture(programme, name="square.png")
    url = reverse("picture", kwargs={"key": record.key})

    response = client.get(url)
    again = client.get(url, headers={"if-none-match": response["ETag"]})

    with default_storage.open(Content.objects.get().path) as kept:
        assert read(response) == kept.read()
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="square.png"'
    assert response["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_an_attachment_is_downloaded_and_kept_by_nobody(client, programme):
    record = make_attachment(make_meeting(programme), name="Möte.pdf")

    response = client.get(reverse("attachment", kwargs={"key": record.key}))

    assert read(response) == PDF
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''M%C3%B6te.pdf"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("make", [make_picture, lambda programme: make_attachment(make_meeting(programme))])
def test_whatever_a_file_is_nothing_in_it_runs(client, programme, make):
    record = make(programme)
    name = "picture" if isinstance(record, Picture) else "attachment"

    response = client.get(reverse(name, kwargs={"key": record.key}))
    read(response)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_strangers_find_nothing(client, programme):
    addresses = [
        reverse("picture", kwargs={"key": make_picture(programme).key}),
        reverse("attachment", kwargs={"key": make_attachment(make_meeting(programme)).key}),
    ]
    client.force_login(make_coordinator(make_municipality("091")))

    assert [status(client, address) for address in addresses] == [404, 404]


def test_the_group_reads_files_while_the_programme_is_shared_with_it(client, programme, coordinator, member):
    address = reverse("attachment", kwargs={"key": make_attachment(make_meeting(programme)).key})
    client.force_login(member)
    closed = status(client, address)

    share_programme(programme, [Audience.GROUP], by=coordinator)

    assert (closed, status(client, address)) == (404, 200)


def test_the_file_of_an_archived_meeting_is_for_writers(client, programme, coordinator, member):
    share_programme(programme, [Audience.GROUP], by=coordinator)
    meeting = make_meeting(programme)
    address = reverse("attachment", kwargs={"key": make_attachment(meeting).key})
    archive_record(meeting, by=SYSTEM)

    of_writers = status(client, address)
    client.force_login(member)

    assert (of_writers, status(client, address)) == (200, 404)


def test_what_is_in_the_archive_is_for_writers(client, programme, coordinator, member):
    share_programme(programme, [Audience.GROUP], by=coordinator)
    record = make_picture(programme)
    archive_record(record, by=SYSTEM)
    address = reverse("picture", kwargs={"key": record.key})

    of_writers = status(client, address)
    client.force_login(member)

    assert (of_writers, status(client, address)) == (200, 404)


def test_the_file_of_a_municipality_that_has_not_consented_is_not_shown(client, programme, coordinator, member):
    share_programme(programme, [Audience.GROUP], by=coordinator)
    link = make_partner(programme, "893", consents=None)
    address = reverse("attachment", kwargs={"key": make_attachment(make_consultation(programme, part=link)).key})
    client.force_login(member)

    assert status(client, address) == 404


def test_a_file_that_the_storage_has_lost_is_not_found(client, programme):
    record = make_picture(programme)
    default_storage.delete(Content.objects.get().path)

    assert client.get(reverse("picture", kwargs={"key": record.key})).status_code == 404


def test_a_record_whose_file_is_gone_says_so_and_takes_a_new_one(client, programme):
    record = make_picture(programme)
    change(record, sha256="")

    page = client.get(edit_url(record, "picture")).content.decode()
    refused = send(client, edit_url(record, "picture"), alt_sv="Bron")
    send(client, edit_url(record, "picture"), file=file(png(), "again.png"))

    record.refresh_from_db()
    assert "The file itself is not here" in page
    assert errors(refused) == {"file": ["The file itself is not here any more. Choose it again."]}
    assert (record.name, bool(record.sha256)) == ("again.png", True)
