"""Phase 2 on screen: the group, the matrix of whom the programme invites, meetings, consultations."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_programme import kept
from integration_programme.access import Rule, guarded, require_http_methods
from integration_programme.conflicts import TRIES
from integration_programme.records import StaleRecord
from integration_programme.templatetags.translations import rich_text, text
from programmes import rules
from programmes.actions.cooperation import change_invitations
from programmes.enums import (
    Access,
    Band,
    BodyGroup,
    InvitationStatus,
    MeetingState,
    Phase,
    ReachedGroup,
    SpokenLanguage,
)
from programmes.forms.cooperation import InvitationMatrix
from programmes.forms.programmes import GroupForm
from programmes.models import BodyInvitation, Meeting, Programme
from programmes.models.kinds import kind_of
from programmes.views.agenda import LOOKS, meeting_detail
from programmes.views.base import load_programme, record_url, span
from programmes.views.contents import attachments
from programmes.views.round_rows import rounds_listed
from programmes.views.subjects import Body, Contents, Detail, Listing, Reader, Row, adding, row_of, told_of


def _invited(item: str):
    """The page of an item whose bodies stand in the matrix."""

    def body(programme: Programme, reader: Reader) -> Body:
        return Body("programmes/cooperation/invitations.html", _invitations(programme, item, reader.can_edit))

    return body


def _group_page(programme: Programme, reader: Reader) -> Body:
    knows_group = rules.role_of(reader.actor, programme) in (Access.COORDINATOR, Access.EDITOR, Access.MEMBER)
    data = _group(programme, reader.can_edit, reader.can_manage, knows_group)
    return Body("programmes/cooperation/group.html", data, [_meetings(programme, reader)])


def _immigrants(programme: Programme, reader: Reader) -> Body:
    data = _invitations(programme, "cooperation.immigrants", reader.can_edit)
    data["plan"] = _involvement(programme, reader.can_edit)
    return Body("programmes/cooperation/immigrants.html", data, [_consultations(programme, reader)])


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


def _meetings(programme: Programme, reader: Reader) -> Listing:
    rows = [_meeting_row(programme, meeting) for meeting in programme.rows("meetings")]
    empty = _("No meetings yet.")
    return Listing(_("Meetings"), rows, id="meetings", empty=empty, **adding(programme, reader, "meeting"))


def _meeting_row(programme: Programme, meeting: Meeting) -> Row:
    """Of one that was held its day says so; who was present stands on its page."""
    day = date_format(meeting.held_on, "SHORT_DATE_FORMAT") if meeting.held_on else _("no date yet")
    if meeting.state == MeetingState.HELD:
        return row_of(programme, meeting, beside=day)
    return row_of(programme, meeting, label=meeting.state.label, state=LOOKS[meeting.state], beside=day)


def _consultations(programme: Programme, reader: Reader) -> Listing:
    rows = [
        row_of(
            programme,
            row,
            told=format_html("{} · {}", row.get_kind_display(), reached)
            if (reached := ", ".join(_reached(row)))
            else row.get_kind_display(),
            beside=span(row.held_on, row.ended_on or row.held_on) or _("no date yet"),
        )
        for row in programme.rows("consultations")
    ]
    empty = _("Nobody has been heard yet. Who lives in the municipality and is seldom asked?")
    more = adding(programme, reader, "consultation")
    return Listing(_("Consultations"), rows, id="consultations", empty=empty, **more)


def _consultation(programme: Programme, consultation, reader: Reader) -> Detail:
    original = programme.original_language
    (section, case_number), link = consultation.minutes, consultation.link
    facts = [
        (_("Kind"), consultation.get_kind_display()),
        (_("Held on"), span(consultation.held_on, consultation.ended_on or consultation.held_on) or _("no date yet")),
        (_("Languages"), ", ".join(SpokenLanguage.named(consultation.languages)) or "–"),
        (_("Interpretation"), _("yes") if consultation.interpretation else _("no")),
        (_("Reached"), ", ".join(_reached(consultation)) or "–"),
        (_("Section (§)"), section),
        (_("Case number"), case_number),
        (_("Link"), format_html('<a href="{0}" rel="noopener">{0}</a>', link) if link else ""),
    ]
    parts = [
        format_html("<h2>{}</h2>{}", title, words)
        for title, words in (
            (_("What was said"), rich_text(consultation.what_was_said, original)),
            (_("What changed because of it"), rich_text(consultation.what_changed, original)),
        )
        if words
    ]
    parts.append(attachments(programme, consultation, reader.can_edit))
    return Detail(facts=facts, body=format_html("{}" * len(parts), *parts), listings=_rests(programme, consultation))


def _rests(programme: Programme, consultation) -> list[Listing]:
    """The findings that rest on a consultation, and the objectives that came from it."""
    findings = [row for row in programme.rows("findings") if consultation in row.consultations.all()]
    objectives = [row for row in programme.rows("objectives") if row.consultation_id == consultation.pk]
    lists = ((_("Findings that rest on it"), findings), (_("Objectives that came from it"), objectives))
    return [Listing(title, [row_of(programme, each) for each in rows]) for title, rows in lists if rows]


def _reached(consultation) -> list[str]:
    """Rough groups with their bands: “Families (5–19)”."""
    found = []
    for group in ReachedGroup:
        band = consultation.reached.get(group.value)
        if band in Band:
            known = {"group": group.label, "band": Band(band).label}
            found.append(_("%(group)s (%(band)s)") % known if band else str(group.label))
    return found


def _told_of_bodies(item: str):
    def told(programme: Programme) -> str:
        rows = [row for row in programme.rows("invitations", bare=True) if row.item == item]
        joined = sum(row.status == InvitationStatus.JOINED for row in rows)
        open_ = sum(row.status == InvitationStatus.OPEN for row in rows)
        parts = [ngettext("%(number)s joined", "%(number)s joined", joined) % {"number": joined}] if joined else []
        if open_:
            parts.append(ngettext("%(number)s still open", "%(number)s still open", open_) % {"number": open_})
        return " · ".join(parts)

    return told


def _told_of_group(programme: Programme) -> str:
    seats, group = programme.seats, programme.group
    if not group:
        return ""
    meetings = len(programme.rows("meetings", bare=True))
    parts = [
        text(group.names, programme.original_language),
        ngettext("%(number)s seat", "%(number)s seats", len(seats)) % {"number": len(seats)},
        ngettext("%(number)s meeting", "%(number)s meetings", meetings) % {"number": meetings} if meetings else "",
    ]
    return told_of(*parts)


def _told_of_immigrants(programme: Programme) -> str:
    heard = len(programme.rows("consultations", bare=True))
    return ngettext("%(number)s consultation", "%(number)s consultations", heard) % {"number": heard} if heard else ""


BODIES = (
    "cooperation.wellbeing_county",
    "cooperation.municipal_bodies",
    "cooperation.authorities",
    "cooperation.organisations",
)
CONTENTS = Contents(
    told={
        "cooperation.group": _told_of_group,
        "cooperation.immigrants": _told_of_immigrants,
        **{item: _told_of_bodies(item) for item in BODIES},
    },
    bodies={
        "cooperation.group": _group_page,
        "cooperation.immigrants": _immigrants,
        **{item: _invited(item) for item in BODIES},
    },
    listings=lambda programme, reader: [
        _meetings(programme, reader),
        _consultations(programme, reader),
        *rounds_listed(programme, reader),
    ],
    details={"meeting": meeting_detail, "consultation": _consultation},
)


# The matrix


@Rule
def write_invitations(actor, programme):
    return rules.write_at.reason(actor, programme, kind_of(BodyInvitation).item)


@require_http_methods(["GET", "POST"])
@guarded(load_programme, write_invitations)
def edit_invitations(request, programme):
    """The whole matrix on one page: every row with the save it was made from, saved as one."""
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
