"""The diary of a programme: on screen, and as a PDF to be an annex."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from integration_programme.access import guarded, require_POST
from programmes import rules
from programmes.actions import exports
from programmes.document.diary import diary_of
from programmes.enums import DiaryPart
from programmes.models import Programme
from programmes.views.base import load_programme
from programmes.views.exports import load_language


def load_part(actor, slug: str, part: str, language: str) -> tuple[Programme, DiaryPart, str]:
    programme, language = load_language(actor, slug, language)
    if part not in DiaryPart:
        raise Http404
    return programme, DiaryPart(part), language


@require_safe
@guarded(load_programme, rules.read_history)
def diary(request, programme):
    """How the programme was made, the oldest first."""
    what = request.GET.get("what", "")
    part = DiaryPart(what) if what in DiaryPart else DiaryPart.EVERYTHING
    context = {
        "programme": programme,
        "months": diary_of(programme, part),
        "parts": list(DiaryPart),
        "part": part,
        "in_force": part != DiaryPart.EVERYTHING,
        "languages": _languages(programme, part),
        "changes_url": _changes_url(request.actor, programme),
    }
    return render(request, "programmes/diary.html", context)


def _languages(programme: Programme, part: DiaryPart) -> list[dict]:
    """In which languages it is had as a PDF, as it is narrowed on the page."""
    names = {"slug": programme.slug, "part": part.value}
    return [
        {
            "name": get_language_info(code)["name_translated"],
            "url": reverse("request_diary", kwargs=names | {"language": code}),
        }
        for code in programme.languages
    ]


def _changes_url(actor, programme: Programme) -> str:
    """Where it is seen what changed after a version, but for its number; '' for those who do not compare versions."""
    if not rules.manage_programme.allows(actor, programme):
        return ""
    return f"{reverse('compare_versions', kwargs={'slug': programme.slug})}?{urlencode({'from': ''})}"


@require_POST
@guarded(load_part, rules.read_history)
def request_diary(request, programme, part, language):
    export = exports.request_diary(programme, part, language, by=request.actor)
    return redirect("export", slug=programme.slug, pk=export.pk)
