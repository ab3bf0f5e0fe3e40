"""Answers of residents as those who write the programme see them: let in, hidden with a reason, flagged for a coordinator."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import residents as actions
from programmes.enums import Moderation, direction
from programmes.forms.residents import HideForm
from programmes.models import Programme, Round, Statement
from programmes.views.acts import done
from programmes.views.round_rows import moderated
from programmes.views.rounds import frame, load_round

ON_A_PAGE = 30
#: how they look, in the words of components/status_tag.html
LOOKS = {Moderation.WAITING: "waiting", Moderation.LET_IN: "done", Moderation.HIDDEN: "not_applicable"}


def load_public(actor, slug: str, key) -> tuple[Programme, Round]:
    """Questions to residents, for those who write the programme. Raises Http404."""
    programme, found = load_round(actor, slug, key)
    if not found.is_public:
        raise Http404
    return programme, found


def load_answer(actor, slug: str, key, statement) -> tuple[Programme, Round, Statement]:
    programme, found = load_public(actor, slug, key)
    answer = found.statements.exclude(moderation="").filter(key=statement).first()
    if answer is None:
        raise Http404
    answer.programme, answer.round = programme, found
    return programme, found, answer


@require_safe
@guarded(load_public, rules.read_rounds)
def resident_answers(request, programme, found):
    """All answers: those that were flagged first, then those that wait, then as they came."""
    first = Case(When(moderation=Moderation.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = found.statements.exclude(moderation="").order_by("-flagged_by", first, "sent_at", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    for each in page.object_list:
        each.programme, each.round = programme, found
    context = _frame(request, programme, found) | {
        "page": page,
        "rows": [_row(each) for each in page.object_list],
        "numbers": moderated(found),
        "can_flag": rules.enter_statement.allows(request.actor, programme),
    }
    return render(request, "programmes/rounds/resident_answers.html", context)


def _frame(request, programme: Programme, found: Round) -> dict:
    title = found.label(get_language() or "", programme.original_language)
    return frame(request, programme) | {"round": found, "title": title}


def _row(answer: Statement) -> dict:
    return {
        "answer": answer,
        "said": answer.answered,
        "direction": direction(answer.language),
        "look": LOOKS[answer.moderation],
        "is_let_in": answer.moderation == Moderation.LET_IN,
        "is_hidden": answer.moderation == Moderation.HIDDEN,
    }


def _done(request, found: Round, answer: Statement, act, words: str):
    names = {"slug": found.programme.slug, "key": found.key}
    return done(request, partial(act, answer), words, "resident_answers", **names)


@require_POST
@guarded(load_answer, rules.manage_rounds)
def let_in_answer(request, programme, found, answer):
    words = _("The answer is let in. What it says waits for a response.")
    return _done(request, found, answer, actions.let_in_answer, words)


@require_POST
@guarded(load_answer, rules.enter_statement)
def flag_answer(request, programme, found, answer):
    words = _("The coordinators are asked to look at the answer.")
    return _done(request, found, answer, actions.flag_answer, words)


@require_http_methods(["GET", "POST"])
@guarded(load_answer, rules.manage_rounds)
def hide_answer(request, programme, found, answer):
    """Ask for the reason, which the resident reads."""
    form = HideForm(request.POST or kept.taken_out(request), initial={"why": answer.why_hidden})
    if request.method == "POST" and form.is_valid():
        try:
            actions.hide_answer(answer, form.cleaned_data["why"], by=request.actor)
        except actions.Refused as refused:
            form.add_error("why", str(refused))
        else:
            messages.success(request, _("The answer is hidden. Who has its number and code reads the reason."))
            return redirect("resident_answers", slug=programme.slug, key=found.key)
    context = _frame(request, programme, found) | {"form": form, "row": _row(answer)}
    return render(request, "programmes/rounds/hide_answer.html", context)
