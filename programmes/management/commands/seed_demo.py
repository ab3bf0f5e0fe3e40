"""Loads the demo."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from programmes.demo import DEMO_PASSWORD, make_cast, seed
from programmes.demo.content import content
from programmes.demo.copies import copy_programme


class Command(BaseCommand):
    help = "Load the demo programmes and accounts. May be repeated. Refuses unless DEBUG or DEMO=1."

    def add_arguments(self, parser):
        parser.add_argument("--programmes", type=int, default=4, metavar="N", help="how many programmes in all")

    def handle(self, *, programmes: int, **options):
        if not (settings.DEBUG or settings.DEMO):
            raise CommandError("The demo has accounts with a known password. Set DEMO=1 if you really want them here.")
        call_command("load_reference_data", verbosity=0)
        call_command("load_statistics", verbosity=0)
        complete, *others = seed(make_cast(content()["municipality"]))
        copy_programme(complete, programmes - len(others))
        self.stdout.write(f"The demo is there. All its accounts have the password: {DEMO_PASSWORD}")
