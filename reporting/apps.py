"""The app of the results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """What the money achieved: from the home pages to the published number."""

    name = "reporting"
    verbose_name = _("Results")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from grants import permissions
        from reporting.firms.permissions import TABLE as FIRMS
        from reporting.monitoring.permissions import TABLE as MONITORING
        from reporting.permissions import TABLE

        permissions.register(TABLE)
        permissions.register(FIRMS)
        permissions.register(MONITORING)
