"""Content × audience: what is kept back from somebody is in nothing that they can open, and what is shared is there.

Every kind of record says a word of its own. Each is kept back in turn, by itself or with its phase, from both audiences.
"""

import uuid
from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import share_programme
from programmes.actions.sharing import share_place
from programmes.document import assemble
from programmes.enums import Audience, Phase
from programmes.export import html_of
from programmes.forms import PAGES
from programmes.models import Place, Programme, item_place, place_of
from programmes.models.kinds import KINDS, kind_of
from programmes.models.places import subject_url
from programmes.models.sharing import SWITCHED
from stakeholders.models import User
from tests.programmes.every_kind import filled, form_of, item_pages, make_town, single
from tests.programmes.factories import fresh, make_attachment, make_chapter, make_finding, make_meeting, make_picture
from tests.stakeholders.factories import make_adviser, make_member

pytestmark = pytest.mark.django_db

#: what tells which programme it is and who takes part: whoever reads anything of it sees them
OF_THE_FRAME = {"programme", "partner"}
#: forms that ask for no words
WORDLESS = {"figures"}
WORDS = {name: f"zq{number:02d}q" for number, name in enumerate(PAGES)}
IN_TURN = {
    name: word for name, word in WORDS.items() if PAGES[name].kind.name not in OF_THE_FRAME and name not in WORDLESS
}


def written(client, programme) -> Programme:
    """A record of every kind that says its word in every field and language."""
    for name, word in WORDS.items():
        url, form = form_of(client, programme, name)
        assert client.post(url, filled(form, name, word)).status_code == 302, name
    return fresh(programme)


def place_of_kind(programme, name: str) -> Place:
    """Where the switch is that keeps back what was written of a kind; files and costs go with what they belong to."""
    kind = PAGES[name].kind
    if not kind.is_list:
        item = kind.item_of(single(programme, name))
        return item_place(programme, item if kind.name in ("answer", "element") else item.partition(".")[0])
    record = kind.model.objects.filter(programme=programme).order_by("-pk").first()
    return place_of(getattr(record, kind.within) if kind.within else record)


def addresses(programme) -> list[str]:
    """Everything that a reader of the programme may open."""
    names = [*(phase.value for phase in Phase), "programme", "thread", "breaks", "exports", "measures", "indicators"]
    names += ["organisations_of_programme", "approved_documents", "compare_versions"]
    found = [reverse(name, kwargs={"slug": programme.slug}) for name in names]
    for name in ("preview", "document_json"):
        found += [reverse(name, kwargs={"slug": programme.slug}) + f"?language={code}" for code in ("fi", "sv", "en")]
    codes = ("F1", "P1", "O1", "M1", "I1", "zq")
    found += [reverse("find_code", kwargs={"slug": programme.slug}) + f"?q={code}" for code in codes]
    found += [reverse("programmes"), reverse("overview"), *(f"{reverse('programmes')}?q={code}" for code in codes)]
    subjects = [kind for kind in KINDS.values() if kind.is_subject]
    rows = [row for kind in subjects for row in kind.model.objects.filter(programme=programme)]
    return [*found, *item_pages(programme), *(subject_url(programme.slug, kind_of(row).name, row.key) for row in rows)]


def read(client, url: str) -> str:
    """What an address gives, and where it leads on to; '' for what is not there."""
    response = client.get(url, follow=True)
    return response.content.decode() if response.status_code == 200 else ""


def on_paper(programme, audience: Audience) -> str:
    seen = fresh(programme).seen_by(audience)
    return "".join(html_of(assemble(seen, language)) for language in ("fi", "sv", "en"))


def holding(client, programme, urls: Iterable[str], audience: Audience) -> dict[str, list[str]]:
    """For each kind in turn, where its word is read: addresses, and "paper"."""
    there = {url: read(client, url) for url in urls} | {"paper": on_paper(programme, audience)}
    return {name: [place for place, text in there.items() if word in text] for name, word in IN_TURN.items()}


def make_everything() -> tuple[Programme, User]:
    (programme, coordinator), client = make_town(), Client()
    client.force_login(coordinator)
    return written(client, programme), coordinator


@pytest.fixture(scope="module")
def made_everything(once):
    return once(make_everything)


