"""Nothing becomes visible as a side effect: after each act readers see what they saw, unless it is an act of sharing."""

import pytest

from programmes.actions import exports
from programmes.models import Programme, Sharing, place_of
from programmes.models.kinds import KINDS
from programmes.models.sharing import AUDIENCE_OF, SWITCHED
from stakeholders.models import Event
from tests.programmes.actions.test_every_act import ACTS
from tests.stakeholders.factories import (
    make_adviser,
    make_centre,
    make_coordinator,
    make_group,
    make_member,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db

#: acts by which somebody opens a programme to somebody
SHARING = {"share_programme", "answer_request"}
#: acts that bring back or make many records at once, each of which was told
OF_MANY = {"take_group", "restore_version", "restore_record_of_version", "import_programme", "restore_programme"}


#: all others but one that is about a mail alone
OTHERS = [name for name in ACTS if name not in SHARING and name != "retry_mail"]


@pytest.fixture
def readers(db) -> dict:
    """A member of the group, the region's adviser, a coordinator of a municipality that is or is not asked, a stranger."""
    make_municipality("893")
    return {
        "member": make_member(make_group(name="The programme's group")),
        "adviser": make_adviser(make_centre("08")),
        "neighbour": make_coordinator(make_municipality("893")),
        "stranger": make_user(),
    }


def seen_by(person) -> set[str]:
    """Every place that somebody may read in drafts, and every approved document."""
    places = set()
    for programme in Programme.objects.visible_to(person):
        seen = programme.seen_by(AUDIENCE_OF[programme.access])
        places.add(programme.slug)
        places |= {str(place_of(row)) for kind in KINDS.values() for row in kind.records(seen)}
    for programme in Programme.objects.with_approved_access(person):
        audience = AUDIENCE_OF[programme.access]
        versions = programme.versions.approvals().filter(sharings__audience=audience)
        places |= {f"approved:{programme.slug}:{version.number}" for version in versions}
    return places


def seen(readers: dict) -> dict[str, set[str]]:
    return {name: seen_by(person) for name, person in readers.items()}


def arranged(name: str, readers: dict):
    act = ACTS[name](make_coordinator(name="Maria"))
    Programme.objects.filter(group=None).update(group=readers["member"].seats.get().group)
    return act


@pytest.mark.parametrize("name", OTHERS)
def test_act_on_a_closed_programme_opens_nothing(name, readers, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = arranged(name, readers)
    readers.pop("neighbour")  # who takes part already where the act is about a partner
    before = seen(readers)

    act()

    assert before == seen(readers) == {"member": set(), "adviser": set(), "stranger": set()}


@pytest.mark.parametrize("name", OTHERS)
def test_act_on_an_open_programme_shows_no_more_than_its_own_record(name, readers, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = arranged(name, readers)
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


@pytest.mark.parametrize("name", ["share_programme", "answer_request"])
def test_act_of_sharing_opens_to_those_whom_it_names(name, readers):
    act = arranged(name, readers)
    before = seen(readers)

    act()

    opened = {who for who, places in seen(readers).items() if places - before[who]}
    assert opened == {"share_programme": {"member"}, "answer_request": {"neighbour"}}[name]
