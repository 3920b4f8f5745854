"""Who reads how the scheme stands: those who run it, and who watches it."""

from typing import Any

from django.db.models import QuerySet

from directory.people.enums import ROLE_GROUPS
from directory.people.models import User
from directory.people.policies import staff
from labelling.oversight.rulebook import OversightRules


@OversightRules.read_conformity.grants(
    who="la CRESS et le contrôle indépendant",
    denial="Seuls la CRESS et le contrôle indépendant lisent le dossier de conformité.",
)
def read_conformity(obj: Any) -> "QuerySet[User]":
    return staff(*ROLE_GROUPS.values())
