"""A person's mark on a checklist item."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import Rule, guarded, require_http_methods, require_POST
from integration_programme.conflicts import save_merging
from integration_programme.prepared import SOME_ID, SOME_TEXT, Prepared
from programmes import rules
from programmes.actions.items import finish_item as finish
from programmes.actions.items import mark_item as mark
from programmes.actions.items import take_up_item as take_up
from programmes.actions.records import StaleRecord
from programmes.forms.items import MarkForm
from programmes.models import ItemMark
from programmes.models.places import item_url
from programmes.views.base import guidance_on, load_with_guidance
from programmes.views.records import older_text, sent_with, tell_said_already, tell_taken_back

MARK = Prepared(lambda: ItemMark.objects.filter(programme=SOME_ID, item=SOME_TEXT))


def load_item(actor, slug, item):
    """A programme and an item of its checklist, with the mark it bears so far."""
    (programme,) = load_with_guidance(actor, slug)
    checklist = programme.checklist
    if item not in checklist or checklist.item(item).phase is None:
        raise Http404
    found = MARK.first(None, {SOME_ID: programme.pk, SOME_TEXT: item}) or ItemMark(item=item)
    found.programme = programme
    return programme, checklist.item(item), found


@Rule
def write_item(actor, programme, item, *others):
    return rules.write_at.reason(actor, programme, item.key)


@require_http_methods(["GET", "POST"])
@guarded(load_item, write_item)
def mark_item(request, programme, item, found):
    """Set the state of an item: open, in progress, done, or not applicable with the reason."""
    form = MarkForm(request.POST or kept.taken_out(request), instance=found, programme=programme)
    back = _back(programme, item)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            merged = save_merging(form, _mark_by(request.actor), new=ItemMark(item=item.key))
        except StaleRecord:
            status = 409
        else:
            messages.success(request, _("Marked: %(state)s.") % {"state": form.instance.get_status_display()})
            if merged:
                messages.info(request, merged)
            return HttpResponseRedirect(back)
    return _shown(request, programme, item, form, status=status)


def _shown(request, programme, item, form, *, status=200):
    context = {
        "programme": programme,
        "item": item,
        "words": programme.checklist.words(item.key, get_language() or "en"),
        "guidance": guidance_on(programme, item.key),
        "form": form,
        "back_url": _back(programme, item),
    }
    return render(request, "programmes/mark_item.html", context, status=status)


def load_older_text(actor, slug, item, version, field, language):
    programme, item, found = load_item(actor, slug, item)
    return programme, item, found, older_text(found, MarkForm, programme.languages, version, field, language)


@require_POST
@guarded(load_older_text, write_item)
def take_back_text_of_item(request, programme, item, found, older):
    """Make a text of a mark what it was once."""
    names = {"slug": programme.slug, "item": item.key}
    form = sent_with(request, MarkForm(instance=found, programme=programme), older)
    if not form.is_valid():
        return _shown(request, programme, item, form)
    if form.differs_from(found):
        try:
            tell_taken_back(request, save_merging(form, _mark_by(request.actor)), form.left_out)
        except StaleRecord:
            return _shown(request, programme, item, form, status=409)
    else:
        tell_said_already(request)
    return HttpResponseRedirect(reverse("item_history", kwargs=names))


@require_POST
@guarded(load_item, write_item)
def finish_item(request, programme, item, found):
    """Done, in one click; `?from=list` leads back to the phase, on which the next one stands."""
    if finish(programme, item.key, by=request.actor):
        messages.success(request, _("Marked as done: %(item)s") % {"item": _title(programme, item)})
    else:
        messages.info(request, _("This was marked as done already: %(item)s") % {"item": _title(programme, item)})
    return HttpResponseRedirect(_list(programme, item) if request.GET.get("from") == "list" else _back(programme, item))


@require_POST
@guarded(load_item, write_item)
def take_up_item(request, programme, item, found):
    """Not done after all."""
    if take_up(programme, item.key, by=request.actor):
        messages.success(request, _("In progress again: %(item)s") % {"item": _title(programme, item)})
    else:
        messages.info(request, _("This was not marked as done: %(item)s") % {"item": _title(programme, item)})
    return HttpResponseRedirect(_back(programme, item))


def _back(programme, item) -> str:
    return item_url(programme.slug, item.key)


def _list(programme, item) -> str:
    return f"{reverse(item.phase.value, kwargs={'slug': programme.slug})}#{item.key}"


def _title(programme, item) -> str:
    return programme.checklist.words(item.key, get_language() or "en").title


def _mark_by(actor):
    return lambda form, row_version: mark(form.instance, row_version=row_version, by=actor)
