"""dev.py, driven as a person does: in a copy of the project whose `.venv/` only records calls."""

import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import dev

pytestmark = pytest.mark.once

SOURCE = Path(dev.__file__)

# Stands for .venv/bin/python: writes down what it is asked, fails where the test says so.
RECORDER = """\
#!{python}
import json, os, pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[0]).parent
call = {{"argv": sys.argv[1:], "cwd": os.getcwd()}}
call |= {{name: os.environ.get(name) for name in ("OSE_VAR", "OSE_TEST_DB")}}
with open(folder / "calls", "a") as calls:
    calls.write(json.dumps(call) + "\\n")
for words, code in json.loads((folder / "failures").read_text()).items():
    if words in " ".join(sys.argv):
        print("what went wrong")
        sys.exit(code)
if "serve" in sys.argv and (folder / "wait").exists():
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    (folder / "serving").touch()
    time.sleep(30)
    sys.exit(9)
"""


class Project:
    """A checkout in a temporary folder, its environment complete unless a test says otherwise."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / ".venv" / "bin"
        self.bin.mkdir(parents=True)
        shutil.copy(SOURCE, root)
        (root / "requirements").mkdir()
        for lock in (dev.RUNTIME, dev.DEVELOPMENT):
            (root / lock).write_text(f"# {lock}\n")
        (self.bin / "python").write_text(RECORDER.format(python=sys.executable))
        (self.bin / "python").chmod(0o755)
        self.fail({})
        self.stamp(dev.RUNTIME, dev.DEVELOPMENT)

    def fail(self, failures: dict[str, int]) -> None:
        """Make the commands that hold these words end with these codes."""
        (self.bin / "failures").write_text(json.dumps(failures))

    def stamp(self, *locks: str) -> None:
        """Say that `.venv/` was made from `locks` as they are now."""
        script = "import dev, json; print(json.dumps(dev.current_stamp()))"
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        )
        current = json.loads(done.stdout)
        kept = {key: current[key] for key in ("python", *locks)}
        (self.root / ".venv" / "ose-locks.json").write_text(json.dumps(kept))

    def call(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run `python dev.py ARGUMENTS` in the copy (`env` adds to a clean environment)."""
        options.setdefault("cwd", self.root)
        return subprocess.run(
            [sys.executable, str(self.root / "dev.py"), *arguments],
            env=environment(**options.pop("env", {})),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
            **options,
        )

    @property
    def calls(self) -> list[dict[str, Any]]:
        path = self.bin / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    @property
    def commands(self) -> list[str]:
        """What the environment's Python was asked, `manage.py` without its folder."""
        return [" ".join(call["argv"]).replace(f"{self.root}/", "") for call in self.calls]


