"""Somebody signs in, reads the programme and makes its PDF: before a backup, and after it was brought back.

.venv/bin/python benchmarks/after_restore.py LANGUAGE     on DATABASE_URL; ends with 1 when any of it does not work
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")


def main(language: str) -> bool:
    import django

    django.setup()

    from django.test import Client

    from programmes.actions.exports import export_now
    from programmes.demo import DEMO_PASSWORD
    from programmes.enums import ExportState
    from programmes.models import Programme

    client, programme = Client(headers={"host": "localhost"}), Programme.objects.order_by("pk")[0]
    client.post("/fi/account/login/", {"login": "coordinator@example.org", "password": DEMO_PASSWORD})
    page = client.get(f"/fi/programmes/{programme.slug}/")
    export, _was_stored = export_now(programme, language)
    print(f"page {page.status_code}, PDF {export.state}")
    return page.status_code == 200 and export.state == ExportState.READY


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1]))
