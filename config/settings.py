"""Settings of the portal, read from the environment. README.md lists the variables.

Embedded (nothing set): SQLite, a file broker and mail files, all under DATA_DIR; no server needed.
Production (DEBUG set to false, or DATABASE_URL names a server, or SITE_URL is https): whatever is missing is said at
start.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import bootstrap_wrapper
import django_stubs_ext
import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from config.environment import LOOPBACK, SHORTEST_SETUP_CODE, generated_secret, host_of, missing_in_production

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What runs here -------------------------------------------------------------------------------------------------

DEBUG: bool = env.bool("DEBUG", default=False)
DATABASE_URL: str = env.str("DATABASE_URL", default="")
REDIS_URL: str = env.str("REDIS_URL", default="")
EMAIL_URL: str = env.str("EMAIL_URL", default="")
SITE_URL: str = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SITE_HOST = host_of(SITE_URL)
HTTPS = SITE_URL.startswith("https://")
DATABASE_IS_A_SERVER = bool(DATABASE_URL) and not DATABASE_URL.startswith("sqlite")
PRODUCTION = not DEBUG and ("DEBUG" in os.environ or DATABASE_IS_A_SERVER or HTTPS)

if PRODUCTION:
    needed: dict[str, object] = {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}
    if DATABASE_IS_A_SERVER:
        needed |= {"REDIS_URL": REDIS_URL, "EMAIL_URL": EMAIL_URL, "SITE_URL": os.environ.get("SITE_URL")}
    if sentence := missing_in_production(needed):
        raise ImproperlyConfigured(sentence)

# Whoever opens an empty portal first becomes its administrator: in production only with this code.
SETUP_CODE: str = env.str("SETUP_CODE", default="").strip()
SETUP_NEEDS_CODE = PRODUCTION or bool(SETUP_CODE)
if 0 < len(SETUP_CODE) < SHORTEST_SETUP_CODE:
    raise ImproperlyConfigured(f"SETUP_CODE is too easy to guess: take {SHORTEST_SETUP_CODE} signs or more.")

# Everything the portal writes.
DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(mode=0o750, parents=True, exist_ok=True)

SECRET_KEY = SECRET_KEY or generated_secret(DATA_DIR)
if not PRODUCTION:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, *(host for host in {SITE_HOST, *LOOPBACK} if host not in ALLOWED_HOSTS)]

# A moment to start the clock at, like 2026-04-03T08:00; only to look at the portal as of another day.
CLOCK: str = env.str("CLOCK", default="")
if CLOCK and not DEBUG:
    raise ImproperlyConfigured("CLOCK is for trying things out and works with DEBUG only: unset one or set the other.")

# --- Apps and middleware --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "units.apps.UnitsConfig",
    "programs.apps.ProgramsConfig",
    "indicators.apps.IndicatorsConfig",
    "reports.apps.ReportsConfig",
    "treebeard",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "lucide",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "config.middleware.real_client_address",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.request_size_limit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.middleware.first_run",
    "units.middleware.one_time_password",
    # Every view is behind the login page unless it is marked with login_not_required.
    "units.middleware.LoginRequired",
    "units.middleware.way_back",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "indicators.middleware.of_one_moment",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "units.views.errors.csrf_failure"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.context.frame",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database, cache, sessions --------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": environ.Env.db_url_config(DATABASE_URL or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up at BEGIN instead of failing half-way, when two of them first read and then write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
        ),
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# Without Redis every process has a cache of its own: only what may differ between processes goes in there.
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "dung-han",
    }

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

# --- People and passwords -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "units.User"
LOGIN_URL = "units:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "units:login"
PASSWORD_RESET_TIMEOUT = 24 * 3600

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "config.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "config.passwords.UnlikeThePerson"},
    {"NAME": "config.passwords.NotCommon"},
    {"NAME": "config.passwords.NotOnlyDigits"},
]

# Ten wrong passwords for one account from one address close that door for a quarter of an hour. Not per account
# alone: anybody could lock a colleague out on the evening a report is due.
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "errors/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_ALLOWED_CORS_ORIGINS = ""

# --- Language, time, numbers ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True  # Django's own sentences in Vietnamese; ours are written in Vietnamese directly
FORMAT_MODULE_PATH = ["config.formats"]
# Numbers for people go through a template filter; this switch would also put dots into ids and attributes.
USE_THOUSAND_SEPARATOR = False

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# The container image carries its collected files elsewhere than in the volume with the data.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or DATA_DIR / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
# Uploaded files are never served by path: a view checks who asks.
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Embedded there is no collectstatic step: WhiteNoise looks where Django's own finders look.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

PROGRAM_FILE_MAX_BYTES = 20 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
# A form with several attachments. What is larger is refused before it is read, with a page that says so.
REQUEST_MAX_BYTES = 100 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# --- Mail -----------------------------------------------------------------------------------------------------------

if EMAIL_URL:
    vars().update(environ.Env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="") or f"Đúng Hạn <dunghan@{SITE_HOST}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Celery ---------------------------------------------------------------------------------------------------------

CELERY_TIMEZONE = TIME_ZONE
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = False
# A worker that dies gives its task back; every task may therefore run twice and must stand it.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 8 * 60
CELERY_TASK_TIME_LIMIT = 10 * 60
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
# A page never waits for the broker: one try, at most half a second to connect, then the sweepers deliver.
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_TASK_PUBLISH_RETRY = False

REDIS_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,
    "max_retries": 0,
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = REDIS_TRANSPORT_OPTIONS
else:
    CELERY_BROKER_URL = "filesystem://"
    BROKER_DIR = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # One folder for both directions: what one process puts in, another takes out.
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "store_processed": False,
    }
    for folder in ("messages", "control", "processed"):
        (BROKER_DIR / folder).mkdir(mode=0o750, parents=True, exist_ok=True)

CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "remind who has a report due": {"task": "reports.tasks.send_reminders", "schedule": crontab(minute="0")},
    "see that everybody owes what they should": {
        "task": "reports.tasks.sync_obligations",
        "schedule": crontab(minute="20"),
    },
    "deliver messages that went stale": {"task": "units.tasks.deliver_messages", "schedule": crontab(minute="*/5")},
    "take up compilations that went stale": {
        "task": "reports.tasks.sweep_compilations",
        "schedule": crontab(minute="2-59/5"),
    },
    "bring kept sums up to date": {"task": "indicators.tasks.sweep_roll_ups", "schedule": crontab(minute="1-59/5")},
    "write down how yesterday ended": {
        "task": "indicators.tasks.record_yesterday",
        "schedule": crontab(minute="40", hour="0"),
    },
    "build the reports of periods that are due": {
        "task": "reports.tasks.build_scheduled_reports",
        "schedule": crontab(minute="30", hour="1"),
    },
}

# --- Security -------------------------------------------------------------------------------------------------------

# All of it follows from SITE_URL: over plain http in a closed network secure cookies would lock everybody out.
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
BEHIND_PROXY = HTTPS  # gunicorn speaks no TLS here, so something in front of it does
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Bootstrap's style sheet draws its arrows and ticks from data: pictures.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

# --- Logging --------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pdfminer": {"level": "ERROR"},
    },
}
