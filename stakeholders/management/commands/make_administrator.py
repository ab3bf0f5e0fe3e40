"""The first administrator of a new installation; everybody else is invited."""

from django.core.management.base import BaseCommand
from django.db import transaction

from stakeholders.actions import people
from stakeholders.models import User


class Command(BaseCommand):
    help = "Make somebody an administrator. A new account gets its password through “Forgotten your password?”."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", choices=["fi", "sv", "en"], default="fi")

    @transaction.atomic
    def handle(self, *args, email, name, language, **options):
        user = User.objects.with_email(email)
        if user is None:
            user = people.create_account(email=email, name=name, password=None, language=language)
        people.make_administrator(user)
        self.stdout.write(f"{user.email} is an administrator. Password: choose it at “Forgotten your password?”.")
