"""All settings, read top to bottom. Values that differ between machines come from the environment.

Nothing here decides a business rule or a permission: those are data or code.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

# --- Reading the environment ---------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def needed(read, name, why, *, in_debug=environ.Env.NOTSET):
    """The value of an environment variable that has no default outside DEBUG.

    Raises ImproperlyConfigured with a sentence that says what the variable is for.
    """
    if DEBUG and in_debug is not environ.Env.NOTSET and not env.str(name, ""):
        return in_debug
    if not env.str(name, ""):
        raise ImproperlyConfigured(f"Set the environment variable {name}: {why}.")
    try:
        return read(name)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"The environment variable {name} ({why}) cannot be read: {error}") from error


def one_of(name, words, default):
    """One word of a closed list; raises ImproperlyConfigured with the list."""
    word = env.str(name, default)
    if word not in words:
        raise ImproperlyConfigured(f"{name} is {word!r}; it can be {', '.join(words)}.")
    return word


# --- What kind of installation this is -----------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)  # opens /demo/; `check --deploy` refuses it anywhere but on loopback
DEMO_FOLDER = Path(env.str("DEMO_FOLDER", str(BASE_DIR / ".demo")))
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")
COMPONENTS_PAGE = DEBUG  # /components/, the page that shows every component
PROCESS = one_of("PROCESS", ("web", "worker", "command"), "command")

SECRET_KEY = needed(env.str, "SECRET_KEY", "the key that signs sessions and links, 50 characters or more")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # earlier keys: what they closed still opens
SITE_URL = needed(
    env.str, "SITE_URL", "the address people type, like https://grants.example.org", in_debug="http://localhost:8000"
).rstrip("/")
CONTRACTING_AUTHORITY = {
    "name": env.str("AUTHORITY_NAME", "sequa gGmbH"),
    "register": env.str("AUTHORITY_REGISTER", "Amtsgericht Bonn, HRB 5675"),
    "vat": env.str("AUTHORITY_VAT", "DE160827104"),
    "address": env.str("AUTHORITY_ADDRESS", "Alexanderstraße 10, 53111 Bonn, Deutschland"),
}
"""Who signs grant contracts, as they print it."""
SITE_HOST = urlsplit(SITE_URL).hostname or ""
HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before admin, whose forms it extends
    "alinvest",
    "grants",
    "reporting",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_countries",
    "django_htmx",
    "template_partials",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "alinvest.apps.StaticConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "alinvest.headers.HeadersMiddleware",
    "alinvest.headers.HeadMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "grants.web.MomentMiddleware",  # one moment of the clock for the whole request
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "grants.web.TextMiddleware",  # control characters and the like never reach a view
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "grants.web.LanguageMiddleware",  # address, then profile; instead of Django's LocaleMiddleware
    "alinvest.signed_out.SignedOutMiddleware",  # nobody unknown passes; what they had typed comes back
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "grants.web.SecondFactorMiddleware",  # staff, finance, assessors: no page before it is enrolled
    "alinvest.maintenance.MaintenanceMiddleware",  # while nothing is saved, what was typed comes back
]

ROOT_URLCONF = "alinvest.urls"
WSGI_APPLICATION = "alinvest.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reporting.home.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "grants.templatetags.forms",
                "grants.templatetags.grants",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours before Django's
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ------------------------------------------------------------------------------------

# Pages give up early so that one slow statement cannot hold all threads; jobs may take longer and
# commands (migrations, the nightly check) as long as they need. Seconds, enforced by the server.
STATEMENT_SECONDS = {"web": 20, "worker": 600, "command": 0}[PROCESS]

DATABASES = {"default": needed(env.db, "DATABASE_URL", "where PostgreSQL is, like postgres://user:word@host/name")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"
)
# The same few statements serve every page: the server plans them once a connection, a third of its work.
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}
if PROCESS == "web":
    # Fewer than there are threads: what is over waits here in line, and the database is not overrun.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 10}

# --- Redis: cache (rate limits, heartbeat, public pages) -----------------------------------------

REDIS_URL = needed(env.str, "REDIS_URL", "where Redis is, like redis://:word@host:6379/0")
CACHES = {
    "default": {
        "BACKEND": "alinvest.cache.ForgivingRedisCache",  # goes on when Redis is away
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "alinvest",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

# --- Workers -------------------------------------------------------------------------------------

# Jobs are rows (decisions.md B3); a task only says "look at job n", so results are not kept and a
# lost message is made good by the sweeper.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 1, "socket_timeout": 5}
if PROCESS != "worker":
    # A request that queues work must not hang on a dead broker: the job row stands, the sweeper follows.
    CELERY_BROKER_CONNECTION_TIMEOUT = 1
    CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_timeout": 1.5, "max_retries": 1, "interval_start": 0}

CELERY_BEAT_SCHEDULE = {
    # every 30 seconds: take up jobs whose message or worker was lost
    "sweep jobs": {"task": "grants.tasks.sweep_jobs", "schedule": timedelta(seconds=30), "options": {"expires": 25}},
    # every minute: prove that beat, broker and worker are alive, for /health/ready
    "heartbeat": {"task": "grants.tasks.heartbeat", "schedule": timedelta(minutes=1), "options": {"expires": 50}},
    # every night at 02:30 UTC, once each however many beats: check what must be true, tidy up uploads
    "nightly": {"task": "grants.tasks.nightly", "schedule": crontab(hour=2, minute=30)},
    # on 1 January and 1 July at 03:00 UTC: compile the half-year that has ended
    "half-year": {
        "task": "reporting.tasks.half_year",
        "schedule": crontab(hour=3, minute=0, day_of_month=1, month_of_year="1,7"),
    },
    # every night at 03:30 UTC: count the latest figures once more and record what came out differently
    "recount": {"task": "reporting.tasks.recount_results", "schedule": crontab(hour=3, minute=30)},
}

# --- People --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "grants.User"
AUTHENTICATION_BACKENDS = [
    "grants.permissions.TableBackend",
    "grants.organisations.backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"

ACCOUNT_ADAPTER = "grants.organisations.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "grants.organisations.reset_tokens.ResetTokens"
# How often: from one address, by one person, for one account ("key"). A chamber of fifty people sits
# behind one address, so that the limits there are wide and those of an account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/h/key",
    "invite_member": "60/h/user",
    "register_organisation": "20/h/user",
    "edit_organisation": "60/h/user",
    "invite_partner": "60/h/user",
    "request_mandate": "30/h/user",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)  # else one bucket of attempts serves everybody

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "grants.organisations.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "AL-INVEST Verde"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- Sessions, cookies, headers ------------------------------------------------------------------

SESSION_ENGINE = "alinvest.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "alinvest.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUST_FORWARDED_PROTO", False) else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap's own icons and the second factor's QR code
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# Where a proxy we run writes when a request's first byte arrived (decisions.md A4); none by default.
TRUSTED_ARRIVAL_HEADER = env.str("TRUSTED_ARRIVAL_HEADER", "")

# --- Languages and time --------------------------------------------------------------------------

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("pt-br", "Português"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "alinvest" / "locale"]
MODELTRANSLATION_LANGUAGES = ("es", "pt-br", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "es"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("es",)
USE_I18N = True
FORMAT_MODULE_PATH = "alinvest.dates"  # English is British
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DEMO_FOLDER / "static")))
MEDIA_ROOT = Path(
    needed(env.str, "MEDIA_ROOT", "the folder of uploads, outside STATIC_ROOT", in_debug=str(DEMO_FOLDER / "media"))
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Read by the views that check who asks, never by an address: no base_url is served.
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "alinvest.storage.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_AUTOREFRESH = DEBUG

# Where ClamAV's daemon listens, a path or host:port; with it, files are scanned before anybody opens them.
CLAMD_SOCKET = env.str("CLAMD_SOCKET", "")

FILE_UPLOAD_HANDLERS = [
    "grants.files.limits.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MOST_MEGABYTES = 100  # in one request; each kind of document has its own, lower limit
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a budget of 200 lines posts about 3,000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- E-mail --------------------------------------------------------------------------------------

MAIL_TO_CONSOLE = environ.Env.email_url_config("consolemail://")
vars().update(
    needed(env.email_url, "EMAIL_URL", "how mail leaves, like smtp+tls://user:word@host:587", in_debug=MAIL_TO_CONSOLE)
)
EMAIL_TIMEOUT = 10
if DEMO:
    EMAIL_BACKEND = "alinvest.devkit.mail.DemoBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or f"AL-INVEST Verde <no-reply@{SITE_HOST}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logs ----------------------------------------------------------------------------------------

# One line per event on standard output; line breaks inside a message are encoded.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "alinvest.logs.PlainFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "alinvest.logs.JsonFormatter"},
    },
    "handlers": {
        "lines": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": one_of("LOG_FORMAT", ("plain", "json"), "plain" if DEBUG or DEMO else "json"),
        }
    },
    "root": {"handlers": ["lines"], "level": one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")},
    "loggers": {"django": {"level": "INFO"}, "celery": {"level": "INFO"}, "django.db.backends": {"level": "INFO"}},
}
