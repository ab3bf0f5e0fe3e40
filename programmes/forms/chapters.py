"""The form of phase 5 for a chapter of the municipality's own."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.layouts import Fold, When
from programmes.enums import ChapterSort
from programmes.forms.base import ChecklistChoiceField, ProgrammeForm
from programmes.models import Chapter, Programme
from programmes.models.document import COMMUNICATION, OBJECTIVES, order_of

#: what is known of a sort of chapter before anybody has written it
HINTS: dict[str, str | Promise] = {
    ChapterSort.FOREWORD: gettext_lazy("A few sentences in the words of whoever signs it, below."),
    ChapterSort.SUMMARY: gettext_lazy("On one page: why, what the municipality does, and how it is followed."),
    ChapterSort.GLOSSARY: gettext_lazy(
        "A list or a table: each word with its explanation. It is printed instead of the terms that this service explains."
    ),
    ChapterSort.SOURCES: gettext_lazy("A list: who, what, when, with a link where there is one."),
    ChapterSort.APPENDIX: gettext_lazy("It gets its number by itself, and a title from you."),
    ChapterSort.IMPRINT: gettext_lazy(
        "The facts stand above. Here only what else is to be said: photographs, layout, translation."
    ),
}
#: sorts of chapters that stand before the elements, unless somebody puts them elsewhere
AT_THE_BEGINNING = (ChapterSort.FOREWORD, ChapterSort.INTRODUCTION, ChapterSort.SUMMARY, ChapterSort.STARTING_POINTS)

#: those that stand at the end, whatever is chosen
AT_THE_END = (ChapterSort.APPENDIX, ChapterSort.IMPRINT)

SIGNER = ("signer", "signer_title")
PUBLICATION = ("publisher", "published_in", "series", "isbn")
CONTACT = ("contact", "contact_mail", "contact_page")


class ChapterForm(ProgrammeForm):
    """What it is and where it stands, title and text; folded away, the signer of a foreword and the facts of an imprint."""

    after = ChecklistChoiceField(label=gettext_lazy("Where it stands"), required=False)

    class Meta:
        model = Chapter
        fields = ["sort", "title", "text", "after", "part", *SIGNER, *PUBLICATION, *CONTACT]
        help_texts = {
            "title": gettext_lazy("Empty: it is called what it is, for example “Foreword”."),
            "isbn": gettext_lazy("As you were given it, for example 978-0-00-000000-2. Each language has its own."),
            "contact": gettext_lazy("A role rather than a person: people change."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = places_of(self.programme)
        self.fields["after"].help_text = _("An appendix and the imprint stand at the end, whatever is chosen here.")
        sort = self._sort
        if self.instance.pk is None and "after" not in (kwargs.get("initial") or {}):
            self.initial["after"] = "" if sort in AT_THE_BEGINNING else COMMUNICATION
        first, *_others = self.translated["text"]
        self.fields[first].help_text = HINTS.get(sort, "")

    @property
    def _sort(self) -> str:
        return self["sort"].value() or ""

    def layout_fields(self):
        is_imprint = self._sort == ChapterSort.IMPRINT
        return [
            "sort",
            "title",
            "text",
            When("sort", [ChapterSort.FOREWORD], *SIGNER),
            When("sort", [sort for sort in ChapterSort.values if sort not in AT_THE_END], "after"),
            Fold(_("Facts of publication"), *PUBLICATION, is_open=is_imprint),
            Fold(_("Whom to ask"), *CONTACT),
            self.whose,
        ]

    def fields_of(self, name: str) -> list[str]:
        return list(self.translated.get(name, [name]))

    def clean(self):
        cleaned = super().clean()
        titles = self.fields_of("title")
        if cleaned.get("sort") == ChapterSort.OTHER and not any(cleaned.get(name) for name in titles):
            self.add_error(titles[0], _("Give the chapter a title: it has no other name."))
        return cleaned


def places_of(programme: Programme) -> list[tuple[str, str]]:
    """Where a chapter can stand: at the beginning, or after what every document has."""
    found = [("", _("At the beginning"))]
    for key in order_of(programme.checklist):
        found.append((key, _("After “%(chapter)s”") % {"chapter": name_in_document(programme, key)}))
    return found


def name_in_document(programme: Programme, key: str) -> str:
    """What is called what, on screen, of that which every document has."""
    named = {OBJECTIVES: _("Objectives and measures"), COMMUNICATION: _("Communication")}
    language = get_language() or "en"
    return named.get(key) or programme.checklist.words(key, language).title
