"""What a person reads on the pages of a programme, and what they say is missing."""

from collections.abc import Iterator

from programmes.completeness import missing_in_phase
from programmes.document import assemble
from programmes.document.blocks import Document, Entries, Section, Table
from programmes.enums import Phase
from tests.programmes.factories import fresh


def page(programme, tail: str, language: str = "en") -> str:
    """The address of a page of a programme."""
    return f"/{language}/programmes/{programme.slug}/{tail}"


def read(client, programme, tail: str, language: str = "en") -> str:
    """What a page of a programme says."""
    response = client.get(page(programme, tail, language))
    assert response.status_code == 200, response.status_code
    return as_searched(response)


def as_searched(response) -> str:
    """What a page says to whoever searches it: the spaces that keep dates and numbers whole are spaces like others."""
    return response.content.decode().replace("\u00a0", " ")


def sentences(programme, phase: Phase, *, blocks: bool | None = None) -> list[str]:
    """What a phase lacks; with `blocks`, only what does or does not stand in the way of the approval."""
    facts = missing_in_phase(fresh(programme), phase)
    return [fact.sentence for fact in facts if blocks is None or fact.is_block == blocks]


def decision_path(programme) -> list[list[str]]:
    """The rows of the decision path on the cover of the document."""
    path = assemble(fresh(programme), "en").cover.decision_path
    return [[cell.text for cell in row.cells] for row in path.rows] if path else []


def sections(found: list[Section]) -> Iterator[Section]:
    for section in found:
        yield section
        yield from sections(section.sections)


def blocks(document: Document) -> list:
    found = [block for section in sections([*document.sections, *document.back]) for block in section.blocks]
    return [*found, document.coverage, *filter(None, [document.cover.decision_path])]


def parts(document: Document) -> list:
    """Everything that names a place: sections, blocks, and the rows and entries in them."""
    inner = [
        each
        for block in blocks(document)
        for each in (block.rows if isinstance(block, Table) else block.items if isinstance(block, Entries) else [])
    ]
    return [*sections([*document.sections, *document.back]), *blocks(document), *inner]
