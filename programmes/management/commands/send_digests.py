"""Writes the mails that tell of many notices at once, to those to whom one is due. The worker does so by itself."""

from django.core.management.base import BaseCommand

from programmes.actions.notices import send_digests


class Command(BaseCommand):
    help = "Write the daily and weekly mails that are due. Safe to run at any time: nobody gets one twice."

    def handle(self, **options):
        self.stdout.write(f"{send_digests()} mails were written.")
