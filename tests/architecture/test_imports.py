"""One direction: the apps form a DAG, and so do the modules inside an app."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("workflows", "directory", "labelling", "committee", "notifications", "config")
MAY_IMPORT = {
    "workflows": set(),
    "directory": {"workflows"},
    "labelling": {"workflows", "directory"},
    "committee": {"workflows", "directory"},
    "notifications": {"workflows", "directory"},
    "config": {"workflows", "directory", "labelling", "committee", "notifications"},
}
# What stands at the bottom of an app knows nothing of what stands above it.
LAYERS = ["enums", "querysets", "models", "policies", "guards", "effects", "operations", "views"]


def modules(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def imported(path: Path) -> list[tuple[str, bool]]:
    """The dotted modules that `path` imports, and whether from inside a function."""
    tree = ast.parse(path.read_text())
    nested = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node in nested) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, node in nested))
    return found


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_what_stands_below_it(app: str) -> None:
    allowed = {app, *MAY_IMPORT[app]}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name, _ in imported(path)
        if (top := name.partition(".")[0]) in APPS and top not in allowed
        # Settings read their constants through django.conf, never from config.
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_import_hides_in_a_function(app: str) -> None:
    hidden = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name, nested in imported(path)
        if nested
    ]
    assert hidden == []


@pytest.mark.parametrize("app", ["directory", "labelling", "committee"])
def test_layers_inside_an_app_go_one_way(app: str) -> None:
    wrong = []
    for path in modules(app):
        layer = layer_of(path.relative_to(ROOT / app).parts[0])
        if layer is None:
            continue
        for name, _ in imported(path):
            parts = name.split(".")
            if parts[0] != app or len(parts) < 2:
                continue
            other = layer_of(parts[1])
            if other is not None and LAYERS.index(other) > LAYERS.index(layer):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def layer_of(part: str) -> str | None:
    name = part.removesuffix(".py")
    return name if name in LAYERS else None


def test_nobody_writes_a_state_but_the_engine() -> None:
    """`.state = ` and `update(state=` appear nowhere in the product."""
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for app in APPS
        for path in modules(app)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if ".state = " in line or "update(state=" in line
    ]
    assert wrong == []
