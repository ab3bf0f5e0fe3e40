"""The evidence thread as one page, and its breaks in words."""

import zlib
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from integration_programme.access import guarded
from integration_programme.remembered import Remembered
from integration_programme.templatetags.components import part
from integration_programme.whole import bound
from programmes import rules
from programmes.completeness import thread as evidence
from programmes.completeness.thread import Break, Node, Step
from programmes.forms import PAGES
from programmes.models import Programme
from programmes.models.places import item_url, subject_url
from programmes.views.base import edit_url, load_programme
from programmes.views.subjects import areas_told

SHOWN = Remembered[bytes](300_000)
ALIKE = 10  # breaks of a sort that are shown before the rest is folded


@guarded(load_programme, rules.read_programme)
def thread(request, programme):
    """The whole thread as a nested list, from questions to indicators or the other way."""
    up = request.GET.get("way") == "up"
    can_edit, limits = _writing(request.actor, programme)
    context = {
        "programme": programme,
        "outline": _shown(programme, partial(_outline, programme, up=up), "outline", up),
        "up": up,
        "count": len(evidence.breaks(programme)),
        "can_edit": can_edit and not limits,
    }
    return render(request, "programmes/thread/thread.html", context)


def _shown(programme: Programme, make: Callable[[], str], *what: Hashable) -> SafeString:
    """A list as it is bound for the screen; kept packed, for that of a large programme takes 170,000 letters."""
    packed = programme.remembered(SHOWN, lambda: zlib.compress(bound(make()).encode(), level=1), *what)
    return SafeString(zlib.decompress(packed).decode())


def _outline(programme: Programme, *, up: bool) -> str:
    """'' where there is nothing yet."""
    areas = _areas(programme)
    steps = [_step(programme, step, areas) for step in evidence.thread(programme).outline(up=up)]
    told = {"steps": steps, "programme": programme}
    return render_to_string("programmes/thread/steps.html", told) if steps else ""


def _areas(programme: Programme) -> dict[str, SafeString]:
    """The priority areas of objectives, by the keys of these."""
    told = areas_told(programme)
    objectives = programme.rows("objectives", bare=True) if told else []
    return {str(row.key): part("components/area.html", **told[row.pk]) for row in objectives if row.pk in told}


def _step(programme: Programme, step: Step, areas: Mapping[str, SafeString]) -> dict[str, Any]:
    return {
        "node": step.node,
        "end": end_label(step.node.end),
        "url": node_url(programme, step.node),
        "again": step.again,
        "goes_on": step.goes_on,
        "area": areas.get(step.node.anchor, ""),
        "steps": [_step(programme, each, areas) for each in step.steps],
    }


def end_label(end: str) -> str:
    return {
        "question": _("Question"),
        "finding": _("Finding"),
        "objective": _("Objective"),
        "measure": _("Measure"),
        "indicator": _("Indicator"),
    }[end]


def node_url(programme: Programme, node: Node) -> str:
    """The page of a question or record."""
    if node.end == "question":
        return item_url(programme.slug, node.anchor)
    return subject_url(programme.slug, node.end, node.anchor)


@guarded(load_programme, rules.read_programme)
def breaks(request, programme):
    """Every break in words, with where it is mended."""
    can_edit, limits = _writing(request.actor, programme)
    may_mend = partial(_may_mend, programme, request.actor, can_edit)
    lists = [
        _shown(programme, partial(_list, programme, may_mend, quiet=quiet), "breaks", can_edit, limits, quiet)
        for quiet in (False, True)
    ]
    context = {
        "programme": programme,
        "breaks": lists[0],
        "quiet": lists[1],
        "is_empty": not any(node.code for node in evidence.thread(programme).nodes.values()),
        "can_edit": can_edit and not limits,
        "closed": rules.why_closed() if limits else "",
    }
    return render(request, "programmes/thread/breaks.html", context)


def _writing(actor, programme: Programme) -> tuple[bool, tuple[str, ...]]:
    """Whether somebody writes the programme, and the items to which they are limited just now, if to any."""
    can_edit = rules.edit_programme.allows(actor, programme)
    return can_edit, tuple(rules.limited_to(actor, programme) or ()) if can_edit else ()


def _may_mend(programme: Programme, actor, can_edit: bool, each: Break) -> bool:
    """Whether the form that mends a break is open to somebody."""
    if not can_edit or programme.open_items is None:
        return can_edit
    item = each.place.item(programme) if each.record_key else PAGES[each.form].item
    return rules.closed_at(actor, programme, item) is None


def _list(programme: Programme, may_mend: Callable[[Break], bool], *, quiet: bool) -> str:
    """The breaks that matter, or else those that are perhaps meant; '' where there are none."""
    found = [
        {
            "sort": each.code,
            "sentence": each.sentence,
            "node": each.node,
            "url": node_url(programme, each.node),
            "mend_url": _mend_url(programme, each) if may_mend(each) else "",
            "mend_label": mend_label(each),
        }
        for each in evidence.breaks(programme)
        if each.is_quiet == quiet
    ]
    told = {"groups": _grouped(found), "programme": programme}
    return render_to_string("programmes/thread/break_list.html", told) if found else ""


def _grouped(found: list[dict[str, Any]]) -> list[dict[str, list]]:
    """Breaks of a sort together, in the order in which the sorts occur: of many alike the first few, the rest folded."""
    of_sort: dict[str, list] = {}
    for each in found:
        of_sort.setdefault(each["sort"], []).append(each)
    shown = [(alike[:ALIKE], alike[ALIKE:]) if len(alike) > ALIKE + 1 else (alike, []) for alike in of_sort.values()]
    return [{"first": first, "rest": rest} for first, rest in shown]


def _mend_url(programme: Programme, each: Break) -> str:
    if each.record_key:
        return edit_url(programme, each.place)
    names = {"slug": programme.slug, "page": each.form}
    return f"{reverse('add_record', kwargs=names)}?{urlencode(each.chosen)}"


def mend_label(each: Break) -> str:
    """What the link that mends a break does."""
    if each.record_key:
        return _("Mend it")
    return {
        "finding": _("Write a finding"),
        "objective": _("Write an objective"),
        "measure": _("Write a measure"),
        "indicator": _("Write an indicator"),
    }[each.form]
