"""Adding and changing records of every kind, on pages of their own."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import Rule, guarded, require_http_methods, require_POST
from integration_programme.conflicts import save_merging
from programmes.actions import records
from programmes.models import Programme
from programmes.views.base import guidance_on, load_kind, load_record, principles_of


@Rule
def write_kind(actor, programme, kind, *record):
    """Each kind names its rule; most follow `rules.edit_programme`."""
    return kind.rule.reason(actor, programme, *record)


@require_http_methods(["GET", "POST"])
@guarded(load_kind, write_kind)
def add_record(request, programme, kind):
    """A new record of a kind. The form's key makes the second click of a double click find the first one's row."""
    record = kind.model(programme=programme)
    form = kind.form(
        request.POST or kept.taken_out(request), instance=record, programme=programme, initial=_chosen(request, kind)
    )
    if request.method == "POST" and form.is_valid():
        record = form.instance
        record.key = form.cleaned_data["record_key"] or record.key
        saved = records.add_record(record, form.links, by=request.actor)
        if saved is not record:
            # The form was sent before: a double click, or somebody went back to it and wrote on.
            saved.programme = programme
            write_kind.check(request.actor, programme, kind, saved)
            return _edited(request, programme, kind, saved)
        return _saved(request, programme, kind, saved)
    return _page(request, programme, kind, form, title=kind.add_title)


@require_http_methods(["GET", "POST"])
@guarded(load_record, write_kind)
def edit_record(request, programme, kind, record):
    """Change a record. A save made from an older row_version is merged where nobody changed the same field, and said so;
    else nothing is written and both texts are shown."""
    return _edited(request, programme, kind, record)


def _edited(request, programme, kind, record):
    form = kind.form(request.POST or kept.taken_out(request), instance=record, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            merged = save_merging(form, _change(request.actor))
        except records.StaleRecord:
            return _page(request, programme, kind, form, title=kind.title, record=record, status=409)
        return _saved(request, programme, kind, form.instance, merged=merged)
    return _page(request, programme, kind, form, title=kind.title, record=record)


def _change(actor):
    return lambda form, row_version: records.change_record(form.instance, form.links, row_version=row_version, by=actor)


def load_listed(actor, slug: str, kind: str, key):
    """A record that stands in a list; what exists once is neither archived nor moved."""
    programme, kind_, record = load_record(actor, slug, kind, key)
    if not kind_.add_title:
        raise Http404
    return programme, kind_, record


@require_POST
@guarded(load_listed, write_kind)
def archive_record(request, programme, kind, record):
    try:
        records.archive_record(record, by=request.actor)
    except records.StillNeeded as needed:
        messages.error(request, str(needed))
        return _to_phase(programme, kind, str(record.key))
    messages.success(request, _("Moved to the archive. Nothing is lost: it can be taken back from there."))
    return _to_phase(programme, kind, "")


@require_POST
@guarded(load_listed, write_kind)
def restore_record(request, programme, kind, record):
    records.restore_record(record, by=request.actor)
    messages.success(request, _("Taken back from the archive."))
    return _to_phase(programme, kind, str(record.key))


@require_POST
@guarded(lambda actor, way, **names: (*load_listed(actor, **names), way), write_kind)
def move_record(request, programme, kind, record, way):
    records.move_record(record, up=way == "up", by=request.actor)
    return _to_phase(programme, kind, str(record.key))


def _chosen(request, kind) -> dict:
    """What the link that led here has already chosen, for example the objective of a new measure."""
    return {name: value for name, value in request.GET.items() if name in kind.form._meta.fields}


def _page(request, programme, kind, form, *, title, record=None, status=200):
    checklist, language = programme.checklist, get_language() or "en"
    item = kind.item_of(record if record is not None else form.instance) or form.initial.get(kind.item_field, "")
    context = {
        "programme": programme,
        "phase": kind.phase,
        "kind": kind,
        "form": form,
        "title": title,
        "record": record,
        "item": checklist.item(item) if item in checklist else None,
        "words": checklist.words(item, language) if item in checklist else None,
        "guidance": guidance_on(programme, item),
        "principles": principles_of(checklist, language),
        "back_url": _phase_url(programme, kind, _anchor(kind, record) if record is not None else item),
    }
    return render(request, "programmes/record_form.html", context, status=status)


def _saved(request, programme: Programme, kind, record, *, merged: str = ""):
    messages.success(request, _("Saved %(time)s.") % {"time": timezone.localtime().strftime("%H.%M")})
    if merged:
        messages.info(request, merged)
    return _to_phase(programme, kind, _anchor(kind, record))


def _anchor(kind, record) -> str:
    """Where a record stands on its phase's page; what exists once stands under its checklist item."""
    return str(record.key) if kind.add_title or kind.item_field else kind.item


def _phase_url(programme, kind, anchor: str) -> str:
    url = reverse(kind.phase.value, kwargs={"slug": programme.slug})
    return f"{url}#{anchor}" if anchor else url


def _to_phase(programme, kind, anchor: str):
    return HttpResponseRedirect(_phase_url(programme, kind, anchor))
