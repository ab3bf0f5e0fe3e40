"""Queue again what a worker left when it died."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from programmes.actions.exports import TOO_OLD, reap_tasks


class Command(BaseCommand):
    help = "Queues tasks again whose worker died; gives up on those that were tried three times."

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than",
            type=float,
            default=TOO_OLD.total_seconds() / 60,
            metavar="MINUTES",
            help="take a task for lost that has been running this long (default: %(default)s)",
        )

    def handle(self, *, older_than, **options):
        again, given_up = reap_tasks(timedelta(minutes=older_than))
        self.stdout.write(f"{again} queued again, {given_up} given up")
