"""What every environment shares. Values that differ come from demo.py, test.py, production.py."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import allauth
import django_htmx
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "viewflow",
    "viewflow.workflow",
    "config.apps.ConfigConfig",
    "notifications",
    "committee",
    "labelling.desk",
    "labelling.oversight",
    "labelling",
    "directory",
    "workflows",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.PublicPagesCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.DelaysMiddleware",
    "config.middleware.PrivatePagesMiddleware",
    "config.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.SecondFactorMiddleware",
    "workflows.pages.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
AUTH_USER_MODEL = "directory.User"
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
                "config.navigation.shell",
            ],
        },
    },
]
FORM_RENDERER = "workflows.presentation.widgets.Renderer"
INSTALLED_APPS.insert(0, "django.forms")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
# Our own words where Django and its applications have theirs: see the head of the catalogue.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]

STATIC_URL = "/static/"
# Only what our pages use: viewflow's own stylesheets name fonts that it does not ship.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    Path(django_htmx.__file__).parent / "static",
    ("mfa", Path(allauth.__file__).parent / "mfa" / "static" / "mfa"),
]
# Whether `manage.py serve` collects them before it listens; production does it at each release.
OSE_COLLECT_STATIC = False
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
]

AUTHENTICATION_BACKENDS = ["directory.accounts.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "directory.accounts.passwords.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "directory:register"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "directory.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "directory.accounts.forms.entrance.LoginForm",
    "signup": "directory.accounts.forms.entrance.SignupForm",
    "add_email": "directory.accounts.forms.entrance.AddEmailForm",
    "change_password": "directory.accounts.forms.entrance.ChangePasswordForm",
    "set_password": "directory.accounts.forms.entrance.SetPasswordForm",
    "reset_password": "directory.accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "directory.accounts.forms.entrance.ResetPasswordKeyForm",
    "reauthenticate": "directory.accounts.forms.entrance.ReauthenticateForm",
}
MFA_ADAPTER = "directory.accounts.factors.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "directory.accounts.forms.second_factor.AuthenticateForm",
    "authenticate_webauthn": "directory.accounts.forms.second_factor.AuthenticatePasskeyForm",
    "reauthenticate": "directory.accounts.forms.second_factor.ReauthenticateForm",
    "reauthenticate_webauthn": "directory.accounts.forms.second_factor.ReauthenticatePasskeyForm",
    "activate_totp": "directory.accounts.forms.second_factor.ActivateForm",
    "add_webauthn": "directory.accounts.forms.second_factor.AddPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Nobody signs in before an address is confirmed; with a second factor one may still add another.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# An open session is not its owner: what would take the account asks for the password again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Wrong passwords: ten a minute from one place, and five in five minutes from there for one
# account. Over all places, twenty an hour for one account, from browsers that never signed in to
# it. By itself allauth lets anyone shut the chair out during a session: see docs/decisions/0018.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_anywhere": "20/h/key,60/d/key",
    # Links that confirm an address: by itself allauth says that it writes, and for three minutes
    # sends nothing.
    "confirm_email": "1/m/key,6/h/key,60/h/ip",
}
# What one subscriber may hold of IPv6 is a /48: one place.
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 48

# One row waits for its turn instead of failing: see docs/decisions/0003.
# A queue for each server that is not ours to answer for: one that is silent delays no bell.
TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "workflows.outbox.task_backend.OutboxBackend",
        "QUEUES": ["default", "mail", "scan"],
    }
}
# Seconds that a mail server may stay silent at each step of an exchange.
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = "workflows.mail.backend.EmailBackend"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# connect-src: 'self' also covers same-origin web sockets in the browsers we support.
CONTENT_SECURITY_POLICY: dict[str, dict[str, list[str] | bool]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# What people entrust to us is read by the service alone, and by its group for backups.
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

STORAGES = {
    "default": {"BACKEND": "workflows.files.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SIMPLE_HISTORY_ENABLED = True

# With DEBUG off Django logs errors to nobody: here they reach the console in every environment.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# The product's own settings. The CRESS, the chair and administrators are asked for a second
# factor; they have so many days after the first sign-in that asks, then nothing else opens.
OSE_SECOND_FACTOR_REQUIRED = True
OSE_SECOND_FACTOR_GRACE = 7
# Each delay is our default, in days; the CRESS may change it.
OSE_SOURCE_URL = "https://github.com/cress-pdl/ose"
# « Mentions légales » says these: who publishes the site, and who hosts it.
OSE_PUBLISHER = {
    "name": "CRESS des Pays de la Loire",
    "address": "à compléter",
    "director": "à compléter",
    "host": "à compléter",
}
OSE_CONTACT_EMAIL = "label@cress.example"
OSE_UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# One visitor stops nobody: what one may send, hold and ask for (docs/decisions/0017). A page that
# takes no file takes DATA_UPLOAD_MAX_MEMORY_SIZE, and so does any for a visitor without account,
# save those that take files from anybody (`takes_files_from_anybody`).
OSE_UPLOAD_REQUEST_MAX_BYTES = 100 * 1024 * 1024
OSE_VISITOR_REQUEST_MAX_BYTES = 12 * 1024 * 1024
OSE_UPLOADS_PER_PERSON = 3  # at once, beyond what any page takes
OSE_UPLOADS_PER_PLACE = 4  # at once, of those without account: a whole town hall is one place
OSE_UPLOADS_FROM_VISITORS = 8
OSE_UPLOADS_PER_PROCESS = 12
OSE_BODY_PATIENCE = 20  # seconds, and one more for each OSE_BODY_BYTES_A_SECOND received
OSE_BODY_BYTES_A_SECOND = 8 * 1024
OSE_THREADS = 4  # requests worked on at once in a process
OSE_SOCKETS_PER_PERSON = 32  # in a process; a page opens one or two
OSE_SOCKETS_PER_PROCESS = 500
OSE_PROXIES: list[str] = []  # addresses whose X-Forwarded-For is believed
OSE_CLAMAV_ADDRESS = ""
# What PostgreSQL cancels for the pages and the tasks, not for the commands: see
# workflows/background/limits.py.
OSE_DATABASE_LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
# Where letters that cannot be delivered come back: the address that they leave from for servers,
# and its mailbox, read by IMAP over TLS (`manage.py read_bounces`). None without a host.
OSE_BOUNCE_ADDRESS = ""
OSE_BOUNCES: dict[str, Any] = {
    "host": "",
    "port": 993,
    "user": "",
    "password": "",
    "folder": "INBOX",
}
# A copy on which to rehearse what time will bring: no mail leaves it. See docs/production.md.
OSE_REHEARSAL = os.environ.get("OSE_REHEARSAL", "") == "1"
# While one rehearses: the addresses of the team, to which every letter goes instead.
OSE_TEAM_ONLY: list[str] = []
# What each kind of recognition is: the series of its numbers, and whether its renewal begins when
# the former ends (`end`) or the day it is decided (`decision`). Another beginning is one more line
# of `renewal_begins`: the proof replays each recognition by the rule of its day. How long each
# lasts is a delay, like the others: the direction changes those on their page (directory/delays/).
OSE_RECOGNITIONS: dict[str, dict[str, Any]] = {
    "label": {"series": "OSE", "renewal_begins": ((date(2014, 7, 31), "end"),)},
    "accompanist": {"series": "ACC", "renewal_begins": ((date(2014, 7, 31), "end"),)},
}
# How long what is over is kept, in calendar months: foreseen by a page, done by nobody.
OSE_RETENTION = {
    "archive_months": 60,  # of an application that was validated, after its cycle
    "refusal_months": 24,  # of one that was refused, after its appeal
    "named_votes_months": 60,  # then only their count is kept
}
# The colleges of a committee, in order, unless it is established with others.
OSE_COLLEGES = ("Têtes de réseaux ESS", "Institutionnels", "Académiques et experts")
# Our messages to people who asked us nothing: what one organisation may send in a day.
OSE_INVITATIONS_A_DAY = 30
# What one case takes in a day: in all, and messages of one person.
OSE_CASE_BYTES_A_DAY = 200 * 1024 * 1024
OSE_CASE_FILES_A_DAY = 100
OSE_CASE_MESSAGES_A_DAY = 50
# What one may join to a complaint: files at once and in all, bytes at once; writings in a day.
OSE_COMPLAINT_FILES = 5
OSE_COMPLAINT_FILES_IN_ALL = 20
OSE_COMPLAINT_BYTES = 10 * 1024 * 1024
OSE_COMPLAINT_ENTRIES_A_DAY = 20
# The keys under which the identity of whoever complains is sealed: the first seals, all open.
OSE_IDENTITY_KEYS: list[bytes] = []
# What one person may ask in a day: organisations declared or claimed, requests to join; and how
# many requests and claims an organisation may have open at once.
OSE_REQUESTS_A_DAY = 5
OSE_OPEN_REQUESTS = 20
# Where people reach the site from outside: e-mails link there.
OSE_BASE_URL = os.environ.get("OSE_BASE_URL", "http://127.0.0.1:8000")
