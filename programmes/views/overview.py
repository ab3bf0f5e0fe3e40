"""Where signing in leads: to the one programme or draft that is somebody's, else to a page of what their roles give."""

from collections.abc import Iterable

from django.shortcuts import redirect, render
from django.urls import reverse

from integration_programme.access import signed_in
from programmes import rules
from programmes.enums import Access, ProgrammeState
from programmes.models import Programme
from programmes.views.desk import Desk
from programmes.views.listed import Known, known_to, lines
from programmes.views.mine import with_mine
from programmes.views.partners import requests_of
from stakeholders.listings import waiting_for_administrators
from stakeholders.models import CooperationGroup

OF_WRITERS = {Access.COORDINATOR, Access.EDITOR, Access.PARTNER}
MOST_SHOWN = 10  # programmes of one's own, or drafts to read; the list has all


@signed_in
def overview(request):
    """The first page of those who have more than one thing before them, or nothing yet."""
    actor, known = request.actor, known_to(request.actor)
    if address := _straight_to(actor, known):
        return redirect(address)
    own, drafts = known.own, known.drafts
    desk = Desk(request, known) if actor.advises_for else None
    shown = [*own[:MOST_SHOWN], *drafts[:MOST_SHOWN], *(desk.shown if desk else ())]
    line = {row["programme"].pk: row for row in lines({pk: known.access[pk] for pk in shown})}
    context = {
        "waiting": waiting_for_administrators() if actor.is_administrator else None,
        "requests": requests_of(known.asked),
        "own": with_mine(actor, (line[pk] for pk in own[:MOST_SHOWN]), own),
        "drafts": [line[pk] for pk in drafts[:MOST_SHOWN]],
        "has_more": len(own) > MOST_SHOWN or len(drafts) > MOST_SHOWN,
        "groups": [] if drafts else _groups(actor),
        "region": desk and desk.in_context(line),
        "is_mixed": bool(own or drafts or actor.is_administrator),
        "can_start": rules.start_programme.allows(actor),
    }
    return render(request, "programmes/overview.html", context)


def _straight_to(actor, known: Known) -> str:
    """The address of the one thing that somebody has to do with; '' for whoever has several, or none."""
    if actor.is_administrator or actor.advises_for:
        return ""
    roles = set(known.access.values())
    if roles == {Access.MEMBER} and (slug := _only(known.access, is_draft=True)):
        return reverse("preview", kwargs={"slug": slug})
    if len(known.access) == 1 and not (known.asked or known.approved):
        return reverse("programme", kwargs={"slug": _only(known.access)})
    return reverse("programmes") if actor.works_for and roles <= OF_WRITERS else ""


def _only(access: Iterable[int], *, is_draft: bool = False) -> str:
    """The one of these programmes, or the one that is not decided yet; '' where there are several, or none."""
    rows = Programme.objects.filter(pk__in=access)
    rows = rows.exclude(state=ProgrammeState.APPROVED) if is_draft else rows
    slugs = list(rows.order_by().values_list("slug", flat=True)[:2])
    return slugs[0] if len(slugs) == 1 else ""


def _groups(actor) -> list[CooperationGroup]:
    """The groups in which somebody sits who has been given nothing to read yet; nothing tells whether there is a draft."""
    return list(CooperationGroup.objects.filter(pk__in=actor.sits_in)) if actor.sits_in and not actor.works_for else []
