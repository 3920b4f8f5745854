"""Where someone who just logged in should go first."""

from django.urls import reverse

from directory.models import Membership, User


def landing_url(user: User) -> str | None:
    """The page to declare an organisation, for someone who belongs nowhere yet; None otherwise.

    Whoever awaits an answer to a request, or works for the CRESS, is left where they are. Two
    queries at most.
    """
    if Membership.objects.live().filter(user=user).exists() or user.groups.exists():
        return None
    return reverse("directory:declare")
