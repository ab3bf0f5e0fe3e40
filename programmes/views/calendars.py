"""A person's days in their own calendar program, by an address that nobody else knows; one meeting as a file."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded, public, require_POST, signed_in
from programmes import rules
from programmes.actions import calendars as actions
from programmes.export.entries import Entry
from programmes.models import CalendarAddress, Meeting, Programme
from programmes.views.days import days_of, meeting_entry
from programmes.views.meetings import load_sent


def load_dated(actor, slug: str, key) -> tuple[Programme, Meeting]:
    """A meeting that a calendar can show: one that was called, and has a day."""
    programme, meeting = load_sent(actor, slug, key)
    if meeting.held_on is None or meeting.invited_at is None:
        raise Http404
    return programme, meeting


@require_safe
@guarded(load_dated, rules.read_agenda)
def meeting_file(request, programme, meeting):
    return _answer([meeting_entry(programme, meeting)], f"{meeting.held_on}.ics")


@require_safe
@signed_in
def calendar(request):
    """The address, and how it is put into a calendar."""
    address = CalendarAddress.objects.filter(person=request.actor.account).first()
    url = _url(address.token) if address else ""
    context = {"address": address, "url": url, "hidden": {"seen": actions.calendar_seen(address)}}
    return render(request, "programmes/meetings/calendar.html", context)


def _url(token: str) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("calendar_feed", kwargs={"token": token})


@require_POST
@signed_in
def renew_calendar(request):
    actions.renew_calendar(request.actor.account, by=request.actor, seen=request.POST.get("seen", ""))
    messages.success(request, _("This is your address. One that you had before opens nothing any more."))
    return redirect("calendar")


@require_POST
@signed_in
def end_calendar(request):
    actions.end_calendar(request.actor.account, by=request.actor)
    messages.success(request, _("The address opens nothing any more. Take it out of your calendar."))
    return redirect("calendar")


@require_safe
@public
def calendar_feed(request, token):
    """Read by machine, without a sign-in and a cookie: whoever has the address reads what its owner may read today."""
    address = CalendarAddress.objects.select_related("person").filter(token=token, person__is_active=True).first()
    if address is None:
        raise Http404
    with translation.override(address.person.language):
        return _answer(days_of(address.person), "calendar.ics", name=_("Integration workbench"))


def _answer(entries: Iterable[Entry], file_name: str, *, name: str = "") -> HttpResponse:
    from programmes.export.calendar import calendar_of  # noqa: PLC0415  four megabytes: loaded with the first calendar

    response = HttpResponse(calendar_of(entries, name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
