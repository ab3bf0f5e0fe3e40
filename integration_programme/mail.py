"""Mail in the reader's language. Who hears of what is decided elsewhere; it leaves after the transaction."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation


def send(to: str, template: str, context: dict, *, language: str) -> None:
    """Send `mail/<template>.txt`, whose first line is the subject, once the current transaction is through."""
    with translation.override(language):
        subject, _newline, body = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [to])
    transaction.on_commit(message.send)
