"""Statements to read, and those that came by mail or on paper to enter and to correct."""

from functools import partial
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept, safety_copies
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import contents
from programmes.actions import statements as actions
from programmes.actions.files import NotStored
from programmes.forms.statements import StatementForm
from programmes.models import Programme, Round, Statement
from programmes.views import unsaved
from programmes.views.acts import done
from programmes.views.contents import handed_out
from programmes.views.round_rows import statement_row
from programmes.views.rounds import frame, load_rounds
from stakeholders.models import today


def load_statement(actor, slug: str, key) -> tuple[Programme, Statement]:
    """What has come in; what a participant is still writing is there for nobody else."""
    programme, statement = load_any_statement(actor, slug, key)
    if statement.archived_at is not None:
        raise Http404
    return programme, statement


def load_any_statement(actor, slug: str, key) -> tuple[Programme, Statement]:
    """The same, also from the archive."""
    (programme,) = load_rounds(actor, slug)
    rows = programme.statements.come_in().select_related("round", "participant")
    statement = get_object_or_404(rows, key=key)
    statement.programme = programme
    if statement.round:
        statement.round.programme = programme
    return programme, statement


@require_safe
@guarded(load_any_statement, rules.read_rounds)
def statement(request, programme, statement):
    """Who says it, on whose behalf, how it came, and what it says."""
    context = frame(request, programme) | {
        "statement": statement,
        "title": statement.label(get_language() or "", programme.original_language),
        "row": statement_row(programme, statement),
        "round": statement.round,
        "round_title": statement.round.label(get_language() or "", programme.original_language)
        if statement.round
        else "",
        "answers": statement.answered,
        "has_file": bool(statement.sha256),
        "receipt_url": settings.BASE_URL + reverse("receipt"),
    }
    context["supporters"] = [
        (name, {"name": name}) for name in (*statement.supporting_bodies, *statement.supporting_persons)
    ]
    is_archived = statement.archived_at is not None
    context["can_enter"] = context["can_enter"] and not is_archived
    context["can_change"] = context["can_enter"] and statement.is_entered
    context["can_archive"] = context["can_manage"] and statement.is_entered
    return render(request, "programmes/rounds/statement.html", context)


@require_http_methods(["GET", "POST"])
@guarded(load_rounds, rules.enter_statement)
def add_statement(request, programme):
    """Enter what came by mail or on paper: to a round, or without one."""
    return _form(request, programme, _new(request, programme), is_new=True)


def _new(request, programme: Programme) -> Statement:
    begun = {"language": programme.original_language, "received_on": today(), "row_version": 0}
    return Statement(key=_key_sent(request), programme=programme, round=_round_asked(request, programme), **begun)


def _key_sent(request) -> UUID:
    """That of the form that was sent: a first click may have made its statement already."""
    try:
        return UUID(request.POST.get("record_key", ""))
    except ValueError:
        return uuid4()


@require_POST
@guarded(load_rounds, rules.enter_statement)
def copy_of_new_statement(request, programme):
    """The safety copy of a statement that is being entered; sent by the page every few seconds."""
    return safety_copies.answer(request, unsaved.place_of_statement(_new(request, programme)))


@require_POST
@guarded(load_statement, rules.enter_statement)
def copy_of_statement(request, programme, statement):
    """The same of one that is being corrected."""
    return safety_copies.answer(request, unsaved.place_of_statement(statement))


def _round_asked(request, programme: Programme) -> Round | None:
    """The round that the address names. Raises Http404 for one that is not there."""
    if not (key := request.GET.get("round", "")):
        return None
    found = next((each for each in programme.rounds.opened() if str(each.key) == key), None)
    if found is None:
        raise Http404
    found.programme = programme
    return found


@require_http_methods(["GET", "POST"])
@guarded(load_statement, rules.enter_statement)
def edit_statement(request, programme, statement):
    """Correct what was entered; what contributors wrote here themselves stays theirs."""
    if not statement.is_entered:
        messages.info(request, _("The contributor wrote this here. Nobody else changes it."))
        return redirect("statement", slug=programme.slug, key=statement.key)
    return _form(request, programme, statement, is_new=False)


