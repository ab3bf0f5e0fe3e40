"""Forms about one's own account; those of the library with what we limit and leave out."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy

from integration_programme import clients, tries
from integration_programme.forms import PageForm
from stakeholders import accounts
from stakeholders.forms.fields import language_field


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


class AccountForm(PageForm):
    """One's own name and language."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    language = language_field(gettext_lazy("Language of the pages and of mails to you"))
