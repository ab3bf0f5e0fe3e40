"""The pages about the service itself: what it is, whom to ask, personal data and accessibility; for administrators, the
facts that they tell and the feedback that waits."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, public
from integration_programme.edge import read_by_all
from integration_programme.tries import TooManyTries
from stakeholders import rules
from stakeholders.accounts import give_feedback
from stakeholders.actions import provider as actions
from stakeholders.enums import FeedbackKind
from stakeholders.forms.provider import AnswerForm, FeedbackForm, ProviderForm
from stakeholders.models import DAYS_TO_ANSWER, Feedback, Provider
from stakeholders.views.groups import saved_or_conflict
from stakeholders.views.jobs import load_background
from stakeholders.views.public import time_to_try


@public
@read_by_all
def about(request):
    return _told(request, "about")


@public
@read_by_all
def privacy(request):
    return _told(request, "privacy")


@public
@read_by_all
def accessibility(request):
    return _told(request, "accessibility")


def _told(request, page: str):
    context = {"provider": Provider.current(), "days": DAYS_TO_ANSWER}
    return render(request, f"stakeholders/provider/{page}.html", context)


@public
def contact(request):
    """Whom to ask, and a form for feedback, which is answered in time."""
    about_what = request.GET.get("about")
    initial = {"kind": about_what} if about_what in FeedbackKind else None
    form = FeedbackForm(request.POST or kept.taken_out(request) or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if not form.is_trapped:
                give_feedback(request)
                actions.give_feedback(**form.answers, language=get_language())
            return redirect("contact_sent")
        except TooManyTries as refused:
            text = _("Very many messages have come from your network within an hour. Send yours again at %(time)s.")
            form.add_error(None, text % {"time": time_to_try(refused)})
    context = {"form": form, "provider": Provider.current(), "days": DAYS_TO_ANSWER}
    return render(request, "stakeholders/provider/contact.html", context)


@public
@read_by_all
def contact_sent(request):
    return render(request, "stakeholders/provider/contact_sent.html", {"days": DAYS_TO_ANSWER})


# For administrators


@guarded(load_background, rules.administer)
def provider(request):
    languages = [code for code, _name in settings.LANGUAGES]
    form = ProviderForm(
        request.POST or kept.taken_out(request) or None, instance=Provider.current(), languages=languages
    )
    template = "stakeholders/provider/provider_form.html"
    if request.method == "POST" and form.is_valid():
        return saved_or_conflict(request, form, _save_provider, template, {}, lambda: reverse("about"))
    return render(request, template, {"form": form})


def _save_provider(form, row_version, by):
    return actions.save_provider(form.instance, row_version=row_version, by=by)


@guarded(load_background, rules.administer)
def feedback(request):
    """What waits for an answer, the most urgent first, and what was answered lately."""
    context = {
        "waiting": list(Feedback.objects.filter(answered_at=None)),
        "answered": list(Feedback.objects.exclude(answered_at=None).order_by("-answered_at")[:20]),
    }
    return render(request, "stakeholders/provider/feedback.html", context)


def load_feedback(actor, key):
    load_background(actor)
    return (get_object_or_404(Feedback, key=key),)


@guarded(load_feedback, rules.administer)
def answer_feedback(request, feedback):
    form = AnswerForm(request.POST or kept.taken_out(request) or None)
    if request.method == "POST" and form.is_valid():
        if actions.answer_feedback(feedback, form.cleaned_data["answer"], by=request.actor):
            messages.success(request, _("The answer has been saved."))
        else:
            messages.info(request, _("This had been answered already. Nothing was changed."))
        return redirect("feedback")
    return render(request, "stakeholders/provider/answer.html", {"form": form, "feedback": feedback})
