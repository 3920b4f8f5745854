"""What is told of a recognition: to its holder, and to the CRESS where nobody represents it."""

from django.db.models import QuerySet

from directory.memberships.policies import members_of
from directory.memberships.representing import is_represented
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from workflows.outbox.notices import decision, progress, silence, tell


def its_holders(recognition: Recognition) -> "QuerySet[User]":
    """Those who act for the organisation that holds it."""
    return members_of(recognition.organisation_id)


def where_nobody_represents(recognition: Recognition) -> "QuerySet[User]":
    """The direction of the CRESS, for a holder that nobody represents."""
    people: QuerySet[User] = DirectoryRules.cress_manager.users_who_may(recognition)
    return people.none() if is_represented(recognition.organisation_id) else people


tell(
    Recognition,
    {
        "start": [decision("recognition_start", its_holders, email=False)],
        "extend": [decision("recognition_extend", its_holders)],
        "suspend": [decision("recognition_suspend", its_holders)],
        "reinstate": [decision("recognition_reinstate", its_holders)],
        "resume": [
            decision("recognition_resume", its_holders),
            progress("recognition_resume_cress", DirectoryRules.cress_manager),
        ],
        "withdraw": [decision("recognition_withdraw", its_holders)],
        "restore": [decision("recognition_restore", its_holders)],
        "expire": [
            decision("recognition_expire", its_holders),
            progress("recognition_expire_cress", where_nobody_represents),
        ],
        "renounce": [
            progress("recognition_renounce", DirectoryRules.cress_manager),
            decision("recognition_renounce", its_holders),
        ],
    },
)
silence(Recognition, "grant", why="the decision and the start tell it")
silence(Recognition, "import", why="its holder has had it since before this site")
silence(Recognition, "confirm_suspension", why="the review that confirms it tells it")
silence(Recognition, "restore_ahead", why="the one that it renews tells it")
silence(Recognition, "renew", why="the start of the next one tells it")
