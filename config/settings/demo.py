"""The embedded default: SQLite, one process, everything in one data folder (OSE_VAR)."""

import os
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, STORAGES
from config.settings.identity_keys import kept_in
from config.settings.sqlite import sqlite_database

VAR = Path(os.environ.get("OSE_VAR", BASE_DIR / "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# Published on purpose: the demo holds fictional data only, production refuses this key.
SECRET_KEY = "demo-only-key-never-for-production-0123456789-abcdefghijklmnopqrstuvwxyz"

# The threads are few and stay (OSE_THREADS): opening the file anew would cost each page a tenth.
DATABASES = {"default": sqlite_database(VAR / "db.sqlite3") | {"CONN_MAX_AGE": None}}
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
STORAGES["staticfiles"] = {"BACKEND": "config.static.StaticFilesStorage"}
OSE_COLLECT_STATIC = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mails"
DEFAULT_FROM_EMAIL = "OSE Pays de la Loire <label@cress.example>"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
OSE_EMBEDDED_WORKER = True
OSE_IDENTITY_KEYS = kept_in(VAR / "identity.key")
# The demo's accounts sign in with their password alone; the pages say what production asks.
OSE_SECOND_FACTOR_REQUIRED = False
