"""Adding and changing records of every kind, on pages of their own."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme import kept, safety_copies
from integration_programme.access import Rule, guarded, require_http_methods, require_POST
from integration_programme.conflicts import save_merging
from integration_programme.forms import number_in
from integration_programme.records import record_at
from integration_programme.translations import TranslatedField
from programmes import rules
from programmes.actions import contents, records
from programmes.actions.files import NotStored
from programmes.completeness.taken_over import is_of_example, is_of_former
from programmes.models import Chapter, HasExample, Programme, place_of
from programmes.models.places import item_url, subject_url
from programmes.views import unsaved
from programmes.views.base import guidance_on, keep_label, load_page, load_record, principles_of
from programmes.views.example import told_beside
from programmes.views.sharing import visibility
from programmes.views.subjects import Reader

#: what the button is called that sends the form of a new record and begins it with the example's text
TAKE_EXAMPLE = "take_example"
EXAMPLE_IS_HERE = gettext_lazy("The example's text is here as a start. Change it until it tells of you, and save.")


@Rule
def write_page(actor, programme, page, *record):
    """Each page names its rule; most follow `rules.edit_programme`. Where only some places are open, it is one of them."""
    if not record and page.kind.item_field:  # a new record that names its item: the act asks, where it is known
        return page.rule.reason(actor, programme)
    at = page.item_of(record[0]) if record else page.item
    return page.rule.reason(actor, programme, *record) or rules.closed_at(actor, programme, at)


@require_http_methods(["GET", "POST"])
@guarded(load_page, write_page)
def add_record(request, programme, page):
    """A new record. The form's key makes the second click of a double click find the first one's row."""
    record = page.kind.model(programme=programme)
    form = page.form(
        request.POST or kept.taken_out(request) or unsaved.used(request, programme, page),
        request.FILES or None,
        instance=record,
        programme=programme,
        initial=_chosen(request, page),
    )
    if request.method == "POST" and _is_good(form):
        record = form.instance
        record.key = form.cleaned_data["record_key"] or record.key
        added = records.add_record(record, form.links, by=request.actor)
        safety_copies.forget(request, unsaved.place(programme, page))
        return _added(request, programme, page, form, added)
    return _shown(request, programme, page, form, title=page.add_title)


def _added(request, programme, page, form, record):
    """Where the sender of a new record is led. The record is another one than the form's where the form was sent before:
    by a double click, or by somebody who went back to it and wrote on."""
    is_new = record is form.instance
    if not is_new:
        record.programme = programme
        write_page.check(request.actor, programme, page, record)
    if TAKE_EXAMPLE in request.POST and _has_example(page):
        return _begun(request, programme, page, record)
    if not is_new:
        return _edited(request, programme, page, record)
    return _saved(request, programme, page, record, form.left_out)


def _begun(request, programme, page, record):
    """A new record with the example's text as its beginning; over what is written, or a second time, none is taken."""
    if records.take_example(record, by=request.actor):
        messages.success(request, EXAMPLE_IS_HERE)
    else:
        messages.info(
            request,
            _("It is saved. The example's text was not taken over: a text is here already, or it has none for this."),
        )
    return HttpResponseRedirect(reverse("edit_record", args=[programme.slug, page.name, record.key]))


@require_http_methods(["GET", "POST"])
@guarded(load_record, write_page)
def edit_record(request, programme, page, record):
    """Change a record. A save made from an older row_version is merged where nobody changed the same field, and said so;
    else nothing is written and both texts are shown."""
    return _edited(request, programme, page, record)


def _edited(request, programme, page, record):
    form = page.form(
        request.POST or kept.taken_out(request) or unsaved.used(request, programme, page, record),
        request.FILES or None,
        instance=record,
        programme=programme,
    )
    if request.method == "POST" and _is_good(form):
        try:
            merged = save_merging(form, _change(request.actor))
        except records.StaleRecord:
            return _shown(request, programme, page, form, title=page.title, record=record, status=409)
        safety_copies.forget(request, unsaved.place(programme, page, record))
        return _saved(request, programme, page, form.instance, form.left_out, merged=merged)
    return _shown(request, programme, page, form, title=page.title, record=record)


@require_POST
@guarded(load_page, write_page)
def copy_of_new(request, programme, page):
    """The safety copy of a new record that is being written; sent by the page every few seconds."""
    return safety_copies.answer(request, unsaved.place(programme, page))


@require_POST
@guarded(load_record, write_page)
def copy_of_record(request, programme, page, record):
    """The same of a record that is being changed."""
    return safety_copies.answer(request, unsaved.place(programme, page, record))


