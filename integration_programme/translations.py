"""Texts that exist per language: one JSON object {"fi": "...", "sv": "..."} a field.

Why not a column per language: programmes choose their languages, and summaries in residents' languages follow later
(docs/adr/0003). A text is never silently shown in another language: `text(language)` gives '' where it lacks.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from integration_programme import richtext

Check = Callable[[str], None]


class Translations(dict[str, str]):
    """Texts by language code; empty ones are left out."""

    def __init__(self, texts: dict[str, str] | None = None):
        super().__init__({language: text for language, text in texts.items() if text} if texts else {})

    def text(self, language: str) -> str:
        return self.get(language, "")

    def first(self, *languages: str) -> tuple[str, str]:
        """The first (language, text) that exists, in the order given and then of the settings; ('', '') if none."""
        for language in (*languages, *(code for code, _name in settings.LANGUAGES)):
            if text := self.get(language):
                return language, text
        return "", ""

    def marked(self, *languages: str) -> str:
        """The same text, for choices, sentences and titles: its words say when it is not in the first of the languages."""
        language, text = self.first(*languages)
        return f"{text} ({in_language(language)})" if text and languages and language != languages[0] else text

    def with_texts(self, texts: dict[str, str]) -> "Translations":
        """A copy in which these languages have these texts; others keep theirs."""
        return Translations({**self, **texts})


def alike(text: str) -> Translations:
    """A name that is the same in every language, such as a person's."""
    return Translations(dict.fromkeys((language for language, _name in settings.LANGUAGES), text))


def in_every_language(say: Callable[[str], str]) -> Translations:
    """What a function says in each language of the screens, asked under that language."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = str(say(language))
    return Translations(texts)


def in_language(code: str) -> str:
    """What marks a text in another language: "in Swedish"."""
    return _("in %(language)s") % {"language": get_language_info(code)["name_translated"]}


class TranslatedFormField(forms.Field):
    """Stands in a form's field list for the fields a language that `RecordForm` puts in its place."""

    def __init__(self, *, rich: bool, max_length: int, multiline: bool, checks: list[Check], **kwargs: Any):
        super().__init__(**kwargs)
        self.rich, self.max_length, self.multiline, self.checks = rich, max_length, multiline, checks


class TranslatedField(models.JSONField):
    """Plain texts by language. `check` raises ValidationError for a text that is none of them."""

    rich = False

    def __init__(
        self, *args: Any, max_length: int = 300, multiline: bool = False, check: Check | None = None, **kwargs: Any
    ):
        kwargs.setdefault("default", Translations)
        kwargs.setdefault("blank", True)
        self.multiline, self.checks = multiline, [check] if check else []
        super().__init__(*args, **kwargs)
        self.longest = max_length

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value, expression, connection):
        # Half of all such columns are empty, and a page reads a thousand of them.
        return Translations() if value == "{}" else Translations(super().from_db_value(value, expression, connection))

    def to_python(self, value):
        return value if isinstance(value, Translations) else Translations(super().to_python(value))

    def pre_save(self, model_instance, add):
        value = Translations(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        return super().get_db_prep_value(dict(value) if isinstance(value, dict) else value, connection, prepared)

    def formfield(self, **kwargs):
        return TranslatedFormField(
            rich=self.rich,
            max_length=self.longest,
            multiline=self.multiline,
            checks=self.checks,
            label=kwargs.get("label") or self.verbose_name,
            help_text=kwargs.get("help_text") or self.help_text,
            required=False,
        )


class TranslatedRichTextField(TranslatedField):
    """HTML by language: cleaned on every way into the database, and paragraphs keep their ids."""

    rich = True

    def __init__(self, *args: Any, max_length: int = richtext.LONGEST, **kwargs: Any):
        super().__init__(*args, max_length=max_length, multiline=True, **kwargs)

    def pre_save(self, model_instance, add):
        """Clean, with the ids of what is stored; a row that nobody has read from there keeps those that it comes with."""
        known = getattr(model_instance, "stored_texts", {})
        stored = known.get(self.attname)
        value = Translations(
            {
                language: richtext.clean(html, previous=None if stored is None else stored.get(language, ""))
                for language, html in getattr(model_instance, self.attname).items()
            }
        )
        setattr(model_instance, self.attname, value)
        if known:
            known[self.attname] = dict(value)
        return value
