"""Settings of the project, one module; what differs between machines comes from the environment.

DEBUG, DEMO, SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL, EMAIL_URL, EMAIL_TIMEOUT, DEFAULT_FROM_EMAIL, MEDIA_ROOT,
BASE_URL, HTTPS, SECURITY_CONTACT, TRUSTED_PROXIES.
A file `.env` beside manage.py is read too (bin/setup writes one for trying the product); the environment wins.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=1 to try the product here.")
    SECRET_KEY = "only-for-a-machine-of-ones-own-" + "0" * 32  # pragma: allowlist secret
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env("BASE_URL", default="http://localhost:8000")
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")  # an address like mailto:… or https://…, for security.txt
# Addresses and networks of proxies in front of us, whose X-Forwarded-For is believed; "unix" for one on a socket.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "integration_programme",
    "stakeholders",
    "indicators",
    "programmes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]

MIDDLEWARE = [
    "integration_programme.edge.Edge",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "integration_programme.whole.WholeOnScreen",
    "integration_programme.seen_as.SeenAs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "integration_programme.collisions.Collisions",
    "integration_programme.outages.Outages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "integration_programme.urls"
WSGI_APPLICATION = "integration_programme.wsgi.application"

# Stands within tags, where the line's end that a file has would show.
ATTRIBUTES = {"django/forms/widgets/attrs.html": "{% load components %}{{ widget.attrs|attributes }}"}
LOADERS = [
    ("django.template.loaders.locmem.Loader", ATTRIBUTES),
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["django.templatetags.i18n", "integration_programme.templatetags.translations"],
        },
    }
]

# SQLite by default; WAL and IMMEDIATE let many writers queue instead of failing. IMMEDIATE must never meet
# ATOMIC_REQUESTS, and no slow work belongs inside a transaction.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Each thread has a connection: 250 kB of pages and 16 statements each (docs/adr/0014-what-is-kept.md).
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-250;",
        "cached_statements": 16,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "stakeholders.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "stakeholders.passwords.NoCommonWord"},
]
AUTHENTICATION_BACKENDS = ["stakeholders.accounts.PeopleWithTheirMenu"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_ADAPTER = "stakeholders.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "stakeholders.forms.account.SignInForm",
    "reset_password": "stakeholders.forms.account.ForgottenPasswordForm",
    "change_password": "stakeholders.forms.account.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = False  # counted by us, for all processes: docs/adr/0016-door.md
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation that came by mail
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
SESSION_ENGINE = "integration_programme.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
# The mark of a browser that people have signed in with: integration_programme/clients.py.
BROWSER_COOKIE_NAME = "browser"
BROWSER_COOKIE_AGE = 180 * 24 * 60 * 60
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "integration_programme.views.csrf_failure"

if not DEBUG:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if not DEBUG and env.bool("HTTPS", default=True):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # A browser takes a cookie of such a name only over HTTPS and from this very host, never from a neighbour of it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    BROWSER_COOKIE_NAME = "__Host-browser"
    SECURE_SSL_REDIRECT = SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from inside, past the proxy
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/policy-reports",
    }
}

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
FORMAT_MODULE_PATH = "integration_programme.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "media")))
# Files lie in that folder; or on a server that speaks S3, where a bucket is named (requirements-s3.txt).
FILES_BUCKET = env("FILES_BUCKET", default="")
FILE_STORAGE: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if FILES_BUCKET:
    FILE_STORAGE = {
        "BACKEND": "integration_programme.remote_files.RemoteStorage",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": env("FILES_ENDPOINT", default=None),
            "region_name": env("FILES_REGION", default=None),
            "access_key": env("FILES_KEY", default=None),
            "secret_key": env("FILES_SECRET", default=None),
            "default_acl": None,  # the bucket says who reads: nobody but us
            "file_overwrite": False,
        },
    }
STORAGES = {
    "default": FILE_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Widgets are drawn with our templates, where there are any.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# One process each, see integration_programme/jobs.py, which names them.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["quick", "mail", "long"]}}

# Mails wait in the outbox; only the worker speaks to the mail server, and no longer than this for one answer (seconds).
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "integration_programme.edge.WithReference"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {reference} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["reference"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Font subsetting and PDF layout tell far more than anybody reads.
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}},
}
