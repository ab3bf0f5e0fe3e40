"""Reviews of a programme: asking the advisers, their going through it by the checklist, and what came of it."""

from datetime import date

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.actions import reviewing as actions
from programmes.enums import Audience, Phase, ProgrammeState
from programmes.forms.reviews import AskForm, DraftForm, SendForm
from programmes.models import DraftComment, Programme, Review, StandardComment
from programmes.models.places import worded
from programmes.models.reviews import ReviewQuerySet
from programmes.views.base import load_programme
from programmes.views.correcting import told_of_lock


def load_advised(actor, slug: str) -> tuple[Programme]:
    """A programme for those who write it and for its advisers; others find no such page."""
    (programme,) = load_programme(actor, slug)
    if not rules.read_reviews.allows(actor, programme):
        raise Http404
    return (programme,)


def load_review(actor, slug: str, key) -> tuple[Programme, Review]:
    """A review that both sides know of, or that somebody has begun themselves."""
    (programme,) = load_advised(actor, slug)
    rows = programme.reviews.select_related("version").defer("version__dump")
    review = get_object_or_404(rows, key=key)
    if not review.is_known and not _is_own(actor, review):
        raise Http404
    review.programme = programme
    return programme, review


def load_draft(actor, slug: str, key, draft=None) -> tuple[Programme, Review, DraftComment | None]:
    """A review with a comment that was gathered in it, or with none yet."""
    programme, review = load_review(actor, slug, key)
    found = get_object_or_404(review.drafts, key=draft) if draft else None
    if found and not (_is_own(actor, review) and _is_seen(programme, found)):
        raise Http404
    return programme, review, found


def _is_own(actor, review: Review) -> bool:
    account = rules.account_of(actor)
    return account is not None and review.adviser_id == account.pk


def _is_seen(programme: Programme, draft: DraftComment) -> bool:
    return rules.sees_place(programme, actions.place_of_draft(programme, draft))


def _url(review: Review) -> str:
    return reverse("review", kwargs={"slug": review.programme.slug, "key": review.key})


@require_http_methods(["GET", "POST"])
@guarded(load_advised, rules.read_reviews)
def reviews(request, programme):
    """Whose turn it is and since when, what was asked before and what came; a coordinator asks, an adviser begins."""
    can_ask = rules.ask_review.allows(request.actor, programme)
    form = AskForm(request.POST or kept.taken_out(request) or None)
    if request.method == "POST":
        rules.ask_review.check(request.actor, programme)
        if form.is_valid() and (asked := _asked(request, programme, form)):
            return redirect(_url(asked))
    found = list(_known(programme).annotate(number=Count("comments")).order_by("-pk"))
    waiting = next((each for each in found if each.waits), None)
    context = {
        "programme": programme,
        "reviews": found,
        "waiting": waiting,
        "own": _own(request.actor, programme),
        "form": form if can_ask and (waiting is None or form.errors) else None,
        "advisers": actions.advisers_of(programme) if can_ask else [],
        "can_begin": rules.review_programme.allows(request.actor, programme),
        "compare_url": compare_url(programme, found) if programme.audience == Audience.ADVISER else "",
        "is_writer": programme.audience == Audience.WRITERS,
        "lock": told_of_lock(request.actor, programme),
    }
    return render(request, "programmes/reviews/list.html", context)


def offers_review(actor, programme: Programme) -> bool:
    """Whether the home of a draft offers to ask the advisers, or an adviser to go through it."""
    if programme.state == ProgrammeState.APPROVED or programme.archived_at is not None:
        return False
    return programme.audience == Audience.ADVISER or rules.manage_programme.allows(actor, programme)


def whose_turn(actor, programme: Programme) -> dict:
    """For the home of a programme: whose turn it is between the municipality and its advisers, since when, and the way on;
    nothing where no review was ever asked for or sent."""
    if not programme.reviewed.get("key") or not rules.read_reviews.allows(actor, programme):
        return {}
    told = programme.reviewed
    return {
        "url": reverse("review", kwargs={"slug": programme.slug, "key": told["key"]}),
        "waits": told["waits"],
        "is_mine": told["waits"] and programme.audience == Audience.ADVISER,
        "day": date.fromisoformat(told["day"]),
    }


