"""What the background does, for administrators: what waits, runs and was given up, and a button to try again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from integration_programme import workload
from integration_programme.access import guarded, require_POST
from integration_programme.models import OutgoingMail
from stakeholders import history, notifications, rules
from stakeholders.actions import background as actions


def load_background(actor):
    if not actor.is_administrator:
        raise Http404
    return ()


def load_job(actor, key):
    load_background(actor)
    return (get_object_or_404(DBTaskResult, pk=key),)


def load_mail(actor, pk):
    load_background(actor)
    return (get_object_or_404(OutgoingMail.objects.defer("body"), pk=pk),)


@require_safe
@guarded(load_background, rules.administer)
def jobs(request):
    mails = [(row, notifications.name_of_kind(row.kind)) for row in workload.mails()]
    context = {
        "queues": workload.queues(),
        "given_up": workload.given_up_jobs(),
        "mails": mails,
        "acts": history.latest(history.BACKGROUND),
    }
    return render(request, "stakeholders/jobs.html", context)


@require_POST
@guarded(load_job, rules.administer)
def retry_job(request, job):
    return _told(request, actions.retry_job(job, by=request.actor))


@require_POST
@guarded(load_mail, rules.administer)
def retry_mail(request, mail):
    return _told(request, actions.retry_mail(mail, by=request.actor))


def _told(request, is_queued: bool):
    if is_queued:
        messages.success(request, _("It will be tried again at once."))
    else:
        messages.info(request, _("It has been done meanwhile, or is being done."))
    return redirect("jobs")
