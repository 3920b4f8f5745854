"""What is told of who acts for an organisation."""

from django.db.models import QuerySet

from directory.memberships.models import Membership
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.outbox.notices import access, its_user, request, silence, tell


def those_who_verify(membership: Membership) -> "QuerySet[User]":
    """The CRESS, when the membership is of a representative whom nobody confirmed yet."""
    if not membership.awaits_verification:
        return User.objects.none()
    return DirectoryRules.membership_verifier.users(membership)


TO_VERIFY = request("membership_to_verify", those_who_verify)

tell(
    Membership,
    {
        "create": [TO_VERIFY],
        "accept_invitation": [TO_VERIFY],
        "request": [request("membership_request", DirectoryRules.organisation_representative)],
        "accept": [access("membership_accept", its_user), TO_VERIFY],
        "decline": [access("membership_decline", its_user)],
        "promote": [access("membership_promote", its_user), TO_VERIFY],
        "verify": [access("membership_verify", its_user)],
        "reject_verification": [access("membership_reject_verification", its_user)],
        "end": [access("membership_end", its_user)],
        "revoke": [access("membership_revoke", its_user)],
    },
)
silence(Membership, "establish", "recognise", why="the answer to the claim tells it")
