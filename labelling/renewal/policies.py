"""Who may open a renewal: whoever may open an application."""

from typing import Any

from django.db.models import QuerySet

from directory.memberships.policies import members_of
from directory.people.models import User
from labelling.rulebook import LabellingRules


@LabellingRules.renew_recognition.grants(
    who="les personnes qui agissent pour l’organisation",
    denial="Seules les personnes de l’organisation peuvent préparer son renouvellement.",
)
def renew_recognition(recognition: Any) -> "QuerySet[User]":
    return members_of(recognition.organisation_id)
