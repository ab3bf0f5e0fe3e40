"""What phase 2 lacks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from programmes.completeness.attachments import missing_in_attachments
from programmes.completeness.facts import Missing, missing_translations, named, tell
from programmes.enums import BodyGroup, ConsultationKind, InvitationStatus, Phase, ReachedGroup
from programmes.models import BodyInvitation, Place, Programme, item_place, place_of
from stakeholders.models import today

PHASE = Phase.COOPERATION
GROUP, ORGANISATIONS, IMMIGRANTS = "cooperation.group", "cooperation.organisations", "cooperation.immigrants"

#: bodies that are no authorities: at least one of them should be along
CIVIL = (
    BodyGroup.ORGANISATIONS,
    BodyGroup.EDUCATIONAL_INSTITUTIONS,
    BodyGroup.COMPANIES,
    BodyGroup.RELIGIOUS_COMMUNITIES,
    BodyGroup.IMMIGRANT_RESIDENTS,
)


NO_GROUP = tell("no-group", _("There is no cooperation group, and no reason why the work is done without one."))
NO_SCHEDULE = tell("group-without-schedule", _("The group has not agreed on the schedule yet."))
OPEN_BODIES = tell(
    "bodies-open",
    ngettext_lazy(
        "%(number)s body of the checklist is still open: invite it, or write why not.",
        "%(number)s bodies of the checklist are still open: invite them, or write why not.",
        "number",
    ),
)
NO_REASON = tell(
    "invitation-without-reason",
    _("%(body)s: %(state)s, but no reason is given."),
    state=lambda state: str(InvitationStatus(state).label).lower(),
)
NO_COUNTY = tell(
    "wellbeing-county-not-invited",
    _("The wellbeing services county has not been invited, and no reason is given."),
)
NO_AUTHORITY_OF_ALAND = tell(
    "health-authority-not-invited",
    _("The authority for health and social services has not been invited, and no reason is given."),
)
ONLY_AUTHORITIES = tell(
    "only-authorities",
    _("Nobody but authorities has joined: an association, a school, a company or residents are needed."),
)
NOT_HEARD = tell(
    "immigrants-not-heard", _("Immigrant residents have not been heard yet, and no channel for them is written down.")
)
NO_CHANGE = tell("consultation-without-change", _("“%(consultation)s”: write what changed because of it."))


def missing_in_cooperation(programme: Programme) -> list[Missing]:
    return [
        *_missing_group(programme),
        *_missing_invitations(programme),
        *_missing_partners(programme),
        *_missing_consultations(programme),
    ]


def _fact(code: str, item: str, place: Place, values: dict[str, Any] | None = None, anchor: str = "") -> Missing:
    return Missing(code=code, place=place, values=values or {}, phase=PHASE, item=item, anchor=anchor or item)


def _missing_group(programme) -> list[Missing]:
    plan, found = programme.cooperation, []
    if programme.group_id is None and not plan.no_group_reason:
        found.append(_fact(NO_GROUP, GROUP, place_of(plan, "no_group_reason")))
    if programme.group_id is not None and not plan.schedule_agreed_on:
        found.append(_fact(NO_SCHEDULE, GROUP, place_of(plan, "schedule_agreed_on")))
    seats = [seat for seat in programme.seats if seat.is_valid]
    found += missing_translations(programme, PHASE, GROUP, seats, ["organisation"], GROUP)
    found += missing_translations(programme, PHASE, GROUP, [plan], ["no_group_reason"], GROUP)
    found += missing_translations(programme, PHASE, IMMIGRANTS, [plan], ["immigrants_involved"], IMMIGRANTS)
    meetings = programme.rows("meetings", bare=True)
    found += missing_translations(programme, PHASE, GROUP, meetings)
    return found + missing_in_attachments(programme, PHASE, GROUP, meetings)


def _missing_invitations(programme) -> list[Missing]:
    rows, found = programme.rows("invitations"), []
    open_rows = [row for row in rows if row.status == InvitationStatus.OPEN and not _is_county(row)]
    if open_rows:
        item = open_rows[0].item
        found.append(_fact(OPEN_BODIES, item, item_place(programme, item), {"number": len(open_rows)}))
    for row in rows:
        if row.status in (InvitationStatus.NOT_INVITED, InvitationStatus.DECLINED) and not row.reason:
            values = {"body": dict(row.names), "state": row.status}
            found.append(_fact(NO_REASON, row.item, place_of(row, "reason"), values, str(row.key)))
    by_item: dict[str, list[BodyInvitation]] = {}
    for row in rows:
        by_item.setdefault(row.item, []).append(row)
    for item, of_item in by_item.items():
        found += missing_translations(programme, PHASE, item, of_item)
    return found


def _is_county(row: BodyInvitation) -> bool:
    return row.body_group == BodyGroup.WELLBEING_SERVICES_COUNTY


def _missing_partners(programme) -> list[Missing]:
    """The wellbeing services county is the firm part of the phase; somebody who is no authority should be along."""
    rows, found = programme.rows("invitations"), []
    counties = [row for row in rows if _is_county(row)]
    if counties and all(row.status == InvitationStatus.OPEN for row in counties):
        code = NO_AUTHORITY_OF_ALAND if programme.is_aland else NO_COUNTY
        found.append(_fact(code, counties[0].item, place_of(counties[0])))
    if not any(row.body_group in CIVIL and row.status == InvitationStatus.JOINED for row in rows):
        found.append(_fact(ONLY_AUTHORITIES, ORGANISATIONS, item_place(programme, ORGANISATIONS)))
    return found


def _missing_consultations(programme) -> list[Missing]:
    consultations, found = programme.rows("consultations"), []
    if not (programme.cooperation.immigrants_involved or any(map(_reaches_immigrants, consultations))):
        found.append(_fact(NOT_HEARD, IMMIGRANTS, place_of(programme.cooperation, "immigrants_involved")))
    for consultation in consultations:
        is_planned = consultation.held_on is not None and consultation.held_on > today()
        if not consultation.what_changed and not is_planned:
            values, anchor = named(programme, "consultation", consultation), str(consultation.key)
            found.append(_fact(NO_CHANGE, IMMIGRANTS, place_of(consultation, "what_changed"), values, anchor))
    found += missing_translations(programme, PHASE, IMMIGRANTS, consultations)
    return found + missing_in_attachments(programme, PHASE, IMMIGRANTS, consultations)


def _reaches_immigrants(consultation) -> bool:
    """A consultation that reached immigrant residents, or an advisory board: a channel that stays."""
    is_channel = consultation.kind == ConsultationKind.ADVISORY_BOARD
    return is_channel or ReachedGroup.IMMIGRANT_RESIDENTS.value in consultation.reached
