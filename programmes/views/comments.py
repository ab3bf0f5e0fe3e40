"""All comments on a programme that somebody may read, narrowed and as a file; and those that are for one person."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from integration_programme.anchoring import Found
from programmes import rules
from programmes.enums import Phase
from programmes.forms.comments import CommentFilter
from programmes.models import Discussion, Place, Programme
from programmes.views.base import load_programme
from programmes.views.said import Anchors, comment_url, counted_states, read_by, told

ON_A_PAGE = 30


@require_safe
@guarded(load_programme, rules.read_programme)
def comments(request, programme):
    """By state, part of the programme, for whom, and whether their passage is still there; the newest first."""
    found, form, anchors = _chosen(request, programme)
    page = Paginator(found[::-1], ON_A_PAGE).get_page(request.GET.get("page"))
    can_comment = rules.comment_on_programme.allows(request.actor, programme)
    context = {
        "programme": programme,
        "choices": form,
        "said": [told(programme, each, anchors) for each in page.object_list],
        "told": counted_states(found),
        "add_url": comment_url(programme, Place(programme.slug)) if can_comment else "",
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "chosen": urlencode(form.chosen),
    }
    return render(request, "programmes/comments/list.html", context)


def _chosen(request, programme: Programme) -> tuple[list[Discussion], CommentFilter, Anchors]:
    """What somebody may read of what the address chooses."""
    rows = programme.comments.with_people().prefetch_related("mentioned") if programme.comments_revision else ()
    found, anchors = read_by(programme, request.actor, rows), Anchors(programme)
    phases = {phase_of(each) for each in found}
    form = CommentFilter(
        request.GET,
        sections=[(phase.value, f"{phase.number} {phase.label}") for phase in Phase if phase.value in phases],
    )
    chosen = form.chosen
    tests = {
        "state": lambda each: each.comment.state == chosen["state"],
        "section": lambda each: phase_of(each) == chosen["section"],
        "which": lambda each: _is_of(each, chosen["which"], request.actor.account, anchors),
    }
    return [each for each in found if all(tests[name](each) for name in chosen)], form, anchors


def phase_of(discussion: Discussion) -> str:
    """The phase in which a comment stands; '' for the programme as a whole."""
    return discussion.comment.item.partition(".")[0]


def _is_of(found: Discussion, which: str, account, anchors: Anchors) -> bool:
    if which == "detached":
        return anchors.of(found.comment).found == Found.DETACHED
    if which == "private":
        return any(each.is_private for each in (found.comment, *found.answers))
    return is_for(found, account)


def is_for(found: Discussion, account) -> bool:
    """Whether a comment waits for somebody: given to them, or they are asked to look at it or at an answer, or it was
    answered and they wrote it."""
    if found.comment.state == "closed":
        return False
    asked = any(account in each.mentioned.all() for each in (found.comment, *found.answers))
    is_answered = found.comment.author_id == account.pk and any(each.author_id != account.pk for each in found.answers)
    return found.comment.assigned_to_id == account.pk or asked or is_answered
