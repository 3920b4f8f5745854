"""The column of a lifecycle, beside what its law does with it."""

from django.apps import apps
from django.db.migrations.state import ProjectState
from django.db.models.signals import class_prepared


def test_models_that_migrations_render_listen_for_no_law() -> None:
    """Every model rendered later would call each of them: `migrate` took twice as long."""
    state = ProjectState.from_apps(apps)
    before = len(class_prepared.receivers)
    rendered = state.apps.get_model("labelling", "dossier")
    assert rendered.__module__ == "__fake__"
    assert len(class_prepared.receivers) <= before
