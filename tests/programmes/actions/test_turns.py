"""Nothing comes between a rule and its act: what was found at the door is looked at again on the locked row."""

from functools import partial

import pytest
from django.test import Client

from programmes import rules
from programmes.actions import approval
from programmes.actions.programmes import archive_programme, choose_group, restore_programme
from programmes.actions.records import Refused
from programmes.enums import Access, PartnerRight
from programmes.models import Programme
from stakeholders.models import Event, today
from tests.programmes.actions.test_every_act import ACTS
from tests.programmes.factories import (
    change,
    fresh,
    make_approvable,
    make_finding,
    make_objective,
    make_partner,
    make_programme,
)
from tests.programmes.reading import page
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_coordinator, make_editor, make_group, make_municipality
from tests.threads import at_once, database_for_threads, in_thread

#: acts that no programme stands before, or that write nothing in it
ON_NO_PROGRAMME = {"start_programme", "start_from_former", "start_from_upload", "import_programme", "write_guidance"}
ON_NO_PROGRAMME |= {
    "request_export",
    "export_now",
    "request_approved_pdf",
    "request_minutes",
    "request_diary",
    "request_handed_over",
}
ON_NO_PROGRAMME |= {"renew_calendar", "end_calendar"}
ON_NO_PROGRAMME |= {"choose_mails", "hand_over"}  # about a person, in all programmes of a municipality
ON_NO_PROGRAMME |= {"add_note", "change_note", "save_standard_comment"}  # of a centre
ON_NO_PROGRAMME |= {
    "send_review",
    "take_back_review",
}  # done there by an adviser, which is the role that is planted here
OF_PROGRAMMES = [name for name in ACTS if name not in ON_NO_PROGRAMME]
OF_PROGRAMMES = OF_PROGRAMMES[: OF_PROGRAMMES.index("save_group")]  # what follows is about people and groups
ROUNDS = 5


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_PROGRAMMES)
def test_act_is_refused_when_its_person_is_another_than_at_the_door(name, monkeypatch, own_files):
    act = ACTS[name](make_coordinator(name="Maria"))
    before = Event.objects.count()
    monkeypatch.setattr(rules, "known_role", lambda actor, programme: Access.ADVISER)

    with pytest.raises(Refused, match="what you may do in it was changed"):
        act()

    assert Event.objects.count() == before


@pytest.mark.django_db
def test_act_is_refused_when_the_programme_was_archived_since_the_door(programme, coordinator):
    rules.role_of(coordinator, programme)
    archive_programme(fresh(programme), by=coordinator)

    with pytest.raises(Refused, match="was archived"):
        make_objective(programme, by=coordinator)

    assert restore_programme(programme, by=coordinator) is True


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["propose_programme", "approve_programme"])
def test_what_blocks_a_decision_is_looked_at_again(client, coordinator, act):
    programme = make_approvable(by=coordinator)
    change(programme.responsibility, coordinating_body={})

    with pytest.raises(Refused, match="still missing"):
        getattr(approval, act)(programme, by=coordinator, **({"approved_on": today()} if "approve" in act else {}))


@pytest.mark.django_db
def test_group_of_a_municipality_that_takes_no_part_is_not_chosen(programme, coordinator):
    partner = make_partner(programme, "599", consents=False)

    with pytest.raises(Refused, match="can no longer be chosen"):
        choose_group(programme, make_group([partner.municipality]), by=coordinator)

    assert fresh(programme).group is None


# Really at once


def client_of(person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def races(tmp_path, arrange, save, other) -> list[tuple[list, int]]:
    """Rounds of a save and another's act at the same moment: what was answered, and how many saves came after the act."""

    def run():
        found = []
        for number in range(ROUNDS):
            arrange(number)
            before = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            answers = at_once(partial(save, number), other)
            verbs = list(Event.objects.filter(pk__gt=before).order_by("pk").values_list("verb", "kind"))
            found.append((answers, verbs))
        return found

    with database_for_threads(tmp_path):
        return in_thread(run)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_save_comes_after_the_archive_of_its_programme(tmp_path):
    coordinator, editor = make_coordinator(), make_editor()
    programme = make_programme(by=coordinator)
    finding = make_finding(programme, by=coordinator)
    clients = {"editor": client_of(editor), "coordinator": client_of(coordinator)}
    forms = {}

    def arrange(number):
        restore_programme(Programme.objects.get(), by=coordinator)
        forms["sent"] = as_sent(opened(clients["editor"], page(programme, f"finding/{finding.key}/edit/")))

    def save(number):
        sent = forms["sent"] | {"text_sv": f"Number {number}"}
        return clients["editor"].post(page(programme, f"finding/{finding.key}/edit/"), sent).status_code

    def archive():
        return clients["coordinator"].post(page(programme, "archive/")).status_code

    for (saved, archived), events in races(tmp_path, arrange, save, archive):
        assert archived == 302
        assert events[-1] == ("archive_programme", "programme")
        assert (saved == 302) == (("change_record", "finding") in events)
        assert saved in (302, 403, 409)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_save_of_a_partner_comes_after_its_right_was_taken_back(tmp_path):
    coordinator, theirs = make_coordinator(), make_editor(make_municipality("599"))
    programme = make_programme(by=coordinator)
    link = make_partner(programme, "599", right=PartnerRight.WRITE)
    finding = make_finding(programme, by=coordinator)
    clients = {"theirs": client_of(theirs), "coordinator": client_of(coordinator)}
    forms = {}

    def arrange(number):
        type(link).objects.filter(pk=link.pk).update(right=PartnerRight.WRITE)
        forms["sent"] = as_sent(opened(clients["theirs"], page(programme, f"finding/{finding.key}/edit/")))
        forms["right"] = as_sent(
            opened(clients["coordinator"], page(programme, f"partner/{link.key}/edit/")), right="read"
        )

    def save(number):
        sent = forms["sent"] | {"text_sv": f"Number {number}"}
        return clients["theirs"].post(page(programme, f"finding/{finding.key}/edit/"), sent).status_code

    def take_back():
        return clients["coordinator"].post(page(programme, f"partner/{link.key}/edit/"), forms["right"]).status_code

    for (saved, taken), events in races(tmp_path, arrange, save, take_back):
        assert taken == 302
        assert events[-1] == ("change_record", "partner")
        assert (saved == 302) == (("change_record", "finding") in events)
        assert saved in (302, 403, 409)


@pytest.mark.django_db
def test_a_form_without_its_key_starts_nothing_and_comes_back_with_one(client, coordinator):
    client.force_login(coordinator)
    sent = as_sent(opened(client, "/en/programmes/start/"), record_key="", municipality="545")

    first = client.post("/en/programmes/start/", sent)
    again = client.post("/en/programmes/start/", as_sent(first.context["form"]))

    assert "The form did not arrive whole." in first.content.decode()
    assert again.status_code == 302
    assert Programme.objects.count() == 1
