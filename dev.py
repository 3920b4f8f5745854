#!/usr/bin/env python3
"""The developer's one entrance: environment, server, tests, checks. Standard library only.

Kept to the syntax of Python 3.6, so that an old interpreter prints a sentence, not a traceback.
"""

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

HELP = """\
OSE, en une commande

  python3 dev.py run [--port 8000] [--var DOSSIER]   la démonstration, dans un navigateur
  python3 dev.py manage COMMANDE…                    une commande de Django (manage.py)
  python3 dev.py test [OPTIONS DE PYTEST…]           toute la suite, ou ce que vous nommez
  python3 dev.py lint                                ruff et mypy
  python3 dev.py bench [--json]                      les mesures
  python3 dev.py lock [--upgrade]                    les versions figées de requirements/

L’environnement se crée tout seul, dans .venv/. La base, les fichiers et les e-mails
de la démonstration sont dans var/\u00a0; --var ou OSE_VAR les place ailleurs.
"""

MINIMUM = (3, 11)
if sys.version_info < MINIMUM:
    sys.exit(
        "OSE demande Python {}.{} ou plus récent\u00a0; celui-ci est Python {}.{} ({}).\n"
        "Relancez avec un Python plus récent, par exemple\u00a0: python3.11 dev.py".format(
            *MINIMUM, *sys.version_info[:2], sys.executable
        )
    )

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parent
MANAGE = str(ROOT / "manage.py")
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "ose-locks.json"
RUNTIME = "requirements/production.txt"
DEVELOPMENT = "requirements/dev.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Problem(Exception):
    """What stops the command, in a sentence for the person who typed it."""


class Step(NamedTuple):
    """One command of a series whose outcomes are shown together at the end."""

    title: str
    arguments: list[str]
    engine: str = ""  # OSE_TEST_DB
    absent: str = ""  # what it lacks here, in French; empty when it can run
    switch: str = ""  # the variable that turns that lack into a failure


# --- Environment ------------------------------------------------------------------------------


def say(text: str) -> None:
    """Speak on stderr: stdout belongs to the command (`bench --json`, `manage lifecycles`)."""
    print(text, file=sys.stderr, flush=True)


def current_stamp() -> dict[str, str]:
    """Return what an environment is made from: the Python and the digest of each lock."""
    locks = (RUNTIME, DEVELOPMENT)
    digests = {lock: hashlib.sha256((ROOT / lock).read_bytes()).hexdigest() for lock in locks}
    return {"python": VERSION, **digests}


def installed_stamp() -> dict[str, str]:
    """Return what `.venv/` was made from; empty when it is absent, broken or half built."""
    if not PYTHON.exists():
        return {}
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def prepare(lock: str) -> None:
    """Bring `.venv/` to `lock`; Problem when it cannot be made.

    The development lock holds the runtime one at the same versions, so it goes on top of it: a
    server may be running from there. When a lock has changed, the environment starts again from
    nothing, or a package that left would lie around.
    """
    current, installed = current_stamp(), installed_stamp()
    fresh = bool(installed) and installed.items() <= current.items()
    if fresh and (lock in installed or DEVELOPMENT in installed):
        return
    say("Préparation de l’environnement (.venv/), une à deux minutes…")
    if not fresh:
        installed = {"python": VERSION}
        create_environment()
    STAMP.unlink(missing_ok=True)
    install(lock)
    STAMP.write_text(json.dumps({**installed, lock: current[lock]}), encoding="utf-8")


def create_environment() -> None:
    """Make an empty `.venv/`; Problem when Python came without venv or ensurepip."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Problem(
                f"Ce Python est livré sans le module «\u00a0{module}\u00a0».\n"
                f"Sous Debian ou Ubuntu\u00a0: sudo apt install python{VERSION}-venv"
            )
    # From inside an activated .venv, sys.executable is the file about to be erased.
    base = getattr(sys, "_base_executable", None) or sys.executable
    silently(
        [base, "-m", "venv", "--clear", str(VENV)],
        failure="L’environnement .venv/ n’a pas pu être créé.",
    )


def install(lock: str) -> None:
    """Install exactly `lock`, hashes checked; Problem when pip fails."""
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    silently(
        [str(PYTHON), "-m", "pip", "install", *options, "-r", str(ROOT / lock)],
        failure="Les dépendances n’ont pas pu être installées. Le réseau répond-il\u00a0?\n"
        "Une fois la cause levée, relancez la même commande.",
    )


def silently(command: list[str], *, failure: str) -> None:
    """Run `command` without showing it; Problem with `failure` and its last lines if it fails."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Problem("\n".join([failure, "", *done.stdout.strip().splitlines()[-4:]]))


