"""What each element gets from the other phases, told in numbers before anybody types it a second time."""

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Observation
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.remembered import Remembered
from programmes.enums import InvitationStatus, Phase, Theme
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.models.partners import part_stands
from stakeholders.models import Seat

ANSWERED = ~Q(text={}) & Q(question__startswith="situation.")

#: what is counted: the kind of record and which of its records
COUNTED = {
    "plans": ("plan", Q()),
    "answers": ("answer", ANSWERED),
    "own_figures": ("own-figure", Q()),
    "findings": ("finding", Q()),
    "measures": ("measure", Q()),
    "joined": ("invitation", Q(status=InvitationStatus.JOINED)),
    "consultations": ("consultation", Q()),
    "general_services": ("service", Q(is_special=False)),
    "special_services": ("service", Q(is_special=True)),
    "relations": ("objective", Q(theme=Theme.RECEPTIVENESS)),
    "indicators": ("indicator", Q()),
    "recipients": ("recipient", Q()),
}


def _counted(kind: str, condition: Q) -> Coalesce:
    model = KINDS[kind].model
    rows = model.objects.filter(condition, part_stands(model), programme=OuterRef("pk"), archived_at=None).order_by()
    number = rows.values("programme").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _with_counts():
    seats = Seat.objects.filter(group=OuterRef("group"), archived_at=None).order_by()
    sat = seats.values("group").annotate(number=Count("organisation", distinct=True)).values("number")
    asked = {f"number_of_{name}": _counted(kind, condition) for name, (kind, condition) in COUNTED.items()}
    asked["number_of_seats"] = Coalesce(Subquery(sat, output_field=IntegerField()), 0)
    return Programme.objects.filter(pk=SOME_ID).only("pk").annotate(**asked)


WITH_COUNTS = Prepared(_with_counts)
COUNTS = Remembered[dict[str, int]](300_000)


def counts(programme: Programme) -> dict[str, int]:
    """How much there is of everything that elements are assembled from."""
    return programme.remembered(COUNTS, lambda: _counts(programme))


def _counts(programme: Programme) -> dict[str, int]:
    row = WITH_COUNTS.first(None, {SOME_ID: programme.pk})
    found = {name: getattr(row, f"number_of_{name}") for name in [*COUNTED, "seats"]}
    codes = [link.municipality_id for link in programme.rows("links")]
    found["figures"] = Observation.objects.of_areas(codes).values("statistic").distinct().count()
    return found


def told(programme: Programme) -> dict[str, list[str]]:
    """For each element, a sentence a phase that gives something to it."""
    number = counts(programme)
    given = {
        "document.strategy": {Phase.OBJECTIVES: [_plans(number["plans"])]},
        "document.population": {
            Phase.SITUATION: [
                _figures(number["figures"] + number["own_figures"]),
                _answers(number["answers"]),
                _findings(number["findings"]),
            ]
        },
        "document.bodies": {
            Phase.RESPONSIBILITY: [_("the coordinating body and the approving body")],
            Phase.OBJECTIVES: [_owners(number["measures"])],
        },
        "document.cooperation": {
            Phase.COOPERATION: [
                _organisations(number["seats"]),
                _bodies(number["joined"]),
                _consultations(number["consultations"]),
            ]
        },
        "document.general_services": {Phase.SITUATION: [_services(number["general_services"])]},
        "document.special_services": {Phase.SITUATION: [_services(number["special_services"])]},
        "document.relations": {Phase.OBJECTIVES: [_objectives(number["relations"])]},
        "document.monitoring": {
            Phase.MONITORING: [_indicators(number["indicators"]), _recipients(number["recipients"])]
        },
    }
    return {
        element: [sentence for phase, parts in phases.items() if (sentence := _sentence(phase, parts))]
        for element, phases in given.items()
    }


def _sentence(phase: Phase, parts: list[str]) -> str:
    parts = [part for part in parts if part]
    if not parts:
        return ""
    words = {"number": phase.number, "phase": phase.label, "what": ", ".join(parts)}
    return _("Comes from phase %(number)s (%(phase)s): %(what)s.") % words


def _plans(number):
    return ngettext("%(number)s plan", "%(number)s plans", number) % {"number": number} if number else ""


def _figures(number):
    return ngettext("%(number)s figure", "%(number)s figures", number) % {"number": number} if number else ""


def _answers(number):
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number} if number else ""


def _findings(number):
    return ngettext("%(number)s finding", "%(number)s findings", number) % {"number": number} if number else ""


def _owners(number):
    sentence = ngettext("the owner of %(number)s measure", "the owners of %(number)s measures", number)
    return sentence % {"number": number} if number else ""


def _organisations(number):
    sentence = ngettext("%(number)s organisation of the group", "%(number)s organisations of the group", number)
    return sentence % {"number": number} if number else ""


def _bodies(number):
    sentence = ngettext("%(number)s body that joined", "%(number)s bodies that joined", number)
    return sentence % {"number": number} if number else ""


def _consultations(number):
    sentence = ngettext("%(number)s consultation", "%(number)s consultations", number)
    return sentence % {"number": number} if number else ""


def _services(number):
    return ngettext("%(number)s service", "%(number)s services", number) % {"number": number} if number else ""


def _objectives(number):
    sentence = ngettext("%(number)s objective of relations", "%(number)s objectives of relations", number)
    return sentence % {"number": number} if number else ""


def _indicators(number):
    return ngettext("%(number)s indicator", "%(number)s indicators", number) % {"number": number} if number else ""


def _recipients(number):
    sentence = ngettext("%(number)s recipient of reports", "%(number)s recipients of reports", number)
    return sentence % {"number": number} if number else ""
