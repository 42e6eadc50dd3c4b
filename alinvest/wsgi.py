"""The web process's entry, served by gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from alinvest.receiving import Received

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alinvest.settings")

application = Received(get_wsgi_application(), most_bytes=settings.UPLOAD_MOST_MEGABYTES * 1024 * 1024)

# Every page's code now, before gunicorn forks: shared memory, and nobody's first request waits for it.
assert get_resolver().url_patterns
