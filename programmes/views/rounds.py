"""Rounds as those who write the programme see them: begun, sent, followed, closed, and what came of them."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from integration_programme.remembered import Remembered
from programmes import rules
from programmes.actions import rounds as actions
from programmes.document import assemble
from programmes.document.blocks import Document
from programmes.enums import Audience, Phase, RoundKind, RoundState
from programmes.export import body_of
from programmes.forms.residents import ResidentsForm
from programmes.forms.rounds import RoundForm
from programmes.models import Programme, Round, Statement
from programmes.views.base import load_programme
from programmes.views.preview import chosen_language, local_name
from programmes.views.round_rows import (
    LOOKS,
    Asked,
    moderated,
    participants_of,
    public_pages,
    round_row,
    statement_row,
    told_of_days,
)
from programmes.views.sheets import csv_of
from stakeholders.models import today

CHAPTERS = Remembered[list[tuple[str, str]]](300_000)


def load_rounds(actor, slug: str) -> tuple[Programme]:
    """The programme, for those who see its rounds; for others there are none."""
    (programme,) = load_programme(actor, slug)
    if not rules.read_rounds.allows(actor, programme):
        raise Http404
    return (programme,)


def load_round(actor, slug: str, key) -> tuple[Programme, Round]:
    (programme,) = load_rounds(actor, slug)
    found = programme.rounds.select_related("version").defer("version__dump").filter(key=key).first()
    if found is None:
        raise Http404
    found.programme = programme
    return programme, found


def frame(request, programme: Programme) -> dict:
    return {
        "programme": programme,
        "phase": Phase.COOPERATION,
        "can_manage": rules.manage_rounds.allows(request.actor, programme),
        "can_enter": rules.enter_statement.allows(request.actor, programme),
    }


@require_safe
@guarded(load_rounds, rules.read_rounds)
def rounds(request, programme):
    """All rounds, the newest first, and what came in without one."""
    found = list(programme.rounds.all()) if programme.rounds_revision else []
    for each in found:
        each.programme = programme
    came = _beside_rounds(programme) if programme.rounds_revision else []
    context = frame(request, programme) | {
        "rows": [round_row(each) for each in found],
        "statements": [statement_row(programme, each) for each in came if each.archived_at is None],
        "archived": [statement_row(programme, each) for each in came if each.archived_at is not None],
    }
    return render(request, "programmes/rounds/list.html", context)


def _beside_rounds(programme: Programme) -> list[Statement]:
    """What came in without a round, and all that was archived."""
    rows = programme.statements.come_in().defer("text")
    return list(rows.filter(Q(round=None) | Q(archived_at__isnull=False)))


def _chapters(programme: Programme) -> list[tuple[str, str]]:
    """The chapters that can be asked about, by place: those of the document without what is kept back from the group."""
    opened = programme.opened_to(Audience.GROUP)
    document = opened.remembered(CHAPTERS, lambda: _named(opened))
    return list(document)


def _named(opened: Programme) -> list[tuple[str, str]]:
    reader = get_language() or ""
    document = assemble(opened, reader if reader in opened.languages else opened.original_language)
    return [(each.place, f"{each.number} {each.title}".strip()) for each in (*document.sections, *document.back)]


@require_http_methods(["GET", "POST"])
@guarded(load_rounds, rules.manage_rounds)
def add_round(request, programme):
    """Begin a draft: nothing is sent by it."""
    form = _form(request, programme, Round(programme=programme))
    if request.method == "POST" and form.is_valid() and (begun := _begun(request, form)):
        messages.success(request, _("The draft is saved. Choose now who is asked; nothing has been sent."))
        return redirect("participants", slug=programme.slug, key=begun.key)
    return render(request, "programmes/rounds/form.html", frame(request, programme) | {"form": form})


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def edit_round(request, programme, found):
    """Change a round that has not been sent."""
    if found.state not in actions.UNSENT:
        messages.info(request, _("The round has been sent: what it asks stays as it is. You can give it more time."))
        return redirect("round", slug=programme.slug, key=found.key)
    form = _form(request, programme, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_round(form.instance, row_version=form.cleaned_data["row_version"], by=request.actor)
        except actions.Refused as refused:
            form.refuse("closes_on", refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(_after_saving(form, form.instance), slug=programme.slug, key=found.key)
    context = {"form": form, "round": found, "is_public": found.is_public}
    return render(request, "programmes/rounds/form.html", frame(request, programme) | context)


@require_http_methods(["GET", "POST"])
@guarded(load_rounds, rules.manage_rounds)
def ask_residents(request, programme):
    """Begin questions to residents as a draft: nothing is public by it."""
    form = _form(request, programme, Round(programme=programme, kind=RoundKind.RESIDENTS))
    if request.method == "POST" and form.is_valid() and (begun := _begun(request, form)):
        messages.success(request, _("The draft is saved. Nothing is public yet."))
        return redirect(_after_saving(form, begun), slug=programme.slug, key=begun.key)
    return render(request, "programmes/rounds/form.html", frame(request, programme) | {"form": form, "is_public": True})


def _begun(request, form: RoundForm) -> Round | None:
    """The draft as it is saved; None, and an error in the form, where it is not."""
    form.instance.key = form.cleaned_data["record_key"] or form.instance.key
    try:
        return actions.add_round(form.instance, by=request.actor)
    except actions.Refused as refused:
        form.refuse(next(iter(form.translated["title"])), refused)
        return None


def _after_saving(form: RoundForm, found: Round) -> str:
    """The page of the round; the form again, where a language was chosen that has its fields only now."""
    return "edit_round" if found.is_public and set(found.languages) - set(form.languages) else "round"


def _form(request, programme: Programme, found: Round) -> RoundForm:
    return (ResidentsForm if found.is_public else RoundForm)(
        request.POST or kept.taken_out(request),
        instance=found,
        languages=programme.languages,
        chapters=_chapters(programme),
    )


@require_safe
@guarded(load_round, rules.read_rounds)
def round_(request, programme, found):
    """How a round stands: who was asked, who has answered, who is silent, and what came in."""
    asked = [] if found.is_public else participants_of(found)
    context = frame(request, programme) | {
        "round": found,
        "pages": public_pages(found) if found.is_public else [],
        "moderated": moderated(found) if found.is_public and found.was_opened else {},
        "state": found.state,
        "look": LOOKS[found.state],
        "is_late": found.opens_on < today(),
        "can_ask": found.state in (*actions.UNSENT, RoundState.OPEN),
        "questions": found.asked(get_language() or "", programme.original_language),
        "title": found.label(get_language() or "", programme.original_language),
        "days": told_of_days(found),
        "participants": asked,
        "counts": counts(asked),
        "statements": [statement_row(programme, each) for each in found.statements.sent()],
        "comments": _comments(programme, found),
        "unasked": sum(each.state == "new" for each in asked) if found.is_open else 0,
        "chapters": chosen_chapters(programme, found),
    }
    return render(request, "programmes/rounds/round.html", context)


def counts(asked: list[Asked]) -> dict[str, int]:
    """How many were asked, have answered, had no remarks, and have said nothing."""
    own = [each for each in asked if each.is_asked]
    answered = [each for each in own if each.stance]
    return {
        "asked": len(own),
        "answered": len(answered),
        "no_remarks": sum(each.stance == "no_remarks" for each in answered),
        "silent": len(own) - len(answered),
    }


def _comments(programme: Programme, found: Round) -> int:
    """How many comments were made in the application while it was open; points of an answer are in the answer."""
    if not found.was_opened or not programme.comments_revision:
        return 0
    made = programme.comments.filter(said_at__gte=found.opened_at, answer_to=None, statement=None, withdrawn_at=None)
    return made.filter(said_at__lte=found.closed_at).count() if found.closed_at else made.count()


def chosen_chapters(programme: Programme, found: Round) -> list[str]:
    if found.was_opened:
        return titles_of(found)
    names = dict(_chapters(programme)) if found.sections else {}
    return [names[place] for place in found.sections if place in names]


def titles_of(found: Round) -> list[str]:
    """The chapters that were sent, in the reader's language where they are in it."""
    documents = {each.language: each.data for each in found.documents.all()}
    data = documents.get(get_language() or "") or documents.get(found.programme.original_language) or {}
    sections = [*data.get("sections", ()), *data.get("back", ())]
    return [f"{each['number']} {each['title']}".strip() for each in sections]


