"""Questions to the table of charter versions."""

from typing import Any

from django.db import models

from directory.charters.enums import CharterVersionState


class CharterVersionQuerySet(models.QuerySet[Any]):
    def in_force(self, kind: str) -> Any:
        """The version of the charter `kind` in force today, or None."""
        return self.filter(charter__kind=kind, state=CharterVersionState.IN_FORCE).first()

    def published(self, kind: str) -> "CharterVersionQuerySet":
        """What anybody may read: the version in force and those it replaced."""
        states = [CharterVersionState.IN_FORCE, CharterVersionState.SUPERSEDED]
        return self.filter(charter__kind=kind, state__in=states)
