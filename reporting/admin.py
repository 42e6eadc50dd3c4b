"""Index of the administration: the models of reporting it shows, stage by stage."""

from reporting.monitoring import admin as monitoring_admin
from reporting.progress import admin as progress_admin

__all__ = ["monitoring_admin", "progress_admin"]
