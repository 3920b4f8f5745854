"""The lifecycles of the product, those that only tests know left out."""

from workflows.lifecycles import Lifecycle, lifecycle_models


def product_lifecycles() -> list[type[Lifecycle]]:
    return [model for model in lifecycle_models() if not model.__module__.startswith("tests.")]
