"""Settings of the benchmarks: a database of their own, on the engine OSE_BENCH_DB names."""

import os
import tempfile
from pathlib import Path
from typing import Any

from config.settings.base import *  # noqa: F403
from config.settings.sqlite import sqlite_database

SECRET_KEY = "bench-only"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
ROOT_URLCONF = "benchmarks.urls"
_after = MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1  # noqa: F405
MIDDLEWARE.insert(_after, "benchmarks.floor.PlainPersonMiddleware")  # noqa: F405
BENCH_DIR = Path(tempfile.gettempdir()) / f"ose-bench-{os.getpid()}"
BENCH_DIR.mkdir(parents=True, exist_ok=True)

if os.environ.get("OSE_BENCH_DB") == "postgresql":
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("OSE_BENCH_SERVES", "postgres"),
            "HOST": os.environ.get("PGHOST", "127.0.0.1"),
            "PORT": os.environ.get("PGPORT", "5432"),
            "USER": os.environ.get("PGUSER", "postgres"),
            "OPTIONS": {"prepare_threshold": 5},  # as where people are served
            "TEST": {"NAME": f"ose_bench_{os.getpid()}"},
        }
    }
else:
    DATABASES = {
        "default": sqlite_database(os.environ.get("OSE_BENCH_SERVES", BENCH_DIR / "bench.sqlite3"))
    }
    DATABASES["default"]["TEST"] = {"NAME": str(BENCH_DIR / "bench-test.sqlite3")}

MEDIA_ROOT = BENCH_DIR / "media"
STATIC_ROOT = BENCH_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
DATABASES["default"]["CONN_MAX_AGE"] = None  # as where people are served
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OSE_EMBEDDED_WORKER = os.environ.get("OSE_BENCH_WORKER", "") == "1"
OSE_SECOND_FACTOR_REQUIRED = False
OSE_IDENTITY_KEYS = [b"a key of thirty-two bytes, no more"[:32]]
