"""Installed in the workers of tests only, so that nothing recurs in other tests."""

from datetime import timedelta

from django.apps import AppConfig


class Errands(AppConfig):
    name = "tests.integration_programme.errands"
    label = "errands"

    def ready(self):
        from integration_programme import jobs, worker  # noqa: PLC0415 - needs models, which are there by now
        from tests.integration_programme.errands import tasks  # noqa: PLC0415

        worker.IDLE[jobs.LONG] = worker.IDLE[jobs.QUICK]  # who was killed is then told from who left
        jobs.recurring(tasks.tick, every=timedelta(seconds=1))
