"""What is done in the background: each task calls one action and may be run again."""

from datetime import timedelta

from integration_programme.jobs import LONG, QUICK, recurring, task
from programmes.actions import exports, standings


@task(queue=LONG, interrupted=exports.interrupted)
def render_export(export_id: int) -> None:
    """Make a PDF that somebody asked for."""
    exports.render_export(export_id)


@task(queue=LONG)
def freeze_pdf(document_id: int) -> None:
    """Print a document as it was approved."""
    exports.freeze_pdf(document_id)


@task(queue=QUICK)
def renew_standings() -> None:
    """Renew what lists show of programmes that changed, and of all when the day has turned."""
    standings.renew_standings()


recurring(renew_standings, every=timedelta(seconds=2), when=standings.some_are_stale)
