"""Who may give a recognition up."""

from typing import Any

from django.db.models import QuerySet

from directory.memberships.policies import representative_key, representatives_of
from directory.people.models import User
from directory.rulebook import DirectoryRules


@DirectoryRules.recognition_representative.grants(
    who="une personne qui représente légalement l’organisation",
    denial="Seules les personnes qui représentent l’organisation peuvent y renoncer.",
    audience=lambda recognition: representative_key(recognition.organisation_id),
)
def recognition_representative(recognition: Any) -> "QuerySet[User]":
    return representatives_of(recognition.organisation_id)
