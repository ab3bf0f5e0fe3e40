"""Saying something of a programme: a comment, its answers, and what becomes of it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_programme import kept, safety_copies
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import comments as actions
from programmes.enums import Audience, CommentState
from programmes.forms.comments import AnswerForm, AssignForm, CommentForm, ShowForm, WordingForm
from programmes.models import Comment, CommentWording, Discussion, Place, Programme
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM
from programmes.models.readers import people
from programmes.models.sharing import SWITCHED
from programmes.views import unsaved
from programmes.views.acts import done
from programmes.views.base import load_programme
from programmes.views.said import Anchors, read_by, shown_to, told, where

LONGEST_PLACE = 300  # characters of a place in an address


def load_comment(actor, slug: str, key) -> tuple[Programme, Comment]:
    """A comment or an answer that somebody may read; for others it is not there."""
    (programme,) = load_programme(actor, slug)
    rows = Comment.objects.with_people().select_related("answer_to", "statement")
    comment = rows.filter(programme=programme.pk, key=key).first()
    if comment is None:
        raise Http404
    comment.programme = programme
    if not rules.reads_comment(actor, programme, comment):
        raise Http404
    return programme, comment


def load_begun(actor, slug: str, key) -> tuple[Programme, Comment]:
    """The same of a comment that is no answer: only these have a page, and a state."""
    programme, comment = load_comment(actor, slug, key)
    if comment.answer_to_id:
        raise Http404
    return programme, comment


def place_asked(programme: Programme, asked: str) -> Place:
    """The place of an address, where there is something that the reader sees. Raises Http404 for what is none."""
    try:
        place = Place.parse(programme.slug, asked[:LONGEST_PLACE])
    except ValueError:
        raise Http404 from None
    if not place.kind:
        return place
    if not rules.sees_place(programme, place) or not _is_there(programme, place):
        raise Http404
    return place


def _is_there(programme: Programme, place: Place) -> bool:
    if place.kind == ITEM:
        is_item = place.key in programme.checklist and programme.checklist.item(place.key).phase is not None
        return is_item and not place.field
    record = place.record(programme)
    if record is None or record.archived_at is not None:
        return False
    if not place.field:
        return True
    if place.field not in KINDS[place.kind].texts or place.language not in programme.languages:
        return False
    return bool(place.text(programme))


@require_http_methods(["GET", "POST"])
@guarded(load_programme, rules.comment_on_programme)
def add_comment(request, programme):
    """Comment on a place, with its words before one's eyes."""
    place = place_asked(programme, request.GET.get("place", ""))
    asked = {"programme": programme, "place": place, "people": partial(people, programme)}
    copied = unsaved.place_of_comment(request.user, place)
    form = CommentForm(request.POST or kept.taken_out(request) or unsaved.used_at(request, copied), **asked)
    if request.method == "POST" and form.is_valid() and (comment := _said(request, programme, form)):
        safety_copies.forget(request, copied)
        return redirect(_url(comment))
    context = unsaved.of_comment(request, form, place) | {
        "programme": programme,
        "form": form,
        "where": where(programme, place) if place.kind else "",
        "words": place.text(programme) if place.field else "",
        "language": place.language,
        "back_url": place.url(programme),
    }
    return render(request, "programmes/comments/add.html", context)


def _said(request, programme: Programme, form: CommentForm) -> Comment | None:
    """The comment as it is saved; None, and an error in the form, where it is not."""
    said = form.cleaned_data
    about = {"quote": said["quote"], "mentions": form.mentions, "key": said["record_key"]}
    try:
        comment = actions.add_comment(programme, form.place, said["text"], **about, by=request.actor)
    except actions.Refused as refused:
        form.refuse("text", refused)
        return None
    messages.success(request, _("Your comment is saved. It is shown to: %(who)s.") % {"who": shown_to(comment)})
    return comment


@require_POST
@guarded(load_programme, rules.comment_on_programme)
def copy_of_comment(request, programme):
    """The safety copy of a comment that is being written; sent by the page every few seconds."""
    place = place_asked(programme, request.GET.get("place", ""))
    return safety_copies.answer(request, unsaved.place_of_comment(request.user, place))


def _url(comment: Comment) -> str:
    return reverse("comment", kwargs={"slug": comment.programme.slug, "key": (comment.answer_to or comment).key})


