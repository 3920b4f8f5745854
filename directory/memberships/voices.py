"""On whose behalf people write on a case between an organisation and the CRESS."""

from collections.abc import Collection, Mapping

from directory.memberships.models import Membership
from directory.organisations.models import Organisation

CRESS = "CRESS"


def voices_with(organisation: Organisation, authors: Collection[int]) -> Mapping[int, str]:
    """By author, `organisation` or the CRESS: whoever has been of it speaks for it, even after they
    left."""
    people = Membership.objects.belonged().filter(organisation=organisation, user_id__in=authors)
    theirs = set(people.values_list("user_id", flat=True))
    return {author: organisation.name if author in theirs else CRESS for author in authors}
