"""What is done in the background: each task calls one action and may be run again."""

from django_tasks import task

from programmes.actions import exports


@task()
def render_export(export_id: int) -> None:
    """Make a PDF that somebody asked for."""
    exports.render_export(export_id)


@task()
def freeze_pdf(frozen_id: int) -> None:
    """Print a document as it was approved."""
    exports.freeze_pdf(frozen_id)
