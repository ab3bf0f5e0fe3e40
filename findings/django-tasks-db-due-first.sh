#!/bin/sh
# A task put off until later goes before every task that should run at once, as soon as its time has come.
#
# django-tasks-db 0.13.0 gives a task without run_after the year 9999 as its time, and takes tasks by priority, then time:
# what was put off and is due now is older than anything immediate, however long that has been waiting. A nightly job over
# many rows, due at last, stands before the mail that somebody waits for. Priorities or queues of their own part them.
# Seen with: Django 5.2.19, django-tasks 0.12.0, django-tasks-db 0.13.0.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-tasks==0.12.0 django-tasks-db==0.13.0
cat >"$dir/work.py" <<'PY'
from django_tasks import task


@task()
def say(word):
    return word
PY
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from datetime import timedelta
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django_tasks", "django_tasks_db"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()
from django.core.management import call_command
from django.utils import timezone

call_command("migrate", verbosity=0)
from django_tasks_db.models import DBTaskResult
from work import say

say.enqueue("first, at once")
say.using(run_after=timezone.now() + timedelta(milliseconds=50)).enqueue("second, put off")
say.enqueue("third, at once")
import time

time.sleep(0.1)
order = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]
print("django-tasks-db", version("django-tasks-db"), "| taken in this order:", order)
assert order == ["second, put off", "first, at once", "third, at once"], "the behaviour has changed"
PY
