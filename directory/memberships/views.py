"""What may be done about a membership, from the organisation's page."""

from django.urls import reverse

from directory.memberships.models import Membership
from directory.rulebook import DirectoryRules
from workflows.pages.views import TransitionView


class MembershipTransitionView(TransitionView):
    """Answering a request, naming a representative, ending an access."""

    model = Membership
    policy = DirectoryRules.membership_party
    select_related = ("organisation",)
    transitions = ("accept", "decline", "promote", "end")

    def next_url(self) -> str:
        """The organisation's page, which whoever just left it no longer reads."""
        reader = DirectoryRules.read_organisation.verdict(self.actor, self.object.organisation)
        url: str = self.object.organisation.get_absolute_url()
        return url if reader.permitted else reverse("home")
