"""What became of an answer or a statement, for whoever has its number and its code; and withdrawing the name by them.

A number that is nobody's and a code that is wrong are answered alike, and looked at no faster than in a room of people.
"""

from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from integration_programme.access import public, require_http_methods
from integration_programme.tries import TooManyTries
from programmes.actions import receipts as actions
from programmes.enums import Moderation, direction
from programmes.forms.residents import ReceiptForm
from programmes.models import Statement
from programmes.views.residents import nobodys, told_of
from programmes.views.spoken import Words, words_in
from stakeholders.accounts import look_for_answer


@require_http_methods(["GET", "POST"])
@public
def receipt(request, language: str = ""):
    """Ask for number and code; by both, tell what was written and what became of it."""
    language = language or get_language() or ""
    words = words_in(language)
    form = ReceiptForm(request.POST or None)
    context = {"words": words, "language": words.language, "direction": words.direction, "form": form}
    if request.method == "POST":
        statement, error = _asked_for(request, form, words)
        if statement is not None and "withdraw" in request.POST and _can_withdraw(statement):
            actions.withdraw_name(statement, by=actions.contributor(statement))
            statement.refresh_from_db(fields=["contributor_name", "name_withdrawn_at"])
        context |= {"error": error} if statement is None else _told(statement, words, language)
    return nobodys(render(request, "residents/receipt.html", context | {"url": reverse("receipt", args=[language])}))


def _asked_for(request, form: ReceiptForm, words: Words) -> tuple[Statement | None, str]:
    """What the number and the code are of, or the sentence that says why nothing is told."""
    try:
        look_for_answer(request)
    except TooManyTries as refused:
        return None, words.with_("error_many", time=refused.again_at)
    number, code = (form.cleaned_data[name] for name in ("number", "code")) if form.is_valid() else ("", "")
    rows = (
        Statement.objects.filter(sent_at__isnull=False)
        .exclude(number="")
        .select_related("round", "participant", "programme")
    )
    found = rows.filter(number=number).first()
    if found is None or not constant_time_compare(found.code, code):
        return None, words["error_unknown"]
    if found.round_id:
        found.round.programme = found.programme
    return found, ""


def _can_withdraw(statement: Statement) -> bool:
    """Whether a name is known: of whoever signed it, or was asked by name."""
    named = statement.contributor_name or (statement.participant and statement.participant.name)
    return bool(named) and statement.name_withdrawn_at is None


def _told(statement: Statement, words: Words, language: str) -> dict:
    programme = statement.programme
    about = statement.round if statement.round_id else programme
    points = statement.points.filter(withdrawn_at=None).select_related("disposition", "statement")
    return {
        "statement": statement,
        "about": about.label(language, programme.original_language),
        "answers": statement.answered,
        "text_direction": direction(statement.language),
        "can_withdraw": _can_withdraw(statement),
        "points": [told_of(words, each, language, get_language() or "") for each in points],
        "standing": words[statement.moderation] if statement.moderation else "",
        "supporters": words.with_("supporters", number=statement.supporters) if statement.supporters else "",
        "why": statement.why_hidden if statement.moderation == Moderation.HIDDEN else "",
    }
