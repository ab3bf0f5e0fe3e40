"""Questions to residents: the list of what is open, the page of each, and the one on which they answer. None knows an
account.

What is read is put together once and read by everybody alike (`integration_programme/reading.py`); the page for answering is
nobody's to keep. What residents wrote is told only after a coordinator has let it in, and once the questions are over.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from integration_programme.access import public, require_http_methods
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.reading import reading_page
from integration_programme.tries import TooManyTries
from programmes.actions import contents
from programmes.actions import residents as actions
from programmes.document.blocks import Document
from programmes.enums import Moderation, RoundKind, RoundState, direction
from programmes.export import body_of
from programmes.forms.residents import ResidentAnswerForm
from programmes.models import Comment, ProgrammeMunicipality, Round, RoundDocument, Statement
from programmes.models.dispositions import OPEN
from programmes.views.contents import handed_out
from programmes.views.published import address
from programmes.views.round_rows import public_address
from programmes.views.spoken import OWN_NAMES, Words, words_in
from stakeholders.accounts import answer_as_resident
from stakeholders.models import today

ON_A_PAGE = 25


@dataclass(frozen=True)
class Shown:
    """Questions in a language, with the words of the page around them."""

    asked: Round
    language: str
    words: Words

    @property
    def questions(self) -> list[str]:
        return self.asked.asked(self.language, self.asked.programme.original_language)

    def url(self, name: str) -> str:
        return reverse(name, args=[self.asked.pk, self.language])

    def frame(self) -> dict:
        """What both pages say."""
        asked, original, words = self.asked, self.asked.programme.original_language, self.words
        return {
            "asked": asked,
            "state": asked.state,
            "language": self.language,
            "direction": direction(self.language),
            "words": words,
            "title": asked.title.text(self.language),
            "municipality": asked.lead.first(self.language, original)[1],
            "days": _told_of_days(asked, words),
            "questions": self.questions,
            "read_url": self.url("residents"),
            "answer_url": self.url("answer_residents"),
            "receipt_url": reverse("receipt", args=[self.language]),
        }


def asked_of_everybody():
    """Questions that are or were public, each with as much of its programme as a page says, and the name of the `lead`."""
    leads = ProgrammeMunicipality.objects.filter(programme=OuterRef("programme"), is_lead=True)
    rows = Round.objects.filter(kind=RoundKind.RESIDENTS, opened_at__isnull=False, programme__archived_at=None)
    own = [each.name for each in Round._meta.concrete_fields]
    of_programme = ("content_languages", "original_language", "is_demo", "rounds_revision", "comments_revision")
    shown = rows.select_related("programme").only(*own, *(f"programme__{name}" for name in of_programme))
    return shown.annotate(lead=Subquery(leads.values("municipality__names")[:1]))


PUBLIC = Prepared(lambda: asked_of_everybody().filter(pk=SOME_ID).order_by())
LARGEST_ID = 2**31 - 1  # what an address may name: a database stumbles over more


def _shown(pk: int, language: str) -> Shown:
    """Questions that are or were public, in one statement. Raises Http404."""
    asked = PUBLIC.first(None, {SOME_ID: pk}) if pk <= LARGEST_ID else None
    if asked is None:
        raise Http404
    reader, known = get_language() or "", asked.written_in
    chosen = language or (reader if reader in known else known[0])
    if chosen not in known:
        raise Http404
    return Shown(asked, chosen, words_in(chosen))


def _told_of_days(asked: Round, words: Words) -> str:
    if asked.state == RoundState.CANCELLED:
        return words["cancelled"]
    if asked.is_open:
        return words.with_("until", day=asked.closes_on)
    return words.with_("closed", day=timezone.localdate(asked.closed_at) if asked.closed_at else asked.closes_on)


# Reading


@require_safe
@public
def open_questions(request):
    """What municipalities ask everybody today, what ends soonest first; each leads to its page in every language."""
    rows = list(asked_of_everybody().open().order_by("closes_on", "pk"))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    reader, path = get_language() or "", request.path
    where = path if page.number == 1 else f"{path}?page={page.number}"

    def context() -> dict:
        return {
            "rows": [_listed(asked, reader) for asked in page],
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "canonical": settings.BASE_URL + where,
            "alternates": [{"code": code, "url": address("open_questions", code)} for code, _n in settings.LANGUAGES],
        }

    of = tuple((asked.pk, asked.row_version) for asked in rows), str(today())
    return reading_page(request, "residents/list.html", context, of=of, changed_at=timezone.now(), address=where)


def _listed(asked: Round, reader: str) -> dict:
    """A line of the list: in the language of the page where it is asked in that."""
    known, original = asked.written_in, asked.programme.original_language
    language = reader if reader in known else known[0]
    return {
        "asked": asked,
        "municipality": asked.lead.first(reader, original)[1],
        "title": asked.title.text(language),
        "language": language,
        "url": reverse("residents", args=[asked.pk, language]),
        "others": [_alternate(asked, each, language) for each in known if each != language],
    }


@require_safe
@public
def residents(request, pk: int, language: str = ""):
    """What is asked and until when; afterwards, what was said and what became of it."""
    shown = _shown(pk, language)
    asked, programme = shown.asked, shown.asked.programme
    of = (asked.pk, asked.row_version, programme.rounds_revision, programme.comments_revision, str(today()))

    def context() -> dict:
        told = shown.frame() | {"message": asked.message.first(shown.language, programme.original_language)}
        told |= _text(shown) if asked.is_open and asked.has_text else {}
        told |= _told_back(shown) if asked.state == RoundState.CLOSED else {}
        told["alternates"] = [_alternate(asked, each, shown.language) for each in asked.written_in]
        told["canonical"] = public_address("residents", shown.language, asked.pk)
        return told

    now = timezone.now()
    return reading_page(request, "residents/page.html", context, of=of, changed_at=now, address=request.path)


def _alternate(asked: Round, language: str, current: str) -> dict:
    """The page in a language."""
    return {
        "code": language,
        "name": OWN_NAMES[language],
        "direction": direction(language),
        "address": public_address("residents", language, asked.pk),
        "url": reverse("residents", args=[asked.pk, language]),
        "current": language == current,
    }


def _text(shown: Shown) -> dict:
    """The chapters that residents read, in the language of the page or of those around it, else in any that there is."""
    wanted = [shown.language, get_language() or "", shown.asked.programme.original_language]
    rows = {each.language: each for each in RoundDocument.objects.filter(round=shown.asked)}
    row = next((rows[each] for each in (*wanted, *rows) if each in rows), None)
    if row is None:
        return {}
    document = Document.from_data(row.data)
    for each in document.illustrations():
        each.own_address = reverse("residents_picture", args=[shown.asked.pk, each.key])
    return {"body": body_of(document), "body_language": row.language, "body_called": OWN_NAMES[row.language]}


def _told_back(shown: Shown) -> dict:
    """Everything that was let in, in the order in which it came, each with what became of it; in one statement."""
    rows = Comment.objects.filter(
        statement__round=shown.asked, statement__moderation=Moderation.LET_IN, withdrawn_at=None
    )
    points = list(rows.select_related("disposition", "statement"))
    return {
        "points": [told_of(shown.words, each, shown.language, get_language() or "") for each in points],
        "received": shown.words.with_("received", number=len({each.statement_id for each in points})),
    }


def told_of(words: Words, point: Comment, *languages: str) -> dict:
    """A point of an answer with what became of it; of a proposal nothing is told."""
    standing = point.standing
    language, reason = point.disposition.reason.first(*languages) if standing != OPEN else ("", "")
    return {
        "text": point.text,
        "language": point.statement.language,
        "label": words[standing],
        "is_open": standing == OPEN,
        "passed_to": point.disposition.passed_to if standing == "passed_on" else "",
        "reason": reason,
        "reason_language": language,
    }


@require_safe
@public
def residents_picture(request, pk: int, key: UUID):
    """A picture of the chapters that residents read, while they do."""
    asked = _shown(pk, "").asked
    documents = (Document.from_data(each.data) for each in asked.documents.all()) if asked.is_open else ()
    found = (each for document in documents for each in document.illustrations())
    picture = next((each for each in found if each.key == str(key)), None)
    content = contents.content_of(asked.programme, picture.sha256) if picture else None
    if content is None:
        raise Http404
    return nobodys(handed_out(str(key), content, as_attachment=False))


# Answering


@require_http_methods(["GET", "POST"])
@public
def answer_residents(request, pk: int, language: str):
    """The form, and after it the number and the code, on a page that is made anew by every click of the same button."""
    shown = _shown(pk, language)
    form = ResidentAnswerForm(request.POST or None, questions=shown.questions, words=shown.words)
    if request.method == "POST" and form.is_valid() and (statement := _kept(request, shown, form)):
        return nobodys(render(request, "residents/thanks.html", _receipt(shown, statement)))
    if form.is_bound:
        form.begin_anew()
    context = shown.frame() | {"form": form, "is_open": shown.asked.is_open}
    return nobodys(render(request, "residents/answer.html", context))


def _kept(request, shown: Shown, form: ResidentAnswerForm) -> Statement | None:
    """The answer as it is kept; None, and an error in the form, where it is not."""
    asked = shown.asked
    try:
        answer_as_resident(request)
        return actions.send_resident_answer(
            asked,
            form.answers,
            form.cleaned_data["text"],
            language=shown.language,
            key=form.key,
            by=actions.resident(asked),
        )
    except TooManyTries as refused:
        form.add_error(None, shown.words.with_("error_many", time=refused.again_at))
    except actions.Refused:
        form.add_error(None, shown.words["error_over"])
    return None


def _receipt(shown: Shown, statement: Statement) -> dict:
    statement.round = shown.asked
    statement.round.programme = statement.programme = shown.asked.programme
    return shown.frame() | {"statement": statement, "answers": statement.answered}


def nobodys(response):
    """No cache keeps it, and no search engine names it."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