def environment(**added: str) -> dict[str, str]:
    ours = ("OSE_", "REQUIRE_", "PG", "REDIS_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**inherited, "PYTHONIOENCODING": "utf-8", **added}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


def closed(*names: str) -> dict[str, str]:
    """Environment in which the services named answer nowhere, Chromium neither."""
    values = {"PGPORT": "1", "REDIS_URL": "redis://127.0.0.1:1/0", "OSE_CHROMIUM": "no-such-file"}
    return {name: values[name] for name in names}


# --- An interpreter that cannot -----------------------------------------------------------------


def test_source_keeps_to_the_syntax_of_python_3_6() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 9, 18), (3, 10, 13)])
def test_old_python_is_named_with_the_one_needed(version: tuple[int, ...]) -> None:
    script = (
        f"import runpy, sys; sys.version_info = {version}; sys.argv = ['dev.py', 'run'];"
        f"runpy.run_path({str(SOURCE)!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert f"celui-ci est Python {version[0]}.{version[1]} (" in done.stderr
    assert "OSE demande Python 3.11 ou plus récent" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_standard_module_names_the_apt_package(project: Project, module: str) -> None:
    shutil.rmtree(project.root / ".venv")
    hidden = project.root / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n")
    done = project.call("manage", "check", env={"PYTHONPATH": str(hidden)})
    assert done.returncode == 1
    assert f"«\u00a0{module}\u00a0»" in done.stderr
    assert f"sudo apt install python{dev.VERSION}-venv" in done.stderr
    assert not (project.root / ".venv").exists()


# --- The environment ----------------------------------------------------------------------------


def test_complete_environment_is_not_touched(project: Project) -> None:
    assert project.call("manage", "check").returncode == 0
    assert project.commands == ["manage.py check"]


def test_development_environment_serves_the_runtime_commands(project: Project) -> None:
    project.stamp(dev.DEVELOPMENT)
    project.call("manage", "check")
    assert project.commands == ["manage.py check"]


def test_tools_are_installed_on_top_of_the_runtime(project: Project) -> None:
    project.stamp(dev.RUNTIME)
    done = project.call("test", "tests/dev")
    assert done.returncode == 0
    install, run = project.commands
    assert install.startswith("-m pip install ")
    assert install.endswith("--require-hashes -r requirements/dev.txt")
    assert run == "-m pytest tests/dev"
    project.call("test", "tests/dev")
    assert len(project.commands) == 3, "the second time, nothing is left to install"


def test_failed_installation_is_explained_and_tried_again(project: Project) -> None:
    project.stamp(dev.RUNTIME)
    project.fail({"pip install": 1})
    done = project.call("test", "tests/dev")
    assert done.returncode == 1
    assert "Le réseau répond-il" in done.stderr
    assert "what went wrong" in done.stderr
    assert not (project.root / ".venv" / "ose-locks.json").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / dev.RUNTIME).write_text("# another version\n"),
        lambda root: (root / ".venv" / "ose-locks.json").write_text("{half"),
        lambda root: (root / ".venv" / "ose-locks.json").write_text('{"python": "3.0"}'),
        lambda root: (root / ".venv" / "bin" / "python").unlink(),
    ],
    ids=["lock changed", "half written stamp", "other Python", "broken link"],
)
def test_stale_environment_starts_again_from_nothing(project: Project, change: Any) -> None:
    change(project.root)
    hidden = project.root / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    done = project.call("manage", "check", env={"PYTHONPATH": str(hidden)})
    assert "ensurepip" in done.stderr, "it goes to the creation, where this Python stops it"
    assert project.commands == []


# --- run ----------------------------------------------------------------------------------------


def test_taken_port_is_said_before_anything_is_done(project: Project, taken_port: int) -> None:
    done = project.call("run", "--port", str(taken_port))
    assert done.returncode == 1
    assert f"Le port {taken_port} est déjà pris" in done.stderr
    assert "--port " in done.stderr
    assert project.commands == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "abc"], "de 1 à 65535"),
        (["--port", "70000"], "de 1 à 65535"),
        (["--port"], "Il manque une valeur après --port"),
        (["--var="], "Il manque une valeur après --var"),
        (["--colour"], "n’est pas une option de run"),
    ],
)
def test_run_options_not_understood(project: Project, arguments: list[str], message: str) -> None:
    done = project.call("run", *arguments)
    assert done.returncode == 1
    assert message in done.stderr
    assert project.commands == []


@pytest.mark.parametrize("form", ["--port {} --var {}", "--var={1} --port={0}"])
def test_run_migrates_loads_the_demo_and_serves(
    project: Project, free_port: int, form: str
) -> None:
    folder = project.root / "a=b"
    done = project.call("run", *form.format(free_port, folder).split())
    assert done.returncode == 0, done.stderr
    assert project.commands == [
        "manage.py migrate --no-input -v 0",
        "manage.py load_demo",
        f"manage.py serve --host 127.0.0.1 --port {free_port}",
    ]
    assert {call["OSE_VAR"] for call in project.calls} == {str(folder)}
    assert f"http://127.0.0.1:{free_port}/" in done.stdout
    assert str(folder / "mails") in done.stdout


def test_run_stops_where_the_demo_cannot_be_loaded(project: Project, free_port: int) -> None:
    project.fail({"load_demo": 1})
    done = project.call("run", "--port", str(free_port))
    assert done.returncode == 1
    assert "«\u00a0manage.py load_demo\u00a0» a échoué" in done.stderr
    assert "serve" not in " ".join(project.commands)


def test_interrupt_reaches_the_server_and_its_exit_code_comes_back(
    project: Project, free_port: int
) -> None:
    (project.bin / "wait").touch()
    command = [sys.executable, str(project.root / "dev.py"), "run", "--port", str(free_port)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) as server:
        limit = time.monotonic() + 20
        while not (project.bin / "serving").exists() and time.monotonic() < limit:
            time.sleep(0.05)
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0


# --- manage, bench ------------------------------------------------------------------------------


