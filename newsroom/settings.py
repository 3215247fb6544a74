"""Settings. Everything may stay unset: an empty environment gives the embedded mode.

Each variable read here has its line in README.md (a test compares them).
"""

import os
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from newsroom.environment import (
    as_bool,
    as_networks,
    as_places,
    as_sender,
    foreign,
    kept_secret,
)

env = environ.Env()
HERE = Path(__file__).resolve().parent
BASE_DIR = HERE.parent

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
DEBUG = as_bool("DEBUG", env.str("DEBUG", default="0"))
SECRET_KEY = kept_secret(Path(env.str("SECRET_KEY_FILE", default=str(VAR_DIR / "secret_key"))))

SITE_NAME = env.str("SITE_NAME", default="Passerelle")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}: it must be an address such as https://news.example.org."
    )
# Whether search engines are asked to leave out what no person has checked.
UNREVIEWED_NOINDEX = as_bool("UNREVIEWED_NOINDEX", env.str("UNREVIEWED_NOINDEX", default="1"))
# For how many days an article takes comments from when it came; 0: always.
COMMENTS_CLOSE_AFTER_DAYS = env.int("COMMENTS_CLOSE_AFTER_DAYS", default=0)
if COMMENTS_CLOSE_AFTER_DAYS < 0:
    raise ImproperlyConfigured(
        f"COMMENTS_CLOSE_AFTER_DAYS is {COMMENTS_CLOSE_AFTER_DAYS}: it must be 0 or more."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
TRUSTED_PROXIES = as_networks("TRUSTED_PROXIES", env.list("TRUSTED_PROXIES", default=[]))
# Whether there is a demo editor, whose first sign-in asks for no code.
DEMO = as_bool("DEMO", env.str("DEMO", default="0"))
if DEMO and (others := foreign([urlsplit(SITE_URL).hostname or "", *ALLOWED_HOSTS])):
    raise ImproperlyConfigured(
        f"DEMO is 1 and the site answers for {', '.join(others)}: a demo is for this machine alone."
        " Start with DEMO=0, and make an editor with `manage.py create_editor NAME`."
    )

INSTALLED_APPS = [
    "newsroom.curate.apps.CurationConfig",  # Django's admin, with our site as its default
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_otp",
    "archive",
    "newsroom",
]
MIDDLEWARE = [
    "archive.proxies.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Sessions are read only where a view asks who is there: reading pages never do.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",  # as lazy: it looks only where a view asks who it is
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "archive.site.site",
                # The admin's templates need these three; they are lazy and touch no session.
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# The database: SQLite under VAR_DIR, or whatever DATABASE_URL names.
DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASES = {
    "default": environ.Env.db_url_config(
        DATABASE_URL or f"sqlite:///{VAR_DIR / 'passerelle.sqlite3'}"
    )
}
if DATABASES["default"].get("ENGINE") == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is erased is overwritten with zeros: see archive/discuss/scrubbing.py.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
elif DATABASES["default"].get("ENGINE") == "django.db.backends.postgresql":
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
else:
    raise ImproperlyConfigured(
        "DATABASE_URL must begin with postgres:// or sqlite:///; leave it unset for SQLite."
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The wake-up hints: files under VAR_DIR, or Redis. The queue of record is the database.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and urlsplit(REDIS_URL).scheme not in {"redis", "rediss", "unix"}:
    raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
BROKER_DIR = VAR_DIR / "broker"

# The search index of this host; it is made again from the database wherever it is missing.
SEARCH_DIR = VAR_DIR / "search"

# How long a killed worker's jobs stay with it; a living one renews its lease all the while.
LEASE_SECONDS = env.int("LEASE_SECONDS", default=45)
if LEASE_SECONDS < 2:
    raise ImproperlyConfigured(f"LEASE_SECONDS is {LEASE_SECONDS}: it must be 2 or more.")

# Translation. The engine's name is a key of newsroom.translate.engines.ENGINES.
TRANSLATION_ENGINE = env.str("TRANSLATION_ENGINE", default="argos")
WEIGHTS_DIR = HERE / "weights"
PACKAGES_DIR = VAR_DIR / "packages"
# Names in the French are read by a spaCy pipeline: a folder, an installed package, or `none`.
NER_PIPELINE = env.str("NER_PIPELINE", default="") or str(WEIGHTS_DIR / "fr_ner")
CPU_THREADS = env.int("CPU_THREADS", default=os.cpu_count() or 1)
# Argos makes folders where these point the moment it is imported: keep them out of HOME.
os.environ["ARGOS_PACKAGES_DIR"] = str(PACKAGES_DIR)
os.environ["XDG_DATA_HOME"] = str(VAR_DIR / "argos" / "data")
os.environ["XDG_CONFIG_HOME"] = str(VAR_DIR / "argos" / "config")
os.environ["XDG_CACHE_HOME"] = str(VAR_DIR / "argos" / "cache")

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(environ.Env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = as_sender(
    "DEFAULT_FROM_EMAIL",
    env.str("DEFAULT_FROM_EMAIL", default="")
    or formataddr((SITE_NAME, f"noreply@{urlsplit(SITE_URL).hostname}")),
)

# Fetching articles. Servers see the contact in each request; a pause lies between two of them.
FETCH_CONTACT = env.str("FETCH_CONTACT", default="").strip()
if not FETCH_CONTACT.isprintable() or not FETCH_CONTACT.isascii() or set(FETCH_CONTACT) & {*"()<>"}:
    raise ImproperlyConfigured(
        f"FETCH_CONTACT is {FETCH_CONTACT!r}: it must be an address such as news@example.org."
    )
FETCH_PAUSE = env.float("FETCH_PAUSE", default=2.0)
if not 0 <= FETCH_PAUSE <= 3600:
    raise ImproperlyConfigured(f"FETCH_PAUSE is {FETCH_PAUSE}: it must lie between 0 and 3600.")
# What may be fetched although it is no public address: networks with a port each.
FETCH_EXCEPTIONS = as_places("FETCH_EXCEPTIONS", env.list("FETCH_EXCEPTIONS", default=[]))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "curate:home"
LOGOUT_REDIRECT_URL = "archive:home"
# Only staff have sessions; newsroom/curate/sessions.py says how long one lasts.
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
if SESSION_COOKIE_SECURE:
    # Browsers take a cookie of such a name from this very host alone, never from a sibling.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# The first makes new hashes; the other reads those from before, which a sign-in makes anew.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length, and nothing that is on a list of leaked ones; no rules of composition (NIST SP 800-63B).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# An article of 5 MB comes back with its preview's form, written in base64.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # kept only from TRUSTED_PROXIES

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "archive": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "newsroom": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Trafilatura reports each page that it finds empty; a refusal says so already.
        "trafilatura": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
