"""Everything that differs between machines comes from the environment; production refuses to start unsafe (safety.py)."""

import os
from decimal import Decimal
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import database, files, keys, logs, safety


def flag(name, default=False):
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def words(name, default=""):
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DESK_DATA", BASE_DIR / ".data"))

DESK_ENV = os.environ.get("DESK_ENV", "development")  # development, test or production
PRODUCTION = DESK_ENV == "production"
TESTING = DESK_ENV == "test"
DEBUG = flag("DEBUG")

# Secrets

SECRETS_DIR = None if PRODUCTION else DATA_DIR / "secrets"
SECRET_KEY = keys.read_or_make("SECRET_KEY", SECRETS_DIR, keys.new_text)
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
ROW_SECURITY_KEY = keys.parse_key(keys.read_or_make("ROW_SECURITY_KEY", SECRETS_DIR, keys.new_key))
MASTER_KEYS = keys.parse_key_ring(keys.read_or_make("MASTER_KEYS", SECRETS_DIR, keys.new_key_ring))
MASTER_KEY_VERSION = int(os.environ.get("MASTER_KEY_VERSION") or max(MASTER_KEYS, default=0))

DESK_DEMO = flag(
    "DESK_DEMO", default=not PRODUCTION
)  # every page says that its people are invented

# While this file exists the desk is only read: `manage.py readonly on`.
READ_ONLY_FILE = Path(os.environ.get("READ_ONLY_FILE") or DATA_DIR / "read-only")

# What it is made of

OUR_APPS = [
    "audit",
    "shell",
    "accounts",
    "directory",
    "library",
    "instruments",
    "plans",
    "training",
    "referral",
    "exchange",
    "reports",
]
OUR_APPS = [app for app in OUR_APPS if (BASE_DIR / app / "__init__.py").exists()]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, for FORM_RENDERER
    "crispy_forms",
    "crispy_bootstrap5",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    *OUR_APPS,
    "config",  # its commands
]
MIDDLEWARE = [
    "config.logs.NoteRequest",
    "config.headers.SetHeaders",  # these two before the rest, so that a redirect, a refusal and a static file have them too
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.KnownMethods",
    "django.middleware.gzip.GZipMiddleware",  # pads with random bytes, so that no length tells a secret
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.overload.TakeTurns",
    "config.read_only.RefuseWrites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.EndOldSession",
    "accounts.middleware.FollowAccount",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.ChooseMembership",
    "accounts.middleware.RequireRule",
    "accounts.middleware.OneTransaction",  # template responses render inside the transaction
    "referral.middleware.SameAnswer",  # innermost
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shell.context.desk",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that templates/ may override widgets
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database

DATABASE_ROLE = os.environ.get("DATABASE_ROLE", "trm_app")
PATIENCE = os.environ.get("DATABASE_PATIENCE") or (
    "page" if DATABASE_ROLE == "trm_app" else "command"
)
# Off behind a pooler that gives each transaction another connection: what is asked often is then planned each time.
DATABASE_KEEPS_PLANS = flag("DATABASE_KEEPS_PLANS", default=True)
CLUSTER = None
if not os.environ.get("DATABASE_URL") and not PRODUCTION:
    CLUSTER = database.Cluster(
        DATA_DIR / ("test-postgres" if TESTING else "postgres"), throwaway=TESTING
    )
DATABASES = {
    "default": {
        "ENGINE": "config.engine",
        # Ten minutes: what is planned on a connection (accounts/kept.py) is planned anew on the next.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": database.test_name(BASE_DIR)},
        **database.with_waits(
            database.parameters(DATABASE_ROLE, CLUSTER), database.WAITS[PATIENCE]
        ),
    },
}
# Where invented journeys are moved into the past (referral/demo/dates.py); never where real people are.
DEMO_OWNER = None if PRODUCTION else database.parameters("trm_owner", CLUSTER)

# Signing in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of sign-ins
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.RefuseVariants"},
    {"NAME": "accounts.passwords.RefuseGuessable"},
    {"NAME": "accounts.breached.RefuseBreached"},
]
BREACHED_PASSWORDS = os.environ.get(
    "BREACHED_PASSWORDS", ""
)  # a file of digests, see accounts/breached.py
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
SESSION_IDLE_SECONDS = 15 * 60
SESSION_WARN_SECONDS = 2 * 60  # before its end, a page asks whether somebody is still there
SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # no sentence lies in a cookie
)

