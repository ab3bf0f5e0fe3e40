"""What is done with a meeting: inviting, answering, cancelling, who was present; its page for the room, and its minutes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from integration_programme.access import guarded, require_http_methods, require_POST
from integration_programme.forms import number_in
from programmes import rules
from programmes.actions import agenda as agenda_actions
from programmes.actions import exports
from programmes.actions import meetings as actions
from programmes.enums import Coming, Phase
from programmes.models import Meeting, Programme, place_of
from programmes.models.places import item_url
from programmes.views.agenda import points_of, present_at, steps_through, told_when
from programmes.views.base import load_programme, name_of


def load_meeting(actor, slug: str, key) -> tuple[Programme, Meeting]:
    """A meeting that the reader sees; one in the archive is there for those who write the programme."""
    (programme,) = load_programme(actor, slug)
    rows = [*programme.rows("meetings"), *programme.rows("meetings", archived=True)]
    meeting = next((row for row in rows if row.key == key), None)
    if meeting is None or Phase.COOPERATION.value not in programme.checklist:
        raise Http404
    meeting.programme = programme
    return programme, meeting


def load_sent(actor, slug: str, key) -> tuple[Programme, Meeting]:
    """The same, where the reader sees what is before it: of a draft only those who write know."""
    programme, meeting = load_meeting(actor, slug, key)
    if not rules.sees_agenda(programme, meeting):
        raise Http404
    return programme, meeting


def load_language(actor, slug: str, key, language: str) -> tuple[Programme, Meeting, str]:
    programme, meeting = load_sent(actor, slug, key)
    if language not in programme.content_languages:
        raise Http404
    return programme, meeting, language


def frame(programme: Programme, meeting: Meeting) -> dict:
    """What the pages below that of a meeting have in common."""
    return {
        "programme": programme,
        "phase": Phase.COOPERATION,
        "meeting": meeting,
        "title": name_of(programme, meeting),
        "when": told_when(meeting),
        "meeting_url": url_of(programme, meeting),
        "item_url": item_url(programme.slug, "cooperation.group"),
    }


def url_of(programme: Programme, meeting: Meeting) -> str:
    return place_of(meeting).url(programme)


def _done(request, programme: Programme, meeting: Meeting, act: Callable[[], str]):
    """Do it and say so, or why not; back to the meeting."""
    try:
        messages.success(request, act())
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect(url_of(programme, meeting))


@require_http_methods(["GET", "POST"])
@guarded(load_meeting, rules.convene_meeting)
def invite_to_meeting(request, programme, meeting):
    """Say first who gets what: nothing leaves without this page."""
    if request.method == "POST":

        def act() -> str:
            number = actions.invite_to_meeting(meeting, by=request.actor)
            words = ngettext("%(number)s seat was invited.", "%(number)s seats were invited.", number)
            return words % {"number": number} if number else _("Everybody has been invited already.")

        return _done(request, programme, meeting, act)
    seats = [
        {"name": seat.label(programme.original_language), "person": seat.person or seat.deputy}
        for seat in actions.free_seats(meeting)
    ]
    context = frame(programme, meeting) | {
        "seats": seats,
        "reason": actions.why_not_invite(meeting),
        "points": points_of(programme, meeting, request.actor),
    }
    return render(request, "programmes/meetings/invite.html", context)


@require_http_methods(["GET", "POST"])
@guarded(load_meeting, rules.convene_meeting)
def cancel_meeting(request, programme, meeting):
    """Ask first: a meeting that is cancelled does not come back."""
    if request.method == "POST":

        def act() -> str:
            actions.cancel_meeting(meeting, by=request.actor)
            return _("The meeting is cancelled.")

        return _done(request, programme, meeting, act)
    return render(request, "programmes/meetings/cancel.html", frame(programme, meeting))


@require_POST
@guarded(load_sent, rules.answer_meeting)
def answer_meeting(request, programme, meeting):
    """Whoever sits on a seat, or the deputy, says who comes."""
    account = rules.account_of(request.actor)
    own = [each for each in actions.invited_to(meeting) if each.is_for(account)]
    wanted = [each for each in own if str(each.key) == request.POST.get("invitation")]
    answer = request.POST.get("answer", "")
    if not wanted or answer not in Coming:
        raise Http404

    def act() -> str:
        actions.answer_meeting(wanted[0], Coming(answer), by=request.actor)
        return _("Your answer is saved. You can change it until the meeting.")

    return _done(request, programme, meeting, act)


@require_POST
@guarded(load_meeting, rules.prepare_meeting)
def fill_attendance(request, programme, meeting):
    def act() -> str:
        number = actions.fill_attendance(meeting, by=request.actor)
        words = ngettext("%(number)s seat was added.", "%(number)s seats were added.", number)
        return words % {"number": number} if number else _("All who said that they come are there already.")

    return _done(request, programme, meeting, act)


@require_POST
@guarded(load_meeting, rules.prepare_meeting)
def carry_over_points(request, programme, meeting):
    """To the next meeting, where they are seen at once."""
    try:
        to, number = agenda_actions.carry_over_points(meeting, by=request.actor)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect(url_of(programme, meeting))
    words = ngettext("%(number)s point goes on here.", "%(number)s points go on here.", number)
    messages.success(request, words % {"number": number} if number else _("No point was open any more."))
    return redirect(url_of(programme, to))


@require_safe
@guarded(load_sent, rules.read_agenda)
def meeting_room(request, programme, meeting):
    """The agenda on the wall: one point, large, then the next one."""
    points = points_of(programme, meeting, request.actor)
    context = frame(programme, meeting) | steps_through(points, number_in(request.GET.get("point", "")) or 1)
    context |= {
        "points": points,
        "present": present_at(meeting, programme),
        "can_prepare": rules.prepare_meeting.allows(request.actor, programme),
        "url": reverse("meeting_room", kwargs={"slug": programme.slug, "key": meeting.key}),
    }
    return render(request, "programmes/meetings/room.html", context)


@require_POST
@guarded(load_language, rules.read_agenda)
def request_minutes(request, programme, meeting, language):
    export = exports.request_minutes(meeting, language, by=request.actor)
    return redirect("export", slug=programme.slug, pk=export.pk)