def _is_good(form) -> bool:
    """Whether a form can be saved. A file that came with it is kept also where something else is wrong."""
    is_valid = form.is_valid()
    if not getattr(form, "brought", None):
        return is_valid
    try:
        contents.keep(form.programme, form.brought)
    except contents.NoRoom as refused:
        form.add_error("file", str(refused))
    except NotStored:
        form.add_error("file", _("The file could not be kept just now: the storage is full or away. Try again later."))
    else:
        form.go_on_with_brought()
    return form.is_valid()


def _change(actor):
    return lambda form, row_version: records.change_record(form.instance, form.links, row_version=row_version, by=actor)


@dataclass(frozen=True)
class OlderText:
    """A text of a record in one language, as it was once; `field` is that of the form in which it is written."""

    field: str
    text: str


def older_text(record, form, languages: list[str], version: int, name: str, language: str) -> OlderText:
    """The text of a field of `form` at a save of its record. Raises Http404 where there is no such one."""
    fields, then = form._meta.fields, record_at(record, version)
    is_text = name in fields and isinstance(form._meta.model._meta.get_field(name), TranslatedField)
    if then is None or not is_text or language not in languages:
        raise Http404
    return OlderText(f"{name}_{language}", getattr(then, name).text(language))


def load_older_text(actor, slug: str, page: str, key, version: int, field: str, language: str):
    programme, page, record = load_record(actor, slug, page, key)
    return programme, page, record, older_text(record, page.form, programme.languages, version, field, language)


@require_POST
@guarded(load_older_text, write_page)
def take_back_text(request, programme, page, record, older):
    """Make a text what it was once: a save like any other, in which nothing else is changed."""
    names = {"slug": programme.slug, "page": page.name, "key": record.key}
    form = sent_with(request, page.form(instance=record, programme=programme), older)
    form.helper.form_action = reverse("edit_record", kwargs=names)
    if not form.is_valid():
        return _shown(request, programme, page, form, title=page.title, record=record)
    if form.differs_from(record):
        try:
            tell_taken_back(request, save_merging(form, _change(request.actor)), form.left_out)
        except records.StaleRecord:
            return _shown(request, programme, page, form, title=page.title, record=record, status=409)
    else:
        tell_said_already(request)
    return HttpResponseRedirect(reverse("record_history", kwargs=names))


def sent_with(request, form, older: OlderText):
    """A record's form as if somebody had put the older text into it, on the page on which they saw its history."""
    return form.sent_with(older.field, older.text, row_version=number_in(request.POST.get("row_version", "")) or 0)


def tell_taken_back(request, merged: str, left_out: str) -> None:
    messages.success(request, _("The older text is taken back. The one that stood here is in the history below."))
    for more in filter(None, (merged, left_out)):
        messages.info(request, more)


def tell_said_already(request) -> None:
    messages.info(request, _("This is what stands there already. Nothing was changed."))


def load_with_example(actor, slug: str, page: str, key):
    """A record on a page on which its text is written, which the example may have too."""
    found = load_record(actor, slug, page, key)
    if not _has_example(found[1]):
        raise Http404
    return found


def _has_example(page) -> bool:
    return issubclass(page.kind.model, HasExample) and "text" in page.form._meta.fields


@require_POST
@guarded(load_with_example, write_page)
def take_example(request, programme, page, record):
    """Begin a text with the example's; the second of two clicks, and one on an old page, change nothing."""
    if records.take_example(record, by=request.actor):
        messages.success(request, EXAMPLE_IS_HERE)
    else:
        messages.info(request, _("Something is written here already. Nothing was changed."))
    return HttpResponseRedirect(reverse("edit_record", args=[programme.slug, page.name, record.key]))


def load_listed(actor, slug: str, page: str, key):
    """A record that stands in a list; what exists once is neither archived nor moved."""
    found = load_record(actor, slug, page, key)
    if not found[1].kind.is_list:
        raise Http404
    return found


@require_POST
@guarded(load_record, write_page)
def keep_record(request, programme, page, record):
    """Say that what came from the former programme, or the example, holds; the second of two clicks changes nothing."""
    if records.keep_record(record, by=request.actor):
        messages.success(request, _("Looked through: it holds for this programme too."))
    else:
        messages.info(request, _("It had been looked through already. Nothing was changed."))
    return HttpResponseRedirect(_url(programme, page, record))


@require_POST
@guarded(load_listed, write_page)
def archive_record(request, programme, page, record):
    try:
        records.archive_record(record, by=request.actor)
    except records.StillNeeded as needed:
        messages.error(request, str(needed))
        return HttpResponseRedirect(_url(programme, page, record))
    messages.success(request, _("Moved to the archive. Nothing is lost: it can be taken back from there."))
    return HttpResponseRedirect(_list_url(programme, page, record))


@require_POST
@guarded(load_listed, write_page)
def restore_record(request, programme, page, record):
    records.restore_record(record, by=request.actor)
    messages.success(request, _("Taken back from the archive."))
    return HttpResponseRedirect(_url(programme, page, record))


