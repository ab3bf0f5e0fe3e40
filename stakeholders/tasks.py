"""What is done about people in the background."""

from datetime import time

from integration_programme.jobs import QUICK, recurring, task
from stakeholders.actions import invitations, people, provider
from stakeholders.models import AccessRequest


@task(queue=QUICK)
def tell_of_requests() -> None:
    """Write of yesterday's requests for access to those who had their mail of the day before they came."""
    invitations.tell_of_requests()


@task(queue=QUICK)
def end_sessions() -> None:
    """Whoever had a role until yesterday signs in again."""
    people.end_sessions_of_the_day()


@task(queue=QUICK)
def clear_feedback() -> None:
    """Feedback that was answered a year ago."""
    provider.clear_feedback()


recurring(clear_feedback, at=time(3, 15))
recurring(end_sessions, at=time(0, 0))
recurring(tell_of_requests, at=time(7, 0), when=lambda: AccessRequest.objects.open().untold().exists())
