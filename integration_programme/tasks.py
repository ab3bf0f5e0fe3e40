"""What this floor does in the background."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from integration_programme import jobs, kept, outbox, safety_copies, tries
from integration_programme.sessions import SessionStore


@jobs.task(queue=jobs.MAIL, name=_("Mails that wait"))
def send_mails() -> None:
    """Send what acts have put into the outbox."""
    outbox.send_due()


@jobs.task(queue=jobs.QUICK)
def prune() -> None:
    """Delete jobs, mails and counts of tries that were done with long ago, ended sessions, and texts kept in vain."""
    jobs.prune()
    outbox.prune()
    tries.prune()
    kept.prune()
    safety_copies.prune()
    SessionStore.clear_expired()


jobs.recurring(send_mails, every=timedelta(seconds=1), when=outbox.is_any_due)
jobs.recurring(prune, at=time(3, 30))
