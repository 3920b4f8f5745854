"""Who reads a request to open an identity: those who could be the second person."""

from django.db.models import QuerySet

from directory.people.models import User
from labelling.oversight.complaints.policies import second_person
from labelling.oversight.identities.models import Opening
from labelling.oversight.rulebook import OversightRules


@OversightRules.read_opening.grants(
    who="une autre personne de la CRESS ou, quand la réclamation la vise, un membre du comité",
    denial="Cette demande de lecture ne vous est pas adressée.",
)
def read_opening(opening: Opening) -> "QuerySet[User]":
    return second_person(opening.complaint)
