"""Who may know of which programmes, and as what: conditions of queries, asked in one statement."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from integration_programme.records import RecordQuerySet
from programmes.enums import WRITERS, Access, Audience, Consent, PartnerRight
from programmes.models.sharing import ApprovedSharing, Sharing
from stakeholders.enums import RoleKind
from stakeholders.models import Role, Seat


def standing(links: str = "") -> Q:
    """A condition on links of municipalities to programmes: those of the lead, and of partners that take part today.

    `links` leads to them, with its underscores.
    """
    takes_part = Q(**{f"{links}is_lead": True}) | Q(**{f"{links}consent": Consent.CONSENTED})
    return takes_part & Q(**{f"{links}archived_at": None})


def _as_reader(actor, opened) -> Case:
    """What somebody who does not write a programme is to it, where it was opened to them by one of these switches."""
    seats = (
        Seat.objects.current()
        .valid()
        .filter(Q(person=actor.account) | Q(deputy=actor.account), group=OuterRef("group"))
    )
    advisers = Role.objects.valid().filter(
        standing("centre__municipalities__links__"),
        user=actor.account,
        kind=RoleKind.ADVISER,
        centre__municipalities__links__programme=OuterRef("pk"),
    )
    return Case(
        When(Exists(opened.filter(audience=Audience.GROUP)) & Exists(seats), then=Value(Access.MEMBER)),
        When(Exists(opened.filter(audience=Audience.ADVISER)) & Exists(advisers), then=Value(Access.ADVISER)),
        default=Value(""),
        output_field=models.CharField(),
    )


class AccessQuerySet(RecordQuerySet):
    def visible_to(self, actor):
        """Programmes a person may know of, each with `access`: what the person is to it (`Access`).

        Archived ones are there for those who write them, and for nobody else.
        """
        return self.with_access(actor).exclude(access="").filter(Q(archived_at=None) | Q(access__in=WRITERS))

    def with_access(self, actor):
        """All programmes, each with `access`, which is '' where the person is a stranger.

        Writers see their municipality's, a partner municipality's people theirs; seats of the group and advisers of
        the region's centre see what is shared with them. One query, whatever the number of roles.
        """
        if actor.account is None:
            return self.annotate(access=Value(""))
        roles = Role.objects.valid().filter(user=actor.account)
        as_writer = Case(
            When(municipality__links__is_lead=True, then=F("kind")),
            When(municipality__links__right=PartnerRight.WRITE, then=Value(Access.EDITOR)),
            default=Value(Access.PARTNER),
            output_field=models.CharField(),
        )
        writers = roles.filter(
            standing("municipality__links__"),
            kind__in=[RoleKind.COORDINATOR, RoleKind.EDITOR],
            municipality__links__programme=OuterRef("pk"),
        )
        # The strongest comes first: coordinator, editor, partner, in the alphabet as in rights.
        strongest = writers.annotate(access=as_writer).order_by("access").values("access")[:1]
        opened = Sharing.objects.filter(programme=OuterRef("pk"), is_visible=True)
        return self.annotate(access=Coalesce(Subquery(strongest), _as_reader(actor, opened)))

    def with_approved_access(self, actor, *, closed: bool = False):
        """Those that are not archived, each with `access` to what was approved: what somebody was to it as its reader.

        Whoever could read an approved programme goes on reading what was approved, when the draft is closed to them.
        `closed`: only those whose draft is closed to this audience today.
        """
        if actor.account is None:
            return self.none()
        opened = ApprovedSharing.objects.filter(version__programme=OuterRef("pk"))
        if closed:
            today_open = Sharing.objects.filter(programme=OuterRef("version__programme"), audience=OuterRef("audience"))
            opened = opened.filter(~Exists(today_open.filter(is_visible=True)))
        return self.filter(archived_at=None).annotate(access=_as_reader(actor, opened)).exclude(access="")
