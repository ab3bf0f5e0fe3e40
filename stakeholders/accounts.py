"""How accounts work here: they begin with an invitation, never with a sign-up form (allauth's hooks)."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation

from integration_programme import outbox
from integration_programme.prepared import SOME_ID, Prepared
from stakeholders.enums import RoleKind
from stakeholders.models import Role, Seat, User, today


class PeopleWithTheirMenu(AuthenticationBackend):
    """Reads who is signed in together with what the menu needs to know: a page asks nothing more for it."""

    def get_user(self, user_id):
        user = PERSON.first(today(), {SOME_ID: user_id})
        return user if user and self.user_can_authenticate(user) else None


def with_menu(users):
    """Each with `has_people`, who writes for a municipality or administers; `has_groups`, who sits in one too; and
    `has_guidance`, who writes guidance for a centre or a municipality."""
    roles = Role.objects.valid().filter(user=OuterRef("pk"))
    works = Exists(roles.filter(kind__in=[RoleKind.COORDINATOR, RoleKind.EDITOR, RoleKind.ADMINISTRATOR]))
    guides = Exists(roles.filter(kind__in=[RoleKind.COORDINATOR, RoleKind.ADVISER]))
    seats = Seat.objects.current().valid().filter(group__archived_at=None)
    sits = Exists(seats.filter(Q(person=OuterRef("pk")) | Q(deputy=OuterRef("pk"))))
    return users.annotate(has_people=works, has_groups=works | sits, has_guidance=guides)


PERSON = Prepared(lambda: with_menu(User.objects.filter(pk=SOME_ID)))


def remember_language(response, user) -> None:
    """Keep the person's own language in this browser: it decides where an address names none."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_logout_redirect_url(self, request):
        return reverse("front")

    def post_login(self, request, user, **kwargs):
        """Go on in the language of the page; the person's own one serves addresses that name none."""
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user)
        return response

    def format_email_subject(self, subject):
        return subject.strip()

    def send_mail(self, template_prefix, email, context):
        """Write to people in their own language, whatever language the page was in; the worker sends it.

        A click that comes twice within a second makes the same link, and one mail.
        """
        user, kind = context.get("user"), template_prefix.rpartition("/")[2]
        language = user.language if user else translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            message = self.render_mail(template_prefix, email, {"email": email, **context})
        (to,), written = message.to, timezone.now().replace(microsecond=0).isoformat()
        key = f"account:{kind}:{written}:{outbox.digest(to + message.body)}"
        outbox.write(key, kind=kind, to=to, subject=message.subject, body=message.body, language=language)
