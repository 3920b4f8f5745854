"""The link of a person to an organisation, found."""

from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User


def live_membership(organisation: Organisation, user: User) -> Membership | None:
    """The link, asked for or active, between `user` and `organisation`."""
    found: Membership | None = (
        Membership.objects.live().filter(organisation=organisation, user=user).first()
    )
    return found
