"""Inviting people, answering their requests, and what those who are invited see."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, public, require_POST
from integration_programme.records import Refused
from stakeholders import rules
from stakeholders.accounts import come_in
from stakeholders.actions import invitations as actions
from stakeholders.enums import InvitationKind
from stakeholders.forms.invitations import InviteAdviserForm, InviteToMunicipalityForm, JoinForm, SendAgainForm
from stakeholders.forms.people import AnswerRequestForm
from stakeholders.models import AccessRequest, Invitation, User
from stakeholders.notifications import has_coordinator
from stakeholders.search import named
from stakeholders.views.people import load_centre, load_municipality


def load_invitation(actor, pk):
    invitations = Invitation.objects.visible_to(actor).select_related("municipality", "centre", "seat__group")
    return (get_object_or_404(invitations, pk=pk),)


def load_by_token(actor, token):
    return (get_object_or_404(Invitation, token=token),)


def load_access_request(actor, pk):
    return (get_object_or_404(AccessRequest.objects.visible_to(actor).select_related("municipality"), pk=pk),)


def page_of(invitation: Invitation) -> str:
    """The page on which an invitation is listed."""
    if invitation.seat_id:
        return reverse("group", args=[invitation.seat.group.key])
    if invitation.municipality_id:
        return reverse("municipality_people", args=[invitation.municipality_id])
    return reverse("centre_people", args=[invitation.centre.code])


def say_sent(request, invitation: Invitation) -> None:
    messages.success(request, _("The invitation has been sent to %(email)s.") % {"email": invitation.email})


def is_sent(request, form, **place) -> bool:
    """Whether the form was sent and the invitation with it; what is in the way of that stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        say_sent(request, actions.invite(**form.cleaned_data, **place, by=request.actor))
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@guarded(load_municipality, rules.manage_people)
def invite_to_municipality(request, municipality):
    form = InviteToMunicipalityForm(
        request.POST or kept.taken_out(request) or None,
        kinds=rules.invited_kinds(request.actor, municipality),
        is_first=not has_coordinator(municipality),
        initial={"language": next(iter(municipality.languages), "fi")},
    )
    if is_sent(request, form, municipality=municipality):
        return redirect("municipality_people", code=municipality.code)
    page = {"form": form, "name": named(municipality), "back": reverse("municipality_people", args=[municipality.code])}
    return render(request, "stakeholders/invite.html", page)


@guarded(load_centre, rules.administer)
def invite_adviser(request, centre):
    form = InviteAdviserForm(request.POST or kept.taken_out(request) or None, initial={"language": get_language()})
    if is_sent(request, form, kind=InvitationKind.ADVISER, centre=centre):
        return redirect("centre_people", code=centre.code)
    page = {"form": form, "name": named(centre), "back": reverse("centre_people", args=[centre.code])}
    return render(request, "stakeholders/invite.html", page)


@guarded(load_invitation, rules.handle_invitation)
def resend_invitation(request, invitation):
    """A button does; only when the last day of the role has passed is another one asked for."""
    if not invitation.is_waiting:
        return led_back(request, invitation)
    sent = request.POST if request.method == "POST" else kept.taken_out(request)
    form = SendAgainForm(sent, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.resend_invitation(invitation, **form.cleaned_data, by=request.actor)
        except actions.InvitationClosed:
            return led_back(request, invitation)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            say_sent(request, invitation)
            return redirect(page_of(invitation))
    page = {"form": form, "invitation": invitation, "back": page_of(invitation)}
    return render(request, "stakeholders/send_again.html", page)


def led_back(request, invitation):
    messages.warning(request, _("The invitation was used or taken back already."))
    return redirect(page_of(invitation))


@require_POST
@guarded(load_invitation, rules.handle_invitation)
def cancel_invitation(request, invitation):
    try:
        actions.cancel_invitation(invitation, by=request.actor)
        messages.success(request, _("The invitation has been taken back. Its link no longer works."))
    except actions.InvitationClosed:
        return led_back(request, invitation)
    return redirect(page_of(invitation))


@public
def invitation(request, token):
    """What the link in the mail opens: a new account begins here; somebody with an account accepts."""
    (invitation,) = load_by_token(request.user, token)
    page = {"invitation": invitation, "place": invitation.place(get_language())}
    page["refusal"] = rules.refusal_to_take(invitation)
    if page["refusal"] or not invitation.is_waiting:
        page["ask_inviter"] = rules.may_still_invite(invitation)
        return render(request, "stakeholders/invitation_closed.html", page, status=410)
    if request.user.is_authenticated or User.objects.with_email(invitation.email):
        page["is_theirs"] = request.user.is_authenticated and invitation.is_for(request.user)
        return render(request, "stakeholders/invitation_accept.html", page)
    form = JoinForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        return _join(request, invitation, form)
    return render(request, "stakeholders/invitation_join.html", {"form": form, **page})


def _join(request, invitation, form):
    try:
        user = actions.join(invitation, **form.cleaned_data, language=get_language())
    except actions.InvitationClosed:
        if User.objects.with_email(invitation.email) is None:
            return redirect("invitation", token=invitation.token)
        messages.info(request, _("Your account is ready. Sign in with your password."))
        return redirect("account_login")
    login(request, user)
    messages.success(request, _("Welcome! Your account is ready."))
    response = redirect("overview")
    come_in(request, response, user)
    return response


@require_POST
@guarded(load_by_token, rules.accept_invitation)
def accept_invitation(request, invitation):
    try:
        actions.accept_invitation(invitation, by=request.actor)
    except actions.InvitationClosed:
        invitation.refresh_from_db()
        if invitation.accepted_at is None:
            return redirect("invitation", token=invitation.token)
    messages.success(request, _("You have accepted the invitation."))
    return redirect("overview")


@require_POST
@guarded(load_access_request, rules.handle_access_request)
def invite_from_request(request, access_request):
    form = AnswerRequestForm(request.POST, kinds=rules.invited_kinds(request.actor, access_request.municipality))
    if not form.is_valid():
        messages.error(request, _("Choose the role that the person is invited to."))
    elif invitation := actions.invite_from_request(access_request, kind=form.cleaned_data["kind"], by=request.actor):
        say_sent(request, invitation)
    else:
        messages.warning(request, _("Somebody has answered this request already."))
    return redirect("municipality_people", code=access_request.municipality_id)


@require_POST
@guarded(load_access_request, rules.handle_access_request)
def decline_access_request(request, access_request):
    actions.decline_access_request(access_request, by=request.actor)
    messages.success(request, _("The request has been declined, and the person has been told."))
    return redirect("municipality_people", code=access_request.municipality_id)
