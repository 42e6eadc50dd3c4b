"""The project: settings, addresses and servers. Nothing here knows about grants."""

from alinvest.celery import app as celery_app

__all__ = ["celery_app"]
