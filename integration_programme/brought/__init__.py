"""Files that people bring, looked at by their content: what is kept of them, or a sentence that says why it is not.

picture(content) makes a JPEG, PNG or WebP anew without anything that was hidden in it; paper(content, name) lets a PDF,
DOCX or XLSX through as it is. Both raise ValidationError. What is taken is a `Brought`.
"""

from integration_programme.brought.facts import ENDINGS, LARGEST, PAPERS, PICTURES, Brought, name_with, refuse_large
from integration_programme.brought.papers import paper

__all__ = ["ENDINGS", "LARGEST", "PAPERS", "PICTURES", "Brought", "name_with", "paper", "picture", "refuse_large"]


def picture(content: bytes) -> Brought:
    """A JPEG or PNG of what the picture shows. Raises ValidationError with what to do instead."""
    from integration_programme.brought import pictures  # noqa: PLC0415 - Pillow takes 4 MB: for the first picture only

    return pictures.picture(content)