@require_safe
@guarded(load_round, rules.read_rounds)
def round_text(request, programme, found):
    """What those who are asked read, or will read: what was sent, or the draft as it stands."""
    documents = _documents(programme, found)
    if not documents:
        raise Http404
    languages = sorted(documents, key=[*programme.languages, *documents].index)
    language = chosen_language(request, programme)
    if language not in documents:  # one that the programme has had only since the round was sent
        language = languages[0]
    address = reverse("round_text", kwargs={"slug": programme.slug, "key": found.key})
    context = frame(request, programme) | {
        "round": found,
        "title": found.label(get_language() or "", programme.original_language),
        "body": body_of(documents[language]),
        "language": language,
        "languages": [
            {"name": local_name(code), "code": code, "url": f"{address}?language={code}", "current": code == language}
            for code in languages
        ],
    }
    return render(request, "programmes/rounds/text.html", context)


def _documents(programme: Programme, found: Round) -> dict[str, Document]:
    """What was sent, or would be today, by its language."""
    if found.was_opened:
        return {each.language: Document.from_data(each.data) for each in found.documents.all()}
    return {each.language: each for each in actions.frozen(programme, found.sections)} if found.has_text else {}


@require_safe
@guarded(load_round, rules.read_rounds)
def round_csv(request, programme, found):
    """Who was asked, reminded and has answered, as a table; silence has its line too."""
    columns = [_("Participant"), _("Asked on"), _("Reminded on"), _("Answer"), _("Received on"), _("How it came")]
    rows = [_cells(each) for each in participants_of(found)]
    return csv_of([[*columns, _("Supporters")], *rows], f"{programme.slug}-round")


def _cells(asked: Asked) -> list[str]:
    said = [asked.label, asked.received_on, asked.way, str(asked.supporters or "")]
    return [strip_tags(asked.name), asked.asked_on, asked.reminded_on, *said]
