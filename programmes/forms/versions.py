"""Keeping a version, and bringing a programme as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from integration_programme.forms import PageForm
from programmes.enums import VersionPurpose
from programmes.models import Version
from programmes.portable import LARGEST, Fault, from_text, read
from stakeholders.enums import RoleKind
from stakeholders.models import Municipality
from stakeholders.search import by_name, named


class VersionForm(PageForm):
    """What a version is called and made for; an approval is recorded elsewhere."""

    submit_label = _("Keep a version")
    name = forms.CharField(
        label=_("Name"),
        max_length=Version._meta.get_field("name").max_length,
        help_text=_("For example: Before the seminar, Sent out for comments."),
    )
    purpose = forms.ChoiceField(
        label=_("What it is for"),
        choices=[choice for choice in VersionPurpose.choices if choice[0] != VersionPurpose.APPROVAL],
    )


class FileForm(PageForm):
    """A whole programme as a file, and for which of one's municipalities. `data` is what the file says."""

    submit_label = _("Read the file")
    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("Municipality"), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=_("A whole programme that was saved as a file, at most 5 MB."),
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        writing = (RoleKind.COORDINATOR, RoleKind.EDITOR)
        codes = [role.municipality_id for role in actor.valid_roles if role.kind in writing]
        own = Municipality.objects.filter(code__in=codes)
        self.fields["municipality"].queryset = own
        self.fields["municipality"].choices = lambda: [(each.pk, named(each)) for each in sorted(own, key=by_name)]

    def clean_file(self):
        """No more is read of the file than shows that it is too large."""
        uploaded = self.cleaned_data["file"]
        try:
            self.data_of_file = from_text(uploaded.read(LARGEST + 1))
            read(self.data_of_file)
        except Fault as fault:
            raise forms.ValidationError(str(fault)) from fault
        return uploaded
