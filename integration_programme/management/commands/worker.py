"""The background worker: sends mails, makes PDFs, keeps standings fresh; a process for each queue."""

from django.core.management.base import BaseCommand
from django.utils.autoreload import run_with_reloader

from integration_programme import worker
from integration_programme.jobs import QUEUES


class Command(BaseCommand):
    help = (
        "Does background jobs, each queue in a process of its own. SIGTERM or Ctrl-C end it after the current jobs; "
        "what a worker leaves that was killed, another takes over."
    )

    def add_arguments(self, parser):
        parser.add_argument("--queue", choices=QUEUES, help="only this queue, in this one process")
        parser.add_argument("--batch", action="store_true", help="do what is due now, then end")
        parser.add_argument("--reload", action="store_true", help="start again when code changes (for developers)")

    def handle(self, *, queue, batch, reload, **options):
        if batch:
            worker.work_off([queue] if queue else QUEUES)
        elif reload:
            run_with_reloader(worker.work_on, [queue] if queue else QUEUES)
        elif queue:
            worker.load_everything()
            worker.run(queue)
        else:
            worker.supervise(QUEUES)
