"""Forms for comments: what is said and of what, an answer, another wording, and who reads it."""

import uuid
from collections.abc import Callable, Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme import richtext
from integration_programme.anchoring import holds
from integration_programme.forms import PageForm, VersionField
from integration_programme.layouts import Fold
from integration_programme.translations import in_language
from programmes.enums import Audience, CommentState
from programmes.models import Place, Programme
from programmes.models.comments import LONGEST, LONGEST_QUOTE, cleaned
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM
from stakeholders.models import User

IN_LIST = 70  # characters of a paragraph in a list of choices


class SaidForm(PageForm):
    """What is said, and who is asked to look at it: `people` gives those who may read it, asked once it is needed."""

    submit_label = gettext_lazy("Save the comment")
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("What should be otherwise, and why; or what you ask."),
    )
    mentioned = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked to look at it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They get one mail with a link to the comment. Only people who may read it stand here."),
    )
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, people: Callable[[], Iterable[User]], **kwargs):
        super().__init__(*args, **kwargs)
        self._people: dict[str, User] | None = None
        self._find = people
        self.fields["record_key"].initial = uuid.uuid4()
        self.fields["mentioned"].choices = lambda: [(pk, str(person)) for pk, person in self.people.items()]

    @property
    def people(self) -> dict[str, User]:
        if self._people is None:
            self._people = {str(person.pk): person for person in self._find()}
        return self._people

    @property
    def mentions(self) -> list[User]:
        return [self.people[pk] for pk in self.cleaned_data["mentioned"]]

    def clean_text(self) -> str:
        text = cleaned(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write something first."))
        if len(text) > LONGEST:
            raise ValidationError(_("A comment has at most %(most)s characters.") % {"most": LONGEST})
        return text

    def layout_fields(self) -> list:
        asked = "mentioned"
        shown = [name for name in super().layout_fields() if name != asked]
        return [*shown, Fold(gettext_lazy("Ask somebody to look at it"), asked, empty=_("Nobody yet"))]


class CommentForm(SaidForm):
    """A comment on a place: the whole of a record, or one of its texts, paragraph by paragraph."""

    about = forms.ChoiceField(label=gettext_lazy("What it is about"))
    quote = forms.CharField(
        label=gettext_lazy("Only these words"),
        required=False,
        widget=forms.TextInput({"data-quote": ""}),
        help_text=gettext_lazy("Copy them from the text above. Leave this empty to comment on all of it."),
    )
    field_order = ("about", "quote", "text")

    def __init__(self, *args, programme: Programme, place: Place, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.fields["about"].choices = abouts(programme, place)
        self.fields["about"].required = bool(place.kind)  # the programme as a whole has a place without words
        self.initial |= {"about": str(place)}

    @property
    def place(self) -> Place:
        return Place.parse(self.programme.slug, self.cleaned_data["about"])

    def clean_quote(self) -> str:
        quote = " ".join(cleaned(self.cleaned_data["quote"]).split())
        if len(quote) > LONGEST_QUOTE:
            raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST_QUOTE})
        return quote

    def clean(self):
        found = super().clean()
        quote = found.get("quote")
        if quote and found.get("about") and not holds(self.place.text(self.programme), quote):
            self.add_error("quote", _("These words do not stand there. Copy them from the text as it is now."))
        return found


def abouts(programme: Programme, place: Place) -> list:
    """What can be commented on at a record or an item: all of it, then each of its texts, by paragraph where it has some."""
    whole = place.whole
    choices: list = [(str(whole), _("All of it: %(name)s") % {"name": whole.label(programme)})]
    record = whole.record(programme) if place.kind and place.kind != ITEM else None
    if record is None:
        return choices
    kind = KINDS[place.kind]
    for name in kind.texts:
        field = kind.model._meta.get_field(name)
        for language in programme.languages:
            if words := getattr(record, name).text(language):
                label = f"{capfirst(str(field.verbose_name))}, {in_language(language)}"
                part = whole.narrowed(name, language)
                choices.append((label, _parts(part, words)) if field.rich else (str(part), _in_list(label, words)))
    return choices


def _parts(place: Place, html: str) -> list[tuple[str, str]]:
    paragraphs = [(key, words) for key, words in richtext.paragraphs(html).items() if key and words]
    each = [(str(place.narrowed(place.field, place.language, key)), _in_list("", words)) for key, words in paragraphs]
    return [(str(place), _("The whole text")), *each]


def _in_list(label: str, words: str) -> str:
    quoted = _("“%(words)s”") % {"words": Truncator(" ".join(words.split())).chars(IN_LIST)}
    return f"{label}: {quoted}" if label else quoted


class AnswerForm(SaidForm):
    """An answer. Writers say for whom it is, each time: nothing is chosen beforehand, so that no note for colleagues goes
    to others and no answer stays among colleagues by mistake."""

    submit_label = gettext_lazy("Save the answer")
    shown_to = forms.ChoiceField(
        label=gettext_lazy("Who reads the answer"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who reads the answer.")},
    )
    settles = forms.BooleanField(label=gettext_lazy("The comment is answered by this"), required=False)

    def __init__(self, *args, readers: str, can_manage: bool, is_writer: bool, is_open: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = _("Answer"), ""
        self.fields["shown_to"].choices = [
            ("all", _("Those who read the comment: %(readers)s") % {"readers": readers}),
            ("writers", _("Those who write the programme, and nobody else: a private note")),
        ]
        if not is_writer:
            del self.fields["shown_to"]
        if not can_manage or not is_open:
            del self.fields["settles"]

    @property
    def is_private(self) -> bool:
        return self.cleaned_data.get("shown_to") == "writers"


class WordingForm(SaidForm):
    """Another wording of one's own comment."""

    row_version = VersionField()


class ShowForm(PageForm):
    """Who reads a comment beside the writers: each audience by itself, with the people that it means today."""

    submit_label = gettext_lazy("Show it to those I have chosen")
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Who reads it beside those who write the programme"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, offered: dict[Audience, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audiences"].choices = [
            (audience.value, format_html("{} <span class='soft'>{}</span>", audience.label, told))
            for audience, told in offered.items()
        ]


class AssignForm(forms.Form):
    """Who sees to a comment."""

    person = forms.ChoiceField(label=gettext_lazy("Who sees to it"), required=False)

    def __init__(self, *args, people: Iterable[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        chosen = [("", _("Nobody in particular")), *((pk, str(person)) for pk, person in self.people.items())]
        self.fields["person"].choices = chosen
        self.fields["person"].widget.attrs["class"] = "form-select"


class CommentFilter(forms.Form):
    """What the list of comments is narrowed by; what is no choice is as if it had not been chosen."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *CommentState.choices]
    )
    section = forms.ChoiceField(label=gettext_lazy("Part of the programme"), required=False)
    which = forms.ChoiceField(
        label=gettext_lazy("Which ones"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("mine", gettext_lazy("For me")),
            ("detached", gettext_lazy("Those whose passage has been changed")),
            ("private", gettext_lazy("Private notes")),
        ],
    )

    def __init__(self, data, *, sections: list[tuple[str, str]]):
        super().__init__(data)
        self.fields["section"].choices = [("", _("All")), *sections]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}
