"""The programme as a PDF: asked for, watched while it is made, fetched."""

from collections.abc import Callable
from functools import partial

from django.db import models
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded, require_POST
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.remembered import Remembered
from programmes import rules
from programmes.actions import exports as actions
from programmes.document import records_of
from programmes.enums import ExportState
from programmes.export import unprintable
from programmes.models import Export, Meeting, Programme, place_of
from programmes.models.rows import Made
from programmes.views.base import load_programme, name_of, stored
from programmes.views.preview import approvals

UNPRINTABLE = Remembered[Made](500_000)
SHOWN = 12  # exports on the page; older ones are of older texts
STATES = {
    ExportState.WAITING: "waiting",
    ExportState.RUNNING: "running",
    ExportState.READY: "done",
    ExportState.FAILED: "failed",
}


def load_language(actor, slug: str, language: str) -> tuple[Programme, str]:
    (programme,) = load_programme(actor, slug)
    if language not in programme.content_languages:
        raise Http404
    return programme, language


#: asked every second by each page that waits for a PDF
WITH_ID = Prepared(
    lambda: Export.objects.select_related("meeting", "hand_over").defer("hand_over__documents").filter(pk=SOME_ID)
)


def load_export(actor, slug: str, pk: int) -> tuple[Programme, Export]:
    (programme,) = load_programme(actor, slug)
    export = WITH_ID.first(None, {SOME_ID: pk}) if pk <= models.BigIntegerField.MAX_BIGINT else None
    if export is None or not actions.is_for(export, programme):
        raise Http404
    export.programme = programme
    if export.diary and not rules.read_history.allows(actor, programme):
        raise Http404
    if export.meeting:
        export.meeting.programme = programme
        if not _is_shown(programme, export.meeting):
            raise Http404
    return programme, export


def _is_shown(programme: Programme, meeting: Meeting) -> bool:
    """Whether the reader still sees the meeting of whose minutes it is, and what is before it."""
    return rules.sees_place(programme, place_of(meeting)) and rules.sees_agenda(programme, meeting)


@require_safe
@guarded(load_programme, rules.read_programme)
def exports(request, programme):
    """Languages to make a PDF in, those that are ready, and those that were approved."""
    rows = programme.exports.of_document(programme).select_related("requested_by")[:SHOWN]
    states = actions.states(rows)
    context = {
        "programme": programme,
        "languages": [
            {
                "name": language_name(code),
                "url": reverse("request_export", kwargs={"slug": programme.slug, "language": code}),
            }
            for code in programme.languages
        ],
        "exports": [
            {
                "export": export,
                "language": language_name(export.language),
                "state": states[export.pk].label,
                "size": actions.size_of(export),
            }
            for export in rows
        ],
        "approvals": approvals(programme, request.actor),
        "unprintable": unprintable_words(programme, programme.languages),
    }
    return render(request, "programmes/export/exports.html", context)


@require_POST
@guarded(load_language, rules.read_programme)
def request_export(request, programme, language):
    export = actions.request_export(programme, language, by=request.actor)
    return redirect("export", slug=programme.slug, pk=export.pk)


@require_safe
@guarded(load_export, rules.read_programme)
def export(request, programme, export):
    """How far a PDF is; when it is ready, where to fetch it."""
    names = {"slug": programme.slug, "pk": export.pk}
    is_ready, of = actions.is_ready(export), _of(programme, export)
    whole = not (export.meeting or export.diary or export.hand_over)
    context = {
        "programme": programme,
        "export": export,
        "pdf_language": language_name(export.language),
        "is_ready": is_ready,
        "problem": problem_words(export),
        "step": step_words(export),
        "unprintable": unprintable_words(programme, [export.language]) if is_ready and whole else [],
        "of": of,
        "url": reverse("export", kwargs=names),
        "status_url": reverse("export_status", kwargs=names),
    }
    return render(request, "programmes/export/export.html", context)


