"""Queue again what a worker left when it died."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from integration_programme.jobs import SILENT, take_over
from integration_programme.worker import find_tasks


class Command(BaseCommand):
    help = "Queues jobs again whose worker died; gives up on those that were tried three times. Workers do so by themselves."

    def add_arguments(self, parser):
        parser.add_argument(
            "--silent",
            type=float,
            default=SILENT.total_seconds(),
            metavar="SECONDS",
            help="a worker that gave no sign of life for so long has died (default: %(default)s)",
        )

    def handle(self, *, silent, **options):
        find_tasks()
        again, given_up = take_over(timedelta(seconds=silent))
        self.stdout.write(f"{again} queued again, {given_up} given up")
