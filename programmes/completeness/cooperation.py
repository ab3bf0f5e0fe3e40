"""What phase 2 lacks."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from programmes.completeness.facts import Missing, missing_translations
from programmes.enums import BodyGroup, ConsultationKind, InvitationStatus, Phase, ReachedGroup
from programmes.models import BodyInvitation, Programme
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


def missing_in_cooperation(programme: Programme) -> list[Missing]:
    return [
        *_missing_group(programme),
        *_missing_invitations(programme),
        *_missing_partners(programme),
        *_missing_consultations(programme),
    ]


def _fact(item: str, sentence: str, anchor: str = "") -> Missing:
    return Missing(PHASE, item, sentence, anchor or item)


def _missing_group(programme) -> list[Missing]:
    plan, found = programme.cooperation, []
    if programme.group_id is None and not plan.no_group_reason:
        found.append(_fact(GROUP, _("There is no cooperation group, and no reason why the work is done without one.")))
    if programme.group_id is not None and not plan.schedule_agreed_on:
        found.append(_fact(GROUP, _("The group has not agreed on the schedule yet.")))
    seats = [seat for seat in programme.seats if seat.is_valid]
    found += missing_translations(programme, PHASE, GROUP, seats, ["organisation"], GROUP)
    found += missing_translations(programme, PHASE, GROUP, [plan], ["no_group_reason"], GROUP)
    found += missing_translations(programme, PHASE, IMMIGRANTS, [plan], ["immigrants_involved"], IMMIGRANTS)
    return found + missing_translations(programme, PHASE, GROUP, programme.rows("meetings", bare=True), ["topic"])


def _missing_invitations(programme) -> list[Missing]:
    rows, found = programme.rows("invitations"), []
    open_rows = [row for row in rows if row.status == InvitationStatus.OPEN and not _is_county(row)]
    if open_rows:
        sentence = ngettext(
            "%(number)s body of the checklist is still open: invite it, or write why not.",
            "%(number)s bodies of the checklist are still open: invite them, or write why not.",
            len(open_rows),
        )
        found.append(_fact(open_rows[0].item, sentence % {"number": len(open_rows)}))
    for row in rows:
        if row.status in (InvitationStatus.NOT_INVITED, InvitationStatus.DECLINED) and not row.reason:
            names = {"body": _name(programme, row), "state": row.get_status_display().lower()}
            sentence = _("%(body)s: %(state)s, but no reason is given.") % names
            found.append(_fact(row.item, sentence, str(row.key)))
    by_item: dict[str, list[BodyInvitation]] = {}
    for row in rows:
        by_item.setdefault(row.item, []).append(row)
    for item, of_item in by_item.items():
        found += missing_translations(programme, PHASE, item, of_item, ["name", "reason"])
    return found


def _is_county(row: BodyInvitation) -> bool:
    return row.body_group == BodyGroup.WELLBEING_SERVICES_COUNTY


def _name(programme, row: BodyInvitation) -> str:
    """The body, and which one where that is written."""
    name = row.name.marked(get_language() or "", programme.original_language)
    return f"{row.get_body_group_display()} ({name})" if name else str(row.get_body_group_display())


def _missing_partners(programme) -> list[Missing]:
    """The wellbeing services county is the firm part of the phase; somebody who is no authority should be along."""
    rows, found = programme.rows("invitations"), []
    counties = [row for row in rows if _is_county(row)]
    if counties and all(row.status == InvitationStatus.OPEN for row in counties):
        if programme.is_aland:
            sentence = _("The authority for health and social services has not been invited, and no reason is given.")
        else:
            sentence = _("The wellbeing services county has not been invited, and no reason is given.")
        found.append(_fact(counties[0].item, sentence))
    if not any(row.body_group in CIVIL and row.status == InvitationStatus.JOINED for row in rows):
        sentence = _("Nobody but authorities has joined: an association, a school, a company or residents are needed.")
        found.append(_fact(ORGANISATIONS, sentence))
    return found


def _missing_consultations(programme) -> list[Missing]:
    consultations, found = programme.rows("consultations"), []
    if not (programme.cooperation.immigrants_involved or any(map(_reaches_immigrants, consultations))):
        sentence = _("Immigrant residents have not been heard yet, and no channel for them is written down.")
        found.append(_fact(IMMIGRANTS, sentence))
    for consultation in consultations:
        is_planned = consultation.held_on is not None and consultation.held_on > today()
        if not consultation.what_changed and not is_planned:
            name = consultation.label(get_language() or "", programme.original_language)
            sentence = _("“%(consultation)s”: write what changed because of it.") % {"consultation": name}
            found.append(_fact(IMMIGRANTS, sentence, str(consultation.key)))
    fields = ["title", "what_was_said", "what_changed"]
    return found + missing_translations(programme, PHASE, IMMIGRANTS, consultations, fields)


def _reaches_immigrants(consultation) -> bool:
    """A consultation that reached immigrant residents, or an advisory board: a channel that stays."""
    is_channel = consultation.kind == ConsultationKind.ADVISORY_BOARD
    return is_channel or ReachedGroup.IMMIGRANT_RESIDENTS.value in consultation.reached
