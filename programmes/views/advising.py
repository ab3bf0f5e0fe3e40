"""What the advisers of a centre keep for themselves: notes about a municipality over the years, and standard comments."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from programmes import rules
from programmes.actions import advising as actions
from programmes.checklist import DEFAULT_EDITION, edition
from programmes.forms.advising import NoteForm, StandardCommentForm
from programmes.models import AdviserNote, StandardComment
from stakeholders.models import Municipality, Organisation, today
from stakeholders.search import named
from stakeholders.views.groups import saved_or_conflict, sent_before

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def load_centre(actor, code: str) -> tuple[Organisation]:
    """A centre for its advisers; others find no such page."""
    return (get_object_or_404(Organisation.objects.filter(pk__in=actor.advises_for), code=code),)


def load_municipality(actor, code: str, municipality: str) -> tuple[Organisation, Municipality]:
    (centre,) = load_centre(actor, code)
    return centre, get_object_or_404(Municipality.objects.filter(centre=centre), code=municipality)


def load_note(actor, code: str, municipality: str, key) -> tuple[Organisation, Municipality, AdviserNote]:
    centre, of = load_municipality(actor, code, municipality)
    note = get_object_or_404(AdviserNote.objects.filter(centre=centre, municipality=of), key=key)
    note.centre, note.municipality = centre, of
    return centre, of, note


# Notes


@require_http_methods(["GET", "POST"])
@guarded(load_municipality, rules.advise)
def adviser_notes(request, centre, municipality):
    """All that was noted about a municipality, the newest first, with the form for one more."""
    form = NoteForm(request.POST or kept.taken_out(request) or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["record_key"]
        try:
            actions.add_note(centre, municipality, **form.answers, key=key, by=request.actor)
        except actions.Refused as refused:
            form.refuse("text", refused)
        else:
            messages.success(request, _("Saved. Only the advisers of the centre read it."))
            return redirect(_notes_url(centre, municipality))
    notes = AdviserNote.objects.filter(centre=centre, municipality=municipality)
    context = {
        "centre": centre,
        "name": named(centre),
        "municipality": municipality,
        "notes": [(note, rules.change_note.allows(request.actor, centre, municipality, note)) for note in notes],
        "form": form,
    }
    return render(request, "programmes/advising/notes.html", context)


def _notes_url(centre: Organisation, municipality: Municipality) -> str:
    return reverse("adviser_notes", args=[centre.code, municipality.code])


@require_http_methods(["GET", "POST"])
@guarded(load_note, rules.change_note)
def change_note(request, centre, municipality, note):
    saved = {"day": note.day, "text": note.text, "again_on": note.again_on, "row_version": note.row_version}
    form = NoteForm(request.POST or kept.taken_out(request) or None, initial=saved)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["row_version"]
        try:
            actions.change_note(note, **form.answers, row_version=version, by=request.actor)
        except actions.Refused as refused:
            form.refuse("text", refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(_notes_url(centre, municipality))
    context = {"municipality": municipality, "form": form, "back_url": _notes_url(centre, municipality)}
    return render(request, "programmes/advising/note.html", context)


# Standard comments


@guarded(load_centre, rules.advise)
def standard_comments(request, centre):
    """What the centre says again and again, by part of the checklist, with how often it was acted upon."""
    language, checklist = get_language() or "en", edition(DEFAULT_EDITION)
    order = {item.key: at for at, item in enumerate(checklist)}
    found = sorted(centre.standard_comments.current().with_use(), key=lambda each: (order.get(each.item, -1), each.pk))
    rows = [
        {
            "comment": each,
            "where": checklist.words(each.item, language).title if each.item in checklist else _("Any part"),
            "url": reverse("edit_standard_comment", args=[centre.code, each.key]),
        }
        for each in found
    ]
    context = {"centre": centre, "name": named(centre), "rows": rows}
    return render(request, "programmes/advising/standard_comments.html", context)


@require_http_methods(["GET", "POST"])
@guarded(load_centre, rules.advise)
def add_standard_comment(request, centre):
    before = sent_before(request, centre.standard_comments.current())
    return _standard_form(request, centre, before or StandardComment(centre=centre))


def load_standard(actor, code: str, key) -> tuple[Organisation, StandardComment]:
    (centre,) = load_centre(actor, code)
    comment = get_object_or_404(centre.standard_comments.current(), key=key)
    comment.centre = centre
    return centre, comment


@require_http_methods(["GET", "POST"])
@guarded(load_standard, rules.advise)
def edit_standard_comment(request, centre, comment):
    return _standard_form(request, centre, comment)


def _standard_form(request, centre: Organisation, comment: StandardComment):
    form = StandardCommentForm(request.POST or kept.taken_out(request) or None, instance=comment, languages=LANGUAGES)
    page = {"centre": centre, "is_new": comment.pk is None}
    template = "programmes/advising/standard_comment.html"
    if request.method == "POST" and form.is_valid():
        back = partial(reverse, "standard_comments", args=[centre.code])
        return saved_or_conflict(request, form, _save, template, page, back)
    return render(request, template, {"form": form, **page})


def _save(form: StandardCommentForm, row_version: int, by) -> None:
    actions.save_standard_comment(form.instance, row_version=row_version, by=by)
