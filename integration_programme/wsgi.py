"""The WSGI entry point: everything is loaded, then memory is watched more closely than by itself.

What stays for ever is no longer looked at, so that a full collection costs milliseconds and comes often: a page of
hundreds of records leaves megabytes in rings of objects.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")

application = get_wsgi_application()
assert get_resolver().url_patterns  # views, forms and all that they need
gc.collect()
gc.freeze()
gc.set_threshold(700, 5, 1)
