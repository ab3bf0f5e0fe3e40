"""Tells people of the days that come near. The worker does so by itself."""

from django.core.management.base import BaseCommand

from programmes.actions.reminders import send_reminders


class Command(BaseCommand):
    help = "Tell people of the days that come near. Safe to run at any time: nobody is told twice of one."

    def handle(self, **options):
        self.stdout.write(f"{send_reminders()} notices were made.")
