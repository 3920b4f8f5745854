"""What the contacts of references prove, as long as they are kept."""

from collections.abc import Iterator

from labelling.referencing.models import MissionContact
from workflows.proof.registry import proof


@proof("Contacts des références")
def contacts_are_those_sealed() -> Iterator[str]:
    """Each contact is the one that its mission committed to; one that was forgotten proves none."""
    for contact in MissionContact.objects.select_related("mission").order_by("pk").iterator():
        if contact.seal != contact.mission.contact_seal:
            yield f"référence {contact.mission_id} : son contact n’est plus celui qui fut donné"
