"""What is done in the background: each task calls one action and may be run again."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from integration_programme.jobs import LONG, QUICK, recurring, task
from programmes.actions import (
    approved,
    contents,
    dispositions,
    example,
    exports,
    files,
    meetings,
    notices,
    reminders,
    rounds,
    sharing,
    standings,
)


@task(queue=LONG, name=_("PDF that was asked for"), interrupted=exports.interrupted)
def render_export(export_id: int) -> None:
    """Make a PDF that somebody asked for."""
    exports.render_export(export_id)


@task(queue=LONG, name=_("PDF of an approved document"))
def freeze_pdf(document_id: int) -> None:
    """Print a document as it was approved."""
    approved.freeze_pdf(document_id)


@task(queue=LONG, name=_("PDF of the example programme"))
def print_example(document_id: int) -> None:
    """Print the example in one language."""
    example.print_example(document_id)


@task(queue=QUICK)
def renew_standings() -> None:
    """Renew what lists show of programmes that changed, and of all when the day has turned."""
    standings.renew_standings()


@task(queue=QUICK, name=_("Telling readers of what is shared"))
def tell_of_sharing(programme_id: int, audience: str) -> None:
    """Tell those who may read something of a programme from now on."""
    sharing.tell_of_sharing(programme_id, audience)


@task(queue=QUICK, name=_("Telling what became of comments"))
def tell_of_responses() -> None:
    """Tell those who commented that their comments have a response."""
    dispositions.tell_of_responses()


@task(queue=QUICK)
def request_missing_pdfs() -> None:
    """Have approved documents and the example printed that could not be."""
    approved.request_missing()
    example.request_missing()


@task(queue=QUICK)
def clear_half_files() -> None:
    """Delete what killed workers left half written."""
    files.clear_half_files()


@task(queue=QUICK)
def clear_unused_files() -> None:
    """Delete pictures and attachments that nothing has named for a month."""
    contents.clear_unused()


@task(queue=QUICK, name=_("Rounds of comments: opening, reminding, closing"))
def follow_rounds() -> None:
    """Open, remind and close the rounds whose day has come."""
    rounds.follow_rounds()


@task(queue=QUICK, name=_("Telling those invited that a meeting was moved"))
def tell_of_meetings() -> None:
    """Tell those who were invited to meetings that were moved or cancelled."""
    meetings.tell_of_meetings()


@task(queue=QUICK, name=_("Reminders of days that come near"))
def send_reminders() -> None:
    """Tell people of the days that come near."""
    reminders.send_reminders()


@task(queue=QUICK, name=_("Mails that tell of many notices"))
def send_digests() -> None:
    """Write the daily and weekly mails that are due."""
    notices.send_digests()


@task(queue=QUICK)
def clear_notices() -> None:
    """Notices that were read long ago."""
    notices.clear_notices()


recurring(send_reminders, at=reminders.REMINDED_AT)
recurring(send_digests, every=timedelta(minutes=1), when=notices.are_mails_due)
recurring(clear_notices, at=time(3, 55))
recurring(renew_standings, every=timedelta(seconds=2), when=standings.some_are_stale)
recurring(
    request_missing_pdfs, every=approved.LOOK_EVERY, when=lambda: approved.is_any_missing() or example.is_any_missing()
)
recurring(tell_of_responses, every=timedelta(minutes=5), when=dispositions.some_are_to_be_told)
recurring(tell_of_meetings, every=timedelta(minutes=5), when=meetings.some_were_changed)
recurring(clear_half_files, at=time(3, 45))
recurring(clear_unused_files, at=time(3, 50))
recurring(follow_rounds, at=time(7, 0), when=rounds.some_are_due)
