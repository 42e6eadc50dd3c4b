from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class AlinvestConfig(AppConfig):
    """The project as an app: its static files are found and its deployment checks run."""

    name = "alinvest"
    default = True

    def ready(self):
        from alinvest import checks  # noqa: F401 -- importing it registers the checks


class StaticConfig(StaticFilesConfig):
    """Collects what pages use: each file left out is one less to compress at a first start."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "flags",  # pictures of django-countries
        "VENDOR.json",
        "*.map",
        "htmax-*", "htmx-2.js", "htmx-4*", "ext",  # of django-htmx we use htmx-2.min.js
        "jquery.js", "select2.full.js", "xregexp.js",  # the admin takes the .min.js outside DEBUG
    ]  # fmt: skip
