"""The documentation says what the code says: names, commands, variables, states, links."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver

import dev
from config.demo.people import ACCOUNTS, PASSWORD
from directory.register.open_data import COLUMNS, STATES
from labelling.oversight.procedures.views import COLUMNS as REPORT
from labelling.oversight.sampling.downloads import COLUMNS as FRAME
from tests.product import product_lifecycles
from workflows.lifecycles import machine_of

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
TOP = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
PAGES = [*TOP, *sorted(DOCS.rglob("*.md"))]
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
APPS = ("committee", "config", "directory", "labelling", "notifications", "workflows")

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
REPOSITORY_PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
SUFFIXES = (".py", ".md", ".css", ".txt", ".in", ".toml")
VARIABLE = re.compile(r"(?:environ(?:\.get\(|\[)|(?:required|number)\()\s*\"([A-Z_]+)\"")
HOST = re.compile(r"https?://([\w.:-]+)")
ABSOLUTE_PATH = re.compile(r"(?<![\w/.:>*)\]…$~-])/([A-Za-z][\w.-]*)")
# Where a reader is sent, and what stands for a reader's own machine.
PUBLIC_HOSTS = {
    "keepachangelog.com",
    "semver.org",
    "specs.frictionlessdata.io",
    "www.etalab.gouv.fr",
}
EXAMPLE_HOSTS = {"127.0.0.1:8000", "127.0.0.1:8001", "label.example.org"}
EXAMPLE_ROOTS = {"srv", "etc", "dev"}  # `dev`: what a diff that makes a file starts from


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors_of(page: Path) -> set[str]:
    """The fragments of the headings of `page`, as a forge makes them."""
    kept = (re.sub(r"[^\w\s-]", "", title.lower()) for title in HEADING.findall(text_of(page)))
    return {title.strip().replace(" ", "-") for title in kept}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(text_of(page)):
        if link.startswith("http"):
            continue
        target, _, fragment = link.partition("#")
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), link
        assert not fragment or fragment in anchors_of(found), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_are_named_exist(page: Path) -> None:
    named = {
        code
        for code in CODE.findall(text_of(page))
        if "/" in code and REPOSITORY_PATH.fullmatch(code) and code.endswith(SUFFIXES)
    }
    missing = {path for path in named if not any(ROOT.glob(path))}
    assert missing == set()


def test_every_command_of_the_product_is_documented() -> None:
    commands = {
        path.stem
        for app in APPS
        for path in (ROOT / app / "management" / "commands").glob("[!_]*.py")
    }
    assert len(commands) >= 5
    written = "\n".join(map(text_of, PAGES))
    assert {name for name in commands if not re.search(rf"`[^`\n]*\b{name}\b", written)} == set()


def test_every_command_of_dev_is_documented() -> None:
    written = text_of(ROOT / "README.md") + text_of(ROOT / "CONTRIBUTING.md")
    named = set(re.findall(r"python3 dev\.py (\w+)", written))
    assert named == set(dev.COMMANDS)


def test_every_variable_of_production_is_documented() -> None:
    sources = [ROOT / "config" / "settings" / f"{name}.py" for name in ("base", "production")]
    read = {name for source in sources for name in VARIABLE.findall(text_of(source))}
    assert {"OSE_SECRET_KEY", "OSE_BASE_URL", "OSE_STATIC"} <= read
    rows = re.findall(r"^\| (`OSE_.*?) \|", text_of(DOCS / "production.md"), re.MULTILINE)
    documented = {name for row in rows for name in CODE.findall(row)}
    assert documented == read


@pytest.mark.parametrize("model", product_lifecycles(), ids=lambda model: model.__name__)
def test_every_state_and_transition_has_its_words(model: Any) -> None:
    machine = machine_of(model)
    glossary = text_of(DOCS / "glossary.md")
    _, _, after = glossary.partition(f"\n### {model.__name__}")
    section = after.partition("\n##")[0]
    rows = set(re.findall(r"^\| `(\w+)`(?:, action)? \| ([^|]+) \|", section, re.MULTILINE))
    states = {(state.value, state.label) for state in machine.states}
    transitions = {(item.name, item.law.label) for item in machine.transitions.values()}
    assert rows == states | transitions


def test_every_column_of_the_open_data_is_documented() -> None:
    register, _, draws = text_of(DOCS / "open-data.md").partition("\n## The draws")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", register, re.MULTILINE)
    frame = re.findall(r"^\| `(\w+)` \|", draws.partition("\n### ")[0], re.MULTILINE)
    report = re.findall(r"^\| `(\w+)` \|", draws.partition("\n## ")[2], re.MULTILINE)
    assert frame == list(FRAME)
    assert report == list(REPORT)
    assert rows == [(column.name, column.title) for column in COLUMNS]
    assert all(f"« {state} »" in text_of(DOCS / "open-data.md") for state in STATES)


def test_every_decision_is_linked_and_numbered() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04d}" for number in range(1, len(DECISIONS) + 1)
    ]
    index = text_of(DOCS / "decisions" / "README.md") + text_of(DOCS / "architecture.md")
    assert [path.name for path in DECISIONS if f"{path.name})" not in index] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_follows(path: Path) -> None:
    text = text_of(path)
    assert text.startswith(f"# {path.name[:4]}. ")
    places = [text.find(f"**{part}.**") for part in ("Context", "Decision", "Consequences")]
    assert -1 not in places
    assert places == sorted(places)


def test_the_accounts_of_the_demo_are_the_ones_told() -> None:
    readme = text_of(ROOT / "README.md")
    rows = re.findall(r"^\| (.+?) \| `(\S+@\S+)` \| (.+?) \|", readme, re.MULTILINE)
    assert rows == [(account.name, account.email, account.role) for account in ACCOUNTS]
    assert f"`{PASSWORD}`" in readme


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_machine_or_a_registry(page: Path) -> None:
    text = text_of(page)
    assert set(HOST.findall(text)) <= PUBLIC_HOSTS | EXAMPLE_HOSTS
    ours = {route.partition("/")[0] for route in routes()} | EXAMPLE_ROOTS | {"ws"}
    assert set(ABSOLUTE_PATH.findall(text)) <= ours


def routes() -> Iterator[str]:
    """Every URL of the product, as its configuration writes it."""
    for pattern in get_resolver().url_patterns:
        for child in getattr(pattern, "url_patterns", [""]):
            yield f"{pattern.pattern}{child and child.pattern}"