@require_POST
@guarded(lambda actor, way, **names: (*load_listed(actor, **names), way), write_page)
def move_record(request, programme, page, record, way):
    """`?from=` is where the person saw it, so that a double click moves it once."""
    seen_at = number_in(request.GET.get("from", ""))
    try:
        if records.move_record(record, up=way == "up", by=request.actor, seen_at=seen_at):
            messages.success(request, _("Moved up.") if way == "up" else _("Moved down."))
    except records.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(_url(programme, page, record))


def _chosen(request, page) -> dict:
    """What the link that led here has already chosen, for example the objective of a new measure."""
    return {name: value for name, value in request.GET.items() if name in page.form._meta.fields}


def _shown(request, programme, page, form, *, title, record=None, status=200):
    checklist, language = programme.checklist, get_language() or "en"
    item = page.item_of(record if record is not None else form.instance) or form.initial.get(page.kind.item_field, "")
    asked = item if page.is_asked else ""
    context = unsaved.in_context(request, form, programme, page, record) | {
        "programme": programme,
        "phase": page.phase_of(record or form.instance),
        "form": form,
        "title": title,
        "name": record.label(language, programme.original_language) if record and page.kind.is_list else "",
        "record": record,
        "item": checklist.item(asked) if asked in checklist else None,
        "words": checklist.words(asked, language) if asked in checklist else None,
        "guidance": guidance_on(programme, asked),
        "example": _example(programme, page, record, form) if _has_example(page) else None,
        "is_of_example": record is not None and is_of_example(record),
        "former": programme.former_years if record is not None and is_of_former(programme, record) else "",
        "keep_label": keep_label(programme, record) if record is not None else "",
        "keep_url": reverse("keep_record", args=[programme.slug, page.name, record.key]) if record else "",
        "principles": principles_of(checklist, language),
        "history_url": reverse("record_history", args=[programme.slug, page.name, record.key]) if record else "",
        "archive_url": _archive_url(programme, page, record) if page.archives and record else "",
        "back_url": _url(programme, page, record) if record else _list_url_of_new(programme, page, form, item),
        "visibility": _visibility(request.actor, programme, page, record),
    }
    return render(request, "programmes/record_form.html", context, status=status)


def _visibility(actor, programme, page, record) -> dict:
    """Who sees a record of a list that is read on the page of its item: a record with a page of its own says it there."""
    if record is None or page.kind.is_subject or not page.kind.has_switch:
        return {}
    return visibility(programme, place_of(record), Reader.of(actor, programme))


def _example(programme, page, record, form):
    """What the example says there; beside a chapter that is not there yet, by the sort that was chosen for it."""
    if record is None:
        form.helper.form_id = "new"
        record = Chapter(programme=programme, sort=form.initial["sort"])
    return told_beside(programme, page.name, record, form.helper.form_id)


def _list_url_of_new(programme, page, form, item: str) -> str:
    """Where somebody came from who adds a record."""
    return item_url(programme.slug, item) if item in programme.checklist else _list_url(programme, page, form.instance)


def _archive_url(programme, page, record) -> str:
    """Where a record is put into the archive; '' where it is there already."""
    names = {"slug": programme.slug, "page": page.name, "key": record.key}
    return "" if record.archived_at else reverse("archive_record", kwargs=names)


def _saved(request, programme: Programme, page, record, left_out: str, *, merged: str = ""):
    messages.success(request, _("Saved %(time)s.") % {"time": time_format(timezone.localtime(), "TIME_FORMAT")})
    if merged:
        messages.info(request, merged)
    if left_out:
        messages.warning(request, left_out)
    if record.archived_at is not None:
        messages.warning(
            request, _("It is in the archive, and what you wrote is kept there. Bring it back to see it here.")
        )
    return HttpResponseRedirect(_url(programme, page, record))


def _url(programme, page, record) -> str:
    """Where a record is read: on its own page, with what it belongs to, or on the page of its item."""
    kind = page.kind
    if kind.is_subject:
        return subject_url(programme.slug, kind.name, record.key)
    if kind.within and (owner := getattr(record, kind.within)):
        return f"{place_of(owner).url(programme).partition('#')[0]}#{record.key}"
    if kind.page:
        return f"{reverse(kind.page, kwargs={'slug': programme.slug})}#{record.key}"
    return item_url(programme.slug, _item_of(programme, page, record), str(record.key) if kind.is_list else "")


def _item_of(programme, page, record) -> str:
    """The item on whose page a record is; the form's own where it has none that the checklist knows."""
    item = page.item_of(record)
    return item if item in programme.checklist else page.item


def _list_url(programme, page, record) -> str:
    """Where the list stands in which a record is, or was."""
    kind = page.kind
    if kind.is_subject or not kind.page:
        return item_url(programme.slug, _item_of(programme, page, record))
    return reverse(kind.page, kwargs={"slug": programme.slug})
