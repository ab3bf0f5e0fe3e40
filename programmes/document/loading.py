"""Everything a document is made of, read in a fixed number of queries whatever its length."""

from programmes.models import Programme

LISTS = (
    "links",
    "decision_steps",
    "invitations",
    "consultations",
    "answers",
    "own_figures",
    "services",
    "findings",
    "sources_used",
    "plans",
    "objectives",
    "measures",
    "elements",
    "indicators",
    "recipients",
    "communication_actions",
)
SINGLE = ("responsibility", "cooperation", "monitoring", "seats")


def load_for_document(programme: Programme) -> Programme:
    """Read the programme's lists once; a second call reads nothing."""
    for name in LISTS:
        programme.rows(name)
    for name in SINGLE:
        getattr(programme, name, None)
    return programme


def records_of(programme: Programme) -> list:
    """The programme and everything in it that the document is made of, read with `load_for_document`."""
    load_for_document(programme)
    singles = [getattr(programme, name, None) for name in SINGLE if name != "seats"]
    lists = [row for name in LISTS for row in programme.rows(name)]
    return [each for each in (programme, *singles, *programme.seats, *lists) if each is not None]
