"""Files of a programme are kept whole, once, within its room, and as long as anything names them."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.brought import picture
from programmes.actions import contents
from programmes.actions.contents import NoRoom, clear_unused, content_of, keep
from programmes.actions.files import NotStored
from programmes.actions.records import archive_record, restore_record
from programmes.actions.versions import make_version, restore_version
from programmes.models import Attachment, Content, Picture
from tests.integration_programme.brought.made import image, written
from tests.programmes.factories import change, fresh, make_attachment, make_meeting, make_picture, make_programme
from tests.threads import at_once, database_for_threads, in_thread

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=31)


def coloured(red: int):
    """A picture that no other number gives."""
    return picture(written(image(colour=(red, 0, 0)), "PNG"))


def bytes_of(content: Content) -> bytes:
    with default_storage.open(content.path) as file:
        return file.read()


def in_a_month(times: int = 2) -> int:
    """How many are deleted when the nightly job has looked now, and in a month."""
    return sum(clear_unused(timezone.now() + MONTH * time) for time in range(times))


# Keeping


def test_a_file_lies_whole_under_its_hash_and_its_programme():
    programme, brought = make_programme(), coloured(1)

    content = keep(programme, brought)

    assert content.path == f"files/{programme.key}/{brought.sha256}.png"
    assert bytes_of(content) == brought.content
    assert Content.objects.get().kept_at is not None


def test_the_same_file_is_kept_once():
    programme = make_programme()

    first, second = (keep(programme, coloured(1)) for _ in range(2))

    assert first == second
    assert Content.objects.count() == 1


def test_two_programmes_have_a_file_each():
    one, other = make_programme("545"), make_programme("091")

    paths = [keep(programme, coloured(1)).path for programme in (one, other)]

    assert len(set(paths)) == 2
    assert content_of(other, coloured(1).sha256).programme == other


def test_a_storage_that_is_full_leaves_nothing_that_could_be_handed_out(monkeypatch):
    programme, brought = make_programme(), coloured(1)
    monkeypatch.setattr(contents, "store", lambda *file, **more: (_ for _ in ()).throw(NotStored("full")))

    with pytest.raises(NotStored):
        keep(programme, brought)

    assert content_of(programme, brought.sha256) is None


def test_what_could_not_be_kept_is_kept_when_it_is_sent_again(monkeypatch):
    programme, brought = make_programme(), coloured(1)
    with monkeypatch.context() as away:
        away.setattr(contents, "store", lambda *file, **more: (_ for _ in ()).throw(NotStored("away")))
        with pytest.raises(NotStored):
            keep(programme, brought)

    keep(programme, brought)

    assert bytes_of(content_of(programme, brought.sha256)) == brought.content


def test_all_files_of_a_programme_share_its_room(monkeypatch):
    programme = make_programme()
    monkeypatch.setattr(contents, "ROOM", coloured(1).size + coloured(2).size)
    keep(programme, coloured(1))
    keep(programme, coloured(2))

    with pytest.raises(NoRoom) as refused:
        keep(programme, coloured(3))

    assert str(refused.value).startswith("There is no room for this file: the files of a programme may take")
    assert keep(programme, coloured(1)).sha256 == coloured(1).sha256  # what is here takes no more room
    assert Content.objects.count() == 2


def test_a_programme_has_room_for_a_number_of_files(monkeypatch):
    programme = make_programme()
    monkeypatch.setattr(contents, "MOST", 1)
    keep(programme, coloured(1))

    with pytest.raises(NoRoom) as refused:
        keep(programme, coloured(2))

    assert str(refused.value) == "A programme has room for 1 files, and has as many."


# What nobody names any more


def test_what_a_record_names_stays():
    programme = make_programme()
    make_picture(programme)
    make_attachment(make_meeting(programme))

    assert in_a_month(4) == 0
    assert Content.objects.count() == 2


def test_what_was_brought_and_never_saved_goes_after_a_month():
    keep(make_programme(), coloured(1))

    assert clear_unused() == 0
    assert clear_unused(timezone.now() + timedelta(days=29)) == 0
    assert clear_unused(timezone.now() + MONTH) == 1

    assert not Content.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_its_bytes_go_too():
    content = keep(make_programme(), coloured(1))

    in_a_month()

    assert not default_storage.exists(content.path)


def test_what_no_storage_took_goes_after_a_day(monkeypatch):
    programme = make_programme()
    monkeypatch.setattr(contents, "store", lambda *file, **more: (_ for _ in ()).throw(NotStored("away")))
    with pytest.raises(NotStored):
        keep(programme, coloured(1))

    assert clear_unused(timezone.now() + timedelta(hours=23)) == 0
    assert clear_unused(timezone.now() + timedelta(hours=25)) == 1


def test_the_file_of_a_record_in_the_archive_goes_and_the_record_says_so():
    record = make_picture(make_programme())
    archive_record(record, by=SYSTEM)

    assert in_a_month() == 1
    restore_record(record, by=SYSTEM)

    record.refresh_from_db()
    assert (record.sha256, record.name, record.archived_at) == ("", "square.png", None)


def test_what_comes_back_from_the_archive_begins_its_month_anew():
    record = make_picture(make_programme())
    archive_record(record, by=SYSTEM)
    clear_unused()
    restore_record(record, by=SYSTEM)
    clear_unused(timezone.now() + MONTH)

    assert Content.objects.get().unused_since is None


def test_what_is_brought_again_begins_its_month_anew():
    programme = make_programme()
    keep(programme, coloured(1))
    clear_unused()
    keep(programme, coloured(1))

    assert clear_unused(timezone.now() + MONTH) == 0


def test_a_version_keeps_the_file_that_was_there_then():
    programme = make_programme()
    record = make_picture(programme, content=written(image(colour=(1, 0, 0)), "PNG"))
    make_version(programme, name="Then", purpose="draft", by=SYSTEM)
    before = record.sha256
    record.take(keep(programme, coloured(2)))
    change(record)

    assert in_a_month(4) == 0
    restore_version(fresh(programme), programme.versions.get(number=1), by=SYSTEM)

    assert Picture.objects.get().sha256 == before
    assert content_of(programme, before) is not None


def test_a_version_brings_back_an_attachment_from_the_archive_with_its_file():
    programme = make_programme()
    record = make_attachment(make_meeting(programme))
    version = make_version(programme, name="Then", purpose="draft", by=SYSTEM)
    archive_record(record, by=SYSTEM)

    assert in_a_month(4) == 0
    restore_version(fresh(programme), version, by=SYSTEM)

    assert Attachment.objects.current().get().sha256 == record.sha256


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_bring_files_at_once_never_take_more_than_there_is_room_for(monkeypatch, tmp_path):
    programme = make_programme()
    monkeypatch.setattr(contents, "ROOM", coloured(1).size + coloured(2).size)
    bring = [partial(keep, programme, coloured(red)) for red in range(1, 7)]

    with database_for_threads(tmp_path):
        done = at_once(*bring)
        kept = in_thread(Content.objects.count)

    assert [type(each) for each in done].count(NoRoom) == 4
    assert kept == 2