def hand_over(arguments: list[str], **environment: str) -> int:
    """Become `.venv/bin/python ARGUMENTS`: its exit code and its signals are then ours."""
    command = [str(PYTHON), *arguments]
    if not WINDOWS:  # there, exec gives the prompt back before the program has ended
        sys.stdout.flush()
        os.execve(command[0], command, {**os.environ, **environment})
    return subprocess.call(command, env={**os.environ, **environment})


def run_steps(steps: list[Step]) -> int:
    """Run every step whatever the others gave, show the outcomes, return 1 if one failed."""
    os.chdir(ROOT)
    outcomes, failed = [], False
    for step in steps:
        if step.absent:
            outcomes.append((step.title, f"sauté\u00a0: {step.absent}"))
            continue
        say(f"\n— {step.title} —")
        start = time.monotonic()
        engine = {"OSE_TEST_DB": step.engine} if step.engine else {}
        code = subprocess.call([str(PYTHON), *step.arguments], env={**os.environ, **engine})
        failed = failed or code != 0
        verdict = f"échec, code {code}" if code else "réussi"
        outcomes.append((step.title, f"{verdict} ({time.monotonic() - start:.0f}\u00a0s)"))
    say("\n— Bilan —")
    for title, outcome in outcomes:
        say(f"{title:<20} {outcome}")
    return int(failed)


