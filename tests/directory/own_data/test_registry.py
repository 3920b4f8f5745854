"""No column names a person without somebody having said whether they take it away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from directory.own_data.reading import file_models
from directory.own_data.registry import kept_apart, own, sections
from directory.people.models import User
from workflows.history import ChainedHistory

pytestmark = pytest.mark.once
OURS = {"account", "mfa", "workflows", "directory", "labelling", "oversight", "desk"}
OURS |= {"committee", "notifications"}


def personal_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Each column of the product that names somebody: a key, an address, a reference."""
    for model in apps.get_models():
        app_is_ours = model._meta.app_label in OURS
        if not app_is_ours or issubclass(model, ChainedHistory):
            continue
        for field in model._meta.local_fields:
            if names_somebody(field):
                yield model, field.name


def names_somebody(field: Any) -> bool:
    if field.is_relation:
        return field.related_model is User
    written = isinstance(field, models.CharField)
    reference = field.name in ("actor", "pseudonym") or (written and field.name.endswith("_by"))
    return isinstance(field, models.EmailField) or reference


def declared() -> set[tuple[type[models.Model], str]]:
    given = {(section.model, section.of.partition("__")[0]) for section in sections()}
    shown = {(section.model, path) for section in sections() for path in section.fields.values()}
    files = {(model, "uploaded_by") for model in file_models()}
    apart = {(apart.model, apart.column) for apart in kept_apart()}
    return given | shown | files | apart


def test_every_column_that_names_somebody_is_given_or_kept_apart_with_why() -> None:
    missing = [f"{m._meta.label}.{c}" for m, c in personal_columns() if (m, c) not in declared()]
    assert missing == []


def test_what_is_kept_apart_exists_and_says_why() -> None:
    for apart in kept_apart():
        apart.model._meta.get_field(apart.column)
        assert not apart.why or apart.why.endswith(".")


def test_what_is_given_exists() -> None:
    for section in sections():
        section.model._default_manager.values(section.of, *section.fields.values())
    assert len({section.title for section in sections()}) == len(sections())


def test_one_name_is_declared_once() -> None:
    with pytest.raises(Exception, match="declared twice"):
        own("memberships", "Encore", User)
