"""The app of the grants themselves."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """From the call for proposals to the last payment."""

    name = "grants"
    verbose_name = _("Grants")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from grants import tasks  # noqa: F401 - fills the job handlers, whose labels lists show everywhere
        from grants.audit import guard_append_only_tables
        from grants.budgets.guard import guard_final_budgets
        from grants.diligence.seeding import seed_severities
        from grants.evaluation.guards import guard_envelopes

        # Triggers are not part of a migration: they are installed again after each one, so that
        # a table added later is guarded from its first row (decisions.md A11).
        post_migrate.connect(guard_append_only_tables, sender=self)
        post_migrate.connect(guard_envelopes, sender=self)
        post_migrate.connect(guard_final_budgets, sender=self)
        post_migrate.connect(seed_severities, sender=self)
