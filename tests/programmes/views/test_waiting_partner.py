"""Until a municipality consents nothing of it opens or prints, in any output; what its people are once it has."""

import json
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes import rules
from programmes.actions.approval import reopen_programme
from programmes.actions.guidance import write_guidance
from programmes.actions.partners import withdraw_consent
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.standings import renew_standings
from programmes.document import assemble
from programmes.enums import Access, Audience, PartnerRight
from programmes.export import html_of
from programmes.models import Guidance, Programme, ProgrammeMunicipality, VersionDocument
from programmes.models.sharing import SWITCHED
from programmes.portable import dump
from tests.mails import received
from tests.programmes.every_kind import pages
from tests.programmes.factories import (
    approve_programme,
    fill,
    fresh,
    make_approvable,
    make_chosen_group,
    make_partner,
    make_programme,
    make_step,
)
from tests.programmes.reading import page
from tests.stakeholders.factories import (
    make_adviser,
    make_centre,
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_seat,
)

pytestmark = pytest.mark.django_db

TAMPERE = "837"
NAMES = ("Tampere", "Tammerfors")
OF_IT = ("Guidance of theirs", "Group of theirs", "Seat of theirs")
NOT_CONSENTED = [None, False, "withdrawn"]


def joint(consents) -> ProgrammeMunicipality:
    """A programme that is open to all, and a municipality that has said nothing, no, or has gone again."""
    by = make_coordinator(name="Maria")
    programme = fill(make_programme(by=by), by=by)
    theirs = make_coordinator(make_municipality(TAMPERE), name="Helmi", email="helmi@example.org")
    link = make_partner(
        programme, TAMPERE, right=PartnerRight.WRITE, consents=None if consents is None else bool(consents)
    )
    said = Guidance(municipality=link.municipality, item="situation.needs", text=Translations({"sv": OF_IT[0]}))
    write_guidance(said, row_version=0, by=theirs)
    group = make_group([link.municipality], by=theirs, name=OF_IT[1])
    make_seat(group, by=theirs, organisation=OF_IT[2])
    if consents == "withdrawn":
        choose_group(fresh(programme), group, by=by)
        make_step(programme, link=link)
        withdraw_consent(link, by=theirs)
    make_chosen_group(fresh(programme), by=by)
    share_programme(fresh(programme), SWITCHED, by=by)
    renew_standings()
    return ProgrammeMunicipality.objects.get(pk=link.pk)


def outputs(client, programme) -> dict[str, str]:
    """Every page, file and list that somebody may ask for, as far as it is answered."""
    found = {}
    addresses = [*pages(programme), *(page(programme, f"document.json?language={code}") for code in ("fi", "sv", "en"))]
    for url in [*addresses, "/en/programmes/?q=tampere", "/sv/programmes/?q=tammerfors"]:
        response = client.get(url)
        if response.status_code == 200:
            found[url] = response.content.decode().replace('value="tampere"', "").replace('value="tammerfors"', "")
    return found


def naming(found: dict[str, str], words) -> list[str]:
    return [url for url, text in found.items() if any(word in text for word in words)]


@pytest.mark.parametrize("consents", NOT_CONSENTED)
def test_no_output_of_a_reader_tells_of_it(client, consents):
    programme = joint(consents).programme
    for reader in (make_member(fresh(programme).group), make_adviser(make_centre("08"))):
        client.force_login(reader)
        found = outputs(client, programme)

        assert len(found) > 15
        assert naming(found, NAMES + OF_IT) == []


@pytest.mark.parametrize("consents", NOT_CONSENTED)
def test_writers_see_its_name_only_where_it_is_asked_and_chosen(client, consents):
    link = joint(consents)
    client.force_login(make_editor())

    found = outputs(client, link.programme)

    assert naming(found, OF_IT) == []
    of_it = ("/item/responsibility.alone_or_together/", "/partner/", "/decision-step/")
    who_asked_it = {page(link.programme, ""), page(link.programme, "history/")}
    named = [url for url in naming(found, NAMES) if not any(path in url for path in of_it)]
    assert set(named) <= who_asked_it
    assert page(link.programme, "item/responsibility.alone_or_together/") in naming(found, NAMES)


