"""Mails come with the act that writes them and leave once, whatever the mail server does."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from integration_programme import jobs, outbox, worker
from integration_programme.models import OutgoingMail
from tests.mails import Unreachable, received

pytestmark = pytest.mark.django_db


class Picky(EmailBackend):
    """A server that takes mails to everybody but one."""

    def send_messages(self, messages):
        if messages[0].to == ["refused@example.org"]:
            raise smtplib.SMTPRecipientsRefused({"refused@example.org": (550, b"refused@example.org: no such user")})
        return super().send_messages(messages)


class HangsUp(Picky):
    """A server that ends the conversation when it is told of one reader, and hears nothing until it is called again."""

    is_open = False

    def open(self):
        self.is_open = True

    def close(self):
        self.is_open = False

    def send_messages(self, messages):
        if not self.is_open:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        try:
            return super().send_messages(messages)
        except smtplib.SMTPRecipientsRefused:
            self.is_open = False
            raise


class Quoting(EmailBackend):
    """A server that says which link in a mail it does not like."""

    def send_messages(self, messages):
        raise smtplib.SMTPDataError(550, f"blocked: {messages[0].body.split()[-1]} for <{messages[0].to[0].upper()}>")


@pytest.fixture
def server(settings):
    """Exchanges the mail server for another, or for the one of tests."""

    def exchange(backend=EmailBackend):
        settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__name__}"

    return exchange


def write(key: str = "a", *, to: str = "reader@example.org", body: str = "Open https://example.org/secret/") -> None:
    outbox.write(key, kind="invitation", to=to, subject="Come", body=body, language="en")


def make_due() -> None:
    OutgoingMail.objects.waiting().update(due_at=timezone.now())


def test_a_mail_comes_with_the_transaction_of_its_act():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write("never")
        raise ZeroDivisionError
    write("kept")

    assert len(received()) == 1


def test_what_is_written_twice_is_one_mail():
    write("the same")
    write("the same")

    assert (len(received()), len(received())) == (1, 1)


def test_the_worker_sends_what_waits():
    write()

    worker.work_off([jobs.MAIL])

    assert [message.to for message in mail.outbox] == [["reader@example.org"]]


def test_a_body_is_deleted_when_its_mail_has_left():
    write()

    received()

    assert list(OutgoingMail.objects.values_list("body", "attempts")) == [("", 1)]


def test_the_database_refuses_the_body_of_a_mail_that_has_left():
    write()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.update(sent_at=timezone.now())


def test_a_subject_is_one_line_and_a_mail_has_one_reader():
    outbox.write("a", kind="x", to="a@example.org", subject="One\r\nBcc: b@example.org", body="Two", language="en")

    (message,) = received()
    assert (message.subject, message.recipients()) == ("One Bcc: b@example.org", ["a@example.org"])
    assert "Bcc" not in message.message()


def test_a_server_that_is_down_keeps_mails_back_and_its_return_lets_them_leave_once(server):
    write("a")
    write("b")
    server(Unreachable)
    down = outbox.send_due()
    server()
    too_early = outbox.send_due()
    make_due()

    assert (down, too_early, outbox.send_due(), outbox.send_due()) == ((0, 2), (0, 0), (2, 0), (0, 0))
    assert len(mail.outbox) == 2


def test_the_reason_is_noted_and_waits_grow_up_to_a_quarter_of_an_hour(server):
    server(Unreachable)
    write()
    waits = []
    for _attempt in range(9):
        make_due()
        outbox.send_due()
        kept = OutgoingMail.objects.get()
        waits.append(round((kept.due_at - timezone.now()).total_seconds()))

    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert kept.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"


def test_one_that_is_refused_keeps_back_no_other_and_its_error_names_nobody(server):
    server(Picky)
    write("a", to="refused@example.org")
    write("b")

    assert outbox.send_due() == (1, 1)
    assert OutgoingMail.objects.waiting().get().last_error == "SMTPRecipientsRefused: 550 …: no such user"


def test_a_server_that_hangs_up_at_one_mail_is_called_again_for_the_next(server):
    server(HangsUp)
    write("a", to="refused@example.org")
    write("b")
    write("c")

    assert outbox.send_due() == (2, 1)
    assert OutgoingMail.objects.waiting().get().key == "a"


def test_what_a_server_quotes_of_a_mail_is_not_noted(server):
    server(Quoting)
    write()

    outbox.send_due()

    assert OutgoingMail.objects.get().last_error == "SMTPDataError: (550, 'blocked: … for <…>')"


def test_after_two_days_a_mail_is_given_up_and_may_be_asked_for_again(server):
    server(Unreachable)
    write()
    OutgoingMail.objects.update(written_at=timezone.now() - timedelta(days=2, minutes=1))

    outbox.send_due()
    given_up = OutgoingMail.objects.given_up().get()
    make_due()
    server()

    assert (outbox.send_due(), outbox.try_again(given_up), outbox.send_due()) == ((0, 0), True, (1, 0))
    assert outbox.try_again(given_up) is False


def test_attempts_at_one_mail_bear_the_same_id(server):
    write("one")
    write("other")

    ids = [message.message()["Message-ID"] for message in received()]

    assert ids == [f"<{outbox.digest(key)}@localhost>" for key in ("one", "other")]


def test_a_mail_that_another_worker_holds_is_left_alone():
    write()
    outbox._taken()

    assert outbox.send_due() == (0, 0)


def test_what_is_withdrawn_no_longer_leaves():
    write("invitation:7:old")
    write("invitation:71:other")

    outbox.withdraw("invitation:7:")

    assert OutgoingMail.objects.get().key == "invitation:71:other"


def test_a_turn_ends_before_others_wait_long(monkeypatch):
    monkeypatch.setattr(outbox, "TURN", 0)
    write()

    assert outbox.send_due() == (0, 0)


def test_old_mails_are_deleted():
    now = timezone.now()
    for key, days in (("sent", 31), ("sent lately", 29), ("given up", 15), ("given up lately", 13)):
        write(key)
        is_sent, then = key.startswith("sent"), now - timedelta(days=days)
        ended = {"sent_at": then, "body": ""} if is_sent else {"given_up_at": then}
        OutgoingMail.objects.filter(key=key).update(**ended)

    outbox.prune()

    assert set(OutgoingMail.objects.values_list("key", flat=True)) == {"sent lately", "given up lately"}
