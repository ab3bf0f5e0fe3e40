"""How accounts work here: they begin with an invitation, never with a sign-up form (allauth's hooks)."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """The list of programmes in the person's own language; an address asked for before the sign-in comes first."""
        with translation.override(request.user.language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_logout_redirect_url(self, request):
        return reverse("front")

    def post_login(self, request, user, **kwargs):
        """Remember the person's language in this browser, for addresses that name none."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response

    def format_email_subject(self, subject):
        return subject.strip()

    def send_mail(self, template_prefix, email, context):
        """Write to people in their own language, whatever language the page was in."""
        user = context.get("user")
        with translation.override(user.language if user else translation.get_language()):
            super().send_mail(template_prefix, email, context)
