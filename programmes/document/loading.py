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