@pytest.fixture
def town(made_everything, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return made_everything(tmp_path)


@pytest.fixture
def everything(programme) -> Programme:
    return programme


@pytest.fixture
def readers(everything) -> dict[Audience, User]:
    centre = everything.municipalities.get(links__is_lead=True).centre
    return {Audience.GROUP: make_member(everything.group), Audience.ADVISER: make_adviser(centre)}


@pytest.mark.parametrize("audience", SWITCHED)
def test_what_is_kept_back_by_itself_is_nowhere_and_what_is_shared_is_there(client, everything, readers, audience):
    programme, urls = everything, addresses(everything)
    share_programme(programme, SWITCHED, by=SYSTEM)
    client.force_login(readers[audience])
    shared = holding(client, programme, urls, audience)
    left = {}

    for name, word in IN_TURN.items():
        place = place_of_kind(programme, name)
        share_place(programme, place, {audience: False}, by=SYSTEM)
        left[name] = [url for url in shared[name] if url != "paper" and word in read(client, url)]
        left[name] += ["paper"] if word in on_paper(programme, audience) else []
        share_place(programme, place, {audience: None}, by=SYSTEM)

    assert {name for name, places in shared.items() if not places} == set()
    assert left == {name: [] for name in IN_TURN}
    assert holding(client, programme, urls, audience) == shared


@pytest.mark.parametrize("audience", SWITCHED)
def test_a_phase_that_is_shared_alone_is_all_that_its_audience_finds(client, everything, readers, audience):
    programme, urls = everything, addresses(everything)
    kinds = {phase: {name for name in IN_TURN if _phase(programme, name) == phase} for phase in Phase}
    client.force_login(readers[audience])
    found = {}

    for phase in Phase:
        place = item_place(programme, phase.value)
        share_place(programme, place, {audience: True}, by=SYSTEM)
        found[phase] = {name for name, places in holding(client, programme, urls, audience).items() if places}
        share_place(programme, place, {audience: None}, by=SYSTEM)

    named = {"organisation", "picture"}  # which go with what names or shows them
    assert {phase: names - named for phase, names in found.items()} == {
        phase: names - named for phase, names in kinds.items()
    }


def _phase(programme, name: str) -> Phase:
    kind = PAGES[name].kind
    record = kind.model.objects.filter(programme=programme).order_by("-pk").first() if kind.is_list else None
    return Phase(kind.item_of(record or single(programme, name)).partition(".")[0])


@pytest.mark.parametrize("audience", SWITCHED)
def test_addresses_of_what_is_kept_back_are_those_of_what_is_not_there(client, everything, readers, audience):
    programme, kinds = everything, [kind for kind in KINDS.values() if kind.is_subject]
    share_programme(programme, SWITCHED, by=SYSTEM)
    client.force_login(readers[audience])
    rows = {kind.name: kind.model.objects.filter(programme=programme).order_by("-pk").first() for kind in kinds}
    tails = ("", "edit/", "history/", "archive/", "restore/")

    answers = {}
    for name, row in rows.items():
        share_place(programme, place_of(row), {audience: False}, by=SYSTEM)
        for tail in tails:
            send = client.post if tail in ("archive/", "restore/") else client.get
            there, absent = (send(f"{subject_url(programme.slug, name, key)}{tail}") for key in (row.key, uuid.uuid4()))
            answers[name, tail] = (there.status_code, absent.status_code)

    assert set(answers.values()) == {(404, 404)}


def test_files_go_with_the_record_or_the_text_that_shows_them(client, programme, coordinator, readers):
    minutes = make_attachment(make_meeting(programme, by=coordinator), by=coordinator)
    picture = make_picture(programme, by=coordinator)
    figure = f'<figure><img src="/pictures/{picture.key}/"></figure>'
    chapter = make_chapter(programme, text=figure, by=coordinator)
    share_programme(programme, [Audience.GROUP], by=SYSTEM)
    client.force_login(readers[Audience.GROUP])
    urls = [reverse("attachment", args=[minutes.key]), reverse("picture", args=[picture.key])]

    def answers():
        found = [client.get(url) for url in urls]
        for each in found:
            b"".join(each)  # to its end, so that the file is closed
        return [each.status_code for each in found]

    shared = answers()
    share_place(programme, place_of(minutes.meeting), {Audience.GROUP: False}, by=SYSTEM)
    share_place(programme, place_of(chapter), {Audience.GROUP: False}, by=SYSTEM)

    assert (shared, answers()) == ([200, 200], [404, 404])


def test_a_pdf_that_was_made_when_more_was_shared_is_nobodys_any_more(client, programme, readers, monkeypatch):
    finding = make_finding(programme)
    share_programme(programme, [Audience.GROUP], by=SYSTEM)
    client.force_login(readers[Audience.GROUP])
    asked = client.post(reverse("request_export", args=[programme.slug, "sv"]))
    before = client.get(asked.url).status_code
    share_place(programme, place_of(finding), {Audience.GROUP: False}, by=SYSTEM)

    after = [client.get(asked.url).status_code, client.get(f"{asked.url}file/").status_code]
    listed = client.get(reverse("exports", args=[programme.slug])).content.decode()

    assert (before, after) == (200, [404, 404])
    assert asked.url not in listed
