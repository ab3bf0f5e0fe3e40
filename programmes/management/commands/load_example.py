"""Loads the example programme, which everybody may read."""

from django.core.management.base import BaseCommand, CommandError

from programmes.actions.files import NotStored
from programmes.demo.example import load_example


class Command(BaseCommand):
    help = "Load the example programme, read only and without accounts, after load_reference_data. May be repeated."

    def handle(self, **options):
        try:
            changed = load_example()
        except NotStored as error:
            raise CommandError(f"The example's files could not be kept: {error}") from error
        told = f"is printed anew by the worker in: {', '.join(changed)}" if changed else "is up to date"
        self.stdout.write(f"The example {told}.")