def _known(programme: Programme) -> ReviewQuerySet:
    known = programme.reviews.known() if programme.reviewed else programme.reviews.none()
    return known.select_related("version").defer("version__dump")


def _own(actor, programme: Programme) -> Review | None:
    """What an adviser has begun unasked and not sent."""
    account = rules.account_of(actor)
    if programme.audience != Audience.ADVISER or account is None:
        return None
    return next((each for each in programme.reviews.filter(sent_at=None, adviser=account) if not each.waits), None)


def _asked(request, programme: Programme, form: AskForm) -> Review | None:
    said = form.cleaned_data
    try:
        review = actions.ask_review(programme, said["message"], wished_on=said["wished_on"], by=request.actor)
    except actions.Refused as refused:
        form.refuse("message", refused)
        return None
    messages.success(request, _("The advisers have been asked. You are told when their comments come."))
    return review


def compare_url(programme: Programme, found: list[Review]) -> str:
    """Where an adviser reads what has changed since a review was last sent; '' before the first one."""
    last = max((each for each in found if each.sent_at), key=lambda each: each.sent_at, default=None)
    address = reverse("compare_versions", kwargs={"slug": programme.slug})
    return f"{address}?from={last.version.number}&to=today" if last else ""


@require_POST
@guarded(load_advised, rules.review_programme)
def begin_review(request, programme):
    return redirect(_url(actions.begin_review(programme, by=request.actor)))


@require_safe
@guarded(load_review, rules.read_reviews)
def review(request, programme, review):
    """For the adviser who writes it the checklist with what was gathered; for others what was asked, and what came."""
    return _page(request, programme, review, SendForm())


def _page(request, programme: Programme, review: Review, form: SendForm, status: int = 200):
    actor = request.actor
    can_write = rules.write_review.allows(actor, programme, review)
    form.helper.form_action = reverse("send_review", kwargs={"slug": programme.slug, "key": review.key})
    context = {
        "programme": programme,
        "review": review,
        "title": _title(review, can_write),
        "is_writer": programme.audience == Audience.WRITERS,
        "can_take_back": review.waits and rules.ask_review.allows(actor, programme),
        "can_write": can_write,
        "refused": "" if can_write or review.sent_at else rules.write_review.reason(actor, programme, review),
        "was_left": not can_write and _may_be_taken_over(actor, programme, review),
        "number": review.comments.count() if review.sent_at else 0,
        "responses_url": _responses_url(programme, review),
        "compare_url": compare_url(programme, list(_known(programme))) if can_write else "",
    }
    if can_write:
        drafts = [each for each in review.drafts.all() if _is_seen(programme, each)] if _is_own(actor, review) else []
        context |= {"form": form, "drafts": len(drafts), "phases": _by_phase(programme, review, drafts)}
    return render(request, "programmes/reviews/review.html", context, status=status)


def _may_be_taken_over(actor, programme: Programme, review: Review) -> bool:
    return review.waits and rules.review_programme.allows(actor, programme) and actions.has_been_left(review)


