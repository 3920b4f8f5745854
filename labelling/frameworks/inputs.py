"""What the actions of a framework take, cleaned by a form or an operation."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrameworkAccount:
    """What is said of a framework. `coverage` maps each principle that it covers to why."""

    name: str
    network: str
    website: str
    description: str
    coverage: Mapping[str, str]

    @property
    def facts(self) -> dict[str, str]:
        """The fields of `Framework`, its title among them: it is known by its name."""
        return {
            "name": self.name,
            "title": self.name,
            "network": self.network,
            "website": self.website,
            "description": self.description,
        }
