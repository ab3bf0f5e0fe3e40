"""What became of the comments: all to which a response is owed, counted, narrowed, by part of the programme, and as files."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from integration_programme.alphabet import alphabetical
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.completeness.responses import without_points
from programmes.enums import Audience
from programmes.forms.dispositions import ResponseFilter, ResponseForm
from programmes.models import Comment, Discussion, Disposition, Programme, Statement
from programmes.models.dispositions import OPEN, Tally, standing_label
from programmes.models.parts import in_order, part_label, part_of
from programmes.views.base import load_programme
from programmes.views.round_rows import supported
from programmes.views.said import Anchors, Said, read_by, told

ON_A_PAGE, ALIKE = 30, 40


@dataclass
class Chosen:
    """What somebody reads of what is owed a response: all of it, and what the address chooses."""

    everything: list[Discussion]
    within: list[Discussion]  # whatever has become of it
    shown: list[Discussion]
    form: ResponseFilter


@require_safe
@guarded(load_programme, rules.read_programme)
def responses(request, programme):
    """By part of the programme, what is open first; the first open one with its form, so that they go one after another."""
    found, actor = chosen(request, programme), request.actor
    page = Paginator(_ordered(programme, found.shown), ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode(found.form.chosen)
    can_respond = rules.respond.allows(actor, programme, None)
    first = next((each.comment for each in page.object_list if _waits(each.comment)), None) if can_respond else None
    context = {
        "programme": programme,
        "choices": found.form,
        "has_any": bool(found.everything),
        "chosen": query,
        "query": f"?{query}" if query else "",
        "sections": _sections(programme, page.object_list, found, first),
        "form": _short_form(programme, first, actor, query) if first else None,
        "can_respond": can_respond,
        "can_settle": rules.settle_response.allows(actor, programme),
        "page": page,
        "unsplit": _unsplit(programme),
        **_sums(programme, found),
    }
    return render(request, "programmes/responses/list.html", context)


def _unsplit(programme: Programme) -> list[tuple[str, str]]:
    """Statements of which nobody has made points yet, for those who write: what each is called, and where to begin."""
    found = without_points(programme) if programme.audience == Audience.WRITERS else []
    language = get_language() or ""
    return [
        (each.label(language, programme.original_language), reverse("points", args=[programme.slug, each.key]))
        for each in found
    ]


def _sums(programme: Programme, found: Chosen) -> dict:
    """What the numbers above the list say: of all that the part and the sender choose, whatever has become of it."""
    tally = Tally.of(each.comment.standing for each in found.within)
    return {
        "tally": tally,
        "bar": bar(tally),
        "parts": _parts(tally, found.form.chosen),
        "table": table_by_section(programme, found.within),
        "files": [(kind, reverse(f"responses_{kind}", kwargs={"slug": programme.slug})) for kind in ("csv", "xlsx")],
    }


def owed(programme: Programme, actor) -> list[Discussion]:
    """All that somebody may read of what is owed a response."""
    rows = programme.comments.owed().with_people() if programme.comments_revision else ()
    return read_by(programme, actor, rows)


def chosen(request, programme: Programme) -> Chosen:
    """What somebody may read of what the address chooses."""
    everything, account = owed(programme, request.actor), rules.account_of(request.actor)
    sections = {part_of(each.comment) for each in everything}
    form = ResponseFilter(
        request.GET,
        sections=[(key or "whole", part_label(programme, key)) for key in in_order(programme, sections)],
        senders=sorted({sender_of(each.comment) for each in everything}, key=alphabetical),
        is_sender=any(each.comment.author_id == account.pk for each in everything) if account else False,
    )
    section, who, result = (form.chosen.get(name) for name in ("section", "who", "result"))
    within = [
        each
        for each in everything
        if (not section or section == (part_of(each.comment) or "whole"))
        and (not who or _is_from(each.comment, who, account))
    ]
    shown = [each for each in within if not result or each.comment.standing == result]
    return Chosen(everything, within, shown, form)


def _is_from(comment: Comment, who: str, account) -> bool:
    return comment.author_id == account.pk if who == "mine" else sender_of(comment) == who


def sender_of(comment: Comment) -> str:
    """For whom it was said: a body, or else the person."""
    return strip_tags(text(comment.on_behalf)) or comment.author_name


# By part of the programme


def _ordered(programme: Programme, found: list[Discussion]) -> list[Discussion]:
    """By section, what is open first, then as it was said."""
    place = {key: at for at, key in enumerate(in_order(programme, {part_of(each.comment) for each in found}))}
    return sorted(found, key=lambda each: (place[part_of(each.comment)], each.comment.standing != OPEN))


def _sections(programme: Programme, page: list[Discussion], found: Chosen, first: Comment | None) -> list[dict]:
    """What stands on a page under the headings of its sections, each with the numbers of the whole section."""
    anchors, by_section = Anchors(programme), tallies(found.within)
    shared = bundles(found.everything) if programme.audience == Audience.WRITERS else {}
    supporters = supporters_of(each.comment for each in page)
    return [
        {
            "key": key or "whole",
            "label": part_label(programme, key),
            "tally": by_section[key],
            "remarks": [
                _remark(told(programme, each, anchors), shared, each.comment is first)
                | {"supported": supported(supporters.get(each.comment.statement_id, 0))}
                for each in group
            ],
        }
        for key, group in groupby(page, key=lambda each: part_of(each.comment))
    ]


def _remark(said: Said, shared: dict[str, int], is_first: bool) -> dict:
    version = {"row_version": said.response.row_version} if said.response else {}
    return {"said": said, "is_first": is_first, "number_alike": shared.get(said.key, 0), "version": version}


def supporters_of(comments: Iterable[Comment]) -> dict[int, int]:
    """How many support the statements that these are points of, by the statement; nothing is asked where none is one."""
    keys = {each.statement_id for each in comments if each.statement_id}
    return {each.pk: each.supporters for each in Statement.objects.filter(pk__in=keys)} if keys else {}


def tallies(found: Iterable[Discussion]) -> dict[str, Tally]:
    standings: dict[str, list[str]] = {}
    for each in found:
        standings.setdefault(part_of(each.comment), []).append(each.comment.standing)
    return {key: Tally.of(each) for key, each in standings.items()}


def table_by_section(programme: Programme, found: list[Discussion]) -> dict:
    """Sections and standings, with the sums of both: columns in which nothing stands are left out."""
    of, whole = tallies(found), Tally.of(each.comment.standing for each in found)
    columns = [standing for standing, number in whole.each() if number]
    rows = [
        (part_label(programme, key), [of[key].counts[column] for column in columns], of[key].received)
        for key in in_order(programme, of)
    ]
    return {
        "columns": [standing_label(column) for column in columns],
        "rows": rows,
        "sums": [whole.counts[column] for column in columns],
        "received": whole.received,
    }


# In numbers


def _parts(tally: Tally, narrowed: dict[str, str]) -> list[dict]:
    """Each standing that there is, with how many, as a way to see only these."""
    rest = {name: value for name, value in narrowed.items() if name != "result"}
    return [
        {
            "standing": standing,
            "label": standing_label(standing),
            "number": number,
            "query": urlencode(rest | {"result": standing}),
            "is_chosen": narrowed.get("result") == standing,
        }
        for standing, number in tally.each()
        if number
    ]


def bar(tally: Tally) -> list[dict]:
    """Pieces of a bar of 1,000, one for each standing that there is."""
    pieces, at = [], 0.0
    for standing, number in tally.each():
        width = 1000 * number / tally.received if number else 0
        if width:
            pieces.append({"standing": standing, "x": f"{at:.2f}", "width": f"{width:.2f}"})
        at += width
    return pieces


def bundles(found: Iterable[Discussion]) -> dict[str, int]:
    """How many others get the same response, by the key of each comment that does not have it alone."""
    shared: dict[int, list[Comment]] = {}
    for each in found:
        if each.comment.disposition_id:
            shared.setdefault(each.comment.disposition_id, []).append(each.comment)
    return {str(comment.key): len(group) - 1 for group in shared.values() if len(group) > 1 for comment in group}


# The form


def _waits(comment: Comment) -> bool:
    """Whether nobody has said yet what becomes of it."""
    return comment.disposition_id is None and comment.withdrawn_at is None


def _short_form(programme: Programme, comment: Comment, actor, query: str) -> ResponseForm:
    form = ResponseForm(
        instance=Disposition(programme=programme, row_version=0),
        comment=comment,
        programme=programme,
        alike=(),
        settles=rules.settle_response.allows(actor, programme),
        is_short=True,
    )
    form.helper.form_action = respond_url(comment, programme, query)
    return form


def respond_url(comment: Comment, programme: Programme, query: str) -> str:
    address = reverse("respond", kwargs={"slug": programme.slug, "key": comment.key})
    return f"{address}?{query}" if query else address


def alike(programme: Programme, actor, comment: Comment) -> list[Comment]:
    """Comments without any response yet: those on the same record first, then those on the same section, then others."""
    found = [each.comment for each in owed(programme, actor) if _waits(each.comment) and each.comment.pk != comment.pk]
    found.sort(key=lambda each: (each.subject != comment.subject, part_of(each) != part_of(comment)))
    return found[:ALIKE]
