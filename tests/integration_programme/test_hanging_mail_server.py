"""A mail server that accepts whoever calls and never answers holds up its own mails, and nothing else."""

import socketserver
import threading

import pytest
from django.utils import timezone

from integration_programme import outbox
from integration_programme.models import OutgoingMail
from programmes.actions.standings import some_are_stale
from tests.programmes.factories import make_objective, make_programme
from tests.threads import database_for_threads, in_thread
from tests.workers import Workers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Conversation(socketserver.StreamRequestHandler):
    """What a mail server says, in the fewest words."""

    server: "MailServer"

    def handle(self) -> None:
        self.server.was_called.set()
        if not self.server.answers.is_set():
            self.server.answers.wait()
            return  # and hangs up on those who have waited
        self.say(b"220 here")
        while line := self.rfile.readline():
            if line.upper().startswith(b"QUIT"):
                return self.say(b"221 goodbye")
            if line.upper().startswith(b"DATA"):
                self.say(b"354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.say(b"250 well")

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.was_called, self.answers = threading.Event(), threading.Event()
        self.taken: list[str] = []


@pytest.fixture
def server():
    with MailServer() as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.answers.set()
        listening.shutdown()


@pytest.fixture
def workers(tmp_path, server):
    with database_for_threads(tmp_path):
        address = f"smtp://127.0.0.1:{server.server_address[1]}"
        started = Workers(tmp_path, EMAIL_URL=address, EMAIL_TIMEOUT="600")
        yield started
        started.end()


def write(key: str) -> None:
    mail = {"kind": "x", "to": "reader@example.org", "subject": key, "body": "Words", "language": "en"}
    in_thread(lambda: outbox.write(key, **mail))


def make_due() -> None:
    in_thread(lambda: OutgoingMail.objects.waiting().update(due_at=timezone.now()))


def test_standings_are_renewed_while_a_mail_server_hangs_and_its_mails_leave_once_when_it_answers(workers, server):
    workers.start_all()
    programme = in_thread(make_programme)
    write("one")
    write("two")
    workers.wait_for(server.was_called.is_set)

    in_thread(lambda: make_objective(programme))
    workers.wait_for(lambda: not in_thread(some_are_stale))
    taken_while_it_hangs = list(server.taken)
    server.answers.set()
    workers.wait_for(lambda: in_thread(lambda: OutgoingMail.objects.filter(attempts=1).count()) == 2)
    make_due()
    workers.wait_for(lambda: in_thread(lambda: OutgoingMail.objects.exclude(sent_at=None).count()) == 2)

    subjects = sorted(line for mail in server.taken for line in mail.splitlines() if line.startswith("Subject"))
    assert (taken_while_it_hangs, subjects) == ([], ["Subject: one", "Subject: two"])
