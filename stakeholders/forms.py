"""Forms about people, invitations and groups."""

import uuid

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme import clients, tries
from integration_programme.alphabet import alphabetical
from integration_programme.forms import DateInput, PageForm, RecordForm
from stakeholders import accounts
from stakeholders.enums import InvitationKind
from stakeholders.models import AccessRequest, CooperationGroup, Municipality, Seat, User, today
from stakeholders.search import both_names, by_name, folded, municipalities_by_name, named


class _WithoutPlaceholders:
    """The labels say what belongs in a field; the library's placeholders say it again, in other words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_WithoutPlaceholders, LoginForm):
    """The library's form for signing in."""


class ForgottenPasswordForm(_WithoutPlaceholders, ResetPasswordForm):
    """The library's form for a new password by mail: so many from an address, and so many to an account, an hour.

    Who asks for more of them for one account is told what the first one was told, and gets no mail.
    """

    def save(self, request, **kwargs):
        email, address = self.cleaned_data["email"], clients.household(clients.address_of(request))
        account = next((user.identity for user in self.users), email.casefold())
        tries.take(accounts.MAIL_FROM, [accounts.MAILS_FROM_AN_ADDRESS], address=address)
        try:
            tries.take(accounts.MAIL_TO, [accounts.MAILS_TO_AN_ACCOUNT], account=account)
        except tries.TooManyTries:
            return email
        return super().save(request, **kwargs)


class NewPasswordForm(ChangePasswordForm):
    """The library's form for changing a password: the old one is no easier to guess here than at the door."""

    def clean_oldpassword(self):
        """The second of two clicks names a password that was the old one a moment ago, and as the new one today's."""
        with accounts.password_tried(context.request, self.user.email) as this:
            if not self.user.check_password(self.data.get("password1", "")):
                super().clean_oldpassword()
            this.succeed()
        return self.cleaned_data["oldpassword"]


class SearchForm(PageForm):
    """One question, asked by GET."""

    q = forms.CharField(label=gettext_lazy("Search"), max_length=100, required=False)


def municipality_choices() -> list[tuple[str, str]]:
    """All real municipalities by their names in the language of the page, which is also what they are sorted by."""
    language = get_language() or "fi"
    choices = [(one.code, both_names(one, language)) for one in Municipality.objects.filter(is_demo=False)]
    return sorted(choices, key=lambda pair: alphabetical(pair[1]))


class MunicipalityField(forms.ChoiceField):
    """A choice of all 308; its clean value is the municipality."""

    def __deepcopy__(self, memo):
        """Each form reads the municipalities once."""
        copy = super().__deepcopy__(memo)
        copy.choices = [("", _("Choose a municipality")), *municipality_choices()]
        return copy

    def clean(self, value):
        code = super().clean(value)
        return Municipality.objects.get(pk=code) if code else None


class ChooseMunicipalityForm(PageForm):
    """Which municipality's people an administrator wants to see."""

    submit_label = gettext_lazy("Show people")
    code = MunicipalityField(label=gettext_lazy("Municipality"))


def language_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES)