def _title(review: Review, can_write: bool) -> str:
    if can_write:
        return _("Go through the programme")
    sentence, at = (
        (_("Review of %(day)s"), review.sent_at) if review.sent_at else (_("Asked for on %(day)s"), review.asked_at)
    )
    return sentence % {"day": date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")}


def _responses_url(programme: Programme, review: Review) -> str:
    """The list of what becomes of comments, narrowed to what the centre said."""
    who = strip_tags(text(review.on_behalf)) or review.adviser_name
    return f"{reverse('responses', kwargs={'slug': programme.slug})}?{urlencode({'who': who})}"


def _by_phase(programme: Programme, review: Review, drafts: list[DraftComment]) -> list[dict]:
    """The parts of the checklist that the adviser sees, each with what was gathered on it; first the whole programme."""
    language, checklist = get_language() or "en", programme.checklist
    gathered: dict[str, list[dict]] = {}
    for draft in drafts:
        gathered.setdefault(draft.item, []).append({"text": draft.text, "url": _draft_url(review, draft.key)})
    whole = {"title": _("The programme as a whole"), "rows": [_row(programme, review, "", gathered)]}
    phases = [
        {
            "title": f"{phase.number} {phase.label}",
            "rows": [_row(programme, review, item.key, gathered) for item in checklist.tasks(phase)],
        }
        for phase in Phase
        if phase.value in checklist
    ]
    for phase in phases:
        for row in phase["rows"]:
            row["title"] = checklist.words(row["item"], language).title
    return [whole, *(phase for phase in phases if phase["rows"])]


def _row(programme: Programme, review: Review, item: str, gathered: dict[str, list[dict]]) -> dict:
    names = {"slug": programme.slug, "key": review.key}
    add_url = f"{reverse('add_draft', kwargs=names)}?{urlencode({'item': item})}"
    page = reverse("item", kwargs={"slug": programme.slug, "item": item}) if item else ""
    url = page or reverse("preview", kwargs={"slug": programme.slug})
    return {
        "item": item,
        "title": _("Comment on all of it"),
        "url": url,
        "add_url": add_url,
        "drafts": gathered.get(item, []),
    }


def _draft_url(review: Review, key) -> str:
    return reverse("edit_draft", kwargs={"slug": review.programme.slug, "key": review.key, "draft": key})


@require_http_methods(["GET", "POST"])
@guarded(load_draft, rules.write_review)
def edit_draft(request, programme, review, draft):
    """Gather a comment on a part of the checklist, or write it otherwise."""
    item = draft.item if draft else request.GET.get("item", "")
    if item and not _is_task(programme, item):
        raise Http404
    form = DraftForm(
        request.POST or kept.taken_out(request) or None,
        standards=() if draft else _standards(request.actor, item),
        language=programme.original_language,
        is_new=draft is None,
        initial={"text": draft.text, "row_version": draft.row_version} if draft else None,
    )
    if request.method == "POST" and form.is_valid() and _kept(request, review, item, draft, form):
        return redirect(f"{_url(review)}#{item or 'whole'}")
    context = {
        "programme": programme,
        "review": review,
        "form": form,
        "where": worded(programme, item) if item else _("The programme as a whole"),
        "back_url": _url(review),
    }
    return render(request, "programmes/reviews/draft.html", context)


def _kept(request, review: Review, item: str, draft: DraftComment | None, form: DraftForm) -> bool:
    said = form.cleaned_data
    sent = {"draft": draft, "row_version": said["row_version"], "key": said["record_key"]}
    try:
        actions.keep_draft(review, item, said["text"], **sent, by=request.actor)
    except actions.Refused as refused:
        form.refuse("text", refused)
        return False
    messages.success(request, _("Kept. Nobody else reads it before you send the review."))
    return True


def _is_task(programme: Programme, item: str) -> bool:
    checklist = programme.checklist
    return item in checklist and any(each.key == item for each in checklist.tasks(checklist.item(item).phase))


def _standards(actor, item: str) -> list[StandardComment]:
    """What the adviser's centres offer for a part of the checklist: first what is meant for it alone."""
    rows = StandardComment.objects.current().filter(centre__in=actor.advises_for, is_in_use=True)
    return list(rows.filter(item__in=["", item]).with_use().order_by("-item", "pk"))


@require_POST
@guarded(load_review, rules.write_review)
def send_review(request, programme, review):
    """Everything that was gathered goes together; the municipality gets one notice."""
    form = SendForm(request.POST)
    if form.is_valid():
        try:
            actions.send_review(review, form.cleaned_data["words"], by=request.actor)
        except actions.Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, _("Sent. The coordinators are told, once for all comments."))
            return redirect(_url(review))
    return _page(request, programme, review, form)


@require_POST
@guarded(load_review, rules.ask_review)
def take_back_review(request, programme, review):
    actions.take_back_review(review, by=request.actor)
    messages.success(request, _("The advisers are not asked any more."))
    return redirect("reviews", slug=programme.slug)
