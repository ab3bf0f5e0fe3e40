"""What is archived stays tied: a save takes away no tie that nobody took away, and restoring brings it back whole."""

import pytest
from django import forms
from django.utils import timezone

from programmes.enums import PartnerRight
from programmes.models.kinds import KINDS
from tests.programmes.every_kind import ADDABLE, add_url, edit_url, filled
from tests.programmes.factories import fresh, make_organisation, make_partner, make_plan
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db


def links_of(form) -> dict[str, type]:
    """The fields of a form that tie its record to rows that can be archived, and what they are tied to."""
    chosen = {
        name: field.queryset.model for name, field in form.fields.items() if isinstance(field, forms.ModelChoiceField)
    }
    return {name: model for name, model in chosen.items() if hasattr(model, "archived_at")}


def tied(record, names) -> dict[str, list[int]]:
    found = {}
    for name in names:
        end = getattr(type(record).objects.get(pk=record.pk), name)
        found[name] = sorted(end.values_list("pk", flat=True)) if hasattr(end, "all") else [end.pk] if end else []
    return found


@pytest.fixture
def joint(programme):
    make_partner(programme, "905", right=PartnerRight.READ)
    make_plan(programme)
    make_organisation(programme)
    return fresh(programme)


@pytest.mark.parametrize("kind", ADDABLE)
def test_a_save_keeps_the_ties_to_what_has_been_archived(visitor, joint, kind):
    form = opened(visitor, add_url(joint, kind))
    links = links_of(form)
    partner = joint.links.get(municipality="905")
    chosen = {name: str(partner.pk) for name, model in links.items() if model is type(partner)}
    assert visitor.post(add_url(joint, kind), filled(form, kind, "First words") | chosen).status_code == 302
    record = KINDS[kind].model.objects.filter(programme=joint).order_by("-pk")[0]
    before, url = tied(record, links), edit_url(joint, kind, record)
    assert all(before.values())
    for name, model in links.items():
        model.objects.filter(pk__in=before[name]).update(archived_at=timezone.now())

    shown = opened(visitor, url)
    names = [str(label) for name in links for _key, label in shown.fields[name].choices if "archive" in str(label)]
    saved = visitor.post(url, as_sent(shown) | dict.fromkeys(texts(shown), "Other words"))

    assert saved.status_code == 302
    assert tied(record, links) == before
    assert len(names) == sum(len(keys) for keys in before.values())


def texts(form) -> list[str]:
    """A text that can be changed without changing anything else."""
    names = ("title_sv", "name_sv", "topic_sv", "text_sv", "what_sv", "message_sv", "reason_sv")
    return [name for name in names if name in form.fields][:1]


def test_there_is_a_tie_to_try_in_each_of_these_kinds(visitor, joint):
    found = {kind: set(links_of(opened(visitor, add_url(joint, kind)))) for kind in ADDABLE}

    assert {kind: links for kind, links in found.items() if links} == {
        "attachment": {"meeting"},
        "chapter": {"part"},
        "communication-action": {"part"},
        "consultation": {"part"},
        "cost": {"part", "measure"},
        "decision-step": {"part"},
        "finding": {"part", "consultations"},
        "indicator": {"part", "owner", "objective", "measures"},
        "invitation": {"organisation"},
        "measure": {"part", "objective", "owner", "responsible", "partners"},
        "meeting": {"present"},
        "milestone": {"part"},
        "objective": {"part", "area", "findings", "consultation", "plans"},
        "organisation": {"part", "seat"},
        "own-figure": {"part"},
        "partner-responsibility": {"part"},
        "plan": {"part", "owner"},
        "priority-area": {"part"},
        "recipient": {"part"},
        "service": {"part"},
    }
