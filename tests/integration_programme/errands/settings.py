"""Settings of workers in tests: with errands, and with as many seconds of patience as a test gives where SQLite is locked."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.integration_programme.errands"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ["PATIENCE"])
