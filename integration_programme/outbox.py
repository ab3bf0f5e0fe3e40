"""The outbox: an act writes its mails in its own transaction; the worker sends them, each once.

    write("invitation:7:3f…", kind="invitation", to=…, subject=…, body=…, language="sv")
    withdraw("invitation:7:")       what has not left of these no longer will
    send_due()                      for the worker, and for tests

A request never speaks to a mail server. A mail that the server does not take is tried again after 15 seconds, 30, a
minute and so on, at most a quarter of an hour apart, and given up after two days; `last_error` tells why. Each attempt
bears the same Message-ID, should a worker die between sending and noting it. A body goes when its mail has left: it may
hold a token. Until then it is shown to nobody, administrators included.
"""

import hashlib
import logging
import re
import time
from collections.abc import Iterable
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from integration_programme.models import OutgoingMail
from integration_programme.whole import whole

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=2)
HELD = timedelta(minutes=5)  # a mail that a worker took and never spoke of again is another's after this
TURN = 2  # seconds that one job sends for: a worker that is told to leave does so after it
KEPT_SENT, KEPT_GIVEN_UP = timedelta(days=30), timedelta(days=14)

logger = logging.getLogger(__name__)


def digest(text: str) -> str:
    """A short name of a text, for a key: it tells two apart and says nothing of either."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


# Writing


def write(key: str, *, kind: str, to: str, subject: str, body: str, language: str) -> None:
    """Put one mail into the outbox, with the caller's transaction; what bears the same key is there already."""
    put([drafted(key, kind=kind, to=to, subject=subject, body=body, language=language)])


def drafted(key: str, *, kind: str, to: str, subject: str, body: str, language: str, about: str = "") -> OutgoingMail:
    """A mail that is not in the outbox yet, for whoever writes many at once (`put`).

    Mail programs break lines where they like: dates and numbers are kept whole here.
    """
    subject, body = whole(" ".join(subject.split())[:300]), whole(body.strip())
    written = {"subject": subject, "body": f"{body}\n", "language": language}
    return OutgoingMail(key=key, kind=kind, about=about, to=to, **written)


def put(mails: Iterable[OutgoingMail]) -> None:
    """Put these mails into the outbox, in one statement."""
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)


def is_written(key: str) -> bool:
    return OutgoingMail.objects.filter(key=key).exists()


def keys(prefix: str, *, is_sent: bool) -> list[str]:
    """The keys that begin so, of those that have left, or have not."""
    rows = OutgoingMail.objects.filter(key__startswith=prefix, sent_at__isnull=not is_sent)
    return list(rows.values_list("key", flat=True))


def withdraw(prefix: str) -> None:
    """Delete those that have not left and whose key begins so: what they say holds no longer."""
    OutgoingMail.objects.filter(key__startswith=prefix, sent_at=None).delete()


# Sending


def is_any_due() -> bool:
    return OutgoingMail.objects.due().exists()


def send_due() -> tuple[int, int]:
    """Send what is due, as far as one turn goes: (sent, put off)."""
    if not is_any_due():
        return 0, 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        return 0, _put_all_off(error)
    try:
        return _send_through(connection)
    finally:
        _close(connection)


def _send_through(connection: BaseEmailBackend) -> tuple[int, int]:
    ends, until = [], time.monotonic() + TURN
    while time.monotonic() < until and (mail := _taken()):
        ends.append(_send(mail, connection))
    return ends.count(True), ends.count(False)


def _taken() -> OutgoingMail | None:
    """The mail that has been due longest, held for this worker while it sends."""
    for mail in OutgoingMail.objects.due()[:5]:
        held_until = timezone.now() + HELD
        if OutgoingMail.objects.waiting().filter(pk=mail.pk, due_at=mail.due_at).update(due_at=held_until) == 1:
            return mail
    return None


def _send(mail: OutgoingMail, connection: BaseEmailBackend) -> bool:
    """Whether one mail has left."""
    try:
        connection.open()  # anew, where the last mail ended with a hang-up
        if connection.send_messages([_message_of(mail)]) != 1:
            raise SMTPException("the mail server took nothing")
    except Exception as error:  # whatever is wrong with one must not keep back the others
        _put_off(mail, error)
        _close(connection)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sent_at=timezone.now(), body="", last_error="", given_up_at=None, attempts=mail.attempts + 1
    )
    return True


def _message_of(mail: OutgoingMail) -> EmailMessage:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2] or "localhost"
    message_id = {"Message-ID": f"<{digest(mail.key)}@{domain}>"}
    with translation.override(mail.language):
        sender = formataddr((name or gettext("Integration programme workbench"), address))
    return EmailMessage(mail.subject, mail.body, sender, [mail.to], headers=message_id)


def _put_off(mail: OutgoingMail, error: Exception) -> None:
    """Note why a mail did not leave, and when it is tried again."""
    now, attempts = timezone.now(), mail.attempts + 1
    noted = {"attempts": attempts, "last_error": _in_short(error, mail.to)}
    if now - mail.written_at > GIVEN_UP_AFTER:
        noted["given_up_at"] = now
    else:
        noted["due_at"] = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 10))
    logger.warning("Mail %s did not leave at attempt %d: %s", mail, attempts, noted["last_error"])
    OutgoingMail.objects.waiting().filter(pk=mail.pk).update(**noted)


def _put_all_off(error: Exception) -> int:
    """When no server answers, none of the mails needs to be tried by itself."""
    count = 0
    for mail in OutgoingMail.objects.due().defer("body"):
        _put_off(mail, error)
        count += 1
    return count


def _in_short(error: Exception, to: str) -> str:
    """The kind of error and what the server said, without the address it was about and links that it quotes."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()), (0, b""))
        words = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    else:
        words = str(error)
    told = re.sub(re.escape(to), "…", f"{type(error).__name__}: {' '.join(words.split())}", flags=re.IGNORECASE)
    return re.sub(r"\S*(://|%3A%2F%2F)\S*", "…", told, flags=re.IGNORECASE)[:300]


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("The mail server hung up first")


# Afterwards


def try_again(mail: OutgoingMail) -> bool:
    """Have a mail tried now that was put off or given up; False when it has left or is due, as after a first click."""
    now = timezone.now()
    is_held_up = Q(due_at__gt=now + timedelta(seconds=1)) | Q(given_up_at__isnull=False)
    again = {"due_at": now, "given_up_at": None, "written_at": now}
    return OutgoingMail.objects.filter(is_held_up, pk=mail.pk, sent_at=None).update(**again) == 1


def prune() -> None:
    """Delete mails that left a month ago, and those given up two weeks ago with what they held."""
    now = timezone.now()
    OutgoingMail.objects.filter(sent_at__lt=now - KEPT_SENT).delete()
    OutgoingMail.objects.filter(given_up_at__lt=now - KEPT_GIVEN_UP).delete()
