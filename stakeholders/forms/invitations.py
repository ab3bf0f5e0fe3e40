"""Forms of invitations, and of those who follow one."""

import uuid

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from integration_programme.forms import DateInput, PageForm
from stakeholders.enums import InvitationKind
from stakeholders.forms.fields import language_field, not_passed
from stakeholders.models import User


class InvitationForm(PageForm):
    """What every invitation asks for."""

    submit_label = gettext_lazy("Send the invitation")
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    language = language_field(gettext_lazy("Language of the invitation"))
    #: the same for both clicks of a double click
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sending", uuid.uuid4())


class DatedInvitationForm(InvitationForm):
    role_valid_to = forms.DateField(
        label=gettext_lazy("Last day of the role"),
        help_text=gettext_lazy("Leave empty when no end is agreed on. It can be set later."),
        required=False,
        widget=DateInput,
    )

    def clean_role_valid_to(self):
        return not_passed(self.cleaned_data["role_valid_to"])


class InviteToMunicipalityForm(DatedInvitationForm):
    """`kinds` are the roles that the inviter may give; the first one for whoever comes first, else the last."""

    kind = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    field_order = ["kind", "email", "name", "language", "role_valid_to"]

    def __init__(self, *args, kinds, is_first: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, InvitationKind(kind).label) for kind in kinds]
        self.fields["kind"].initial = kinds[0 if is_first else -1]


class InviteAdviserForm(DatedInvitationForm):
    pass


class InviteToSeatForm(InvitationForm):
    as_deputy = forms.TypedChoiceField(
        label=gettext_lazy("Who is invited"),
        choices=[("no", gettext_lazy("The person in the seat")), ("yes", gettext_lazy("The deputy"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    field_order = ["as_deputy", "email", "name", "language"]


class SendAgainForm(PageForm):
    """`seen` is the sending that the person saw. The button on a list sends it alone: the last day stays as it is."""

    submit_label = gettext_lazy("Send the invitation")
    role_valid_to = DatedInvitationForm.base_fields["role_valid_to"]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, initial={"role_valid_to": invitation.role_valid_to, **invitation.as_seen}, **kwargs)
        self.invitation = invitation
        if invitation.seat_id:
            del self.fields["role_valid_to"]

    def clean_role_valid_to(self):
        value = self.cleaned_data["role_valid_to"] if "role_valid_to" in self.data else self.invitation.role_valid_to
        return not_passed(value)


class JoinForm(PageForm):
    """Name and password of a new account with this address."""

    submit_label = gettext_lazy("Begin")
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("As colleagues know you. It is shown beside what you write."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        help_text=gettext_lazy("At least 10 characters. A few words that only you would put together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
