"""Forms of programmes, a file a phase (and `frame`, the programme's own), and the pages on which records are written."""

from programmes.forms import (
    communication,
    contents,
    cooperation,
    document,
    frame,
    monitoring,
    objectives,
    organisations,
    responsibility,
    situation,
)
from programmes.forms.base import RecordPage
from programmes.models import Place, Programme

#: by the word in their addresses
PAGES: dict[str, RecordPage] = {
    page.name: page
    for phase in (
        frame,
        responsibility,
        organisations,
        cooperation,
        situation,
        objectives,
        document,
        monitoring,
        communication,
        contents,
    )
    for page in phase.PAGES
}


def page_of(programme: Programme, place: Place) -> RecordPage | None:
    """The page on which what stands at a place is written: that of its field, or the first one of its kind.

    None for items of the checklist, the programme as a whole, and what nobody writes in a form.
    """
    pages = [page for page in PAGES.values() if page.kind.name == place.kind]
    if len(pages) > 1 and pages[0].kind.item_field:  # answers stand in two phases
        pages = [page for page in pages if page.phase == place.phase(programme)]
    fitting = (page for page in pages if not place.field or place.field in page.form._meta.fields)
    return next(fitting, None)