@require_http_methods(["GET", "POST"])
@guarded(load_comment, rules.read_programme)
def comment(request, programme, comment):
    """A comment with its answers, the form for one more, and what can be done with it. Whoever was told of an answer is
    led to it where it stands."""
    if comment.answer_to_id:
        return redirect(f"{_url(comment)}#said-{comment.key}")
    found = _discussion(request.actor, programme, comment)
    copied = unsaved.place_of_answer(request.user, comment)
    form = _answer_form(request, programme, comment, unsaved.used_at(request, copied))
    if request.method == "POST":
        rules.comment_on_programme.check(request.actor, programme)
        if form.is_valid() and _answered(request, comment, form):
            safety_copies.forget(request, copied)
            return redirect(_url(comment))
    context = unsaved.of_answer(request, form, comment) | {
        "programme": programme,
        "comment": comment,
        "said": told(programme, found, Anchors(programme)),
        "form": form if rules.comment_on_programme.allows(request.actor, programme) else None,
        "closed_reason": rules.comment_on_programme.reason(request.actor, programme),
        "own": [_own(request.actor, programme, each) for each in (comment, *found.answers)],
        "wordings": _wordings(comment, *found.answers),
        "respond_url": _respond_url(request.actor, programme, comment),
        **_acts(request.actor, programme, comment),
    }
    return render(request, "programmes/comments/comment.html", context)


def _discussion(actor, programme: Programme, comment: Comment) -> Discussion:
    answers = Comment.objects.with_people().filter(answer_to=comment.pk)
    (found,) = read_by(programme, actor, [comment, *answers])
    return found


def _answer_form(request, programme: Programme, comment: Comment, used: QueryDict | None) -> AnswerForm:
    return AnswerForm(
        request.POST or kept.taken_out(request) or used,
        people=lambda: actions.readers_of(comment),
        readers=shown_to(comment),
        can_manage=rules.edit_programme.allows(request.actor, programme),
        is_writer=programme.audience == Audience.WRITERS,
        is_open=comment.state == CommentState.OPEN,
    )


@require_POST
@guarded(load_begun, rules.comment_on_programme)
def copy_of_answer(request, programme, comment):
    """The safety copy of an answer that is being written; sent by the page every few seconds."""
    return safety_copies.answer(request, unsaved.place_of_answer(request.user, comment))


def _answered(request, comment: Comment, form: AnswerForm) -> bool:
    said = form.cleaned_data
    about = {"mentions": form.mentions, "key": said["record_key"], "settles": said.get("settles", False)}
    try:
        answer = actions.answer_comment(comment, said["text"], is_private=form.is_private, **about, by=request.actor)
    except actions.Refused as refused:
        form.refuse("text", refused)
        return False
    messages.success(request, _("Your answer is saved. It is shown to: %(who)s.") % {"who": shown_to(answer)})
    return True


def _own(actor, programme: Programme, comment: Comment) -> dict:
    """What somebody can do with what they wrote themselves; nothing with what others wrote."""
    if comment.withdrawn_at is not None or not rules.show_comment.allows(actor, programme, comment):
        return {}
    names = {"slug": programme.slug, "key": comment.key}
    return {
        "at": comment.said_at,
        "is_answer": bool(comment.answer_to_id),
        "can_change": rules.change_comment.allows(actor, programme, comment),
        "change_url": reverse("change_comment", kwargs=names),
        "show_url": reverse("show_comment", kwargs=names),
        "withdraw_url": reverse("withdraw_comment", kwargs=names),
    }


def _respond_url(actor, programme: Programme, comment: Comment) -> str:
    """Where those who write say what becomes of it; '' for others, and where nothing is owed."""
    if not comment.is_owed or comment.withdrawn_at or not rules.respond.allows(actor, programme, comment):
        return ""
    return reverse("respond", kwargs={"slug": programme.slug, "key": comment.key})


def _wordings(*comments: Comment) -> list[CommentWording]:
    """What they said before they were changed; each knows whose it was."""
    changed = {comment.pk: comment for comment in comments if comment.edited_at}
    found = list(CommentWording.objects.filter(comment__in=changed)) if changed else []
    for each in found:
        each.comment = changed[each.comment_id]
    return found


