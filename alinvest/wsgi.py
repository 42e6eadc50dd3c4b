"""The web process's entry, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alinvest.settings")

application = get_wsgi_application()
