"""Everything that waits for one person, in all programmes, by its day."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import signed_in
from programmes import rules
from programmes.enums import WRITERS, CommentState, DutyState
from programmes.models import Comment, Duty, Programme
from programmes.models.places import item_url
from programmes.views.duties import title_of
from programmes.views.said import where
from stakeholders.models import today


@dataclass(frozen=True)
class Task:
    """A line: what is to be done, where, and until when."""

    what: str
    title: str
    programme: str
    url: str
    day: date | None = None

    @property
    def is_late(self) -> bool:
        return self.day is not None and self.day < today()


@require_safe
@signed_in
def my_tasks(request):
    """The earliest day first; what has none stands last."""
    found = _tasks(request.actor)
    return render(request, "programmes/tasks.html", {"tasks": sorted(found, key=lambda task: task.day or date.max)})


def _tasks(actor) -> list[Task]:
    duties = list(Duty.objects.of(actor.account).open())
    comments = list(
        Comment.objects.filter(assigned_to=actor.account, withdrawn_at=None, programme__archived_at=None)
        .exclude(state=CommentState.CLOSED)
        .select_related("answer_to")
    )
    ids = {row.programme_id for row in (*duties, *comments)}
    known = Programme.objects.visible_to(actor).with_aland().with_switches().filter(pk__in=ids)
    programmes = {programme.pk: _seen(actor, programme) for programme in known}
    return [
        *(_of_duty(programmes[row.programme_id], row) for row in duties if _writes(actor, programmes, row)),
        *(_of_comment(programmes[row.programme_id], row) for row in comments if _reads(actor, programmes, row)),
    ]


def _seen(actor, programme: Programme) -> Programme:
    rules.keep_role(actor, programme)
    return programme.seen_by(rules.audience_of(actor, programme))


def _writes(actor, programmes: dict[int, Programme], duty: Duty) -> bool:
    programme = programmes.get(duty.programme_id)
    return programme is not None and rules.role_of(actor, programme) in WRITERS


def _reads(actor, programmes: dict[int, Programme], comment: Comment) -> bool:
    if comment.programme_id not in programmes:
        return False
    comment.programme = programmes[comment.programme_id]
    return rules.reads_comment(actor, comment.programme, comment)


def _of_duty(programme: Programme, duty: Duty) -> Task:
    asks = duty.state == DutyState.ASKED
    url = reverse("duty", args=[programme.slug, duty.key]) if asks else item_url(programme.slug, duty.item)
    what = _("Say whether you take it on") if asks else _("See to the section")
    return Task(what, title_of(programme, duty.item), programme.label(get_language() or ""), url, duty.due_on)


def _of_comment(programme: Programme, comment: Comment) -> Task:
    url = reverse("comment", args=[programme.slug, comment.key])
    return Task(_("See to the comment"), where(programme, comment.place), programme.label(get_language() or ""), url)
