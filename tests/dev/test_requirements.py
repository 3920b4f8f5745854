"""The locks say everything, name no host, and the notice names everything that is shipped."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """Return `{name: last version}` of a lock (a name comes twice when platforms differ)."""
    return dict(PIN.findall((ROOT / "requirements" / lock).read_text()))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    requirements = [
        line for line in re.sub(r"\\\n", "", lock.read_text()).splitlines() if line[:1].isalnum()
    ]
    assert len(requirements) > 30
    assert [line for line in requirements if not PIN.match(line)] == []
    assert [line for line in requirements if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_name_neither_host_nor_path(lock: Path) -> None:
    assert re.findall(r"://|--index|--find-links|--trusted| /\w", lock.read_text()) == []


def test_development_holds_the_runtime_at_the_same_versions() -> None:
    assert pins("production.txt").items() <= pins("dev.txt").items()


def test_every_source_line_is_locked() -> None:
    named = {
        re.split(r"[\[~<>=; ]", line)[0]
        for source in (ROOT / "requirements").glob("*.in")
        for line in source.read_text().splitlines()
        if line[:1].isalpha()
    }
    assert named <= pins("dev.txt").keys()
    assert "django-fsm" not in pins("dev.txt"), "the inactive parent of django-fsm-2"


def test_notice_names_exactly_what_is_shipped() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    listed = re.findall(r"^  ([a-z0-9-]+) +\S", notice, re.MULTILINE)
    assert listed == sorted(pins("production.txt"))
