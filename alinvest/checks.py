"""What `manage.py check --deploy` asks of a production installation beyond Django's own list."""

from django.conf import settings
from django.core.checks import Error, Tags, register

LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}
PLAIN_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@register(Tags.security, deploy=True)
def demo_stays_at_home(app_configs, **kwargs):
    """The demo's door lets anybody in as anybody: it opens on this machine only."""
    if settings.DEMO and not LOOPBACK.issuperset(settings.ALLOWED_HOSTS):
        return [
            Error(
                "DEMO is on and ALLOWED_HOSTS names a host that others can reach.",
                hint="Unset DEMO: /demo/ lets anybody enter as anybody.",
                id="alinvest.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def address_is_https(app_configs, **kwargs):
    """Cookies and strict transport follow SITE_URL."""
    if not settings.HTTPS and settings.SITE_HOST not in LOOPBACK:
        return [Error("SITE_URL does not begin with https://.", id="alinvest.E002")]
    return []


@register(Tags.security, deploy=True)
def mail_is_encrypted(app_configs, **kwargs):
    """Links that open accounts do not travel in the clear."""
    encrypted = getattr(settings, "EMAIL_USE_TLS", False) or getattr(settings, "EMAIL_USE_SSL", False)
    if settings.EMAIL_BACKEND == PLAIN_SMTP and not encrypted and settings.EMAIL_HOST not in LOOPBACK:
        return [Error("EMAIL_URL is plain SMTP.", hint="Use smtp+tls:// or smtp+ssl://.", id="alinvest.E003")]
    return []


@register(Tags.security, deploy=True)
def uploads_are_not_served(app_configs, **kwargs):
    """Uploaded files are read through the views that check who asks."""
    if settings.MEDIA_ROOT.resolve().is_relative_to(settings.STATIC_ROOT.resolve()):
        return [Error("MEDIA_ROOT lies below STATIC_ROOT, which everybody can read.", id="alinvest.E004")]
    return []
