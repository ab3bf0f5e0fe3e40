"""The background worker: django-tasks-db's own, under a name that tells whether it lives."""

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from programmes.actions.exports import reap_tasks, this_worker


class Command(DatabaseWorker):
    help = "Runs background tasks, beginning with those that a worker left when it died."

    def handle(self, **options):
        reap_tasks()
        options["worker_id"] = this_worker()
        super().handle(**options)
