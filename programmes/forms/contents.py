"""Forms of files: a picture of the document, and what is attached to a meeting, a consultation or a decision.

A file that was looked at and kept stays with the form however often it comes back, by its hash in a hidden field: other
fields may be wrong, or two people may have to choose. Only one that was refused must be chosen again.
"""

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.brought import ENDINGS, PAPERS, Brought, name_with, paper, picture, refuse_large
from programmes.enums import PictureUse
from programmes.forms.base import ProgrammeForm, RecordPage
from programmes.models import Attachment, Picture


class KeptFileField(forms.ChoiceField):
    """The hash of a file that the programme has: nothing else can be named."""

    widget = forms.HiddenInput


class FileForm(ProgrammeForm):
    """A record with a file. `brought`: what was sent and may be kept, which the view does before it saves."""

    file = forms.FileField(required=False, allow_empty_file=True, label=gettext_lazy("File"))
    sha256 = KeptFileField(required=False, label=gettext_lazy("File"))
    name = forms.CharField(required=False, widget=forms.HiddenInput, label=gettext_lazy("Name of the file"))

    brought: Brought | None = None
    #: what a browser offers to choose
    accept = ""
    help_of_file = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"accept": self.accept}
        self.fields["file"].help_text = self.help_of_file
        self.fields["sha256"].choices = self._files_here
        self.initial |= {"sha256": self.instance.sha256, "name": self.instance.name}

    @staticmethod
    def checked(content: bytes, name: str) -> Brought:
        """The file as it may be kept. Raises ValidationError."""
        raise NotImplementedError

    def _files_here(self) -> list[tuple[str, str]]:
        """Hashes, each with how two people who must choose between files tell them apart."""
        here = self.programme.contents.filter(kept_at__isnull=False, content_type__in=self._meta.model.types)
        facts = here.values_list("sha256", "content_type", "size")
        return [(sha256, f"{ENDINGS[kind].upper()}, {filesizeformat(size)}") for sha256, kind, size in facts]

    @property
    def content_fields(self) -> list[str]:
        return [name for name in super().content_fields if name != "file"]

    def clean_file(self) -> None:
        upload = self.cleaned_data["file"]
        if not upload:
            return
        try:
            refuse_large(upload.size)
            upload.seek(0)
            self.brought = self.checked(upload.read(), upload.name)
        except ValidationError as error:
            raise ValidationError([*error.messages, _("What else you wrote is still here.")]) from error
        self.name_of_brought = name_with(upload.name, self.brought.content_type)

    def clean_name(self) -> str:
        """A name that was sent back to us is made again as it was made first."""
        name = self.cleaned_data["name"]
        ending = name.rpartition(".")[2]
        known = {end: content_type for content_type, end in ENDINGS.items()}
        return name_with(name, known[ending]) if ending in known else ""

    def clean(self):
        if self.brought:
            self.cleaned_data |= {"sha256": self.brought.sha256, "name": self.name_of_brought}
            self._errors.pop("sha256", None)
        elif "file" not in self.errors and not self.cleaned_data.get("sha256"):
            self.add_error("file", self._why_no_file())
        return super().clean()

    def _why_no_file(self) -> str:
        if self.instance.pk and not self.instance.sha256:
            return _("The file itself is not here any more. Choose it again.")
        return _("Choose a file.")

    def _post_clean(self):
        sha256 = self.cleaned_data.get("sha256", "")
        if self.brought:
            self.instance.take(self.brought)
        elif sha256 and sha256 != self.instance.sha256:
            self.instance.take(self.programme.contents.get(sha256=sha256))
        if sha256:
            self.instance.name = self.cleaned_data.get("name") or self.instance.name
        super()._post_clean()

    def go_on_with_brought(self) -> None:
        """The file has been kept: if the form is shown again, it is there."""
        self.data = self.data.copy()
        for name, value in (("sha256", self.brought.sha256), ("name", self.name_of_brought)):
            self.data[self.add_prefix(name)] = value

    def layout_fields(self) -> list:
        return [HTML(self._shown()), "file", *(name for name in super().layout_fields() if name != "file")]

    def _shown(self) -> str:
        """The file that the form has so far, above the field in which another one is chosen."""
        name, sha256 = self["name"].value(), self["sha256"].value()
        is_saved = sha256 and sha256 == self.instance.sha256
        context = {
            "name": name if sha256 else "",
            "record": self.instance if self.instance.pk and is_saved else None,
            "is_picture": isinstance(self.instance, Picture),
            "is_gone": bool(self.instance.pk and not sha256),
        }
        html = render_to_string("programmes/contents/chosen.html", context)
        return f"{{% verbatim %}}{html}{{% endverbatim %}}"


