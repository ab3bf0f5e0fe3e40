"""The register of organisations on screen: each with what it answers for."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import Rule, guarded, require_http_methods, require_POST
from integration_programme.alphabet import alphabetical
from integration_programme.records import Refused
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.actions.organisations import merge_organisations, take_group
from programmes.enums import Phase
from programmes.forms.organisations import MergeForm
from programmes.models import BodyInvitation, Programme, ProgrammeOrganisation, ProgrammeRecord, place_of
from programmes.models.kinds import kind_of
from programmes.views.base import label_of, load_programme, load_record, load_with, record_url

#: what an organisation is to the records that are tied to it, by kind and tie
WORDS: dict[tuple[str, str], str | Promise] = {
    ("measure", "owner"): gettext_lazy("Owner of measures"),
    ("measure", "responsible"): gettext_lazy("Responsible too for measures"),
    ("measure", "partners"): gettext_lazy("Partner in measures"),
    ("indicator", "owner"): gettext_lazy("Owner of indicators"),
    ("plan", "owner"): gettext_lazy("Keeps the plans"),
    ("invitation", "organisation"): gettext_lazy("In the matrix of invitations"),
}


@Rule
def write_organisations(actor, programme, *others):
    return rules.write_at.reason(actor, programme, "")


@guarded(load_with(Phase.OBJECTIVES), rules.read_programme)
def organisations(request, programme):
    can_edit = write_organisations.allows(request.actor, programme)
    can_write = rules.write_at.allows(request.actor, programme, kind_of(ProgrammeOrganisation).item)
    rows = _rows(programme, can_write)
    taken = {row.seat_id for row in programme.rows("organisations", bare=True)}
    context = {
        "programme": programme,
        "phase": Phase.OBJECTIVES,
        "organisations": rows,
        "can_edit": can_edit,
        "can_write": can_write,
        "closed": rules.why_closed() if rules.limited_to(request.actor, programme) and not can_write else "",
        "add_url": reverse("add_record", kwargs={"slug": programme.slug, "page": "organisation"}),
        "number_to_take": len([seat for seat in programme.seats if seat.pk not in taken]) if can_edit else 0,
    }
    return render(request, "programmes/organisations/organisations.html", context)


def _rows(programme: Programme, can_write: bool) -> list[dict[str, Any]]:
    language, original = get_language() or "", programme.original_language
    answers = _answers(programme)
    rows = sorted(
        programme.rows("organisations", bare=True), key=lambda row: alphabetical(row.label(language, original))
    )
    return [
        {
            "id": str(row.key),
            "name": text(row.called, original, row.unnamed()),
            "short": text(row.short, original),
            "kind": kind if (kind := row.get_body_group_display()) not in row.called.values() else "",
            "whose": row.part.label(language) if row.part_id else "",
            "link": row.link,
            "answers": answers.get(row.pk, []),
            "edit_url": record_url(programme, "organisation", row) if can_write else "",
            "merge_url": reverse("merge_organisation", args=[programme.slug, row.key]),
            "archive_url": (
                reverse("archive_record", args=[programme.slug, "organisation", row.key])
                if can_write and row.pk not in answers
                else ""
            ),
        }
        for row in rows
    ]


def _answers(programme: Programme) -> dict[int, list[dict[str, Any]]]:
    """For each organisation, by id: what it is to which records."""
    found: dict[int, dict[str, list]] = {}
    for words, organisation, record in _ties(programme):
        found.setdefault(organisation, {}).setdefault(str(words), []).append(
            {"label": _called(programme, record), "url": place_of(record).url(programme)}
        )
    return {key: [{"words": words, "records": rows} for words, rows in told.items()] for key, told in found.items()}


def _called(programme: Programme, record: ProgrammeRecord) -> str:
    """What a record is called beside an organisation: by its code, or as what it was invited and what came of it."""
    if isinstance(record, BodyInvitation):
        return f"{record.get_body_group_display()} ({str(record.get_status_display()).lower()})"
    return getattr(record, "shown_code", "") or label_of(programme, record)


def _ties(programme: Programme) -> Iterator[tuple[str | Promise, int, Any]]:
    """What an organisation is, by id, to which record; of one that is tied twice to a measure, what it is most of all."""
    organisations = programme.by_id("organisations")
    for measure in programme.rows("measures"):
        for name, rows in zip(("owner", "responsible", "partners"), measure.answering(organisations), strict=True):
            yield from ((WORDS["measure", name], row.pk, measure) for row in rows)
    for invitation in programme.rows("invitations"):
        if invitation.organisation_id in organisations:
            yield WORDS["invitation", "organisation"], invitation.organisation_id, invitation
    for kind, owned in (("indicator", "indicators"), ("plan", "plans")):
        for record in programme.rows(owned, bare=True):
            if record.owner_id in organisations:
                yield WORDS[kind, "owner"], record.owner_id, record


@require_POST
@guarded(load_programme, write_organisations)
def take_group_organisations(request, programme):
    number = take_group(programme, by=request.actor)
    sentence = ngettext(
        "%(number)s organisation of the group came into the register.",
        "%(number)s organisations of the group came into the register.",
        number,
    )
    messages.success(request, sentence % {"number": number})
    return redirect("organisations_of_programme", slug=programme.slug)


def load_organisation(actor, slug: str, key):
    programme, _page, organisation = load_record(actor, slug, "organisation", key)
    return programme, organisation


@require_http_methods(["GET", "POST"])
@guarded(load_organisation, write_organisations)
def merge_organisation(request, programme, organisation):
    """Choose the row that stays; all that was tied to this one is tied to that one then."""
    form = MergeForm(request.POST or kept.taken_out(request) or None, programme=programme, one=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            merge_organisations(organisation, form.cleaned_data["into"], by=request.actor)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The two organisations are one now."))
        return redirect("organisations_of_programme", slug=programme.slug)
    context = {
        "programme": programme,
        "phase": Phase.OBJECTIVES,
        "form": form,
        "name": organisation.label(get_language() or "", programme.original_language),
        "needing": [label_of(programme, record) for record in _tied_to(programme, organisation)],
    }
    return render(request, "programmes/organisations/merge.html", context)


def _tied_to(programme: Programme, organisation: ProgrammeOrganisation) -> list[Any]:
    """The current records that name it, each once."""
    return list(
        {str(place_of(record)): record for _w, key, record in _ties(programme) if key == organisation.pk}.values()
    )
