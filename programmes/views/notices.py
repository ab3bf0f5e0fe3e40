"""A person's notices, which mails come to them, and the log of what was sent to whom."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import anyone_signed_in, guarded, require_http_methods, require_POST, signed_in
from integration_programme.models import OutgoingMail
from integration_programme.workload import masked
from programmes import notices as told
from programmes import rules
from programmes.actions import notices as actions
from programmes.forms.notices import MailsForm
from programmes.models import Programme
from programmes.views.base import load_programme
from stakeholders.models import Notice
from stakeholders.models.notices import settings_of
from stakeholders.notifications import name_of_kind
from stakeholders.rules import administer
from stakeholders.views.jobs import load_background

ON_A_PAGE, IN_LOG = 30, 50


def load_own(actor, key) -> tuple[Notice]:
    """A notice of one's own; for others it is not there."""
    notice = get_object_or_404(Notice, person=actor.account, key=key)
    return (notice,)


@require_safe
@signed_in
def notices(request):
    """Everything somebody was told, the newest first: what it says, if they may still read it, and the way there."""
    page = Paginator(request.actor.notices.all(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": _rows(request.actor, page.object_list),
        "unread": request.user.unread,
        "page": page,
    }
    return render(request, "programmes/notices/list.html", context)


def _rows(actor, found: Iterable[Notice]) -> list[dict]:
    found = list(found)
    seen = _seen(actor, found)
    legible = told.legible((notice, seen.get(notice.programme)) for notice in found)
    return [_row(notice, seen[notice.programme] if notice.key in legible else None) for notice in found]


def _seen(actor, found: Iterable[Notice]) -> dict[str, Programme]:
    """The programmes of notices that somebody reads today, as they see them."""
    for notice in found:
        notice.person = actor.account
    slugs = {notice.programme for notice in found}
    seen = {}
    for programme in Programme.objects.visible_to(actor).with_aland().with_switches().filter(slug__in=slugs):
        rules.keep_role(actor, programme)
        seen[programme.slug] = programme.seen_by(rules.audience_of(actor, programme))
    return seen


def _row(notice: Notice, programme: Programme | None) -> dict:
    """One line; without its programme it says nothing and leads nowhere."""
    row = {"key": notice.key, "at": notice.made_at, "is_unread": notice.read_at is None}
    if programme is None:
        return row
    return row | {
        "sentence": told.sentence(notice),
        "title": programme.label(get_language() or ""),
        "url": told.url(notice, programme),
    }


@require_POST
@guarded(load_own, anyone_signed_in)
def open_notice(request, notice):
    """Lead to what a notice is about; it has been read then."""
    (row,) = _rows(request.actor, [notice])
    actions.read_notices(request.actor, [notice.key])
    if "url" not in row:
        messages.info(request, _("What this notice was about is not shown to you any more."))
        return redirect("notices")
    return redirect(row["url"])


@require_POST
@guarded(load_own, anyone_signed_in)
def read_notice(request, notice):
    actions.read_notices(request.actor, [notice.key])
    messages.success(request, _("The notice is marked as read."))
    return redirect("notices")


@require_POST
@signed_in
def read_all_notices(request):
    if actions.read_notices(request.actor):
        messages.success(request, _("All notices are marked as read."))
    return redirect("notices")


@require_http_methods(["GET", "POST"])
@signed_in
def notice_settings(request):
    """When mails come, chosen by whoever gets them."""
    chosen = settings_of([request.actor])[request.actor.pk]
    saved = {"waiting": chosen.waiting, "other": chosen.other, "days_before": chosen.days_before}
    form = MailsForm(request.POST or kept.taken_out(request) or None, initial=saved)
    if request.method == "POST" and form.is_valid():
        actions.choose_mails(request.actor, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("notices")
    return render(request, "programmes/notices/settings.html", {"form": form})


# What was sent to whom


@require_safe
@guarded(load_programme, rules.archive_programme)
def sent(request, programme):
    """To whom what was told of a programme, for its coordinators; not the words. Notices, or the mails that are none: those
    of rounds and requests, also to whoever has no account."""
    of_mails = request.GET.get("what") == "mails"
    found = (
        _mail_log(request, programme) if of_mails else _log(request, Notice.objects.filter(programme=programme.slug))
    )
    context = {"programme": programme, "of_mails": of_mails, **found}
    return render(request, "programmes/notices/sent.html", context)


@require_safe
@guarded(load_background, administer)
def all_sent(request):
    """The same of all programmes, for administrators."""
    return render(request, "programmes/notices/all_sent.html", _log(request, Notice.objects.all()))


def _log(request, rows: QuerySet[Notice]) -> dict:
    page = Paginator(rows.select_related("person"), IN_LOG).get_page(request.GET.get("page"))
    found = list(page.object_list)
    mails = OutgoingMail.objects.defer("body").filter(key__in={notice.mail for notice in found} - {""})
    by_key = {mail.key: mail for mail in mails}
    lines = [
        {
            "at": notice.made_at,
            "kind": told.KINDS[notice.kind].label if notice.kind in told.KINDS else notice.kind,
            "person": str(notice.person),
            "programme": notice.programme,
            "mailed": _mailed(notice, by_key.get(notice.mail)),
        }
        for notice in found
    ]
    return {"lines": lines, "page": page}


def _mail_log(request, programme: Programme) -> dict:
    rows = OutgoingMail.objects.filter(about=programme.slug).defer("body").order_by("-written_at", "-pk")
    page = Paginator(rows, IN_LOG).get_page(request.GET.get("page"))
    lines = [
        {"at": mail.written_at, "kind": name_of_kind(mail.kind), "person": _to(mail), "mailed": _left(mail)}
        for mail in page.object_list
    ]
    return {"lines": lines, "page": page}


def _to(mail: OutgoingMail) -> str:
    """The address of a participant, which the coordinators wrote down; of people of another municipality not the whole."""
    return mail.to if mail.kind.startswith("round_") else masked(mail.to)


def _left(mail: OutgoingMail) -> str:
    if mail.given_up_at is not None:
        return _("The mail could not be delivered and was given up.")
    return _moment(mail.sent_at) if mail.sent_at else _("The mail waits to leave.")


def _mailed(notice: Notice, mail: OutgoingMail | None) -> str:
    """Whether a mail told of it, and left; mails that left are kept for a month, what is known of them stays."""
    if mail is not None and mail.sent_at is None:
        return _left(mail)
    if notice.mailed_at is not None:
        return _moment(mail.sent_at if mail else notice.mailed_at)
    if notice.mail_due is not None:
        return _("With the mail of %(moment)s") % {"moment": _moment(notice.mail_due)}
    return _("Read in the workbench") if notice.read_at else _("No mail")


def _moment(at) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
