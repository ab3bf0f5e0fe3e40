"""Who sees to a section: asking somebody, and the page on which whoever was asked answers."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import duties as actions
from programmes.enums import Audience, DutyState
from programmes.forms.duties import DeclineForm, DutyForm
from programmes.models import Duty, Programme
from programmes.models.places import item_url
from programmes.models.readers import people
from programmes.views.acts import done
from programmes.views.base import load_programme

#: how the states look, in the words of components/status_tag.html
STATES = {DutyState.ASKED: "waiting", DutyState.ACCEPTED: "in_progress", DutyState.DECLINED: "problem"}


def load_item(actor, slug: str, item: str) -> tuple[Programme, str]:
    """A programme and a section of it that somebody can see to."""
    (programme,) = load_programme(actor, slug)
    checklist = programme.checklist
    if item not in checklist or checklist.item(item).phase is None or checklist.subject_of(item).key != item:
        raise Http404
    return programme, item


def load_released(actor, slug: str, key) -> tuple[Programme, Duty | None]:
    """Who sees to what is for those who write the programme. None where a first click has taken it back already."""
    (programme,) = load_programme(actor, slug)
    if programme.audience != Audience.WRITERS:
        raise Http404
    duty = programme.duties.select_related("person", "deputy").filter(key=key).first()
    if duty is not None:
        duty.programme = programme
    return programme, duty


def load_duty(actor, slug: str, key) -> tuple[Programme, Duty]:
    programme, duty = load_released(actor, slug, key)
    if duty is None:
        raise Http404
    return programme, duty


def title_of(programme: Programme, item: str) -> str:
    return programme.checklist.words(item, get_language() or "en").title if item in programme.checklist else item


def told_until(duty: Duty) -> str:
    """A person with the day, for a line: "Aino Alanen, 3 December 2026"."""
    day = date_format(duty.due_on, "SHORT_DATE_FORMAT") if duty.due_on else ""
    return ", ".join(part for part in (str(duty.person), day) if part)


@require_http_methods(["GET", "POST"])
@guarded(load_item, rules.edit_programme)
def assign_duty(request, programme, item):
    """Choose who sees to a section, their deputy, and until when."""
    duty = _duty_of(programme, item)
    form = DutyForm(request.POST or kept.taken_out(request) or None, people=people(programme), initial=_saved(duty))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.assign_duty(programme, item, **form.answers, by=request.actor)
        except actions.Refused as refused:
            form.refuse("person", refused)
            duty = _duty_of(programme, item)  # what stands there now
        else:
            messages.success(request, _("Saved. Who sees to it: %(who)s.") % {"who": told_until(made)})
            return redirect(item_url(programme.slug, item))
    context = {
        "programme": programme,
        "form": form,
        "item_title": title_of(programme, item),
        "item_url": item_url(programme.slug, item),
        "duty": duty,
        "state": STATES[duty.state] if duty else "",
        "section": {"item": item},
    }
    return render(request, "programmes/duties/assign.html", context)


def _duty_of(programme: Programme, item: str) -> Duty | None:
    return Duty.objects.select_related("person", "deputy").filter(programme=programme, item=item).first()


def _saved(duty: Duty | None) -> dict:
    """What a form shows of it before anybody has typed."""
    if duty is None:
        return {"row_version": 0}
    return {
        "person": duty.person_id,
        "deputy": duty.deputy_id or "",
        "due_on": duty.due_on,
        "row_version": duty.row_version,
    }


@require_safe
@guarded(load_duty, rules.read_programme)
def duty(request, programme, duty):
    """What somebody is asked to see to, and the buttons by which they answer."""
    return _page(request, programme, duty, DeclineForm(initial={"row_version": duty.row_version}))


def _page(request, programme: Programme, duty: Duty, form: DeclineForm):
    form.helper.form_action = reverse("decline_duty", kwargs={"slug": programme.slug, "key": duty.key})
    context = {
        "programme": programme,
        "duty": duty,
        "state": STATES[duty.state],
        "item_title": title_of(programme, duty.item),
        "item_url": item_url(programme.slug, duty.item),
        "can_answer": rules.answer_duty.allows(request.actor, programme, duty),
        "can_edit": rules.edit_programme.allows(request.actor, programme),
        "form": form,
    }
    return render(request, "programmes/duties/duty.html", context)


@require_POST
@guarded(load_duty, rules.answer_duty)
def accept_duty(request, programme, duty):
    act, words = partial(actions.accept_duty, duty), _("You have taken it on. It stands under My tasks.")
    return done(request, act, words, "duty", slug=programme.slug, key=duty.key)


@require_POST
@guarded(load_duty, rules.answer_duty)
def decline_duty(request, programme, duty):
    form = DeclineForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.decline_duty(duty, reason=said["reason"], row_version=said["row_version"], by=request.actor)
        except actions.Refused as refused:
            form.refuse("reason", refused)
            programme, duty = load_duty(request.actor, programme.slug, duty.key)  # as it stands now
        else:
            messages.success(request, _("The coordinators are told that you do not take it on."))
            return redirect("duty", slug=programme.slug, key=duty.key)
    return _page(request, programme, duty, form)


@require_POST
@guarded(load_released, rules.edit_programme)
def release_duty(request, programme, duty):
    """A second click is led to the same section."""
    if duty is not None:
        actions.release_duty(duty, by=request.actor)
    messages.success(request, _("Nobody in particular sees to it any more."))
    item = request.POST.get("item", "")
    known = item in programme.checklist
    return redirect(item_url(programme.slug, item) if known else reverse("programme", args=[programme.slug]))
