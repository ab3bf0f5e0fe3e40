"""Phase 2 on screen: the group, the matrix of whom the programme invites, meetings, consultations."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from integration_programme.conflicts import TRIES
from integration_programme.records import StaleRecord
from integration_programme.templatetags.translations import rich_text, text
from programmes import rules
from programmes.actions.cooperation import change_invitations
from programmes.enums import Access, Band, BodyGroup, InvitationStatus, Phase, ReachedGroup, SpokenLanguage
from programmes.forms.cooperation import InvitationMatrix
from programmes.forms.programmes import GroupForm
from programmes.models import Programme
from programmes.views.base import Body, card, load_phase, load_programme, phase_page, record_url, span
from programmes.views.contents import attachments


@guarded(load_phase, rules.read_programme)
def cooperation(request, programme):
    can_edit = rules.edit_programme.allows(request.actor, programme)
    can_manage = rules.manage_programme.allows(request.actor, programme)
    knows_group = rules.role_of(request.actor, programme) in (Access.COORDINATOR, Access.EDITOR, Access.MEMBER)
    return phase_page(request, programme, Phase.COOPERATION, _bodies(programme, can_edit, can_manage, knows_group))


def _bodies(programme: Programme, can_edit: bool, can_manage: bool, knows_group: bool) -> dict[str, Body]:
    bodies = {
        item: Body(template="programmes/cooperation/invitations.html", data=_invitations(programme, item, can_edit))
        for item in (
            "cooperation.wellbeing_county",
            "cooperation.municipal_bodies",
            "cooperation.authorities",
            "cooperation.organisations",
        )
    }
    bodies["cooperation.group"] = Body(
        template="programmes/cooperation/group.html",
        data=_group(programme, can_edit, can_manage, knows_group),
        cards=_meetings(programme, can_edit),
        kinds=["meeting"],
    )
    bodies["cooperation.immigrants"] = Body(
        template="programmes/cooperation/immigrants.html",
        data=_invitations(programme, "cooperation.immigrants", can_edit) | {"plan": _involvement(programme, can_edit)},
        cards=_consultations(programme, can_edit),
        kinds=["consultation"],
    )
    return bodies


def _invitations(programme, item: str, can_edit: bool) -> dict:
    """The rows of the matrix that belong to an item, and where they are changed."""
    original = programme.original_language
    rows = [
        {
            "id": str(row.key),
            "group": row.get_body_group_display(),
            "url": record_url(programme, "invitation", row) if can_edit else "",
            "name": text(row.called, original),
            "state": row.get_status_display(),
            "is_open": row.status == InvitationStatus.OPEN,
            "reason": text(row.reason, original),
        }
        for row in programme.rows("invitations")
        if row.item == item
    ]
    add_url = reverse("add_record", kwargs={"slug": programme.slug, "page": "invitation"})
    return {
        "rows": rows,
        "matrix_url": reverse("edit_invitations", kwargs={"slug": programme.slug}) if can_edit else "",
        "add_url": f"{add_url}?body_group={FIRST_OF[item]}" if can_edit else "",
    }


#: the body that a further row of an item's table begins with
FIRST_OF = {
    "cooperation.wellbeing_county": BodyGroup.WELLBEING_SERVICES_COUNTY.value,
    "cooperation.municipal_bodies": BodyGroup.EDUCATION.value,
    "cooperation.authorities": BodyGroup.OTHER_AUTHORITIES.value,
    "cooperation.organisations": BodyGroup.ORGANISATIONS.value,
    "cooperation.immigrants": BodyGroup.IMMIGRANT_RESIDENTS.value,
}


def _group(programme, can_edit, can_manage, knows_group) -> dict:
    """The group with its seats, the schedule agreed on, and for the coordinator the choice of the group."""
    seats, group = programme.seats, programme.group  # in this order: seats are read with their group
    plan, original = programme.cooperation, programme.original_language
    url = record_url(programme, "cooperation-plan", plan) if can_edit else ""
    rows = [
        {
            "label": _("The group agreed on the schedule on"),
            "value": date_format(plan.schedule_agreed_on, "DATE_FORMAT") if plan.schedule_agreed_on else "",
            "url": url,
        }
    ]
    if not group or plan.no_group_reason:
        reason = text(plan.no_group_reason, original)
        rows.append({"label": _("Why there is no group"), "value": reason, "url": url})
    form = GroupForm(programme=programme, initial={"group": programme.group_id}) if can_manage else None
    return {
        "group": group,
        "name": text(group.names, original) if group else "",
        "url": reverse("group", kwargs={"key": group.key}) if group and knows_group else "",
        "seats": [
            {
                "organisation": text(seat.names, original),
                "sector": seat.get_sector_display(),
                "term": _term(seat),
            }
            for seat in seats
        ],
        "rows": rows,
        "form": form,
        "has_choices": form is not None and len(form.fields["group"].choices) > 1,
        "is_open": group is None,
        "register_url": reverse("organisations_of_programme", kwargs={"slug": programme.slug}),
    }


def _term(seat) -> str:
    days = [date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (seat.valid_from, seat.valid_to)]
    return "–".join(days) if any(days) else ""


def _involvement(programme, can_edit) -> list[dict]:
    plan = programme.cooperation
    return [
        {
            "label": _("How immigrant residents take part"),
            "value": text(plan.immigrants_involved, programme.original_language),
            "url": record_url(programme, "cooperation-plan", plan) if can_edit else "",
        }
    ]


def _meetings(programme, can_edit) -> list[dict]:
    original, cards = programme.original_language, []
    for meeting in programme.rows("meetings"):
        present = format_html_join(", ", "{}", ((text(seat.names, original),) for seat in meeting.present.all()))
        meta = [
            (_("Meeting"), date_format(meeting.held_on, "SHORT_DATE_FORMAT") if meeting.held_on else _("no date yet")),
            (_("Present"), present or "–"),
        ]
        link = format_html('<a href="{}">{}</a>', meeting.minutes_link, _("Minutes")) if meeting.minutes_link else ""
        body = format_html("{}{}", link, attachments(programme, meeting, can_edit))
        cards.append(card(programme, "meeting", meeting, can_edit=can_edit, meta=meta, body=body))
    return cards


def _consultations(programme, can_edit) -> list[dict]:
    original, cards = programme.original_language, []
    for consultation in programme.rows("consultations"):
        (section, case_number), link = consultation.minutes, consultation.link
        languages = SpokenLanguage.named(consultation.languages)
        meta = [
            (
                consultation.get_kind_display(),
                span(consultation.held_on, consultation.ended_on or consultation.held_on) or _("no date yet"),
            ),
            (_("Languages"), ", ".join(languages) or "–"),
            (_("Interpretation"), _("yes") if consultation.interpretation else _("no")),
            (_("Reached"), ", ".join(_reached(consultation)) or "–"),
            (_("Section (§)"), section),
            (_("Case number"), case_number),
            (_("Link"), format_html('<a href="{0}" rel="noopener">{0}</a>', link) if link else ""),
        ]
        meta = [(name, value) for name, value in meta if value]
        parts = [
            format_html("<h4>{}</h4>{}", title, words)
            for title, words in (
                (_("What was said"), rich_text(consultation.what_was_said, original)),
                (_("What changed because of it"), rich_text(consultation.what_changed, original)),
            )
            if words
        ]
        parts.append(attachments(programme, consultation, can_edit))
        body = format_html("{}" * len(parts), *parts)
        cards.append(card(programme, "consultation", consultation, can_edit=can_edit, meta=meta, body=body))
    return cards


def _reached(consultation) -> list[str]:
    """Rough groups with their bands: “Families (5–19)”."""
    found = []
    for group in ReachedGroup:
        band = consultation.reached.get(group.value)
        if band in Band:
            known = {"group": group.label, "band": Band(band).label}
            found.append(_("%(group)s (%(band)s)") % known if band else str(group.label))
    return found


@require_http_methods(["GET", "POST"])
@guarded(load_programme, rules.edit_programme)
def edit_invitations(request, programme):
    """The whole matrix in one table: every row with the save it was made from, saved as one."""
    matrix = InvitationMatrix(programme, request.POST or kept.taken_out(request))
    status = 200
    if request.method == "POST" and matrix.is_valid():
        matrix = _written(request, programme, matrix)
        if not matrix.clashes:
            messages.success(request, _("Saved %(time)s.") % {"time": time_format(timezone.localtime(), "TIME_FORMAT")})
            if matrix.is_merged:
                messages.info(request, _("Somebody else had saved other rows meanwhile. Both changes are kept."))
            return redirect("cooperation", slug=programme.slug)
        status = 409
    context = {"programme": programme, "phase": Phase.COOPERATION, "form": matrix}
    return render(request, "programmes/cooperation/edit_invitations.html", context, status=status)


def _written(request, programme, matrix: InvitationMatrix) -> InvitationMatrix:
    """The matrix as it was saved on the newest rows, or with the rows on which people must choose. It is tried until
    nobody has come between."""
    for _try in range(TRIES):
        matrix.settle()
        if matrix.clashes:
            return matrix
        try:
            change_invitations(programme, matrix.changes, by=request.actor)
        except StaleRecord:
            matrix = InvitationMatrix(Programme.objects.get(pk=programme.pk), request.POST)
            matrix.is_valid()
        else:
            return matrix
    raise StaleRecord(programme)
