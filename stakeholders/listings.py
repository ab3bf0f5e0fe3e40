"""What the pages list, ready to be shown: rows with what the reader may do with each."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme.alphabet import alphabetical
from integration_programme.models import OutgoingMail
from stakeholders import rules
from stakeholders.enums import OfficerKind, OrganisationKind, RoleKind
from stakeholders.models import (
    AccessRequest,
    CentreContact,
    CooperationGroup,
    Feedback,
    Invitation,
    Municipality,
    Organisation,
    Role,
    Seat,
    today,
)
from stakeholders.search import by_name, find_municipalities, find_organisations, named


@dataclass
class BodyRow:
    """A body of today with its former names and, where it has some, its municipalities."""

    body: Organisation
    formerly: list[Organisation] = field(default_factory=list)
    municipalities: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return named(self.body)


def _municipalities_by_body() -> dict[int, list[str]]:
    """Names of municipalities under the ids of the bodies around them."""
    around = defaultdict(list)
    for municipality in sorted(Municipality.objects.filter(is_demo=False), key=by_name):
        for body in (
            municipality.centre_id,
            municipality.employment_area_id,
            municipality.wellbeing_services_county_id,
        ):
            if body:
                around[body].append(named(municipality))
    return around


def search_result(query: str) -> dict:
    """What `?q=` found: municipalities with the bodies around them, and bodies of today with their old names."""
    around = _municipalities_by_body()
    found = [BodyRow(one.organisation, one.formerly, around[one.organisation.pk]) for one in find_organisations(query)]
    former = {old.pk: old for row in found for old in row.formerly}
    return {
        "municipalities": find_municipalities(query)[:10],
        "found": found,
        "former": list(former.values()),
        "many_areas": any(old.kind == OrganisationKind.EMPLOYMENT_OFFICE for old in former.values()),
    }


def all_bodies() -> dict:
    """Today's bodies by kind, each kind in alphabetical order."""
    around = _municipalities_by_body()
    rows = [BodyRow(body, _formerly(body), around[body.pk]) for body in _bodies_of_today()]
    kinds = [
        (_("Regional centres"), OrganisationKind.CENTRE),
        (_("Employment areas"), OrganisationKind.EMPLOYMENT_AREA),
        (_("Wellbeing services counties"), OrganisationKind.WELLBEING_SERVICES_COUNTY),
        (_("State authorities"), OrganisationKind.STATE_AUTHORITY),
    ]
    return {"kinds": [(title, kind.value, [row for row in rows if row.body.kind == kind]) for title, kind in kinds]}


def _formerly(body: Organisation) -> list[Organisation]:
    """What a body replaced; left out where it would say the same of every one."""
    return [] if body.kind == OrganisationKind.EMPLOYMENT_AREA else list(body.replaces.all())


def _bodies_of_today() -> list[Organisation]:
    return sorted(Organisation.objects.valid().prefetch_related("replaces"), key=by_name)


@dataclass
class RoleRow:
    role: Role
    can_change: bool


def municipality_page(actor, municipality: Municipality) -> dict:
    """Who works for a municipality; for those who may, also who is invited and who asks to be."""
    roles = Role.objects.not_ended().filter(municipality=municipality).select_related("user")
    page = {
        "municipality": municipality,
        "name": named(municipality),
        "rows": [RoleRow(role, rules.change_role.allows(actor, role)) for role in sorted(roles, key=_by_kind_and_name)],
        "groups": group_rows(CooperationGroup.objects.visible_to(actor).filter(municipalities=municipality)),
        "can_manage": rules.manage_people.allows(actor, municipality),
        "can_create_group": rules.create_group.allows(actor) and municipality.code in actor.coordinates,
    }
    if page["can_manage"]:
        page["invitations"] = invitation_rows(actor, Invitation.objects.filter(municipality=municipality))
        page["requests"] = list(AccessRequest.objects.open().filter(municipality=municipality))
        page["city_answer"] = {"is_city": "" if municipality.is_city else "yes"}
        page["kinds"] = rules.invited_kinds(actor, municipality)
    return page


def _by_kind_and_name(role: Role) -> tuple[str, tuple[str, str]]:
    return role.kind, alphabetical(str(role.user))


@dataclass
class InvitationRow:
    """`refusal` says why nobody can take it any more."""

    invitation: Invitation
    can_handle: bool
    refusal: str | None


def invitation_rows(actor, invitations) -> list[InvitationRow]:
    waiting = invitations.waiting().select_related("municipality", "centre").with_inviters()
    return [_invitation_row(actor, one) for one in waiting]


def _invitation_row(actor, invitation: Invitation) -> InvitationRow:
    return InvitationRow(
        invitation, rules.handle_invitation.allows(actor, invitation), rules.refusal_to_take(invitation)
    )


def centre_page(actor, centre: Organisation) -> dict:
    roles = Role.objects.not_ended().filter(centre=centre).select_related("user")
    return {
        "centre": centre,
        "name": named(centre),
        "rows": [RoleRow(role, rules.change_role.allows(actor, role)) for role in sorted(roles, key=_by_kind_and_name)],
        "invitations": invitation_rows(actor, Invitation.objects.filter(centre=centre)),
    }


