"""What the directory asks of people, in « Mes tâches »: no case asks for it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse

from directory.enums import CressGroup
from directory.models import Membership, RepresentationClaim
from workflows.inbox import Errand, errands

STAFF = {f"group:{group}" for group in CressGroup}


@errands
def who_speaks(user: Any, keys: Collection[str]) -> Iterator[Errand]:
    """For the CRESS, the representatives to verify, and the claims for the direction to settle."""
    if not STAFF.intersection(keys):
        return
    url = reverse("directory:representatives")
    to_verify = Membership.objects.to_verify_by(user).count()
    if to_verify:
        yield Errand("Représentants à vérifier", f"{url}#a-verifier", to_verify)
    claims = RepresentationClaim.objects.pending_for(user).count()
    if claims:
        yield Errand("Contestations à trancher", f"{url}#contestations", claims)
