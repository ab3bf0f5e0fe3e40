"""Nothing becomes visible as a side effect: after each act readers see what they saw, unless it is an act of sharing."""

import pytest

from integration_programme.models import OutgoingMail
from programmes.actions import exports
from programmes.actions.comments import answer_comment, assign_comment, change_comment
from programmes.actions.programmes import share_programme
from programmes.document import assemble
from programmes.enums import Audience
from programmes.models import Comment, Programme, Sharing, place_of
from programmes.models.kinds import KINDS
from programmes.models.sharing import AUDIENCE_OF, SWITCHED
from programmes.portable import dump, to_text
from stakeholders.models import Event
from tests.programmes.actions.test_every_act import ACTS
from tests.programmes.factories import make_comment
from tests.stakeholders.factories import (
    make_adviser,
    make_centre,
    make_coordinator,
    make_group,
    make_member,
    make_municipality,
    make_user,
)
from tests.test_permissions import Town, named

pytestmark = pytest.mark.django_db

#: acts by which somebody opens a programme to somebody
SHARING = {"share_programme", "share_place", "answer_request"}
#: acts that bring back or make many records at once, each of which was told
OF_MANY = {"take_group", "restore_version", "restore_record_of_version", "import_programme", "restore_programme"}


#: acts that somebody does where the programme is shared already
WHERE_SHARED = {"add_point_of_agenda", "carry_over_points", "invite_to_meeting", "cancel_meeting", "answer_meeting"}
WHERE_SHARED |= {"fill_attendance", "request_minutes", "ask_review", "send_review", "take_back_review"}
WHERE_SHARED |= {"leave_open_remarked", "open_everything"}

#: all others but one that is about a mail alone
OTHERS = [name for name in ACTS if name not in SHARING and name != "retry_mail"]


def make_readers() -> dict:
    """A member of the group, the region's adviser, a coordinator of a municipality that is or is not asked, a stranger."""
    make_municipality("893")
    return {
        "member": make_member(make_group(name="The programme's group")),
        "adviser": make_adviser(make_centre("08")),
        "neighbour": make_coordinator(make_municipality("893")),
        "stranger": make_user(),
    }


@pytest.fixture(scope="module")
def made_readers(once):
    return once(make_readers)


@pytest.fixture
def readers(made_readers, tmp_path) -> dict:
    return made_readers(tmp_path)


def seen_by(person, shown: dict) -> set[str]:
    """Every place that somebody may read in drafts, and every approved document. `shown`: what an audience of a programme
    sees, found once for all who are of it."""
    places = set()
    for programme in Programme.objects.visible_to(person):
        audience = AUDIENCE_OF[programme.access]
        if (programme.pk, audience) not in shown:
            shown[programme.pk, audience] = places_in(programme.seen_by(audience))
        places |= {programme.slug, *shown[programme.pk, audience]}
    for programme in Programme.objects.with_approved_access(person):
        audience = AUDIENCE_OF[programme.access]
        versions = programme.versions.approvals().filter(sharings__audience=audience)
        places |= {f"approved:{programme.slug}:{version.number}" for version in versions}
    return places


def places_in(seen: Programme) -> set[str]:
    return {str(place_of(row)) for kind in KINDS.values() for row in kind.records(seen)}


def seen(readers: dict) -> dict[str, set[str]]:
    shown: dict = {}
    return {name: seen_by(person, shown) for name, person in readers.items()}


def arranged(name: str, readers: dict):
    act = ACTS[name](make_coordinator(name="Maria"))
    Programme.objects.filter(group=None).update(group=readers["member"].seats.get().group)
    return act


