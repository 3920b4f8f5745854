"""What other apps say of a recognition on its public page: each adds what it knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from directory.recognitions.models import Recognition


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page: « Décision du comité », « 12 mars 2026 ». Public, both of them."""

    label: str
    value: str


Provider = Callable[[Recognition], Iterable[Fact]]
_providers: list[Provider] = []


def recognition_facts(provider: Provider) -> Provider:
    """Register `provider(recognition)`: what this app tells everyone of how it was granted."""
    _providers.append(provider)
    return provider


def facts_of(recognition: Recognition) -> list[Fact]:
    """All that is told of `recognition`."""
    return [fact for provider in _providers for fact in provider(recognition)]
