"""Sending a message to an accompanist."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from directory.annuaire.contact.tasks import forward_message
from directory.memberships.models import Membership
from directory.recognitions.models import Recognition
from workflows.presentation.lines import one_line
from workflows.verdicts import Refused, Unmet


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody writes; `opened` tells it from the same words written another time."""

    name: str
    email: str
    text: str
    opened: str

    @property
    def key(self) -> str:
        """The same for the same message sent twice: mail clients show it once."""
        words = "\n".join((self.name, self.email, self.text, self.opened))
        return hashlib.sha256(words.encode()).hexdigest()[:32]


@transaction.atomic
def write_to(recognition: Recognition, message: Message) -> None:
    """Enqueue `message` to each verified representative of the organisation.

    Raises Refused when it has none: nobody else may answer for it.
    """
    found = Membership.objects.verified().filter(organisation_id=recognition.organisation_id)
    readers = list(found.order_by("pk").values_list("pk", flat=True))
    if not readers:
        why = "Personne ne peut recevoir ce message pour l’instant. Écrivez à la CRESS."
        raise Refused("Le message n’est pas parti.", unmet=[Unmet("nobody", why)])
    for membership_id in readers:
        forward_message.enqueue(
            number=recognition.number,
            membership_id=membership_id,
            name=one_line(message.name),
            email=message.email,
            words=message.text,
            key=message.key,
        )
