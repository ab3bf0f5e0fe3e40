"""Points of an agenda: put on it, written otherwise, ordered, taken off, and what was decided."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from integration_programme.forms import number_in
from programmes import rules
from programmes.actions import agenda as actions
from programmes.forms.meetings import OutcomeForm, PointForm
from programmes.models import AgendaPoint, Comment, Meeting, Programme
from programmes.models.dispositions import OPEN
from programmes.models.readers import people
from programmes.views.meetings import frame, load_meeting, url_of


def load_point(actor, slug: str, key, point) -> tuple[Programme, Meeting, AgendaPoint]:
    programme, meeting = load_meeting(actor, slug, key)
    found = meeting.agenda.select_related("comment__disposition", "comment__answer_to").filter(key=point).first()
    if found is None or not rules.sees_agenda(programme, meeting):
        raise Http404
    found.meeting = meeting
    return programme, meeting, found


def load_removed(actor, slug: str, key, point) -> tuple[Programme, Meeting, AgendaPoint | None]:
    """The same; None where a first click has taken it off already."""
    programme, meeting = load_meeting(actor, slug, key)
    found = meeting.agenda.filter(key=point).first()
    if found is not None:
        found.meeting = meeting
    return programme, meeting, found


@require_http_methods(["GET", "POST"])
@guarded(load_meeting, rules.prepare_meeting)
def add_agenda_point(request, programme, meeting):
    """Put something on the agenda."""
    point = AgendaPoint(meeting=meeting)
    form = _point_form(request, programme, point)
    if request.method == "POST" and form.is_valid():
        point.key = form.cleaned_data["record_key"] or point.key
        if _saved(form, "title", lambda: actions.add_point_of_agenda(form.instance, by=request.actor)):
            messages.success(request, _("The point is on the agenda."))
            return redirect(f"{url_of(programme, meeting)}#agenda")
    return _form_page(request, programme, meeting, form, _("Add a point to the agenda"))


@require_http_methods(["GET", "POST"])
@guarded(load_point, rules.prepare_meeting)
def edit_agenda_point(request, programme, meeting, point):
    form = _point_form(request, programme, point)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["row_version"]

        def act():
            actions.change_point_of_agenda(form.instance, row_version=version, by=request.actor)

        if _saved(form, "title", act):
            messages.success(request, _("Saved."))
            return redirect(f"{url_of(programme, meeting)}#{point.key}")
    return _form_page(request, programme, meeting, form, _("Change the point"))


def _point_form(request, programme: Programme, point: AgendaPoint) -> PointForm:
    data = request.POST or kept.taken_out(request)
    return PointForm(data, instance=point, programme=programme, comments=_unanswered(programme))


def _unanswered(programme: Programme) -> list[Comment]:
    """What others said of the programme, and nothing has become of it yet."""
    if not programme.comments_revision:
        return []
    rows = programme.comments.owed().filter(withdrawn_at=None).select_related("disposition")
    return [each for each in rows if each.standing == OPEN]


@require_http_methods(["GET", "POST"])
@guarded(load_point, rules.prepare_meeting)
def decide_agenda_point(request, programme, meeting, point):
    """Write down what became of a point, and what follows from it."""
    item = section_of(programme, point)
    form = OutcomeForm(
        request.POST or kept.taken_out(request),
        instance=point,
        languages=programme.languages,
        people=people(programme) if item else (),
        answers_comment=_can_answer(request.actor, programme, point),
    )
    if request.method == "POST" and form.is_valid():
        version, settled = form.cleaned_data["row_version"], form.settled

        def act():
            actions.decide_point_of_agenda(form.instance, row_version=version, item=item, **settled, by=request.actor)

        if _saved(form, "state", act):
            messages.success(request, _("What was decided is saved."))
            return redirect(f"{url_of(programme, meeting)}#{point.key}")
    words = programme.checklist.words(item, get_language() or "en").title if item else ""
    context = frame(programme, meeting) | {"form": form, "point": point.label(get_language() or ""), "section": words}
    return render(request, "programmes/meetings/decide.html", context)


def section_of(programme: Programme, point: AgendaPoint) -> str:
    """The section of the programme that a point is about, to which somebody can see; '' for none."""
    place, checklist = point.place_in(programme), programme.checklist
    item = place.item(programme) if place else ""
    if item not in checklist or checklist.item(item).phase is None:
        return ""
    return checklist.subject_of(item).key


def _can_answer(actor, programme: Programme, point: AgendaPoint) -> bool:
    """Whether the comment of a point still waits for its response, and this person may give it."""
    comment = point.comment
    if comment is None or comment.archived_at is not None or not comment.is_owed or comment.standing != OPEN:
        return False
    comment.programme = programme
    return rules.respond.allows(actor, programme, comment)


def _saved(form, field: str, act) -> bool:
    """Do it; False with the reason at a field of the form, a text at its first language, where it cannot be done."""
    try:
        act()
    except actions.Refused as refused:
        form.refuse(next(iter(form.translated.get(field, [field]))), refused)
        return False
    return True


def _form_page(request, programme: Programme, meeting: Meeting, form: PointForm, heading: str):
    context = frame(programme, meeting) | {"form": form, "heading": heading}
    return render(request, "programmes/meetings/point.html", context)


@require_POST
@guarded(load_removed, rules.prepare_meeting)
def remove_agenda_point(request, programme, meeting, point):
    """A second click is led to the same agenda."""
    try:
        if point is not None:
            actions.remove_point_of_agenda(point, by=request.actor)
        messages.success(request, _("The point is off the agenda."))
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{url_of(programme, meeting)}#agenda")


@require_POST
@guarded(lambda actor, way, **names: (*load_point(actor, **names), way), rules.prepare_meeting)
def move_agenda_point(request, programme, meeting, point, way):
    position = number_in(request.POST.get("from", "")) or 0
    actions.move_point_of_agenda(point, up=way == "up", position=position, by=request.actor)
    return redirect(f"{url_of(programme, meeting)}#{point.key}")
