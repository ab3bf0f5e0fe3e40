"""Rich text: one grammar, what is let in, and ids by which paragraphs are known through every edit (docs/adr/0005).

clean(html, previous), cleaned(...) with what was left out, plain_text(html), paragraphs(html), word_count(html),
merge_texts(base, mine, theirs), without_ids(html); plain_form(html) and from_plain(text, stored) for the field without
the editor. Cleaning is for the model layer, on every way in; its limits come
from what a PDF engine survives: huge spans and very deep nesting stop it for minutes.
"""

from integration_programme.richtext.cleaning import Cleaned, clean, cleaned, tree, with_pictures
from integration_programme.richtext.grammar import LONGEST, PARAGRAPH_ID
from integration_programme.richtext.limits import without_ids
from integration_programme.richtext.markup import is_markup
from integration_programme.richtext.merging import merge_texts
from integration_programme.richtext.notation import from_plain, plain_form
from integration_programme.richtext.plain import paragraphs, pictures, plain_text, word_count

__all__ = [
    "LONGEST",
    "PARAGRAPH_ID",
    "Cleaned",
    "clean",
    "cleaned",
    "from_plain",
    "is_markup",
    "merge_texts",
    "paragraphs",
    "pictures",
    "plain_form",
    "plain_text",
    "tree",
    "with_pictures",
    "without_ids",
    "word_count",
]