def test_manage_passes_everything_on_and_returns_the_exit_code(
    project: Project, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    project.fail({"verify_history": 7})
    done = project.call("manage", "verify_history", "--help", "-x", "a b", cwd=elsewhere)
    assert done.returncode == 7
    (call,) = project.calls
    assert call["argv"][1:] == ["verify_history", "--help", "-x", "a b"]
    assert call["cwd"] == str(elsewhere), "a file named on the command line stays findable"
    assert call["OSE_VAR"] == str(project.root / "var")


def test_relative_data_folder_is_the_caller_s(project: Project) -> None:
    project.call("manage", "check", env={"OSE_VAR": "here"})
    assert project.calls[0]["OSE_VAR"] == str(project.root / "here")


def test_bench_prints_nothing_of_its_own_on_stdout(project: Project) -> None:
    project.stamp(dev.RUNTIME)
    done = project.call("bench", "--json")
    assert done.stdout == ""
    assert project.commands[-1] == "-m benchmarks --json"


# --- test, lint ---------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_named_tests_run_alone_on_the_engine_asked(project: Project, engine: str) -> None:
    chosen = {} if engine == "sqlite" else {"OSE_TEST_DB": engine}
    project.call("test", "--version", env=chosen)
    (call,) = project.calls
    assert call["argv"] == ["-m", "pytest", "--version"]
    assert call["OSE_TEST_DB"] == engine


def test_whole_suite_passes_over_both_engines_and_browsers_once(
    project: Project, taken_port: int
) -> None:
    here = {"PGPORT": str(taken_port), "REDIS_URL": f"redis://127.0.0.1:{taken_port}/0"}
    done = project.call("test", env={**here, "OSE_CHROMIUM": sys.executable})
    assert done.returncode == 0
    selections = [(call["OSE_TEST_DB"], call["argv"][3]) for call in project.calls]
    assert selections == [
        ("sqlite", "not browser and not services and not alone"),
        ("sqlite", "browser"),
        ("sqlite", "alone"),
        ("postgresql", "not browser and not alone and not once"),
    ]


def test_absences_are_shown_and_do_not_fail(project: Project) -> None:
    done = project.call("test", env=closed("PGPORT", "REDIS_URL", "OSE_CHROMIUM"))
    assert done.returncode == 0
    assert len(project.calls) == 2
    assert "sauté\u00a0: Chromium est introuvable" in done.stderr
    assert "sauté\u00a0: PostgreSQL ne répond pas sur 127.0.0.1:1, Redis ne" in done.stderr


@pytest.mark.parametrize(
    ("switch", "absent"),
    [
        ("REQUIRE_E2E", "OSE_CHROMIUM"),
        ("REQUIRE_SERVICES", "PGPORT"),
        ("REQUIRE_SERVICES", "REDIS_URL"),
    ],
)
def test_required_absence_fails_before_anything_runs(
    project: Project, taken_port: int, switch: str, absent: str
) -> None:
    here = {"PGPORT": str(taken_port), "REDIS_URL": f"redis://127.0.0.1:{taken_port}/0"}
    here |= {"OSE_CHROMIUM": sys.executable, switch: "1", **closed(absent)}
    done = project.call("test", env=here)
    assert done.returncode == 1
    assert f"{switch}=1" in done.stderr
    assert project.calls == []


def test_one_failing_pass_fails_the_suite_and_lets_the_others_run(project: Project) -> None:
    project.fail({"not browser and not services and not alone": 1})
    done = project.call("test", env={**closed("PGPORT"), "OSE_CHROMIUM": sys.executable})
    assert done.returncode == 1
    assert len(project.calls) == 3
    assert re.search(r"SQLite +échec, code 1", done.stderr)
    assert re.search(r"Navigateur +réussi", done.stderr)


def test_lint_runs_every_check_whatever_the_first_says(project: Project) -> None:
    project.fail({"ruff check": 1})
    done = project.call("lint")
    assert done.returncode == 1
    assert project.commands == ["-m ruff check .", "-m ruff format --check .", "-m mypy"]


# --- What was typed -----------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"], ["run", "--help"]])
def test_help_lists_every_command(project: Project, arguments: list[str]) -> None:
    done = project.call(*arguments)
    assert done.returncode == 0
    assert set(re.findall(r"dev\.py (\w+)", done.stdout)) == set(dev.COMMANDS)
    assert project.commands == []


def test_unknown_command_shows_the_help(project: Project) -> None:
    done = project.call("rum")
    assert done.returncode == 2
    assert "«\u00a0rum\u00a0» n’est pas une commande" in done.stderr
    assert "dev.py run" in done.stderr
