"""What the files that are attached to records lack."""

from collections.abc import Iterable

from programmes.completeness.facts import LACKS_LANGUAGE, Missing, untranslated
from programmes.enums import Phase
from programmes.models import Attachment, Place, Programme
from programmes.models.attached import HasAttachments
from programmes.models.kinds import kind_of
from programmes.models.sharing import shows


def missing_in_attachments(
    programme: Programme, phase: Phase, item: str, owners: Iterable[HasAttachments]
) -> list[Missing]:
    """A warning for each attachment of these records that does not say in every content language what it is."""
    kind = kind_of(Attachment)
    if not shows(kind, programme.audience):
        return []
    found = (each for owner in owners for each in owner.attached if not each.is_archived)
    return [
        Missing(
            code=LACKS_LANGUAGE,
            place=Place(programme.slug, kind.name, str(each.key)),
            values={"record": dict(each.title), "original": programme.original_language, "languages": languages},
            about=item,
            phase=phase,
            item=item,
            anchor=str(each.key),
        )
        for each in found
        if (languages := untranslated(programme, each, ["title"]))
    ]
