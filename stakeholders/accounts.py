"""How accounts work here: they begin with an invitation, never with a sign-up form (allauth's hooks).

At most five wrong passwords in a quarter of an hour for an account and address, thirty for an account, twenty from an
address. A browser in which the person has signed in before has five of its own, whatever others do elsewhere: nobody
keeps the owner out. Why so, and why our own count: docs/adr/0016-door.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation

from integration_programme import clients, kept, outbox, safety_copies, tries
from integration_programme.models import Try
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.tries import Limit
from stakeholders import notifications
from stakeholders.actions import door
from stakeholders.enums import RoleKind
from stakeholders.models import Notice, Role, Seat, User, today

# what is counted
PASSWORD, ACCESS, FEEDBACK, MAIL_FROM, MAIL_TO = "password", "access", "feedback", "mail-from", "mail-to"
LINK, RESIDENT, RECEIPT = "link", "resident", "receipt"
A_WHILE, AN_HOUR = timedelta(minutes=15), timedelta(hours=1)
IN_ONES_OWN_BROWSER = [Limit(("account", "browser"), 5, A_WHILE)]
ELSEWHERE = [
    Limit(("account", "address"), 5, A_WHILE),
    Limit(("account",), 30, A_WHILE),
    Limit(("address",), 20, A_WHILE, or_half=True),
]
OF_STRANGERS = [Limit(("address",), 20, AN_HOUR), Limit(("network",), 60, AN_HOUR)]
#: a class of twenty that answers at the library is one address
OF_RESIDENTS = [Limit(("address",), 40, AN_HOUR), Limit(("network",), 200, AN_HOUR)]
MAILS_TO_AN_ACCOUNT, MAILS_FROM_AN_ADDRESS = Limit(("account",), 5, AN_HOUR), Limit(("address",), 60, AN_HOUR)


class PeopleWithTheirMenu(AuthenticationBackend):
    """Reads who is signed in together with what the menu needs to know: a page asks nothing more for it."""

    def get_user(self, user_id):
        """Somebody whose account is closed too: no session of theirs holds, and this is how Django finds and ends it."""
        return PERSON.first(today(), {SOME_ID: user_id})


def with_menu(users):
    """Each with `has_people`, who writes for a municipality or administers; `has_groups`, who sits in one too;
    `has_guidance`, who writes guidance for a centre or a municipality; `has_overview`, whose first page is one; and
    `unread`, how many notices wait."""
    roles = Role.objects.valid().filter(user=OuterRef("pk"))
    works = Exists(roles.filter(kind__in=[RoleKind.COORDINATOR, RoleKind.EDITOR, RoleKind.ADMINISTRATOR]))
    guides = Exists(roles.filter(kind__in=[RoleKind.COORDINATOR, RoleKind.ADVISER]))
    oversees = Exists(roles.filter(kind__in=[RoleKind.ADVISER, RoleKind.ADMINISTRATOR]))
    seats = Seat.objects.current().valid().filter(group__archived_at=None)
    sits = Exists(seats.filter(Q(person=OuterRef("pk")) | Q(deputy=OuterRef("pk"))))
    notices = Notice.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
    unread = Coalesce(Subquery(notices.annotate(number=Count("pk")).values("number")), 0)
    return users.annotate(
        has_people=works, has_groups=works | sits, has_guidance=guides, has_overview=oversees, unread=unread
    )


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


@contextmanager
def password_tried(request, email: str) -> Iterator[Try]:
    """A password is looked at for the account of this address, if there is one; it was wrong unless the block says
    `succeed()`. Raises tries.TooManyTries."""
    person = User.objects.with_email(email)
    identity, address = person.identity if person else email.casefold(), clients.address_of(request)
    browser = clients.browser_of(request).key_for(identity)
    limits = IN_ONES_OWN_BROWSER if browser else ELSEWHERE
    marks = {"account": identity, "address": clients.household(address), "browser": browser}
    with tries.trying(PASSWORD, limits, **marks) as this:
        try:
            yield this
        finally:
            if this.counts is None:
                door.give_wrong_password(person, network=clients.neighbourhood(address))


def ask_for_access(request) -> None:
    """Count a request for access. Raises tries.TooManyTries."""
    _hear_stranger(ACCESS, request)


def give_feedback(request) -> None:
    """Count feedback, apart from requests: neither takes the other's room. Raises tries.TooManyTries."""
    _hear_stranger(FEEDBACK, request)


def ask_for_link(request) -> None:
    """Count somebody's wish to have a personal link sent again. Raises tries.TooManyTries."""
    _hear_stranger(LINK, request)


def answer_as_resident(request) -> None:
    """Count an answer of a resident. Raises tries.TooManyTries."""
    _hear_stranger(RESIDENT, request, OF_RESIDENTS)


def look_for_answer(request) -> None:
    """Count a look by number and code, right or wrong. Raises tries.TooManyTries."""
    _hear_stranger(RECEIPT, request)


def _hear_stranger(what: str, request, limits: list[Limit] = OF_STRANGERS) -> None:
    address = clients.address_of(request)
    marks = {"address": clients.household(address), "network": clients.neighbourhood(address)}
    tries.take(what, limits, **marks)


def come_in(request, response, user: User) -> None:
    """What the browser and the log keep of somebody who has just signed in."""
    remember_language(response, user)
    clients.mark_browser(request, response, user)
    kept.look(request, user)
    safety_copies.look(request, user)
    door.sign_in(user, network=clients.neighbourhood(clients.address_of(request)), by=user)


class AccountAdapter(DefaultAccountAdapter):
    def authenticate(self, request, **credentials):
        with password_tried(request, credentials["email"]) as this:
            user = super().authenticate(request, **credentials)
            if user is not None and user.is_active:
                this.succeed()
        return user

    def set_password(self, user, password):
        network = clients.neighbourhood(clients.address_of(self.request))
        door.change_password(user, password, network=network, by=user)
        self.request.proven = user

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        try:
            return super().is_safe_url(url)
        except ValueError:  # allauth parses what is no address at all, such as "http://[::1"
            return False

    def get_logout_redirect_url(self, request):
        return reverse("front")

    def post_login(self, request, user, **kwargs):
        """Go on in the language of the page; the person's own one serves addresses that name none."""
        response = super().post_login(request, user, **kwargs)
        come_in(request, response, user)
        return response

    def format_email_subject(self, subject):
        return subject.strip()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """The owner hears of every new password, and can tell that somebody else chose it.

        The library's own does so only by a setting, and then also tells browser and address, which ours do not.
        """
        self._write(template_prefix, email or user.email, {**(context or {}), "user": user})

    def send_mail(self, template_prefix, email, context):
        self._write(template_prefix, email, context)

    def _write(self, template_prefix, email, context):
        """Write to people in their own language, whatever language and host the page had; the worker sends it.

        A click that comes twice within a second makes the same link, and one mail.
        """
        user, kind = context.get("user"), template_prefix.rpartition("/")[2]
        language = user.language if user else translation.get_language() or settings.LANGUAGE_CODE
        if "password_reset_url" in context:
            link = notifications.address("account_reset_password_from_key", language, context["uid"], context["key"])
            context = context | {"password_reset_url": link}
        with translation.override(language):
            message = self.render_mail(template_prefix, email, {"email": email, **context})
        (to,), written = message.to, timezone.now().replace(microsecond=0).isoformat()
        key = f"account:{kind}:{written}:{outbox.digest(to + message.body)}"
        outbox.write(key, kind=kind, to=to, subject=message.subject, body=message.body, language=language)
