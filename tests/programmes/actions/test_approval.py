"""What was approved is kept as it was, and later changes are marked."""

from datetime import date, timedelta

import pytest

from integration_programme.translations import Translations
from programmes.actions.approval import Decision, Refused, reopen_programme
from programmes.actions.programmes import share_programme
from programmes.document import assemble, content_hash
from programmes.enums import Audience, ProgrammeState
from programmes.models import DecisionStep, VersionDocument
from stakeholders.models import Event
from tests.programmes.factories import approve_programme, fresh, make_approvable, make_finding, make_partner, make_step
from tests.programmes.reading import decision_path

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 16)


@pytest.fixture
def programme(coordinator):
    """A programme that nothing blocks."""
    return make_approvable(by=coordinator)


def test_an_approval_freezes_the_document_in_every_content_language(programme, coordinator):
    frozen = approve_programme(programme, approved_on=DAY, by=coordinator)
    assert [each.language for each in frozen] == ["sv", "fi"]
    assert {each.version.number for each in frozen} == {1}
    programme = fresh(programme)
    assert (programme.state, programme.approved_on) == (ProgrammeState.APPROVED, DAY)
    document = assemble(programme, "sv")
    assert (document.state, document.mark) == ("approved", "")
    assert content_hash(document) == frozen[0].content_hash
    assert Event.objects.filter(verb="approve_programme").count() == 1


def test_a_change_after_the_approval_is_marked_and_leaves_what_was_approved(programme, coordinator):
    frozen = approve_programme(programme, approved_on=DAY, by=coordinator)[0]
    before = VersionDocument.objects.get(pk=frozen.pk).data
    make_finding(programme, "Written later", by=coordinator)
    document = assemble(fresh(programme), "en")
    assert document.state == "changed_after_approval"
    in_swedish = assemble(fresh(programme), "sv")
    assert in_swedish.state == "changed_after_approval"
    assert in_swedish.mark and in_swedish.cover.state
    assert VersionDocument.objects.get(pk=frozen.pk).data == before


def test_recording_the_decision_and_sharing_are_no_change_of_what_was_approved(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_step(programme, section="§ 12", outcome="approved")
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    document = assemble(fresh(programme), "sv")
    assert document.state == "approved"
    assert "§ 12" in str(document.cover.decision_path)


def test_a_second_approval_of_the_same_is_refused(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    with pytest.raises(Refused):
        approve_programme(fresh(programme), approved_on=DAY, by=coordinator)
    assert VersionDocument.objects.count() == 2


def test_a_changed_programme_is_approved_anew_and_the_first_approval_is_kept(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_finding(programme, "Written later", by=coordinator)
    approve_programme(fresh(programme), approved_on=DAY + timedelta(days=1), by=coordinator)
    kept = list(VersionDocument.objects.values_list("version__number", "language"))
    assert kept == [(2, "fi"), (2, "sv"), (1, "fi"), (1, "sv")]
    assert assemble(fresh(programme), "sv").state == "approved"


def test_withdrawing_makes_a_draft_and_keeps_what_was_approved(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    reopen_programme(programme, by=coordinator)
    programme = fresh(programme)
    assert (programme.state, programme.approved_on) == (ProgrammeState.PREPARING, None)
    assert assemble(programme, "sv").state == "preparing"
    assert VersionDocument.objects.count() == 2
    with pytest.raises(Refused):
        reopen_programme(programme, by=coordinator)


def test_an_open_element_of_an_approved_programme_is_not_called_open(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    chapter = next(each for each in assemble(fresh(programme), "en").sections if each.anchor == "protection")
    assert [block.text for block in chapter.blocks] == ["This programme does not deal with this."]


def test_a_refused_approval_writes_no_step(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    decisions = [Decision(programme.links.get())]
    with pytest.raises(Refused):
        approve_programme(fresh(programme), approved_on=DAY, by=coordinator, decisions=decisions)
    assert DecisionStep.objects.count() == 0


def test_the_cover_of_what_is_approved_says_nothing_of_meetings_to_come(programme, coordinator):
    make_partner(programme)
    make_step(programme, planned_on=date(2026, 12, 14))
    assert decision_path(programme) == [
        ["Närpes", "City council", "planned: 14 December 2026", "Not yet handled"],
        ["Nykarleby", "", "", "No decision planned yet"],
    ]
    approve_programme(programme, approved_on=DAY, by=coordinator)
    assert [row[-1] for row in decision_path(programme)] == ["No decision on the path"] * 2


def test_the_words_of_the_approval_are_in_each_documents_language(programme, coordinator):
    programme.title = Translations({"sv": "Programmet", "fi": "Ohjelma"})
    programme.save()
    swedish, finnish = approve_programme(programme, approved_on=DAY, by=coordinator)
    assert (swedish.data["title"], finnish.data["title"]) == ("Programmet", "Ohjelma")
    assert "16.11.2026" in swedish.data["cover"]["state"]
