"""What is done in the background: each task calls one action and may be run again."""

from integration_programme.jobs import LONG, task
from programmes.actions import exports


@task(queue=LONG, interrupted=exports.interrupted)
def render_export(export_id: int) -> None:
    """Make a PDF that somebody asked for."""
    exports.render_export(export_id)


@task(queue=LONG)
def freeze_pdf(document_id: int) -> None:
    """Print a document as it was approved."""
    exports.freeze_pdf(document_id)
