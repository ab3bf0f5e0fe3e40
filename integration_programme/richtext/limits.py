"""What is too long, too deep or too much, refused in words for whoever wrote it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration_programme.richtext import grammar, markup, tables

NAME = re.compile(rf' {grammar.PARAGRAPH_ID}="[^"<>]*"')


def without_ids(html: str) -> str:
    """A cleaned text without the ids of its paragraphs: what it says, and nothing that only we know of it."""
    return NAME.sub("", html)


def refuse_long(html: str, longest: int) -> None:
    """Raise ValidationError where the text, ids not counted, has more characters than `longest`."""
    if len(html) > longest:
        html = without_ids(html)
    if len(html) > longest:
        raise ValidationError(
            _("The text is too long: %(length)s characters, at most %(longest)s. Move a part of it to another text.")
            % {"length": len(html), "longest": longest}
        )


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turns what the reader and the builder raise into ValidationError with a sentence."""
    try:
        yield
    except markup.TooDeep as error:
        raise ValidationError(
            _("The text has lists or tables nested too deeply. Make the structure simpler.")
        ) from error
    except markup.TooMany as error:
        sentence = _("The text has too many paragraphs, list items or table cells. Move a part of it to another text.")
        raise ValidationError(sentence) from error
    except tables.TooBroad as error:
        sentence = _(
            "A table has too many columns or cells: at most %(columns)s columns. Divide it into smaller tables."
        )
        raise ValidationError(sentence % {"columns": grammar.BROADEST}) from error
