"""Mails as their readers get them: those that acts have put into the outbox leave when a test asks for them."""

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from integration_programme import outbox


def received() -> list[EmailMessage]:
    """All mails that have left by now, after the worker has sent what was due."""
    outbox.send_due()
    return list(getattr(mail, "outbox", []))


class Unreachable(BaseEmailBackend):
    """A server that nobody listens at."""

    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")

    def send_messages(self, messages):
        self.open()


UNREACHABLE = f"{__name__}.{Unreachable.__name__}"
