"""The background worker: django-tasks-db's own, under a name that tells whether it lives, and watching over others."""

import logging
import threading
import time

from django.db import DatabaseError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from programmes.actions.exports import reap_tasks, this_worker

EVERY = 60  # seconds between two looks after workers that died
logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Runs background tasks, beginning with those that a worker left when it died."

    def handle(self, **options):
        reap_tasks()
        if not options["batch"]:
            threading.Thread(target=watch, daemon=True).start()
        options["worker_id"] = this_worker()
        super().handle(**options)


def watch() -> None:
    """Look again and again for tasks whose worker died, here or on another machine."""
    while True:
        time.sleep(EVERY)
        try:
            reap_tasks()
        except DatabaseError:
            logger.exception("Could not look for tasks whose worker died; trying again in a minute")
        finally:
            connections.close_all()
