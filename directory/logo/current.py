"""The logo in force, for all that shows one."""

from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from directory.logo.models import LogoFile, OfficialLogo
from workflows.compiled_sql import Question
from workflows.models import ScanStatus

KEPT_READY = 4


@Question
def _in_use() -> "QuerySet[Any]":
    found = OfficialLogo.objects.filter(in_use=True).exclude(
        file__scan__in=[ScanStatus.PENDING, ScanStatus.INFECTED]
    )
    return found.select_related("file")


def current_pixels() -> bytes | None:
    """The PNG of the logo that stands for the label; None for our rosace. One query.

    One that the scanner has not read yet, or has refused, stands for nothing.
    """
    logo = _in_use.first()
    return None if logo is None else _read(logo.file.file.name)


@lru_cache(maxsize=KEPT_READY)
def _read(path: str) -> bytes:
    """What stands under a path is never changed."""
    storage: Any = LogoFile._meta.get_field("file").storage
    with storage.open(path) as stream:
        content: bytes = stream.read()
    return content
