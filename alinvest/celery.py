"""The Celery application: workers and beat start from here."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alinvest.settings")

app = Celery("alinvest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_):
    """Workers log like the web process; a receiver here keeps Celery from replacing the set-up."""


@beat_init.connect
def first_heartbeat(**_):
    """One at once, so that /health/ready need not wait a minute for the first of the schedule."""
    app.send_task("grants.tasks.heartbeat", expires=50)
