"""Who reads how the scheme stands: those who run it, and who watches it."""

from typing import Any

from django.db.models import Q, QuerySet

from directory.people.enums import ROLE_GROUPS, WatchGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.rulebook import OversightRules
from workflows.access import by_key, case_readers
from workflows.models import Case


@OversightRules.read_conformity.grants(
    who="la CRESS et le contrôle indépendant",
    denial="Seuls la CRESS et le contrôle indépendant lisent le dossier de conformité.",
)
def read_conformity(obj: Any) -> "QuerySet[User]":
    return staff(*ROLE_GROUPS.values())


@case_readers
@by_key
def who_watches(case: Case) -> Q:
    """The independent monitor reads every review, and writes on none."""
    if case.child_model is not ComplianceReview:
        return Q(pk__in=[])
    return Q(groups__name__in=WatchGroup.values)