# --- Commands ---------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Start the demo: environment, migrations, demo data, then the server on 127.0.0.1."""
    port, folder = run_options(arguments)
    check_port(port)
    prepare(RUNTIME)
    for command in (["migrate", "--no-input", "-v", "0"], ["load_demo"]):
        line = [str(PYTHON), MANAGE, *command]
        if subprocess.call(line, env={**os.environ, "OSE_VAR": str(folder)}):
            raise Problem(f"La commande «\u00a0manage.py {command[0]}\u00a0» a échoué.")
    print(f"\nOSE\u00a0: http://127.0.0.1:{port}/ (Ctrl-C pour arrêter)")
    print(f"E-mails\u00a0: {folder / 'mails'}\n")
    serve = [MANAGE, "serve", "--host", "127.0.0.1", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    return hand_over(serve, OSE_VAR=str(folder), OSE_BASE_URL=address)


def run_options(arguments: list[str]) -> tuple[int, Path]:
    """Read `--port N` and `--var DIR` (or `--name=value`); Problem on anything else."""
    options = {"--port": "8000", "--var": ""}
    rest = list(arguments)
    while rest:
        name, glued, value = rest.pop(0).partition("=")
        if name not in options:
            raise Problem(f"«\u00a0{name}\u00a0» n’est pas une option de run.\n\n{HELP}")
        if not glued and rest:
            value = rest.pop(0)
        if not value:
            raise Problem(f"Il manque une valeur après {name}.")
        options[name] = value
    port = options["--port"]
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise Problem(f"Un port est un nombre de 1 à 65535, pas «\u00a0{port}\u00a0».")
    return int(port), data_folder(options["--var"])


def data_folder(chosen: str = "") -> Path:
    """Return the absolute folder of database, media and mails: `chosen`, OSE_VAR or `var/`."""
    return Path(chosen or os.environ.get("OSE_VAR") or ROOT / "var").resolve()


def check_port(port: int) -> None:
    """Problem, naming a way out, when this machine does not let us listen on `port`."""
    with socket.socket() as probe:
        if not WINDOWS:  # as the server does: a port just released is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = "est déjà pris" if error.errno == errno.EADDRINUSE else "n’est pas permis"
            other = port + 1 if 1024 <= port < 65535 else 8000
            raise Problem(
                f"Le port {port} {reason}. "
                f"Choisissez-en un autre\u00a0: python3 dev.py run --port {other}"
            ) from error


def manage(arguments: list[str]) -> int:
    """Run `manage.py ARGUMENTS` on the chosen data folder."""
    prepare(RUNTIME)
    return hand_over([MANAGE, *arguments], OSE_VAR=str(data_folder()))


def bench(arguments: list[str]) -> int:
    """Run the benchmarks; stdout holds nothing but their output."""
    prepare(DEVELOPMENT)
    os.chdir(ROOT)
    return hand_over(["-m", "benchmarks", *arguments])


def lint(arguments: list[str]) -> int:
    """Check style, format and types."""
    if arguments:
        raise Problem("lint ne prend pas d’option.")
    prepare(DEVELOPMENT)
    return run_steps(
        [
            Step("ruff check", ["-m", "ruff", "check", "."]),
            Step("ruff format", ["-m", "ruff", "format", "--check", "."]),
            Step("mypy", ["-m", "mypy"]),
        ]
    )


def lock(arguments: list[str]) -> int:
    """Compile both locks, for every platform and Python we accept; they name no host."""
    prepare(DEVELOPMENT)
    minimum = ".".join(map(str, MINIMUM))
    options = ["--no-config", "--quiet", "--generate-hashes", "--universal"]
    options += ["--fork-strategy", "fewest", "--python-version", minimum]
    options += ["--custom-compile-command", "python3 dev.py lock", *arguments]
    compilation = ["-m", "uv", "pip", "compile", *options]
    return run_steps(
        [
            Step(target, [*compilation, "-o", target, target.replace(".txt", ".in")])
            for target in (RUNTIME, DEVELOPMENT)
        ]
    )


def test(arguments: list[str]) -> int:
    """Run pytest with `arguments`; without any, the whole suite on every engine at hand.

    An absent Chromium or service skips its part in plain sight; REQUIRE_E2E=1 and
    REQUIRE_SERVICES=1 make it a failure instead, before anything has run.
    """
    if arguments:
        prepare(DEVELOPMENT)
        os.chdir(ROOT)
        engine = os.environ.get("OSE_TEST_DB", "sqlite")
        return hand_over(["-m", "pytest", *arguments], OSE_TEST_DB=engine)
    steps = suite()
    for step in steps:
        if step.absent and os.environ.get(step.switch) == "1":
            raise Problem(f"{step.title}\u00a0: {step.absent} ({step.switch}=1 l’exige).")
    prepare(DEVELOPMENT)
    return run_steps(steps)


def suite() -> list[Step]:
    """Return the passes: SQLite, browsers and measures (one at a time), PostgreSQL with Redis."""
    workers = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
    pytest = ["-m", "pytest", "-m"]
    chromium = "" if find_browser() else "Chromium est introuvable (sudo apt install chromium)"
    silent = [
        f"{name} ne répond pas sur {host}:{port}"
        for name, (host, port) in services().items()
        if not answers(host, port)
    ]
    return [
        Step("SQLite", [*pytest, "not browser and not services and not alone", *workers], "sqlite"),
        Step("Navigateur", [*pytest, "browser"], "sqlite", chromium, "REQUIRE_E2E"),
        Step("Mesures", [*pytest, "alone"], "sqlite"),
        Step(
            "PostgreSQL et Redis",
            [*pytest, "not browser and not alone and not once", *workers],
            engine="postgresql",
            absent=", ".join(silent),
            switch="REQUIRE_SERVICES",
        ),
    ]


def services() -> dict[str, tuple[str, int]]:
    """Return where the test settings look for each service, as `(host, port)`."""
    environ = os.environ
    redis = urlsplit(environ.get("REDIS_URL", "redis://127.0.0.1:6379/5"))
    return {
        "PostgreSQL": (environ.get("PGHOST", "127.0.0.1"), int(environ.get("PGPORT", "5432"))),
        "Redis": (redis.hostname or "127.0.0.1", redis.port or 6379),
    }


def answers(host: str, port: int) -> bool:
    """Whether something accepts a connection at `host:port` within two seconds."""
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False


def find_browser() -> str | None:
    """Return the path of the Chromium to drive (OSE_CHROMIUM, or the PATH's), or None."""
    chosen = os.environ.get("OSE_CHROMIUM")
    return next(filter(None, map(shutil.which, [chosen] if chosen else BROWSERS)), None)


def find_clamd() -> str | None:
    """Return the path of ClamAV's daemon, or None; Debian keeps it off the PATH of most people."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


COMMANDS = {"run": run, "manage": manage, "test": test, "lint": lint, "bench": bench, "lock": lock}


def main(arguments: list[str]) -> int:
    """Run the command named first; return its exit code (1: a problem, 2: not understood)."""
    name, *rest = arguments or ["help"]
    asks_help = name in {"run", "lint"} and not {"-h", "--help"}.isdisjoint(rest)
    if asks_help or name in {"help", "-h", "--help"}:
        print(HELP, end="")
        return 0
    if name not in COMMANDS:
        say(f"«\u00a0{name}\u00a0» n’est pas une commande.\n\n{HELP}")
        return 2
    try:
        return COMMANDS[name](rest)
    except Problem as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("\nInterrompu.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
