"""Answering in a round: by a personal link without a password, or signed in, by the same form.

A link opens what was sent in its round and nothing else. GET changes nothing: whatever opens the link before its reader,
no word is sent by it. A link that is over, revoked or made up leads to one and the same page.
"""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded, public, require_http_methods
from integration_programme.actors import Actor, LinkHolder
from integration_programme.edge import read_by_all
from integration_programme.remembered import Remembered
from integration_programme.tries import TooManyTries
from programmes import rules
from programmes.actions import contents
from programmes.actions import statements as actions
from programmes.actions.participants import send_link_again
from programmes.document.blocks import Document
from programmes.export import body_of
from programmes.forms.answering import NewLinkForm
from programmes.forms.statements import AnswerForm, SupportersForm
from programmes.models import Participant, Round, Statement
from programmes.views.contents import handed_out
from programmes.views.preview import local_name
from stakeholders.accounts import ask_for_link
from stakeholders.views.public import time_to_try

TEXT = Remembered[tuple[list[tuple[str, str]], SafeString]](2_500_000)
TYPED = ("text", *SupportersForm.base_fields, "contributor_name")


def _found(request, token: str) -> Participant | None:
    """Whose link it is, where it works for whoever asks."""
    found = Participant.objects.working().filter(token=token).first()
    return found if found and found.opens_to(request.user) else None


def _actor(request, participant: Participant) -> Actor:
    """The person of the seat, where they are signed in; else whoever holds the link."""
    if participant.is_for(request.user):
        return request.user
    return LinkHolder(link=str(participant.key), name=participant.label(participant.round.programme.original_language))


@require_http_methods(["GET", "POST"])
@public
def answer_round(request, token: str):
    """What was sent, and the form for the answer; both until the round is over."""
    participant = _found(request, token)
    if participant is None:
        return _ended(request)
    asked, saved = participant.round, _saved(participant)
    form = _form(request, participant, saved)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, participant, form)
        except actions.LinkEnded:
            return _ended(request)
        except actions.Refused as refused:
            form.refuse("text", refused)
    response = render(request, "programmes/rounds/answer.html", _context(request, participant, asked, saved, form))
    return _guarded(response)


def _saved(participant: Participant) -> Statement | None:
    """What stands saved of the answer: sent, or written so far."""
    rows = {each.sent_at is not None: each for each in participant.statements.filter(archived_at=None)}
    return rows.get(True) or rows.get(False)


def _form(request, participant: Participant, saved: Statement | None) -> AnswerForm:
    asked = participant.round
    languages = (get_language() or "", participant.language, asked.programme.original_language)
    begun = Statement(contributor_name=participant.name, language=participant.language, stance="", row_version=0)
    if participant.is_for(request.user):
        begun.contributor_name = request.user.name
    return AnswerForm(request.POST or None, questions=asked.asked(*languages), statement=saved or begun)


def _answered(request, participant: Participant, form: AnswerForm):
    actor, row_version = _actor(request, participant), form.cleaned_data["row_version"]
    if form.is_kept:
        actions.keep_answer(participant, form.answer, row_version, actor)
        messages.success(request, _("The draft is kept. Only you see it; send it before the round closes."))
    else:
        actions.send_answer(participant, form.answer, row_version=row_version, by=actor)
        messages.success(request, _("Thank you. Your answer has been sent; you can change it until the round closes."))
    return redirect("answer_round", token=participant.token)


def _context(request, participant: Participant, asked: Round, saved: Statement | None, form: AnswerForm) -> dict:
    programme, reader = asked.programme, get_language() or ""
    is_sent = saved is not None and saved.sent_at is not None
    return _shown(request, participant) | {
        "round": asked,
        "programme": programme,
        "lead": programme.lead.label(reader),
        "title": asked.label(reader, programme.original_language),
        "message": asked.message.first(reader, programme.original_language),
        "body_named": participant.body,
        "is_sent": is_sent,
        "is_kept": saved is not None and not is_sent,
        "sent_at": saved.changed_at or saved.sent_at if is_sent else None,
        "statement": saved if is_sent else None,
        "receipt_url": settings.BASE_URL + reverse("receipt"),
        "form": form,
    }


