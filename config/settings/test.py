"""Settings of the suite; OSE_TEST_DB chooses the engine (sqlite, postgresql)."""

import os
import tempfile
from pathlib import Path
from typing import Any

from config.settings.base import *  # noqa: F403
from config.settings.sqlite import sqlite_database

# Kinds of cases that only tests know: the engine's toy, one that the committee decides, another
# application.
INSTALLED_APPS = [
    *INSTALLED_APPS,  # noqa: F405
    "tests.toys",
    "tests.petitions.apps.PetitionsConfig",
    "tests.candidacies.apps.CandidaciesConfig",
]

SECRET_KEY = "test-only"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

OSE_TEST_DB = os.environ.get("OSE_TEST_DB", "sqlite")
TEST_DIR = Path(tempfile.gettempdir()) / f"ose-tests-{os.getuid()}"
TEST_DIR.mkdir(parents=True, exist_ok=True)

if OSE_TEST_DB == "postgresql":
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("PGDATABASE", "ose"),
            "HOST": os.environ.get("PGHOST", "127.0.0.1"),
            "PORT": os.environ.get("PGPORT", "5432"),
            "USER": os.environ.get("PGUSER", "postgres"),
            # Nobody needs a test's rows after a crash: no commit waits for the disk. Nor is any
            # query compiled: without statistics, a few rows look like enough to make it worth it.
            # Questions are prepared at once, as those of a busy connection have been.
            "OPTIONS": {
                "options": "-c synchronous_commit=off -c jit=off",
                "prepare_threshold": 0,
            },
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                "hosts": [
                    {
                        "address": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/5"),
                        "socket_timeout": None,
                    }
                ],
                "prefix": f"ose-test-{os.getpid()}",
            },
        }
    }
else:
    # A file, not :memory:, so that threads and the live server see one real database.
    DATABASES = {"default": sqlite_database(TEST_DIR / "unused.sqlite3")}
    # Nobody needs a test's rows after a crash, here either.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    # What a killed run left under the same number would be read as the log of this database.
    for left in TEST_DIR.glob(f"test-{os.getpid()}.sqlite3*"):
        left.unlink()
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / f"test-{os.getpid()}.sqlite3")}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

MEDIA_ROOT = TEST_DIR / f"media-{os.getpid()}"
STATIC_ROOT = TEST_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "OSE Pays de la Loire <label@cress.example>"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OSE_EMBEDDED_WORKER = False
ACCOUNT_RATE_LIMITS = False
OSE_SECOND_FACTOR_REQUIRED = False
OSE_IDENTITY_KEYS = [b"a key of thirty-two bytes, no more"[:32]]