@pytest.mark.parametrize("name", OTHERS)
def test_act_on_a_closed_programme_opens_nothing(name, readers, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = arranged(name, readers)
    readers.pop("neighbour")  # who takes part already where the act is about a partner
    before = seen(readers) if name in WHERE_SHARED else {"member": set(), "adviser": set(), "stranger": set()}

    act()

    assert before == seen(readers)


@pytest.mark.parametrize("name", OTHERS)
def test_act_on_an_open_programme_shows_no_more_than_its_own_record(name, readers, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = arranged(name, readers)
    Sharing.objects.all().delete()
    for programme in Programme.objects.all():
        Sharing.objects.bulk_create(Sharing(programme=programme, audience=audience) for audience in SWITCHED)
    before, known = seen(readers), set(Event.objects.values_list("pk", flat=True))

    act()

    own = {f"{event.kind}:{event.subject}" for event in Event.objects.exclude(pk__in=known)}
    grown = {who: {place for place in now - before[who] if place not in own} for who, now in seen(readers).items()}
    grown = {who: {place for place in places if not place.startswith("approved:")} for who, places in grown.items()}
    assert grown["stranger"] == set()
    if name not in OF_MANY:
        assert grown == {who: set() for who in readers}


#: what somebody sees to whom nothing but the phase of communication is open
OF_COMMUNICATION = {"partner", "organisation", "communication-action"}


@pytest.mark.parametrize("name", [name for name in OTHERS if name not in WHERE_SHARED])
def test_act_on_a_programme_of_which_one_section_is_open_shows_no_other(name, readers, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = arranged(name, readers)
    readers.pop("neighbour")  # who takes part already where the act is about a partner
    for programme in Programme.objects.all():
        Sharing.objects.bulk_create(
            Sharing(programme=programme, audience=audience, place="item:communication") for audience in SWITCHED
        )

    act()

    assert not any(other_than_communication(places) for places in seen(readers).values())


def other_than_communication(places: set[str]) -> set[str]:
    kinds = {place: place.partition(":")[0] for place in places if not place.startswith("item:communication")}
    slugs = set(Programme.objects.values_list("slug", flat=True)) | {"programme"}
    return {place for place, kind in kinds.items() if kind not in OF_COMMUNICATION | slugs}


@pytest.mark.parametrize("name", ["share_programme", "share_place", "answer_request"])
def test_act_of_sharing_opens_to_those_whom_it_names(name, readers):
    act = arranged(name, readers)
    before = seen(readers)

    act()

    opened = {who for who, places in seen(readers).items() if places - before[who]}
    named = {"share_programme": {"member"}, "share_place": {"member"}, "answer_request": {"neighbour"}}
    assert opened == named[name]


# Comments


NOTE, SHOWN = "Confidential-91370", "Open-to-the-group"


@pytest.fixture
def commented(settings, tmp_path):
    """A programme that is open to all, with a private note and an answer that is one, on a comment that is shown."""
    settings.MEDIA_ROOT = tmp_path
    town = Town()
    share_programme(town.programme, SWITCHED, by=town.coordinator)
    Comment.objects.all().delete()
    shown = make_comment(town.objective, SHOWN, by=town.coordinator, shown_to=[Audience.GROUP])
    answer_comment(shown, f"{NOTE}, an answer", is_private=True, by=town.coordinator)
    note = make_comment(town.objective, NOTE, by=town.coordinator, shown_to=[])
    change_comment(note, f"{NOTE}, changed", row_version=note.row_version, by=town.coordinator)
    assign_comment(note, town.editor, by=town.coordinator)
    town.comment = shown
    return town


def everything(town, client) -> dict[str, str]:
    """All that somebody is answered, by address; whatever it is."""
    found = {}
    for name in named():
        response = client.get(town.address(name), follow=True)
        body = b"".join(response) if response.streaming else response.content
        found[name] = body.decode(errors="replace")
    return found


@pytest.mark.parametrize(
    ("who", "reads_the_shown_one"), [("member", True), ("adviser", False), ("stranger", False), ("anonymous", False)]
)
def test_private_note_is_in_nothing_that_others_are_answered(who, reads_the_shown_one, commented, client):
    if person := commented.person(who):
        client.force_login(person)

    answers = everything(commented, client)

    assert [name for name, said in answers.items() if NOTE in said] == []
    assert (SHOWN in answers["record"], "Comments (1)" in answers["record"]) == (reads_the_shown_one,) * 2
    assert (SHOWN in answers["comments"], SHOWN in answers["comment"]) == (reads_the_shown_one,) * 2
    assert "Comments (2)" not in answers["record"] and ">1 answer<" not in answers["record"]


def test_those_who_write_read_the_note_and_its_count(commented, client):
    client.force_login(commented.editor)

    answers = everything(commented, client)

    assert "Comments (2)" in answers["record"] and f"{NOTE}, changed" in answers["record"]
    assert f"{NOTE}, an answer" in answers["comment"]


def test_private_note_is_in_no_mail_event_or_file(commented):
    told = [str(list(rows.values())) for rows in (OutgoingMail.objects.all(), Event.objects.all())]
    files = [to_text(dump(commented.programme)), assemble(commented.programme, "sv").as_json()]

    assert [each for each in (*told, *files) if NOTE in each] == []
    assert [mail.to for mail in OutgoingMail.objects.filter(kind="comment")] == [commented.editor.email]


def test_page_that_was_kept_for_one_reader_is_not_shown_to_another(commented, client):
    url = commented.address("record")
    found = {}
    for who in ("editor", "member", "adviser", "member", "editor"):
        client.force_login(commented.person(who))
        html = client.get(url).content.decode()
        found.setdefault(who, set()).add((NOTE in html, SHOWN in html))

    assert found == {"editor": {(True, True)}, "member": {(False, True)}, "adviser": {(False, False)}}
