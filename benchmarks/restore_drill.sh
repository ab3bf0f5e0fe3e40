#!/bin/sh
# The drill: a demo with its PDF is put aside and brought back elsewhere, and both are compared, row by row and file by file.
#
#   benchmarks/restore_drill.sh [PROGRAMMES]     on a throw-away PostgreSQL; prints the seconds of each step
set -eu
cd "$(dirname "$0")/.."
if [ -z "${PGHOST:-}" ]; then exec bin/with-postgres sh benchmarks/restore_drill.sh "${1:-3}"; fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DEBUG=1 MEDIA_ROOT="$folder/files" DATABASE_URL=postgres:///postgres
python=.venv/bin/python

step() { # step "what" COMMAND...
    what=$1
    shift
    began=$(date +%s)
    "$@" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
    echo "$what: $(($(date +%s) - began)) s"
}

rows() { # every row of every table, as text, whatever order they lie in
    pg_dump --data-only --no-owner "$1" 2>/dev/null | grep -v -e '^--' -e '^\\\(un\)\?restrict ' | LC_ALL=C sort | sha256sum
}
files() { (cd "$1" && find . -type f -exec sha256sum {} + | sort | sha256sum); }

step "migrating" $python manage.py migrate
step "a demo" $python manage.py seed_demo --programmes "$1"
step "signing in and the PDF" $python benchmarks/after_restore.py sv
step "backup" bin/backup "$folder/backups"
du -sh "$folder"/backups/*
rows_before=$(rows "$DATABASE_URL")
files_before=$(files "$MEDIA_ROOT")

psql -qAtc 'create database elsewhere' "$DATABASE_URL"
export DATABASE_URL=postgres:///elsewhere MEDIA_ROOT="$folder/elsewhere"
step "restore" bin/restore "$folder"/backups/*
[ "$(rows "$DATABASE_URL")" = "$rows_before" ] || { echo "drill: the rows differ" >&2; exit 1; }
[ "$(files "$MEDIA_ROOT")" = "$files_before" ] || { echo "drill: the files differ" >&2; exit 1; }
step "signing in and the PDF" $python benchmarks/after_restore.py fi
echo "drill: rows and files are the same, somebody signed in, and the PDF was made"