def _form(request, programme: Programme, statement: Statement, *, is_new: bool):
    asked, copied = statement.round, unsaved.place_of_statement(statement)
    open_to = _without_answer(asked, statement) if asked else ()
    made = partial(StatementForm, programme=programme, statement=statement, asked=asked, open_to=open_to)
    form = made(request.POST or kept.taken_out(request) or unsaved.used_at(request, copied), request.FILES or None)
    if request.method == "POST" and _is_good(form) and _is_saved(request, form, is_new=is_new):
        safety_copies.forget(request, copied)
        messages.success(request, _("The statement is saved."))
        return redirect("statement", slug=programme.slug, key=form.statement.key)
    context = (
        frame(request, programme)
        | unsaved.of_statement(request, form, statement, made)
        | {
            "form": form,
            "is_new": is_new,
            "round": asked,
            "round_title": asked.label(get_language() or "", programme.original_language) if asked else "",
            "back_url": _back(programme, statement, is_new=is_new),
            "file_here": form["file_name"].value() if form["sha256"].value() else "",
        }
    )
    return render(request, "programmes/rounds/statement_form.html", context)


def _without_answer(asked: Round, statement: Statement) -> list:
    """Those who were asked and have not answered; and whose answer this is."""
    answered = asked.statements.sent().exclude(key=statement.key).exclude(participant=None).values("participant")
    return list(asked.participants.exclude(asked_at=None).exclude(pk__in=answered))


def _back(programme: Programme, statement: Statement, *, is_new: bool) -> str:
    if not is_new:
        return reverse("statement", kwargs={"slug": programme.slug, "key": statement.key})
    if statement.round:
        return reverse("round", kwargs={"slug": programme.slug, "key": statement.round.key})
    return reverse("rounds", kwargs={"slug": programme.slug})


def _is_good(form: StatementForm) -> bool:
    """Whether the form can be saved. A file that came with it is kept also where something else is wrong."""
    is_valid = form.is_valid()
    if form.brought is None:
        return is_valid
    try:
        contents.keep(form.programme, form.brought)
    except contents.NoRoom as refused:
        form.add_error("file", str(refused))
    except NotStored:
        form.add_error("file", _("The file could not be kept just now: the storage is full or away. Try again later."))
    else:
        form.cleaned_data |= {"sha256": form.brought.sha256, "file_name": form.name_of_brought}
        form.go_on_with_brought()
    return not form.errors


def _is_saved(request, form: StatementForm, *, is_new: bool) -> bool:
    statement, row_version = form.filled(), form.cleaned_data["row_version"]
    try:
        if is_new:
            statement.row_version = 1
            form.statement = actions.add_statement(statement, row_version=row_version, by=request.actor)
        else:
            actions.change_statement(statement, row_version=row_version, by=request.actor)
    except actions.Refused as refused:
        form.refuse("text", refused)
        return False
    return True


@require_POST
@guarded(load_any_statement, rules.archive_statement)
def archive_statement(request, programme, statement):
    return _done(request, statement, actions.archive_statement, _("Archived. It counts nowhere, nor do its points."))


@require_POST
@guarded(load_any_statement, rules.archive_statement)
def restore_statement(request, programme, statement):
    return _done(request, statement, actions.restore_statement, _("Brought back."))


def _done(request, statement: Statement, act, told: str):
    names = {"slug": statement.programme.slug, "key": statement.key}
    return done(request, partial(act, statement), told, "statement", **names)


@require_POST
@guarded(load_statement, rules.enter_statement)
def remove_supporter(request, programme, statement):
    act = partial(actions.remove_supporter, name=request.POST.get("name", ""))
    return _done(request, statement, act, _("The name is taken away. The number of supporters stays."))


@require_safe
@guarded(load_any_statement, rules.read_rounds)
def statement_file(request, programme, statement):
    """The file as it came, never shown within a page."""
    content = contents.content_of(programme, statement.sha256)
    if content is None:
        raise Http404
    response = handed_out(statement.file_name, content, as_attachment=True)
    patch_cache_control(response, private=True, no_store=True)
    return response
