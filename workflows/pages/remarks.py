"""What other apps say of a case on its page: each adds what it knows, and leads to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.models import Case


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a case; `url` leads to more, empty for those who may not follow.

    `day` is when what it tells of takes place, None when it tells of no day.
    """

    text: str
    url: str = ""
    day: date | None = None


Provider = Callable[[Case, Any], Iterable[Remark]]
_providers: list[Provider] = []


def case_remarks(provider: Provider) -> Provider:
    """Register `provider(case, user)`: what this app says of a case to `user`, who may read it."""
    _providers.append(provider)
    return provider


def remarks_of(case: Case, user: Any) -> list[Remark]:
    """All that is said of `case` to `user`."""
    return [remark for provider in _providers for remark in provider(case, user)]