class PictureForm(FileForm):
    """A picture with what it shows, in each language; or one that only decorates."""

    accept = "image/jpeg,image/png,image/webp"
    help_of_file = gettext_lazy(
        "JPEG, PNG or WebP, at most 10 MB. It is stored smaller and without what cameras write into it, such as the place."
    )

    class Meta:
        model = Picture
        fields = ["use", "alt", "is_decorative", "credit"]
        widgets = {"use": forms.RadioSelect}
        help_texts = {
            "use": gettext_lazy(
                "A picture for texts is put into a text in that text's own form. Cover and coat of arms stand on the first page."
            ),
            "alt": gettext_lazy(
                "For those who do not see it: what it shows and why it is there, in a sentence. Not “picture of”."
            ),
            "is_decorative": gettext_lazy(
                "It says nothing that the text does not say. Then nobody is told what it shows."
            ),
            "credit": gettext_lazy("Who made it and on which terms, for example “Photo: Anna Holm, CC BY 4.0”."),
        }

    @staticmethod
    def checked(content, name):
        return picture(content)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("is_decorative"):
            for name in self.translated["alt"]:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say what the picture shows, or tick “Decoration”."))
        use = cleaned.get("use")
        if use in (PictureUse.COVER, PictureUse.ARMS) and self._is_taken(use):
            self.add_error("use", _("There is one already. Change that one, or move it to the archive first."))
        return cleaned

    def _is_taken(self, use: str) -> bool:
        """Whether another picture stands there."""
        pictures = self.programme.rows("pictures", bare=True)
        return any(each.use == use and each.pk != self.instance.pk for each in pictures)


class AttachmentForm(FileForm):
    """A file of the meeting, consultation or decision from which one came here."""

    accept = ",".join(f".{ending}" for ending in PAPERS.values())
    help_of_file = gettext_lazy(
        "PDF, Word (DOCX) or Excel (XLSX), at most 10 MB. Those who may read the programme can download it as it is: "
        "look whether it holds names or notes that are not for them."
    )

    class Meta:
        model = Attachment
        fields = ["meeting", "consultation", "decision_step", "title"]
        labels = {
            "meeting": gettext_lazy("Meeting"),
            "consultation": gettext_lazy("Consultation"),
            "decision_step": gettext_lazy("Step on the decision path"),
        }
        help_texts = {
            "title": gettext_lazy("For example “Memo of the meeting”. Without it, the name of the file stands.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self._owner()
        for name in Attachment.owners:
            if name != kept:
                del self.fields[name]
        self.fields[kept].required = True

    def _owner(self) -> str:
        """The field that says whose it is: that of the record, of what was sent, or of the link that led here."""
        if self.instance.owner[0]:
            return self.instance.owner[0]
        given = {*self.data} if self.is_bound else {*self.initial}
        return next(
            (name for name in Attachment.owners if self.add_prefix(name) in given and self._is_given(name)), "meeting"
        )

    def _is_given(self, name: str) -> bool:
        return bool(self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name))

    @staticmethod
    def checked(content, name):
        return paper(content, name)


PAGES: tuple[RecordPage, ...] = (
    RecordPage("picture", PictureForm, gettext_lazy("Picture"), gettext_lazy("Add a picture"), is_asked=False),
    RecordPage("attachment", AttachmentForm, gettext_lazy("Attachment"), gettext_lazy("Add a file"), is_asked=False),
)