class AccountForm(PageForm):
    """One's own name and language."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    language = language_field(gettext_lazy("Language of the pages and of mails to you"))


class RequestAccessForm(PageForm):
    """Somebody asks to be invited. The field `website` is a trap: people do not see it, programs fill it in."""

    submit_label = gettext_lazy("Send the request")
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Use the address of your work. The invitation will be sent to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    municipality = MunicipalityField(label=gettext_lazy("Municipality you work with"))
    message = forms.CharField(
        label=gettext_lazy("What is your part in the programme?"),
        help_text=gettext_lazy("For example your position, your organisation, or who asked you to join."),
        max_length=AccessRequest._meta.get_field("message").max_length,
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["website"])

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name", "email", "municipality", "message")}


class EndDateForm(PageForm):
    """The last day of a role."""

    valid_to = forms.DateField(
        label=gettext_lazy("Last day of the role"),
        help_text=gettext_lazy("Leave empty when no end is agreed on."),
        required=False,
        widget=DateInput,
    )

    def clean_valid_to(self):
        value = self.cleaned_data["valid_to"]
        if value and value < today():
            raise ValidationError(_("The day has passed. Choose today or a later day, or end the role at once."))
        return value


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


def not_passed(day):
    """The day, unless it has passed."""
    if day and day < today():
        raise ValidationError(_("The day has passed. Choose today or a later day."))
    return day


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


class AnswerRequestForm(PageForm):
    """Which role an access request is answered with."""

    kind = forms.ChoiceField()

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, InvitationKind(kind).label) for kind in kinds]


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


class MunicipalitiesField(forms.CharField):
    """Names of municipalities, parted by commas; its clean value is the list of them."""

    widget = forms.TextInput

    def clean(self, value):
        text = super().clean(value)
        known = municipalities_by_name()
        found, unknown = {}, []
        for name in filter(None, (part.strip() for part in text.split(","))):
            if municipality := known.get(folded(name)):
                found[municipality.code] = municipality
            else:
                unknown.append(name)
        if unknown:
            raise ValidationError(
                _("No municipality of Finland has this name: %(names)s.") % {"names": ", ".join(unknown)}
            )
        return [found[code] for code in sorted(found)]

    chooses_rows = True

    def prepare_value(self, value):
        if isinstance(value, frozenset):
            value = list(Municipality.objects.filter(code__in=value))
        if isinstance(value, list):
            return ", ".join(named(municipality) for municipality in sorted(value, key=by_name))
        return value


class NamedForm(RecordForm):
    """A form for something that needs its name in one language at least; further ones may follow."""

    #: the field with the names, and what is said when none is written
    name_field, unnamed = "", ""

    def clean(self):
        cleaned = super().clean()
        fields = list(self.translated[self.name_field])
        if not any(cleaned.get(field) for field in fields) and not self.errors.keys() & set(fields):
            self.add_error(fields[0], self.unnamed)
        return cleaned


class GroupForm(NamedForm):
    """`own` are the codes of the municipalities that the writer coordinates."""

    municipalities = MunicipalitiesField(
        label=gettext_lazy("Municipalities"),
        help_text=gettext_lazy(
            "One, or several that work together. Part the names by commas, for example “Närpes, Vaasa”. Their Finnish and their Swedish names will do."
        ),
        max_length=2000,
    )

    name_field, unnamed = "names", gettext_lazy("Give the group a name in at least one language.")

    class Meta:
        model = CooperationGroup
        fields = ["names", "municipalities"]

    def __init__(self, *args, own, chosen, **kwargs):
        self.context = {"own": own, "chosen": chosen}
        super().__init__(*args, **kwargs)
        self.own = own
        municipalities = self.instance.municipalities.all() if self.instance.pk else chosen
        self.initial["municipalities"] = list(municipalities)

    context: dict = {}

    def clean_municipalities(self):
        municipalities = self.cleaned_data["municipalities"]
        if not any(municipality.code in self.own for municipality in municipalities):
            raise ValidationError(_("At least one of the municipalities must be one that you coordinate."))
        return municipalities


def same_person_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[
            ("yes", gettext_lazy("The same person under another name: the account stays in the seat")),
            ("no", gettext_lazy("Another person: the account leaves the seat")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )


class SeatForm(NamedForm):
    """When the name of somebody whose account is in the seat becomes another, it is asked whether the person did too."""

    dates_in_order = (("valid_from", "valid_to"),)
    same_person, same_deputy = same_person_field(), same_person_field()
    #: the question, the name that it is about, and the account that would leave
    QUESTIONS = (("same_person", "person_name", "person"), ("same_deputy", "deputy_name", "deputy"))
    name_field, unnamed = "organisation", gettext_lazy("Name the organisation in at least one language.")

    class Meta:
        model = Seat
        fields = ["sector", "organisation", "person_name", "deputy_name", "valid_from", "valid_to"]
        help_texts = {
            "organisation": gettext_lazy("The body, association or company that the seat belongs to."),
            "person_name": gettext_lazy(
                "The seat tells for whom somebody speaks. Never write down a person's origin or religion."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked: list[str] = []
        for question, _name, holder in self.QUESTIONS:
            if account := getattr(self.instance, holder) if self.instance.pk else None:
                label = _("Is this still %(person)s, whose account is in the seat?") % {"person": account}
                self.fields[question].label = label
            else:
                del self.fields[question]

    def layout_fields(self) -> list:
        """A question stands below its name, once there is reason to ask it."""
        fields = [name for name in self.fields if name not in ("same_person", "same_deputy")]
        for question, name, _holder in self.QUESTIONS:
            if question in self.asked:
                fields.insert(fields.index(name) + 1, question)
        return fields

    def clean(self):
        cleaned = super().clean()
        for question, name, _holder in self.QUESTIONS:
            before = self.initial.get(name, "")
            if question not in self.fields or not cleaned.get(name) or cleaned[name] == before:
                continue
            self.asked.append(question)
            if not cleaned.get(question):
                self.add_error(question, _("Another name is written now. Say whether it is the same person."))
        return cleaned

    @property
    def stays(self) -> dict[str, bool]:
        """Whether the account stays in the seat although its holder's name is another now."""
        return {question: self.cleaned_data.get(question) == "yes" for question, _name, _holder in self.QUESTIONS}
