"""Production starts with its own secrets or not at all, and Django has nothing to say of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "OSE_SECRET_KEY": "k7$9vQ2!mZx4Lp8@wR3#tY6^uH1&jN5*bG0(cF-dS=aE_oI+",
    "OSE_HOSTS": "label.example.org",
    "OSE_DATABASE_URL": "postgres://ose:secret@127.0.0.1:5432/ose",
    "OSE_REDIS_URL": "redis://127.0.0.1:6379/0",
    "OSE_MEDIA": "/nonexistent/media",
    "OSE_IDENTITY_KEYS": "a2V5IG9mIHRoaXJ0eS10d28gYnl0ZXMsIG5vIG1vcmU=",
}
COMPLETE["OSE_SECRET_KEY"] += "0123456789abcdefghij"


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("OSE_", "DJANGO_"))
    }
    environment |= COMPLETE | changes
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean() -> None:
    result = check()
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout


@pytest.mark.parametrize(
    "key", ["", "court", "demo-only-key-never-for-production-0123456789-abcdefghijklmnopqrstuvwxyz"]
)
def test_production_refuses_to_start_without_its_own_secret(key: str) -> None:
    result = check(OSE_SECRET_KEY=key)
    assert result.returncode != 0
    assert "OSE_SECRET_KEY" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OSE_HOSTS", "*"),
        ("OSE_HOSTS", " , "),
        ("OSE_HOSTS", "https://label.example.org"),
        ("OSE_DATABASE_URL", "sqlite:///var/db.sqlite3"),
        ("OSE_DATABASE_URL", "postgres://ose:secret@127.0.0.1:5432"),
        ("OSE_EMAIL_PORT", "smtp"),
        ("OSE_IDENTITY_KEYS", ""),
        ("OSE_IDENTITY_KEYS", "trop court"),
        ("OSE_IDENTITY_KEYS", f"{COMPLETE['OSE_IDENTITY_KEYS']},{COMPLETE['OSE_IDENTITY_KEYS']}"),
    ],
)
def test_production_refuses_to_start_on_a_setting_that_makes_no_sense(
    name: str, value: str
) -> None:
    result = check(**{name: value})
    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name}" in result.stderr


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "https://label.example.org"),
        ({"OSE_BASE_URL": ""}, "https://label.example.org"),
        ({"OSE_HOSTS": " ose.example.org,label.example.org"}, "https://ose.example.org"),
        ({"OSE_BASE_URL": "https://www.example.org/ose"}, "https://www.example.org/ose"),
    ],
)
def test_links_lead_where_the_environment_says(given: dict[str, str], address: str) -> None:
    assert setting("OSE_BASE_URL", **given) == address


def setting(name: str, **given: str) -> str:
    """What production sets, when the environment says what is `given` besides."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("OSE_", "DJANGO_"))
    }
    result = subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print(settings.{name})"],
        cwd=settings.BASE_DIR,
        env=environment | COMPLETE | given,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()


def test_a_rehearsal_is_on_a_copy_and_sends_no_mail() -> None:
    refused = check(OSE_REHEARSAL="1")
    assert refused.returncode != 0
    assert "ImproperlyConfigured: OSE_REHEARSAL" in refused.stderr
    copy = {"OSE_REHEARSAL": "1", "OSE_DATABASE_URL": "postgres://ose@127.0.0.1/ose_copy"}
    assert setting("EMAIL_BACKEND", **copy) == "django.core.mail.backends.console.EmailBackend"
    assert setting("EMAIL_BACKEND") == "workflows.mail.backend.EmailBackend"


def test_a_rehearsal_with_the_team_writes_to_nobody_else() -> None:
    team = {"OSE_TEAM_ONLY": "un@cress.example, deux@cress.example"}
    assert setting("OSE_TEAM_ONLY", **team) == "['un@cress.example', 'deux@cress.example']"
    copy = {"OSE_REHEARSAL": "1", "OSE_DATABASE_URL": "postgres://ose@127.0.0.1/ose_copy"}
    for given in (team, team | copy):
        assert setting("EMAIL_BACKEND", **given) == "workflows.mail.team.EmailBackend"
    assert setting("OSE_TEAM_ONLY", OSE_TEAM_ONLY=" ") == "[]"
    for wrong in ("equipe", "un@cress.example,", "un@cress.example deux@cress.example", ","):
        assert "ImproperlyConfigured: OSE_TEAM_ONLY" in check(OSE_TEAM_ONLY=wrong).stderr


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("EMAIL_TIMEOUT", "10"),
        ("DATABASES['default']['OPTIONS']['connect_timeout']", "5"),
        ("CACHES['default']['OPTIONS']['socket_timeout']", "1"),
        ("CHANNEL_LAYERS['default']['CONFIG']['hosts'][0]['socket_connect_timeout']", "1"),
        # An idle socket is no silence: see the settings.
        ("CHANNEL_LAYERS['default']['CONFIG']['hosts'][0]['socket_timeout']", "None"),
    ],
)
def test_nothing_is_waited_for_without_end(name: str, bound: str) -> None:
    assert setting(name) == bound


def test_static_files_are_collected_with_their_digests(tmp_path: Path) -> None:
    """Every stylesheet of ours and of our libraries names only files that exist.

    So does every script of ours: a module imports others by their digests too.
    """
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("OSE_", "DJANGO_"))
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=settings.BASE_DIR,
        env=environment | COMPLETE | {"OSE_STATIC": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    script = (tmp_path / named["ose/committee.js"]).read_text()
    assert f'from "./{Path(named["ose/socket.js"]).name}";' in script
