"""Index of the administration: the models it shows, stage by stage."""

from grants.organisations import admin as organisations_admin

__all__ = ["organisations_admin"]
