"""Index of the administration: the models of reporting it shows, stage by stage."""

from reporting.auditing import admin as auditing_admin
from reporting.firms import admin as firms_admin
from reporting.monitoring import admin as monitoring_admin
from reporting.progress import admin as progress_admin
from reporting.publishing import admin as publishing_admin
from reporting.results import admin as results_admin

__all__ = [
    "auditing_admin", "firms_admin", "monitoring_admin", "progress_admin", "publishing_admin", "results_admin",
]  # fmt: skip
