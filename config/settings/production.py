"""Production: PostgreSQL, Redis, HTTPS, secrets from the environment. Refuses to start half set."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.settings.base import *  # noqa: F403
from config.settings.base import (
    BASE_DIR,
    CONTENT_SECURITY_POLICY,
    OSE_REHEARSAL,
    OSE_THREADS,
    STORAGES,
)
from config.settings.demo import SECRET_KEY as DEMO_SECRET_KEY
from config.settings.identity_keys import identity_keys


def required(name: str) -> str:
    """Return the environment variable `name`; ImproperlyConfigured when it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. See docs/production.md.")
    return value


def number(name: str, default: int) -> int:
    """Return the environment variable `name` in digits; ImproperlyConfigured for other words."""
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is a number. See docs/production.md.")
    return int(value or default)


SECRET_KEY = required("OSE_SECRET_KEY")
if SECRET_KEY == DEMO_SECRET_KEY or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("OSE_SECRET_KEY must be this site's own, 50 characters or more.")

DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in required("OSE_HOSTS").split(",") if host.strip()]
if not ALLOWED_HOSTS or any("*" in host or "/" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("OSE_HOSTS names hosts, separated by commas: label.example.fr.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

_database = urlparse(required("OSE_DATABASE_URL"))
if _database.scheme not in ("postgres", "postgresql") or not _database.path.lstrip("/"):
    raise ImproperlyConfigured("OSE_DATABASE_URL reads postgresql://user:password@host/database.")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.path.lstrip("/"),
        "USER": unquote(_database.username or ""),
        "PASSWORD": unquote(_database.password or ""),
        "HOST": _database.hostname or "",
        "PORT": str(_database.port or 5432),
        # The threads are few and stay (OSE_THREADS): so do their connections, asked before use.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A server that is silent, or a network that is cut, is found out within half a minute.
        # What a statement may take is in OSE_DATABASE_LIMITS.
        "OPTIONS": {
            "connect_timeout": 5,  # seconds, as the two intervals
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,  # milliseconds
            # What pages ask all day long is planned once a connection: workflows/compiled_sql.py.
            "prepare_threshold": 5,
        },
    }
}
# Redis holds nothing that cannot be done without: it is waited for a second, and left.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            "hosts": [
                {
                    "address": required("OSE_REDIS_URL"),
                    "socket_connect_timeout": 1,
                    # channels-redis 4.3 with redis >= 8 drops idle sockets without this.
                    # What is sent has a limit of its own (workflows/live/pings.py).
                    "socket_timeout": None,
                    "socket_keepalive": True,
                }
            ]
        },
    }
}
# Shared by all the workers: allauth counts its login attempts there.
CACHES = {
    "default": {
        "BACKEND": "config.caching.PatientRedisCache",
        "LOCATION": required("OSE_REDIS_URL"),
        "KEY_PREFIX": "ose",
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
            "health_check_interval": 30,
            # Once, for a connection that Redis closed when it was restarted.
            "retry": Retry(NoBackoff(), 1),
        },
    }
}

OSE_IDENTITY_KEYS = identity_keys(required("OSE_IDENTITY_KEYS"))
OSE_BASE_URL = os.environ.get("OSE_BASE_URL", "").strip() or f"https://{ALLOWED_HOSTS[0]}"
MEDIA_ROOT = Path(required("OSE_MEDIA"))
STATIC_ROOT = Path(os.environ.get("OSE_STATIC", BASE_DIR / "staticfiles"))
STORAGES["staticfiles"] = {"BACKEND": "config.static.StaticFilesStorage"}
if OSE_REHEARSAL:
    # A copy whose database is the real one would write to real people.
    if not _database.path.endswith("_copy"):
        raise ImproperlyConfigured("OSE_REHEARSAL=1 asks for a database whose name ends in _copy.")
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
_team = os.environ.get("OSE_TEAM_ONLY", "").strip()
OSE_TEAM_ONLY = [one.strip() for one in _team.split(",")] if _team else []
if OSE_TEAM_ONLY:
    if any(one.count("@") != 1 or len(one.split()) != 1 for one in OSE_TEAM_ONLY):
        raise ImproperlyConfigured("OSE_TEAM_ONLY names e-mail addresses, separated by commas.")
    EMAIL_BACKEND = "workflows.mail.team.EmailBackend"
EMAIL_HOST = os.environ.get("OSE_EMAIL_HOST", "localhost")
EMAIL_PORT = number("OSE_EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("OSE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OSE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("OSE_EMAIL_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("OSE_EMAIL_FROM", "OSE <label@cress.example>")
OSE_BOUNCE_ADDRESS = os.environ.get("OSE_BOUNCE_ADDRESS", "")
OSE_BOUNCES = {
    "host": os.environ.get("OSE_BOUNCE_HOST", ""),
    "port": number("OSE_BOUNCE_PORT", 993),
    "user": os.environ.get("OSE_BOUNCE_USER", "") or OSE_BOUNCE_ADDRESS,
    "password": os.environ.get("OSE_BOUNCE_PASSWORD", ""),
    "folder": os.environ.get("OSE_BOUNCE_FOLDER", "INBOX"),
}
OSE_CLAMAV_ADDRESS = os.environ.get("OSE_CLAMAV_ADDRESS", "")
OSE_EMBEDDED_WORKER = False
OSE_THREADS = number("OSE_THREADS", OSE_THREADS)
OSE_PROXIES = [one.strip() for one in os.environ.get("OSE_PROXIES", "127.0.0.1,::1").split(",")]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
