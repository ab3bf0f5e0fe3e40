"""All comments on a programme that somebody may read, narrowed and as a file; and those that are for one person."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from integration_programme.anchoring import Found
from integration_programme.remembered import Remembered
from programmes import rules
from programmes.enums import Phase
from programmes.forms.comments import CommentFilter
from programmes.models import Discussion, Place, Programme
from programmes.models.sharing import phase_of
from programmes.views.base import load_programme
from programmes.views.said import Anchors, Said, comment_url, counted_states, read_by, told
from programmes.views.sheets import csv_of, xlsx_of

ON_A_PAGE, FOR_ONE = 10, 5
MINE = Remembered[list[Said]](300_000)


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
        "has_reviews": rules.read_reviews.allows(request.actor, programme),
        "chosen": urlencode(form.chosen),
        "has_files": bool(found),
    }
    return render(request, "programmes/comments/list.html", context)


@require_safe
@guarded(load_programme, rules.read_programme)
def comments_csv(request, programme):
    """The same as a table, for a spreadsheet: what the reader may read of what is chosen, a row each, answers too."""
    return csv_of(_table(request, programme), f"{programme.slug}-comments")


@require_safe
@guarded(load_programme, rules.read_programme)
def comments_xlsx(request, programme):
    return xlsx_of({_("Comments"): _table(request, programme)}, f"{programme.slug}-comments")


def _table(request, programme: Programme) -> list[list[str]]:
    found, _form, anchors = _chosen(request, programme)
    return [_columns(), *(row for each in found for row in _rows(told(programme, each, anchors)))]


def _columns() -> list[str]:
    return [
        _("Where"),
        _("Words that were marked"),
        _("What was said"),
        _("Answer to"),
        _("Who"),
        _("On behalf of"),
        _("When"),
        _("On which version"),
        _("Who reads it"),
        _("State"),
        _("Who sees to it"),
        _("Passage"),
    ]


def _rows(said: Said) -> list[list[str]]:
    """A comment and its answers, as the columns have them."""
    passage = _("Detached: the passage has been changed or taken away since.") if said.is_detached else ""
    own = [said.where, said.quote or said.passage, *_what(said, ""), said.state_label, said.assigned, passage]
    return [own, *([said.where, "", *_what(each, said.author), "", "", ""] for each in said.answers)]


def _what(said: Said, answered: str) -> list[str]:
    """What was said, to whom, by whom, for whom, when, on what, and who reads it."""
    at = localtime(said.at).strftime("%Y-%m-%d %H:%M")
    return [said.gone or said.text, answered, said.author, strip_tags(said.on_behalf), at, said.on, said.audience]


def _chosen(request, programme: Programme) -> tuple[list[Discussion], CommentFilter, Anchors]:
    """What somebody may read of what the address chooses."""
    rows = programme.comments.for_somebody(request.actor.account) if programme.comments_revision else ()
    found, anchors = read_by(programme, request.actor, rows), Anchors(programme)
    phases = {phase_of(each.comment.item) for each in found}
    form = CommentFilter(
        request.GET,
        sections=[(phase.value, f"{phase.number} {phase.label}") for phase in Phase if phase.value in phases],
    )
    chosen = form.chosen
    tests = {
        "state": lambda each: each.comment.state == chosen["state"],
        "section": lambda each: phase_of(each.comment.item) == chosen["section"],
        "which": lambda each: _is_of(each, chosen["which"], request.actor.account, anchors),
    }
    return [each for each in found if all(tests[name](each) for name in chosen)], form, anchors


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
    asked = any(each.asks for each in (found.comment, *found.answers))
    is_answered = found.comment.author_id == account.pk and any(each.author_id != account.pk for each in found.answers)
    return found.comment.assigned_to_id == account.pk or asked or is_answered


def for_me(actor, programme: Programme) -> list[Said]:
    """The newest comments on a programme that wait for somebody: for its home."""
    if not programme.comments_revision or actor.account is None:
        return []
    what = (programme.comments_revision, actor.identity)
    return programme.remembered(MINE, lambda: _for_me(actor, programme), *what)


def _for_me(actor, programme: Programme) -> list[Said]:
    found = read_by(programme, actor, programme.comments.for_somebody(actor.account))
    anchors = Anchors(programme)
    return [told(programme, each, anchors) for each in found[::-1] if is_for(each, actor.account)][:FOR_ONE]
