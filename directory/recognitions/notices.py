"""What is told of a recognition, to those who hold it."""

from django.db.models import QuerySet

from directory.memberships.policies import members_of
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from workflows.outbox.notices import decision, progress, silence, tell


def its_holders(recognition: Recognition) -> "QuerySet[User]":
    """Those who act for the organisation that holds it."""
    return members_of(recognition.organisation_id)


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
        "expire": [decision("recognition_expire", its_holders)],
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
