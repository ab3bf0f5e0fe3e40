"""A paper that is no programme: printed as the programme is, without a cover and a table of contents."""

from django.utils.translation import gettext as _

from programmes.document.blocks import Cover, Document, Section
from programmes.document.writer import Writer


def paper(
    writer: Writer,
    state: str,
    title: str,
    *,
    slug: str,
    about: str,
    sections: list[Section],
    date: str = "",
    where: str = "",
) -> Document:
    """A document in the language of the writer. `state`: which sort of paper (`PAPERS`); `about`: the line under its
    title; `date` and `where`: those after it."""
    programme = writer.programme
    return Document(
        language=writer.language,
        title=title,
        slug=slug,
        edition=programme.edition,
        state=state,
        mark="",
        is_demo=programme.is_demo,
        demo_mark=_("Demo: no municipality has decided any of this.") if programme.is_demo else "",
        cover=Cover(
            municipalities=[link.label(writer.language) for link in writer.rows("links")],
            title=title,
            period="",
            state=about,
            date=date,
            legal_basis=where,
        ),
        sections=sections,
        coverage=None,
        terms=[],
    )
