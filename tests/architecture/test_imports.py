"""One direction: the apps form a DAG, so do the features of an app, and layers inside them."""

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

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
# The apps whose features have their folders; one of them stands in another, as its feature.
FEATURED = (
    "workflows",
    "directory",
    "labelling",
    "labelling/oversight",
    "committee",
    "notifications",
)
MOST_SIDE_BY_SIDE = 15  # modules of one package: with more, nobody sees what it is about
# Inside a feature, and from one to another, what stands lower knows nothing of what stands higher.
LAYERS = (
    {"enums", "rulebook"},
    {"querysets"},
    {"models", "inputs"},
    {"policies", "guards"},
    {"effects", "rules"},  # `rules`: the guards and effects of a feature that has few
    {"operations"},
    {"forms"},
    {"views"},
    {"urls"},
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
Graph = dict[Path, set[Path]]


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
            # `from app import module` names the module, `from app.module import name` its home.
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = {name if file_of(name) else node.module for name in inside}
            found += [(name, node in nested) for name in sorted(names)]
    return found


def file_of(name: str) -> Path | None:
    """Where the module, or the package, `name` is; None when it is not one of ours."""
    base = ROOT.joinpath(*name.split("."))
    return next((at for at in (base.with_suffix(".py"), base / "__init__.py") if at.exists()), None)


def graph_of(app: str) -> Graph:
    """What each module of `app` imports of `app`."""
    inside = modules(app)
    return {
        path: {at for name, _ in imported(path) if (at := file_of(name)) in inside}
        for path in inside
    }


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


@pytest.mark.parametrize("app", FEATURED)
def test_features_go_one_way(app: str) -> None:
    """The folders of an app form a DAG, of which each module beside them is a node as well."""
    features: dict[str, set[str]] = {}
    for path, found in graph_of(app).items():
        others = {feature_of(other, app) for other in found}
        features.setdefault(feature_of(path, app), set()).update(others)
    assert cycle_in({name: others - {name} for name, others in features.items()}) == []


def feature_of(path: Path, app: str) -> str:
    return path.relative_to(ROOT / app).parts[0].removesuffix(".py")


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    """The nodes of a cycle, the first again at the end; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("app", FEATURED)
def test_no_package_is_a_crowd(app: str) -> None:
    beside = Counter(path.parent for path in modules(app) if path.name != "__init__.py")
    crowds = {str(at.relative_to(ROOT)): n for at, n in beside.items() if n > MOST_SIDE_BY_SIDE}
    assert crowds == {}


@pytest.mark.parametrize("app", FEATURED)
def test_layers_inside_an_app_go_one_way(app: str) -> None:
    """Whichever way they are reached: a module of no layer hides nothing that it imports."""
    graph = graph_of(app)
    wrong = [
        f"{path.relative_to(ROOT)} reaches {other.relative_to(ROOT)}"
        for path in graph
        if (rank := rank_of(path)) is not None
        for other in layered_below(path, graph)
        if (rank_of(other) or 0) > rank
    ]
    assert wrong == []


def rank_of(path: Path) -> int | None:
    """The layer of a module, named by its folder inside the feature, or by itself."""
    names = [part.removesuffix(".py") for part in path.relative_to(ROOT).parts[1:]]
    return next((RANKS[name] for name in names if name in RANKS), None)


def layered_below(path: Path, graph: Graph) -> set[Path]:
    """What `path` imports that has a layer, itself or through modules that have none."""
    seen: set[Path] = set()
    waiting = [path]
    while waiting:
        new = graph[waiting.pop()] - seen
        seen |= new
        waiting += [other for other in new if rank_of(other) is None]
    return {other for other in seen if rank_of(other) is not None}


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
