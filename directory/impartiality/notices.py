"""What is told of the links of interest: to whoever has one, and to the direction."""

from django.db.models import QuerySet

from directory.impartiality.models import Interest
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.outbox.notices import access, request, tell


def its_person(interest: Interest) -> "QuerySet[User]":
    """The person whose link it is; nobody, for one of an organisation."""
    return User.objects.filter(interests=interest)


tell(
    Interest,
    {
        "declare": [access("interest_declare", its_person)],
        "ask_review": [request("interest_ask_review", DirectoryRules.cress_manager)],
    },
)
