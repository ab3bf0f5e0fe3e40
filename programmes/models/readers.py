"""The people who read a programme: by name, for whoever asks one of them to look at something; and as whom each reads it."""

from collections.abc import Collection

from django.db.models import Exists, Q

from integration_programme.alphabet import alphabetical
from programmes.enums import Audience
from programmes.models.access import standing
from programmes.models.programme import Programme
from programmes.models.sharing import Sharing
from stakeholders.enums import RoleKind
from stakeholders.models import Role, Seat, User


def people(programme: Programme, audiences: Collection[Audience] = ()) -> list[User]:
    """Everybody with an open account who writes a programme, and who reads it as one of these audiences today, by name.

    An audience to which the programme is closed has nobody in it.
    """
    roles, opened = Role.objects.valid(), Sharing.objects.filter(programme=programme, is_visible=True)
    writers = roles.filter(
        standing("municipality__links__"),
        kind__in=[RoleKind.COORDINATOR, RoleKind.EDITOR],
        municipality__links__programme=programme,
    )
    who = Q(pk__in=writers.values("user"))
    if Audience.GROUP in audiences and programme.group_id:
        seats = Seat.objects.current().valid().filter(Exists(opened.filter(audience=Audience.GROUP)))
        own = seats.filter(group=programme.group_id)
        who |= Q(pk__in=own.exclude(person=None).values("person")) | Q(pk__in=own.exclude(deputy=None).values("deputy"))
    if Audience.ADVISER in audiences:
        advisers = roles.filter(
            standing("centre__municipalities__links__"),
            Exists(opened.filter(audience=Audience.ADVISER)),
            kind=RoleKind.ADVISER,
            centre__municipalities__links__programme=programme,
        )
        who |= Q(pk__in=advisers.values("user"))
    return sorted(User.objects.filter(who, is_active=True), key=lambda person: (alphabetical(str(person)), person.pk))


def audiences_of(programme: Programme) -> dict[int, Audience]:
    """As whom each person with an open account reads it today, by id."""
    readers = {}
    for audience in (Audience.ADVISER, Audience.GROUP) if programme.archived_at is None else ():
        if not programme.seen_by(audience).sight.is_open:
            continue
        readers |= dict.fromkeys((person.pk for person in people(programme, [audience])), audience)
    return readers | dict.fromkeys((person.pk for person in people(programme)), Audience.WRITERS)
