"""Mail in the reader's language. Who hears of what is decided elsewhere; the worker sends (see outbox)."""

from django.template.loader import render_to_string
from django.utils import translation

from integration_programme import outbox
from integration_programme.models import OutgoingMail


def write(to: str, template: str, context: dict, *, key: str, language: str, kind: str = "", about: str = "") -> None:
    """Put `mail/<template>.txt`, whose first line is the subject, into the outbox, with the caller's transaction.

    `key` names the act and its reader; a mail of the same template and key is written once. `kind`: what administrators
    read of it, where several kinds have one template; `about`: what it is listed with.
    """
    outbox.put([drafted(to, template, context, key=key, language=language, kind=kind, about=about)])


def drafted(
    to: str, template: str, context: dict, *, key: str, language: str, kind: str = "", about: str = ""
) -> OutgoingMail:
    """The same mail before it is in the outbox, for whoever writes many at once."""
    with translation.override(language):
        subject, _newline, body = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
    whole = {"subject": subject, "body": body, "language": language}
    return outbox.drafted(f"{template}:{key}", kind=kind or template, about=about, to=to, **whole)
