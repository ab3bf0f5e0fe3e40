#!/bin/sh
# On SQLite the same query costs statements more when it is the first one of its process that makes JSON.
#
# Django asks a SQLite database whether it knows JSON when a query first needs to know, inside a transaction of its own,
# and remembers the answer for the connection. Whoever counts statements (assertNumQueries) so gets other counts according
# to which test happened to run first, and with tests shared out over processes now and then. PostgreSQL is never asked.
# `connection.features.supports_json_field`, read once before the first test, is enough.
# Seen with: Python 3.11, Django 5.2.19, SQLite 3.40.1.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import sqlite3

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext

call_command("migrate", verbosity=0)


def statements() -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        list(ContentType.objects.values_list(JSONObject(name="model")))
    return [each["sql"].split(" FROM ")[0] for each in asked]


first, second = statements(), statements()
print("Django", django.__version__, "| SQLite", sqlite3.sqlite_version)
print("first:", first)
print("second:", second)
assert len(second) == 1 < len(first) and any("JSON(" in each for each in first[:-1]), "the behaviour has changed"
PY