def contacts_page(centre: Organisation) -> dict:
    """All contacts of a centre: those that are shown to municipalities, and those that were."""
    contacts = list(CentreContact.objects.filter(centre=centre).by_time())
    return {
        "centre": centre,
        "name": named(centre),
        "contacts": [each for each in contacts if not each.has_ended],
        "ended": [each for each in contacts if each.has_ended],
    }


@dataclass
class GroupRow:
    group: CooperationGroup
    municipalities: str

    @property
    def name(self) -> str:
        return self.group.label(get_language() or "fi")


def group_rows(groups) -> list[GroupRow]:
    groups = (
        groups.current()
        .prefetch_related("municipalities")
        .annotate(seat_count=Count("seats", filter=Q(seats__archived_at=None), distinct=True))
    )
    rows = [GroupRow(group, joined(group.municipalities.all())) for group in groups]
    return sorted(rows, key=lambda row: alphabetical(row.name))


def joined(municipalities) -> str:
    return ", ".join(named(one) for one in sorted(municipalities, key=by_name))


@dataclass
class SeatRow:
    seat: Seat
    invitations: list[InvitationRow]


def group_page(actor, group: CooperationGroup) -> dict:
    """The seats of a group; who may manage them sees the open invitations too."""
    can_manage = rules.manage_group.allows(actor, group)
    seats = list(group.seats.select_related("person", "deputy"))
    waiting = defaultdict(list)
    if can_manage:
        of_group = {seat.pk: seat for seat in seats}
        for invitation in Invitation.objects.waiting().filter(seat__group=group).with_inviters():
            invitation.seat = of_group[invitation.seat_id]
            invitation.seat.group = group
            waiting[invitation.seat_id].append(_invitation_row(actor, invitation))
    tasks = OfficerKind.values
    officers = list(group.officers.current().select_related("seat"))
    officers.sort(key=lambda officer: tasks.index(officer.kind))  # of one task the newest term stays first
    return {
        "group": group,
        "officers": [officer for officer in officers if not officer.valid_to or officer.valid_to >= today()],
        "former": [officer for officer in officers if officer.valid_to and officer.valid_to < today()],
        "name": group.label(get_language() or "fi"),
        "municipalities": joined(group.municipalities.all()),
        "seats": [SeatRow(seat, waiting[seat.pk]) for seat in seats if not seat.archived_at],
        "archived": [seat for seat in seats if seat.archived_at],
        "can_manage": can_manage,
        "reason": None if can_manage else rules.manage_group.reason(actor, group),
    }


def hub_page(actor) -> dict:
    """Where a person's own municipalities, groups and, for administrators, centres are."""
    municipalities = Municipality.objects.filter(code__in=actor.works_for)
    centres = Organisation.objects.centres() if actor.is_administrator else Organisation.objects.none()
    centres = sorted(centres, key=by_name)
    page = {
        "municipalities": [(one.code, named(one)) for one in sorted(municipalities, key=by_name)],
        "groups": [] if actor.is_administrator else group_rows(CooperationGroup.objects.visible_to(actor)),
        "centres": [(one.code, named(one)) for one in centres],
    }
    if actor.is_administrator:
        requests = AccessRequest.objects.open().select_related("municipality")
        page["requests"] = [(one, named(one.municipality)) for one in requests]
        administrators = Role.objects.not_ended().filter(kind="administrator").select_related("user")
        page["administrators"] = sorted(administrators, key=_by_kind_and_name)
    return page


@dataclass(frozen=True)
class Waiting:
    """Something that waits for an administrator: what to do, how much there is of it, and where."""

    act: str
    said: str
    url: str


def waiting_for_administrators() -> list[Waiting]:
    """What nobody else does: asked for with one statement, and only what there is."""
    counted = {
        "requests": AccessRequest.objects.open(),
        "feedback": Feedback.objects.filter(answered_at=None),
        "mails": OutgoingMail.objects.filter(sent_at=None, given_up_at__isnull=False),
        "jobs": DBTaskResult.objects.filter(status=TaskResultStatus.FAILED),
    }
    one = Role.objects.filter(kind=RoleKind.ADMINISTRATOR).order_by("pk")
    number = one.values(**{name: _number(rows) for name, rows in counted.items()})[0]
    told = [
        (number["requests"], _("Answer requests for access"), ngettext_lazy("%s request", "%s requests"), "people"),
        (number["feedback"], _("Answer feedback"), ngettext_lazy("%s message", "%s messages"), "feedback"),
        (number["mails"], _("Look at mails that could not be sent"), ngettext_lazy("%s mail", "%s mails"), "jobs"),
        (number["jobs"], _("Look at jobs that were given up"), ngettext_lazy("%s job", "%s jobs"), "jobs"),
    ]
    return [Waiting(act, said % many, reverse(page)) for many, act, said, page in told if many]


def _number(rows) -> Coalesce:
    of_all = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(of_all), 0)
