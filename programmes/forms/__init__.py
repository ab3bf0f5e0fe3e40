"""Forms of programmes, a file a phase, and the pages on which records are written."""

from programmes.forms import (
    communication,
    cooperation,
    document,
    monitoring,
    objectives,
    responsibility,
    situation,
)
from programmes.forms.base import RecordPage

#: by the word in their addresses
PAGES: dict[str, RecordPage] = {
    page.name: page
    for phase in (responsibility, cooperation, situation, objectives, document, monitoring, communication)
    for page in phase.PAGES
}