def _of(programme: Programme, export: Export) -> dict:
    """What a PDF is of: its page, and the words that lead there; when it is to be made anew, and where."""
    names = {"slug": programme.slug, "language": export.language}
    if meeting := export.meeting:
        return {
            "title": name_of(programme, meeting),
            "url": place_of(meeting).url(programme),
            "way_back": _("To the meeting"),
            "stays": _("When somebody changes the agenda or the minutes, make a new one."),
            "again_url": reverse("request_minutes", kwargs=names | {"key": meeting.key}),
        }
    if kept := export.hand_over:
        return {
            "title": _("What was handed over"),
            "url": reverse("handed_over", kwargs={"slug": programme.slug, "key": kept.key}),
            "way_back": _("To what was handed over"),
            "stays": _("It stays as it was on that day."),
            "again_url": reverse("request_handed_over", kwargs=names | {"key": kept.key}),
        }
    if export.diary:
        return {
            "title": _("Diary of the programme"),
            "url": f"{reverse('diary', kwargs={'slug': programme.slug})}?what={export.diary}",
            "way_back": _("To the diary"),
            "stays": _("When more has happened, make a new one."),
            "again_url": reverse("request_diary", kwargs=names | {"part": export.diary}),
        }
    return {
        "title": _("PDF of the programme"),
        "url": reverse("exports", kwargs={"slug": programme.slug}),
        "way_back": _("All PDFs of the programme"),
        "stays": _("When somebody changes the programme, make a new one."),
        "again_url": reverse("request_export", kwargs=names),
    }


@require_safe
@guarded(load_export, rules.read_programme)
def export_status(request, programme, export):
    """The same for the page's script."""
    problem = problem_words(export)
    state = "failed" if problem else STATES[ExportState(export.state)]
    response = JsonResponse({"state": state, "text": problem or step_words(export)})
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@guarded(load_export, rules.read_programme)
def export_file(request, programme, export):
    if not actions.is_ready(export):
        raise Http404
    name = f"{programme.slug}-{_sort(export)}{export.language}.pdf"
    if export.meeting:
        name = f"{programme.slug}-{export.meeting.held_on or 'meeting'}-{export.language}.pdf"
    response = FileResponse(stored(export.file.name), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _sort(export: Export) -> str:
    return "diary-" if export.diary else "handed-over-" if export.hand_over_id else ""


def unprintable_words(programme: Programme, languages: list[str]) -> list[dict[str, str]]:
    """Letters that the PDF cannot show, with the record, the field and the language they are in.

    They are looked for kind by kind: after a save, among the records of its own kind.
    """
    return programme.remembered(UNPRINTABLE, lambda: _of_every_kind(programme, languages), "of every kind", *languages)


def _of_every_kind(programme: Programme, languages: list[str]) -> list[dict[str, str]]:
    found = (
        programme.remembered_by_kind(UNPRINTABLE, partial(_of_a_kind, programme, records, languages), kind, *languages)
        for kind, records in records_of(programme).items()
    )
    return [words for of_kind in found for words in of_kind]


def _of_a_kind(programme: Programme, records: Callable[..., list], languages: list[str]) -> list[dict[str, str]]:
    reader, original = get_language() or "", programme.original_language
    found = unprintable(records(bare=True), languages)
    if found:
        records()  # a name may be that of a row to which the record is tied
    return [
        {
            "record": each.record.label(reader, original) if hasattr(each.record, "label") else str(each.record),
            "field": capfirst(each.field),
            "language": language_name(each.language) if each.language else "",
            "letters": each.letters,
        }
        for each in found
    ]


def language_name(code: str) -> str:
    return get_language_info(code)["name_translated"]


def step_words(export: Export) -> str:
    """What is being done now, or that it is done, in the reader's language."""
    if export.state == ExportState.READY:
        return _("The PDF is ready.")
    step, _colon, page = export.step.partition(":")
    if export.state == ExportState.WAITING or not step:
        return _("Waiting for its turn")
    if step == "layout":
        return _("Laying out page %(page)s") % {"page": page}
    if step == "writing":
        return _("Writing the file")
    return _("Collecting the texts, figures and tables")


def problem_words(export: Export) -> str:
    """Why it failed or will never be made, in words that say what to do; empty where nothing is wrong."""
    if actions.is_lost(export):
        return _("The PDF could not be made: the background work stopped. Try again.")
    if export.state != ExportState.FAILED:
        return ""
    return {
        "too_deep": _("A text has lists or tables nested so deeply that it cannot be laid out. Make it simpler."),
        "too_long": _("Laying out took too long. Look for a very long table or text, shorten it and try again."),
        "too_large": _("The document is too large to be laid out in one piece. Shorten it and try again."),
        "crashed": _(
            "The program that lays out pages stopped. Look for a very large table or text, make it smaller and try again; if it happens again, tell the administrator."
        ),
        actions.STORAGE: _(
            "The file could not be kept: there is no room for it, or the storage does not answer. Try again later; if it happens again, tell the administrator."
        ),
        "interrupted": _(
            "The work was interrupted three times. Try again; if it happens again, tell the administrator."
        ),
    }.get(export.error, _("Something unexpected went wrong. Try again; if it happens again, tell the administrator."))
