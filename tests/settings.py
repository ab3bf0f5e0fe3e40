"""The project's settings as the tests use them: nothing to set beforehand, and passwords that are quick to check."""

import os

os.environ.setdefault("DEBUG", "1")  # read by the line below; pytest-django then turns it off, as in earnest

from integration_programme.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SECURITY_CONTACT = "mailto:security@example.org"

# Files are found where they lie; nothing has to be collected before a test.
WHITENOISE_AUTOREFRESH = True
