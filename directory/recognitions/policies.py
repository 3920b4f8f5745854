"""Who may give a recognition up, today and on a day gone by."""

from typing import Any

from django.db.models import QuerySet

from directory.memberships.past import represented_its_organisation
from directory.memberships.policies import representative_key, representatives_of
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.proof.roles import held_then


@DirectoryRules.recognition_representative.grants(
    who="une personne qui représente légalement l’organisation",
    denial="Seules les personnes qui représentent l’organisation peuvent y renoncer.",
    audience=lambda recognition: representative_key(recognition.organisation_id),
)
def recognition_representative(recognition: Any) -> "QuerySet[User]":
    return representatives_of(recognition.organisation_id)


held_then(DirectoryRules.recognition_representative)(represented_its_organisation)
