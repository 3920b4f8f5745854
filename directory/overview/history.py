"""The history of an organisation: its own record, its people, its recognitions."""

from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from workflows.pages.timeline import Entry, timeline


def organisation_timeline(organisation: Organisation) -> list[Entry]:
    """Newest first; one query a table, and one for the names."""
    people = Membership.history.filter(organisation_id=organisation.pk).select_related("user")
    return timeline(
        organisation.history.all(),
        people,
        Recognition.history.filter(organisation_id=organisation.pk),
        of=Organisation,
    )
