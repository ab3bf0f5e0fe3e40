"""Mails as their readers get them: those that acts have put into the outbox leave when a test asks for them."""

from django.core import mail
from django.core.mail import EmailMessage

from integration_programme import outbox


def received() -> list[EmailMessage]:
    """All mails that have left by now, after the worker has sent what was due."""
    outbox.send_due()
    return list(getattr(mail, "outbox", []))
