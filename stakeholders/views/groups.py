"""Cooperation groups and their seats."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_POST, signed_in
from integration_programme.conflicts import save_merging
from integration_programme.forms import number_in
from integration_programme.records import StaleRecord
from integration_programme.templatetags.translations import text
from stakeholders import listings, rules
from stakeholders.actions import groups as actions
from stakeholders.enums import InvitationKind
from stakeholders.forms.groups import GroupForm, OfficerForm, SeatForm
from stakeholders.forms.invitations import InviteToSeatForm
from stakeholders.models import CooperationGroup, GroupOfficer, Municipality, Seat
from stakeholders.views.invitations import is_sent


def load_nothing(actor):
    return ()


def load_group(actor, key):
    groups = CooperationGroup.objects.current().visible_to(actor).prefetch_related("municipalities")
    return (get_object_or_404(groups, key=key),)


def load_seat(actor, key, seat_key):
    (group,) = load_group(actor, key)
    return group, get_object_or_404(group.seats.select_related("person", "deputy"), key=seat_key)


@signed_in
def groups(request):
    actor = request.actor
    rows = listings.group_rows(CooperationGroup.objects.visible_to(actor))
    page = {"groups": rows, "can_create": rules.create_group.allows(actor)}
    return render(request, "stakeholders/groups.html", page)


@guarded(load_group, rules.see_group)
def group(request, group):
    return render(request, "stakeholders/group.html", listings.group_page(request.actor, group))


@guarded(load_nothing, rules.create_group)
def create_group(request):
    own = list(Municipality.objects.filter(code__in=request.actor.coordinates))
    managed = CooperationGroup.objects.current().filter(municipalities__in=own).distinct()
    return group_form(request, sent_before(request, managed) or CooperationGroup(), own)


def sent_before(request, rows):
    """The row that this new form has made already: by a first click, or before somebody went back and wrote on."""
    try:
        return rows.filter(key=UUID(request.POST.get("record_key", ""))).first()
    except ValueError:
        return None


@guarded(load_group, rules.manage_group)
def edit_group(request, group):
    return group_form(request, group, list(group.municipalities.all()))


def group_form(request, group, municipalities):
    form = GroupForm(
        request.POST or kept.taken_out(request) or None,
        instance=group,
        languages=languages_of(municipalities),
        own=request.actor.coordinates,
        chosen=municipalities if len(municipalities) == 1 else [],
    )
    if request.method == "POST" and form.is_valid():
        page = {"group": group}
        return saved_or_conflict(request, form, save_group, "stakeholders/group_form.html", page, lambda: url_of(group))
    return render(request, "stakeholders/group_form.html", {"form": form, "group": group})


def languages_of(municipalities) -> list[str]:
    """The official languages of the municipalities, and then the others that a programme can be written in."""
    official = [language for one in municipalities for language in one.languages]
    return list(dict.fromkeys([*official, *(code for code, _name in settings.LANGUAGES)]))


def save_group(form, row_version, by):
    municipalities = form.cleaned_data["municipalities"]
    return actions.save_group(form.instance, municipalities=municipalities, row_version=row_version, by=by)


@guarded(load_group, rules.manage_group)
def add_seat(request, group):
    return seat_form(request, group, sent_before(request, group.seats.current()) or Seat(group=group))


@guarded(load_seat, rules.manage_seat)
def edit_seat(request, group, seat):
    return seat_form(request, group, seat)


def seat_form(request, group, seat):
    languages = languages_of(group.municipalities.all())
    form = SeatForm(request.POST or kept.taken_out(request) or None, instance=seat, languages=languages)
    page = {"group": group, "name": group.label(get_language() or "fi")}
    if request.method == "POST" and form.is_valid():
        return saved_or_conflict(request, form, save_seat, "stakeholders/seat_form.html", page, lambda: url_of(group))
    return render(request, "stakeholders/seat_form.html", {"form": form, **page})


def load_officer(actor, key, officer_key):
    (group,) = load_group(actor, key)
    return group, get_object_or_404(group.officers.select_related("seat"), key=officer_key)


@guarded(load_group, rules.manage_group)
def add_officer(request, group):
    before = sent_before(request, group.officers.current().select_related("seat"))
    return officer_form(request, group, before or GroupOfficer(group=group))


@guarded(load_officer, rules.manage_officer)
def edit_officer(request, group, officer):
    return officer_form(request, group, officer)


def officer_form(request, group, officer):
    languages = languages_of(group.municipalities.all())
    data = request.POST or kept.taken_out(request) or None
    form = OfficerForm(data, instance=officer, languages=languages, group=group)
    page = {"group": group, "name": group.label(get_language() or "fi")}
    if request.method == "POST" and form.is_valid():
        return saved_or_conflict(
            request, form, save_officer, "stakeholders/officer_form.html", page, lambda: url_of(group)
        )
    return render(request, "stakeholders/officer_form.html", {"form": form, **page})


def save_officer(form, row_version, by):
    return actions.save_officer(form.instance, row_version=row_version, by=by)


def save_seat(form, row_version, by):
    return actions.save_seat(form.instance, **form.stays, row_version=row_version, by=by)


def url_of(group) -> str:
    return reverse("group", args=[group.key])


def saved_or_conflict(request, form, save, template, page, back):
    """Save and go where `back()` says by then; a stale form whose changes collide with another's is shown again with both texts."""
    if form.instance.pk is None:
        form.instance.key = form.cleaned_data["record_key"] or form.instance.key
    try:
        merged = save_merging(form, partial(save, by=request.actor))
    except StaleRecord:
        return render(request, template, {"form": form, **page}, status=409)
    messages.success(request, _("Saved."))
    if merged:
        messages.info(request, merged)
    return redirect(back())


@require_POST
@guarded(load_seat, rules.restore_seat)
def archive_seat(request, group, seat):
    actions.archive_seat(seat, by=request.actor)
    messages.success(request, _("The seat is archived. It can be brought back from the end of this page."))
    return redirect("group", key=group.key)


@require_POST
@guarded(load_seat, rules.restore_seat)
def restore_seat(request, group, seat):
    actions.restore_seat(seat, by=request.actor)
    messages.success(request, _("The seat is back."))
    return redirect("group", key=group.key)


@require_POST
@guarded(load_seat, rules.manage_seat)
def release_seat(request, group, seat):
    actions.release_seat(
        seat,
        as_deputy=request.POST.get("as_deputy") == "yes",
        by=request.actor,
        holder_id=number_in(request.POST.get("holder", "")),
    )
    messages.success(request, _("The account no longer belongs to the seat."))
    return redirect("group", key=group.key)


@guarded(load_seat, rules.manage_seat)
def invite_to_seat(request, group, seat):
    languages = languages_of(group.municipalities.all())
    initial = {"name": seat.person_name, "language": languages[0]}
    form = InviteToSeatForm(request.POST or kept.taken_out(request) or None, initial=initial)
    if is_sent(request, form, kind=InvitationKind.SEAT, seat=seat):
        return redirect("group", key=group.key)
    page = {"form": form, "name": text(seat.names), "back": url_of(group)}
    return render(request, "stakeholders/invite.html", page)
