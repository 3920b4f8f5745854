"""Who signs and files for an organisation, by name: what those who may not are told."""

from collections.abc import Sequence

from directory.memberships.models import Membership
from directory.memberships.representing import representations_in, representations_on
from directory.people.models import User
from labelling.instruction.models import Application
from labelling.rulebook import LabellingRules
from workflows.actors import Actor
from workflows.presentation.french import enumerate_french


def signatories_of(organisation_id: int) -> list[User]:
    """The verified representatives; those who only say so, as long as nobody is verified."""
    return signatories_among(representations_in(organisation_id))


def signatories_among(representations: Sequence[Membership]) -> list[User]:
    """The same, of those who represent it."""
    verified = [found for found in representations if found.verified_at is not None]
    return [found.user for found in verified or representations]


def representations_noted(application: Application, actor: Actor) -> list[Membership]:
    """Who represents its organisation, and with it the answer to whether `actor`, who reads its
    page, does."""
    found = representations_on(application)
    permitted = any(own.user == actor.user for own in found)
    LabellingRules.representative.note(actor, application, permitted=permitted)
    return found


def only_they(reason: str, people: Sequence[User]) -> str:
    """« Seules les personnes qui… peuvent le faire : Dominique Lebreton. », from who may."""
    if not people:
        return reason
    names = enumerate_french([person.get_full_name() for person in people])
    return f"{reason.rstrip('.')}\u00a0: {names}."
