"""The severities a new installation begins with, put there after the migrations."""

from django.db import connections

from grants.diligence.models import ConcernSeverity
from grants.diligence.severities import FIRST


def seed_severities(sender, using="default", **kwargs):
    """Into an empty table only: what administrators made of them since stays."""
    if ConcernSeverity._meta.db_table not in connections[using].introspection.table_names():
        return
    severities = ConcernSeverity._base_manager.using(using)
    if not severities.exists():
        severities.bulk_create(ConcernSeverity(**values, name=values["name_es"]) for values in FIRST)