TRAINING_REQUIRED = flag(
    "TRAINING_REQUIRED", default=True
)  # new cases only after the course on data protection

DESK_SERVICES = "directory.codes.services.ServiceKind"
DESK_LANGUAGES = "directory.languages.language_choices"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = False  # accounts/throttle.py does it, and keeps it in the database
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("BEHIND_PROXY"))
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people join by invitation; its link proves the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
USERSESSIONS_TRACK_ACTIVITY = (
    False  # a write per request, and a trail of addresses that nobody asked for
)

ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_AUTO_PREFETCH = False

# Headers

ALLOWED_HOSTS = words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": PRODUCTION,
        "report-uri": "/policy/breach/",
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing reaches another site. Not "no-referrer": browsers then send "Origin: null", which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
APPEARANCE_COOKIE_NAME = "appearance"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by machines, on the inner network
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME, APPEARANCE_COOKIE_NAME = "__Host-language", "__Host-appearance"

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("it", _("Italian")),
    ("es", _("Spanish")),
    ("el", _("Greek")),
    ("pl", _("Polish")),
    ("sq", _("Albanian")),
    ("ar", _("Arabic")),
    ("uk", _("Ukrainian")),
]
# What the worker does beside the due things, by the words in which it tells: apps above `referral` put theirs here.
WORKER_ALSO = {
    "figures counted": "reports.counting.count_desk",
    "values of plans written": "reports.plan_values.write_plan_values",
}
# Tables with random noise beside the ready ones (docs/adr/0046), and what may be spent for the people of one year.
STATISTICS_NOISE = flag("STATISTICS_NOISE")
STATISTICS_NOISE_BUDGET = Decimal(os.environ.get("STATISTICS_NOISE_BUDGET") or "3")
DESK_NAV_COUNTS = "referral.counts.for_navigation"
COMPLETE_LANGUAGES = ["en", "fr"]  # offered in the switch
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get(
    "TIME_ZONE", "Europe/Rome"
)  # of visitors and of what no person does; stored in UTC

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": files.storage(
        Path(os.environ.get("FILES_DIR") or DATA_DIR / "files"),
        os.environ.get("FILES_S3_BUCKET", ""),
        os.environ.get("FILES_S3_ENDPOINT", ""),
        os.environ.get("FILES_S3_REGION", ""),
    ),
    "staticfiles": {"BACKEND": PLAIN if TESTING or DEBUG else HASHED},
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_HANDLERS = ["shell.uploads.InMemoryOnly"]  # nothing plain on the disk
FILE_SCANNER = files.scanner(os.environ.get("FILE_SCANNER", "" if PRODUCTION else "none"))
FILE_SCANNER_SECONDS = 10
FILES_PER_ORGANISATION = int(os.environ.get("FILES_PER_ORGANISATION") or 5 * 1024**3)  # bytes
FILES_ARE_TAKEN = files.are_taken(
    production=PRODUCTION,
    scanner=FILE_SCANNER,
    placed=bool(os.environ.get("FILES_DIR") or os.environ.get("FILES_S3_BUCKET")),
)

BACKUP_RECIPIENT = os.environ.get(
    "BACKUP_RECIPIENT", ""
)  # the public key that copies of the database are sealed for

# Whether the worker tries the addresses of documents: it asks the internet.
LINK_CHECK = os.environ.get("LINK_CHECK", "") == "on"

# Mail carries no personal data: a link and nothing else.

# For links in mails and on the command line, where no request says how the desk is reached.
OWN_ADDRESS = f"https://{next(iter(ALLOWED_HOSTS), '')}" if PRODUCTION else "http://localhost:8000"
SITE_URL = os.environ.get("SITE_URL") or OWN_ADDRESS
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = keys.read_text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "desk@localhost")

# A line for each request: make bench reads them.
JSON_LINES = PRODUCTION or flag("LOG_REQUESTS", default=False)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.JsonLines" if JSON_LINES else "logging.Formatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # refusals have their line
        "django.request": {"level": "ERROR" if PRODUCTION else "WARNING"},
        "desk.request": {"level": "INFO" if JSON_LINES else "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; answered with 400
        "gunicorn.http.wsgi": {"level": "ERROR"},  # warns of each HEAD
    },
}

if PRODUCTION:
    logs.tell_faults_without_words()
    safety.refuse_unsafe_settings(globals())