@pytest.mark.parametrize("consents", NOT_CONSENTED)
def test_its_people_and_its_adviser_find_nothing(client, consents):
    link = joint(consents)
    for person in (
        make_coordinator(link.municipality),
        make_editor(link.municipality),
        make_member(make_group([link.municipality])),
        make_adviser(link.municipality.centre),
    ):
        client.force_login(person)
        found = outputs(client, link.programme)

        titles = list(link.programme.title.values())
        shown = {url: text for url, text in found.items() if any(title in text for title in titles)}
        assert {url: str(link.key) in text for url, text in shown.items()} == dict.fromkeys(shown, True)
        assert {url.partition("?")[0] for url in found} <= {"/en/programmes/", "/sv/programmes/"}


@pytest.mark.parametrize("consents", NOT_CONSENTED)
def test_nothing_of_it_is_printed_dumped_listed_or_sent(consents):
    programme = fresh(joint(consents).programme)

    printed = "".join(html_of(assemble(programme, code, audience)) for code in ("sv", "fi") for audience in Audience)
    listed = json.dumps(list(programme.standings.values_list("municipalities", flat=True)))

    assert [word for word in NAMES + OF_IT if word in printed + listed] == []
    assert [word for word in OF_IT if word in json.dumps(dump(programme))] == []
    assert {message.to[0] for message in received() if "Tam" in message.subject} <= {
        "helmi@example.org",
        *(role.user.email for role in programme.links.get(is_lead=True).municipality.roles.all()),
    }


# Once it has consented


@pytest.mark.parametrize(
    ("right", "of_coordinator", "of_editor"),
    [(PartnerRight.READ, Access.PARTNER, Access.PARTNER), (PartnerRight.WRITE, Access.EDITOR, Access.EDITOR)],
)
def test_its_coordinators_and_editors_see_what_writers_see_and_manage_nothing(
    programme, right, of_coordinator, of_editor
):
    link = make_partner(programme, TAMPERE, right=right)
    people = [make_coordinator(link.municipality), make_editor(link.municipality)]

    seen = fresh(programme)

    assert [rules.role_of(person, seen) for person in people] == [of_coordinator, of_editor]
    assert {rules.audience_of(person, seen) for person in people} == {Audience.WRITERS}
    assert {rules.edit_programme.allows(person, seen) for person in people} == {right == PartnerRight.WRITE}
    assert {rules.manage_programme.allows(person, seen) for person in people} == {False}


def test_a_seat_in_its_group_opens_nothing_but_what_is_shared_with_the_group(programme):
    link = make_partner(programme, TAMPERE, right=PartnerRight.WRITE)
    group = make_group([link.municipality])
    member = make_member(group)
    found = [rules.role_of(member, fresh(programme))]

    choose_group(fresh(programme), group, by=SYSTEM)
    found.append(rules.role_of(member, fresh(programme)))
    share_programme(fresh(programme), [Audience.GROUP], by=SYSTEM)
    found.append(rules.role_of(member, fresh(programme)))

    assert found == ["", "", Access.MEMBER]
    assert rules.audience_of(member, fresh(programme)) == Audience.GROUP


# What was approved stays readable


@pytest.mark.parametrize("audience", SWITCHED)
def test_each_audience_keeps_page_data_pdf_and_list_of_what_was_approved(client, coordinator, own_files, audience):
    programme = make_approvable(by=coordinator)
    make_chosen_group(programme, by=coordinator)
    reader = make_member(fresh(programme).group) if audience == Audience.GROUP else make_adviser(make_centre("08"))
    share_programme(fresh(programme), [audience], by=coordinator)
    for document in approve_programme(fresh(programme), approved_on=date(2026, 11, 16), by=coordinator):
        kept = VersionDocument.objects.get(pk=document.pk)
        kept.pdf = default_storage.save(f"approved/{document.language}.pdf", ContentFile(b"%PDF-1.7"))
        kept.save(update_fields=["pdf"])
    reopen_programme(fresh(programme), by=coordinator)
    share_programme(fresh(programme), [], by=coordinator)
    client.force_login(reader)

    paths = ["approved/", "approved/1/sv.json", "approved/1/fi.pdf", "", "preview/", "document.json?language=sv"]
    answers = []
    for path in paths:
        response = client.get(page(programme, path))
        answers.append(response.status_code)
        if response.streaming:
            b"".join(response)  # read to its end; closing it would close the test's connection too

    assert answers == [200, 200, 200, 404, 404, 404]
    assert page(programme, "approved/") in client.get("/en/programmes/").content.decode()
    assert not Programme.objects.visible_to(reader).exists()
