"""What is told of the removal of a logo: to its organisation, and to the CRESS that looks."""

from django.db.models import QuerySet

from directory.memberships.policies import members_of, representatives_of
from directory.people.models import User
from directory.removals.models import LogoRemoval
from directory.rulebook import DirectoryRules
from workflows.outbox.notices import decision, progress, receipt, request, tell


def its_representatives(removal: LogoRemoval) -> "QuerySet[User]":
    """Those who represent the organisation that shows the logo."""
    return representatives_of(removal.organisation_id)


def its_people(removal: LogoRemoval) -> "QuerySet[User]":
    """Those who act for the organisation that shows the logo."""
    return members_of(removal.organisation_id)


tell(
    LogoRemoval,
    {
        "ask": [request("removal_ask", its_representatives)],
        "prove": [
            receipt("removal_prove_receipt", its_people),
            request("removal_prove", DirectoryRules.removal_checker),
        ],
        "lapse": [
            request("removal_lapse", its_representatives),
            request("removal_lapse_cress", DirectoryRules.removal_checker),
        ],
        "ask_again": [request("removal_ask_again", its_representatives)],
        "confirm": [decision("removal_confirm", its_people)],
        "lift": [progress("removal_lift", its_people, email=False)],
    },
)
