"""The service units start commands that exist, with options they take, and start them again."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

UNITS = Path(settings.BASE_DIR) / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
TIMERS = sorted(UNITS.glob("*.timer"))
COMMON = UNITS / "ose-.service.d" / "common.conf"
PYTHON = "/srv/ose/.venv/bin/python"
KINDS = ("service", "timer")
LASTING = {"ose-web@.service", "ose-worker.service"}
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "PrivateTmp": "yes",
    "ReadWritePaths": "/srv/ose-media",
    "UMask": "0027",
    "EnvironmentFile": "/etc/ose/ose.env",
}


def settings_of(unit: Path) -> list[tuple[str, str]]:
    """Every setting of a unit, in order; a name may come several times."""
    lines = [line for line in unit.read_text().splitlines() if line and line[0] not in "#["]
    return [(name, value) for name, _, value in (line.partition("=") for line in lines)]


def test_there_is_a_unit_for_whatever_must_run() -> None:
    names = {path.name for path in [*SERVICES, *TIMERS]}
    periodic = [f"ose-{name}" for name in ("tick", "verify", "prune", "bounces")]
    assert names == LASTING | {f"{name}.{kind}" for name in periodic for kind in KINDS}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_a_unit_starts_a_command_with_options_that_it_takes(unit: Path) -> None:
    started = [value for name, value in settings_of(unit) if name == "ExecStart"]
    assert started
    for line in started:
        python, manage, name, *options = shlex.split(line.replace("%i", "8001"))
        assert (python, manage) == (PYTHON, "manage.py")
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(options)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_what_lasts_is_started_again_for_ever(unit: Path) -> None:
    given = dict(settings_of(unit))
    if unit.name in LASTING:
        assert given["Restart"] == "always"
        assert given["StartLimitIntervalSec"] == "0"
        assert int(given["RestartSec"]) > 0
    else:
        assert given["Type"] == "oneshot"
        assert unit.with_suffix(".timer").exists()


def test_every_unit_is_shut_in() -> None:
    given = dict(settings_of(COMMON))
    assert {name: given.get(name) for name in HARDENED} == HARDENED
    assert given["User"] == "ose"


def test_systemd_finds_nothing_to_say(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze est introuvable (sudo apt install systemd)")
    shutil.copytree(UNITS, tmp_path, dirs_exist_ok=True)
    for service in tmp_path.glob("*.service"):
        service.write_text(service.read_text().replace(PYTHON, sys.executable))
    names = [path.name.replace("@.", "@8001.") for path in (*SERVICES, *TIMERS)]
    said = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *names],
        cwd=tmp_path,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    # It also looks at the machine's own units, which are no business of ours.
    about_us = [line for line in said.stderr.splitlines() if "ose-" in line]
    assert (about_us, said.returncode) == ([], 0)
