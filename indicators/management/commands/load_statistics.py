from django.core.management.base import BaseCommand

from indicators.actions import load_observations
from indicators.shipped import shipped_observations


class Command(BaseCommand):
    help = "Load the figures of Statistics Finland that come with the product. May be repeated."

    def handle(self, *args, **options):
        loaded = load_observations(shipped_observations())
        self.stdout.write(
            f"Statistics: {loaded.total} values, {loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged."
        )
