#!/bin/sh
# A history that follows links to many rows does not see links that were made in bulk, and says nothing.
#
# With m2m_fields, django-simple-history 3.13.0 keeps the ties of a row: it listens to m2m_changed, and writes one history
# row for each change. Ties made on the through model by bulk_create send no such signal, so the newest history row says
# that there are none, though the row has them: whoever restores or compares by it loses them.
# Seen with: Django 5.2.19, django-simple-history 3.13.0.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-simple-history==3.13.0
mkdir "$dir/shelf"
touch "$dir/shelf/__init__.py"
cat >"$dir/shelf/models.py" <<'PY'
from django.db import models
from simple_history.models import HistoricalRecords


class Label(models.Model):
    name = models.CharField(max_length=20)


class Book(models.Model):
    title = models.CharField(max_length=20)
    labels = models.ManyToManyField(Label)
    history = HistoricalRecords(m2m_fields=[labels])
PY
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "simple_history", "shelf"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()
from django.core.management import call_command

call_command("migrate", run_syncdb=True, verbosity=0)
from shelf.models import Book, Label

one, two = Label.objects.create(name="one"), Label.objects.create(name="two")
added, bulk = Book.objects.create(title="added"), Book.objects.create(title="bulk")
added.labels.add(one, two)
Tie = Book.labels.through
Tie.objects.bulk_create([Tie(book=bulk, label=one), Tie(book=bulk, label=two)])
bulk.save()  # a later save copies the ties as they are then

def told(book):
    return [row.labels.count() for row in book.history.order_by("history_id")]

print("django-simple-history", version("django-simple-history"), "| ties by history row, added:", told(added), "bulk:", told(bulk))
print("history rows of bulk before its later save tell:", told(bulk)[0], "though it had", bulk.labels.count())
assert told(added) == [0, 2], "the behaviour has changed"
assert told(bulk)[0] == 0 and len(told(bulk)) == 2, "the behaviour has changed"
PY