def _acts(actor, programme: Programme, comment: Comment) -> dict:
    """What can be done with a comment as it stands, by this person: buttons, and the choice of who sees to it."""
    names, acts = {"slug": programme.slug, "key": comment.key}, []
    can_manage = rules.manage_comment.allows(actor, programme, comment)
    if comment.state == CommentState.OPEN and can_manage:
        acts.append((_("Mark as answered"), reverse("mark_comment_answered", kwargs=names)))
    if comment.state != CommentState.CLOSED and rules.close_comment.allows(actor, programme, comment):
        acts.append((_("Close"), reverse("close_comment", kwargs=names)))
    if comment.state != CommentState.OPEN and rules.reopen_comment.allows(actor, programme, comment):
        acts.append((_("Open again"), reverse("reopen_comment", kwargs=names)))
    chosen = {"person": str(comment.assigned_to_id or "")}
    form = AssignForm(initial=chosen, people=actions.readers_of(comment)) if can_manage else None
    return {"acts": acts, "assign_form": form, "assign_url": reverse("assign_comment", kwargs=names)}


# One's own


@require_http_methods(["GET", "POST"])
@guarded(load_comment, rules.change_comment)
def change_comment(request, programme, comment):
    """Write it otherwise; those who read it can read what it said before."""
    form = WordingForm(
        request.POST or kept.taken_out(request),
        initial={"text": comment.text, "row_version": comment.row_version},
        people=lambda: actions.readers_of(comment),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_comment(
                comment, said["text"], row_version=said["row_version"], mentions=form.mentions, by=request.actor
            )
        except actions.Refused as refused:
            form.refuse("text", refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(_url(comment))
    context = {"programme": programme, "form": form, "back_url": _url(comment)}
    return render(request, "programmes/comments/change.html", context)


@require_http_methods(["GET", "POST"])
@guarded(load_comment, rules.show_comment)
def show_comment(request, programme, comment):
    """Ask first, with the names of those who will read it; nothing is shown to more people without this page."""
    offered = _offered(programme, comment)
    form = ShowForm(
        request.POST or kept.taken_out(request), offered=offered, initial={"audiences": [*comment.audiences]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.show_comment(comment, [Audience(each) for each in form.cleaned_data["audiences"]], by=request.actor)
            messages.success(request, _("It is chosen who reads the comment."))
        except actions.Refused as refused:
            messages.error(request, str(refused))
        return redirect(_url(comment))
    context = {"programme": programme, "comment": comment, "form": form, "back_url": _url(comment)}
    return render(request, "programmes/comments/show.html", context)


def _offered(programme: Programme, comment: Comment) -> dict[Audience, str]:
    """Audiences to which it can be shown, each with the people in it today: those who see the place themselves."""
    writers = {person.pk for person in people(programme)}
    found = {}
    for audience in comment.answer_to.audiences if comment.answer_to else SWITCHED:
        names = [str(person) for person in people(programme, [audience]) if person.pk not in writers]
        if (names or audience in comment.audiences) and rules.sees_place(programme.seen_by(audience), comment.place):
            found[audience] = ", ".join(names)
    return found


@require_http_methods(["GET", "POST"])
@guarded(load_comment, rules.change_comment)
def withdraw_comment(request, programme, comment):
    """Ask first: what it says is gone then, for everybody."""
    if request.method == "POST":
        actions.withdraw_comment(comment, by=request.actor)
        messages.success(request, _("The comment has been withdrawn."))
        return redirect(_url(comment))
    context = {"programme": programme, "comment": comment, "back_url": _url(comment)}
    return render(request, "programmes/comments/withdraw.html", context)


# What becomes of it


def _done(request, comment: Comment, act: Callable, words: str):
    return done(request, partial(act, comment), words, _url(comment))


@require_POST
@guarded(load_begun, rules.manage_comment)
def mark_comment_answered(request, programme, comment):
    return _done(request, comment, actions.mark_comment_answered, _("The comment is marked as answered."))


@require_POST
@guarded(load_begun, rules.close_comment)
def close_comment(request, programme, comment):
    return _done(request, comment, actions.close_comment, _("The comment is closed."))


@require_POST
@guarded(load_begun, rules.reopen_comment)
def reopen_comment(request, programme, comment):
    return _done(request, comment, actions.reopen_comment, _("The comment is open again."))


@require_POST
@guarded(load_begun, rules.manage_comment)
def assign_comment(request, programme, comment):
    form = AssignForm(request.POST, people=actions.readers_of(comment))
    if not form.is_valid():
        messages.error(request, _("This person cannot see to the comment: choose one of those who may read it."))
        return redirect(_url(comment))
    person = form.people.get(form.cleaned_data["person"])
    act = partial(actions.assign_comment, person=person)
    return _done(request, comment, act, _("It is chosen who sees to the comment."))
