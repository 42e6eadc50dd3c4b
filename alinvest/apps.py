from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class AlinvestConfig(AppConfig):
    """The project as an app: its static files are found and its deployment checks run."""

    name = "alinvest"
    default = True

    def ready(self):
        from alinvest import checks  # noqa: F401 -- importing it registers the checks


class StaticConfig(StaticFilesConfig):
    """Collects what pages use: no flag pictures of django-countries, nothing about vendoring."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "flags", "VENDOR.json", "*.map"]