def _shown(request, participant: Participant) -> dict:
    """What was sent, in the language asked for, else in the reader's or the one in which they were asked."""
    programme, reader = participant.round.programme, get_language() or ""
    known = set(participant.round.documents.values_list("language", flat=True))
    wanted = (
        request.GET.get("language", ""),
        reader,
        participant.language,
        programme.original_language,
        *sorted(known),
    )
    language = next(each for each in wanted if each in known)
    of = (str(participant.key), participant.token, language, reader)
    contents_of, body = TEXT.get(of, lambda: _text(participant, language))
    address = reverse("answer_round", kwargs={"token": participant.token})
    languages = [
        {"name": local_name(each), "code": each, "url": f"{address}?language={each}#text", "current": each == language}
        for each in sorted(known, key=[*programme.languages, *sorted(known)].index)
    ]
    return {"contents": contents_of, "document": body, "language": language, "languages": languages}


def _text(participant: Participant, language: str) -> tuple[list[tuple[str, str]], SafeString]:
    """The chapters that were sent: their anchors and names, and their words."""
    document = Document.from_data(participant.round.documents.get(language=language).data)
    for each in document.illustrations():
        each.own_address = reverse("round_picture", kwargs={"token": participant.token, "key": each.key})
    chapters = [*document.sections, *document.back]
    return [(each.anchor, f"{each.number} {each.title}".strip()) for each in chapters], body_of(document)


def _ended(request):
    """The same for every link that opens nothing. What somebody was just sending is given back to them, to be copied."""
    written = [
        (AnswerForm.base_fields[name].label if name in TYPED else _("Answer"), value)
        for name, value in request.POST.items()
        if value and (name in TYPED or name.startswith("answer_"))
    ]
    context = {"form": NewLinkForm(), "written": written}
    return _guarded(render(request, "programmes/rounds/link_ended.html", context, status=410))


def _guarded(response):
    """No cache keeps it, and no search engine names it."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public
def round_picture(request, token: str, key: UUID):
    """A picture of what was sent, for whoever may read it."""
    participant = _found(request, token)
    if participant is None:
        raise Http404
    shown = (each for document in _documents(participant) for each in document.illustrations())
    picture = next((each for each in shown if each.key == str(key)), None)
    content = contents.content_of(participant.round.programme, picture.sha256) if picture else None
    if content is None:
        raise Http404
    return _guarded(handed_out(str(key), content, as_attachment=False))


def _documents(participant: Participant):
    return (Document.from_data(each.data) for each in participant.round.documents.all())


@require_http_methods(["GET", "POST"])
@public
def new_link(request):
    """Ask for a link again: the answer is the same whether there is one or not."""
    form = NewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_link(request)
        except TooManyTries as refused:
            words = _("Very many requests have come from your network within an hour. Send yours again at %(time)s.")
            form.add_error(None, words % {"time": time_to_try(refused)})
        else:
            if not form.is_trapped:
                send_link_again(form.cleaned_data["email"])
            return redirect("link_asked")
    return _guarded(render(request, "programmes/rounds/link_ended.html", {"form": form, "written": []}))


@require_safe
@public
@read_by_all
def link_asked(request):
    return render(request, "programmes/rounds/link_asked.html")


def load_own(actor, slug: str, key) -> tuple[Participant]:
    """Where somebody sits on a seat that is asked in this round, and the round is open. Raises Http404."""
    rows = Participant.objects.working().filter(round__key=key, round__programme__slug=slug)
    own = next((each for each in rows.exclude(seat=None) if rules.answer_in_round.allows(actor, each)), None)
    if own is None:
        raise Http404
    return (own,)


@require_safe
@guarded(load_own, rules.answer_in_round)
def answer_signed_in(request, participant):
    """Lead a member who is asked to the answer."""
    return redirect("answer_round", token=participant.token)
