"""Index of the administration: the models of reporting it shows, stage by stage."""

from reporting.progress import admin as progress_admin

__all__ = ["progress_admin"]
