from django.core.management.base import BaseCommand, CommandError

from indicators.actions import load_observations
from indicators.shipped import UnreadableCell, shipped_observations


class Command(BaseCommand):
    help = "Load the figures of Statistics Finland that come with the product. May be repeated."

    def handle(self, *args, **options):
        try:
            loaded = load_observations(shipped_observations())
        except UnreadableCell as unreadable:
            raise CommandError(f"Nothing was loaded. {unreadable}") from None
        self.stdout.write(
            f"Statistics: {loaded.total} values, {loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged."
        )
