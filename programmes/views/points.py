"""The points of a statement, and the reply to whoever made it: one text with what became of each point."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from programmes import rules
from programmes.actions import points as actions
from programmes.forms.points import PointForm
from programmes.models import Discussion, Programme, Statement
from programmes.models.comments import LONGEST
from programmes.models.readers import people
from programmes.views.round_rows import supported
from programmes.views.said import Anchors, Said, told
from programmes.views.statements import load_statement


@require_http_methods(["GET", "POST"])
@guarded(load_statement, rules.enter_statement)
def points(request, programme, statement):
    """What the statement says, its points with what becomes of them, and the form for one more."""
    found = _points(programme, statement)
    form = PointForm(
        request.POST or kept.taken_out(request),
        initial={} if found else {"text": statement.text[:LONGEST]},
        programme=programme,
        people=people(programme),
    )
    if request.method == "POST" and form.is_valid() and _added(request, statement, form):
        return redirect("points", slug=programme.slug, key=statement.key)
    who = statement.label(get_language() or "", programme.original_language)
    context = {"programme": programme, "statement": statement, "who": who, "form": form, "points": found}
    context["supported"] = supported(statement.supporters)
    return render(request, "programmes/responses/points.html", context)


def _points(programme: Programme, statement: Statement) -> list[Said]:
    rows, anchors = statement.points.with_people(), Anchors(programme)
    found = []
    for row in rows:
        row.programme = programme
        found.append(told(programme, Discussion(row), anchors))
    return found


def _added(request, statement: Statement, form: PointForm) -> bool:
    said = form.cleaned_data
    about = {"person": form.who, "due_on": said["due_on"], "key": said["record_key"]}
    try:
        actions.add_point(statement, form.place, said["text"], **about, by=request.actor)
    except actions.Refused as refused:
        form.add_error("text", str(refused))
        return False
    messages.success(request, _("The point is added."))
    return True


@require_safe
@guarded(load_statement, rules.enter_statement)
def reply(request, programme, statement):
    """The reply to a statement in its language, where the programme is written in it: to print, or to copy into a mail."""
    language = statement.language if statement.language in programme.languages else programme.original_language
    with translation.override(language):
        found = [each for each in _points(programme, statement) if not each.withdrawn_at]
        title = programme.label(language)
        context = {"programme": programme, "statement": statement, "points": found, "language": language}
        receipt_url = settings.BASE_URL + reverse("receipt")
        context |= {"title": title, "who": statement.label(language), "receipt_url": receipt_url}
        body = render_to_string("programmes/responses/reply_text.html", context)
    return render(request, "programmes/responses/reply.html", context | {"body": body})
