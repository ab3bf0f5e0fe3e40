from importlib import import_module

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self):
        """Every process knows every kind of notice, whatever it does."""
        import_module("programmes.notifications")
