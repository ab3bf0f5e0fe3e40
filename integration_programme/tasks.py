"""What this floor does in the background."""

from datetime import time

from integration_programme import jobs


@jobs.task(queue=jobs.QUICK)
def prune_jobs() -> None:
    """Delete what was done long ago."""
    jobs.prune()


jobs.recurring(prune_jobs, at=time(3, 30))
