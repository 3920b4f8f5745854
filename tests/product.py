"""What is the product's own, the toys of `tests/toys/` left out."""

from tests.toys.apps import ToysConfig
from workflows.lifecycles import Lifecycle, lifecycle_models


def product_lifecycles() -> list[type[Lifecycle]]:
    """Every lifecycle that people meet, in a stable order."""
    return [model for model in lifecycle_models() if model._meta.app_label != ToysConfig.label]
