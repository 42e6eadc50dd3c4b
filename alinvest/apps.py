from django.apps import AppConfig


class AlinvestConfig(AppConfig):
    """The project as an app: its static files are found and its deployment checks run."""

    name = "alinvest"

    def ready(self):
        from alinvest import checks  # noqa: F401, PLC0415 -- registering a check needs the apps loaded
