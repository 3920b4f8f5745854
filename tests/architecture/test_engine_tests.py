"""The tests of the engine stand on cases of their own: the product may change without them."""

import ast
from pathlib import Path

from django.conf import settings

from tests.architecture.test_imports import imported

ROOT = Path(settings.BASE_DIR)
PRODUCT = {"labelling", "directory", "committee", "notifications"}
# People and who acts for the machine: the engine's actors. All else there is of the product.
OF_ANYBODY = {"PASSWORD", "SYSTEM", "user"}
ALLOWED: dict[str, str] = {
    "test_outbox.py": "drains the outbox as the tests of the notices do",
}


def modules() -> list[Path]:
    return sorted((ROOT / "tests" / "workflows").rglob("*.py"))


def made_by_factories(path: Path) -> set[str]:
    """What `path` takes from `tests.factories`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "factories"
    }


def of_the_product(path: Path) -> set[str]:
    """What `path` imports of the product, of its tests, and of the dossiers that they make."""
    names = {name for name, _ in imported(path)}
    tests_of_others = {f"tests.{app}" for app in PRODUCT}
    return {
        *(name for name in names if name.partition(".")[0] in PRODUCT),
        *(name for name in names if ".".join(name.split(".")[:2]) in tests_of_others),
        *(f"factories.{name}" for name in made_by_factories(path) - OF_ANYBODY),
    }


def test_the_tests_of_the_engine_know_no_product() -> None:
    found = {path.name: of_the_product(path) for path in modules()}
    assert {name: what for name, what in found.items() if what and name not in ALLOWED} == {}


def test_nothing_is_allowed_that_is_not_needed() -> None:
    assert ALLOWED.keys() <= {path.name for path in modules() if of_the_product(path)}
