"""The programme document as plain data: preview, PDF and JSON all come from `assemble`."""

from collections.abc import Iterable

from django.utils import translation

from integration_programme.remembered import Remembered
from programmes.document.blocks import Document
from programmes.document.chapters import back_matter, has_glossary
from programmes.document.cover import CHANGED, cover_of, mark_of, state_words, title_of
from programmes.document.elements import chapters, coverage
from programmes.document.hashing import approved_content, content_hash
from programmes.document.loading import records_of
from programmes.document.terms import terms_of
from programmes.document.writer import Writer
from programmes.enums import Audience, ProgrammeState, VersionPurpose
from programmes.models import Programme, VersionDocument

__all__ = [
    "assemble",
    "changed_after_approval",
    "changed_languages",
    "content_hash",
    "has_changed",
    "records_of",
]


def assemble(
    programme: Programme, language: str, audience: Audience | None = None, *, at_approval: bool = False
) -> Document:
    """The whole document in one language, for an audience (else the one that sees this programme).

    Nothing in it comes from another language: where a text lacks, the document says so. `at_approval`: as it is being
    approved, so that it is not compared with what was approved before.
    """
    programme = programme.seen_by(audience or programme.audience)
    writer = Writer(programme, language)
    with translation.override(language):
        document = _document(writer, programme.state)
        if programme.state == ProgrammeState.APPROVED and not at_approval and _is_changed(programme, document):
            document.state, document.mark = CHANGED, mark_of(CHANGED)
            document.cover.state = state_words(writer, CHANGED)
    return document


def _is_changed(programme: Programme, document: Document) -> bool:
    """Whether the document of all that is written has changed: nobody was shown an approved one with parts left out."""
    return (
        has_changed(programme, document)
        if programme.sight.is_whole
        else document.language in changed_languages(programme)
    )


CHANGES = Remembered[list[str]](300_000)


def _document(writer: Writer, state: str) -> Document:
    programme = writer.programme
    sections = chapters(writer)
    titles = [f"{section.number} {section.title}" for section in sections]
    return Document(
        language=writer.language,
        title=title_of(writer),
        slug=programme.slug,
        edition=programme.edition,
        state=state,
        mark=mark_of(state),
        is_demo=programme.is_demo,
        demo_mark=translation.gettext("Demo: no municipality has decided any of this.") if programme.is_demo else "",
        cover=cover_of(writer, state),
        sections=sections,
        coverage=writer.kept(lambda: coverage(writer, sections), "coverage", *titles),
        terms=[] if has_glossary(sections) else terms_of(programme.checklist, writer.language),
        back=back_matter(writer),
    )


def changed_after_approval(programme: Programme) -> bool:
    """Whether an approved programme now says something else in any of its languages."""
    return bool(changed_languages(programme))


def changed_languages(programme: Programme, documents: Iterable[Document] = ()) -> list[str]:
    """The languages in which an approved programme says something else now than when it was approved.

    The one truth of it: cover, home, list and the refusal of a second approval ask here. What was edited and put back
    is no change. `documents`: those of all languages as they are now, from whoever has assembled them already.
    """
    if programme.state != ProgrammeState.APPROVED:
        return []
    programme = programme if programme.sight.is_whole else programme.seen_by(Audience.WRITERS)
    if documents:
        return [document.language for document in documents if has_changed(programme, document)]
    return programme.remembered(CHANGES, lambda: _changed_languages(programme))


def _changed_languages(programme: Programme) -> list[str]:
    now = (assemble(programme, language, at_approval=True) for language in programme.languages)
    return [document.language for document in now if has_changed(programme, document)]


def has_changed(programme: Programme, document: Document) -> bool:
    """Whether the document says something else than the newest approved one of its language."""
    approved = VersionDocument.objects.filter(
        version__programme=programme, version__purpose=VersionPurpose.APPROVAL, language=document.language
    ).first()
    return approved is None or approved_content(approved.data) != approved_content(document.as_data())
