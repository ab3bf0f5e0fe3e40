"""Load the shipped municipalities and bodies; may be repeated."""

from django.core.management.base import BaseCommand

from stakeholders import reference


class Command(BaseCommand):
    help = "Load the 308 municipalities and the bodies around them from the files that the product ships."

    def handle(self, *args, **options):
        organisations, municipalities = reference.load()
        self.stdout.write(f"{municipalities} municipalities and {organisations} organisations are in place.")
