"""A referencing whole: every answer, before it is filed and after, on a page and in a ZIP."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from directory.organisations.departments import named
from labelling.instruction.links import page_url
from labelling.instruction.reading.filed import complements_of, files_by_slot
from labelling.referencing.enums import Part
from labelling.referencing.models import Mission, MissionContact, Referencing, TrainedPerson
from labelling.referencing.reading.alerts import alerts_of
from labelling.referencing.reading.commitments import groups_of
from labelling.referencing.reading.contents import (
    APPROVAL_SLOT,
    CONTRACT_SLOT,
    TAX_SLOT,
    contents_in,
)


def whole_context(referencing: Referencing, *, with_contacts: bool) -> dict[str, Any]:
    """What `referencing/parts/whole.html` shows, in a fixed number of queries.

    `with_contacts`: whom one may ask about a mission; neither the committee nor the public.
    A page that says `editing` besides leads to where each part is changed.
    """
    contents = contents_in(referencing)
    files = files_by_slot(referencing)
    contacts = contacts_of(referencing) if with_contacts else {}
    return {
        "state": referencing.state_info,
        "alerts": alerts_of(referencing),
        "departments": [named(code) for code in referencing.departments],
        "people": [(person, files.get(person.slot, [])) for person in contents.people],
        "missions": with_their_contacts(contents.missions, contacts),
        "groups": groups_of(contents.version, contents.acceptances),
        "approval_files": files.get(APPROVAL_SLOT, []),
        "pieces": [
            ("Attestation fiscale", files.get(TAX_SLOT, [])),
            ("Contrat ou convention type", files.get(CONTRACT_SLOT, [])),
        ],
        "edit": {part.value: page_url(part.value, referencing) for part in Part},
        "complements": complements_of(referencing, files),
        "missing": [file for lines in files.values() for file in lines if not file.url],
        "today": timezone.localdate(),
    }


def folders_of(referencing: Referencing) -> dict[str, str]:
    """By slot, the folder of its files in the ZIP. One query."""
    trained = TrainedPerson.objects.listed().filter(referencing=referencing)
    return {
        APPROVAL_SLOT: "Agrément ESUS",
        TAX_SLOT: "Attestation fiscale",
        CONTRACT_SLOT: "Contrat ou convention type",
        **{person.slot: f"Formation de {person}" for person in trained},
    }


def contacts_of(referencing: Referencing) -> dict[int, MissionContact]:
    """By mission, whom one may ask about it; those forgotten are not there. One query."""
    found = MissionContact.objects.filter(
        mission__referencing=referencing, mission__removed_at=None
    )
    return {contact.mission_id: contact for contact in found}


def with_their_contacts(
    missions: Iterable[Mission], contacts: Mapping[int, MissionContact]
) -> list[tuple[Mission, MissionContact | None]]:
    """Each mission with whom one may ask about it, None for who may not know or nobody any more."""
    return [(mission, contacts.get(mission.pk)) for mission in missions]
