"""Complaints in any state, made and handled as the product does it."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.operations import review_for, say
from labelling.oversight.complaints.policies import BY_RECEIPT
from labelling.oversight.followup.operations import Account, Lodged, lodge
from labelling.oversight.identities.models import Identity
from labelling.oversight.receipts.numbers import new_receipt
from tests import factories
from tests.directory.making import label
from tests.proof import problems
from workflows.actors import Actor
from workflows.engine import perform
from workflows.pages.traps import stamp

NOBODY = Identity()
MARIE = Identity("Marie Dubreuil-Kervella", "marie.dubreuil@exemple.fr", "06 11 22 33 44")
FACTS = "Le logo est affiché sur une boutique que personne n’a présentée au comité."


def recognition() -> Recognition:
    return label(factories.organisation(), timezone.localdate())


def lodged(
    about: About = About.ORGANISATION,
    *,
    of: Recognition | None = None,
    words: str = "",
    identity: Identity = NOBODY,
    written_to: bool = False,
    copies: Sequence[Any] = (),
) -> Lodged:
    """A complaint just received, with its receipt; its words are its own unless given."""
    held = None if about == About.SCHEME else of or recognition()
    account = Account(about, held, words or f"{FACTS} {secrets.token_hex(4)}", copies)
    return lodge(account, identity=identity, written_to=written_to, opened=stamp())


def complaint(state: S = S.RECEIVED, about: About = About.ORGANISATION, **given: Any) -> Complaint:
    """A complaint in `state`, handled by somebody of the CRESS, or by the chair."""
    made = lodged(about, **given).complaint
    return brought(made, state, handler_of(made))


def brought(made: Complaint, state: S, handler: Actor) -> Complaint:
    if state == S.RECEIVED:
        return made
    if state == S.WITHDRAWN:
        return perform(made, "withdraw", actor=BY_RECEIPT)
    if state == S.INADMISSIBLE:
        return say(made, "reject", words="Cela ne relève pas du label.", actor=handler)
    say(made, "admit", words="", actor=handler)
    if state == S.ANSWERED:
        say(made, "answer", words="Le logo est retiré.", actor=handler)
    if state == S.UNDER_REVIEW:
        review_for(made, account="Vérifier où le logo est affiché.", actor=handler)
    return made


def handler_of(made: Complaint) -> Actor:
    """Somebody who may handle it; made for a complaint to the CRESS."""
    if made.about == About.SCHEME:
        found = User.objects.get(mandates__role="chair", mandates__ends_on__isnull=True)
        return Actor.of(found)
    return Actor.of(factories.instructor())


def unknown_receipt() -> str:
    """Right by its last digits, and nobody's."""
    return new_receipt()


def broken() -> list[str]:
    """What the proof finds; our labels were granted without a committee, which is no matter."""
    return [problem for problem in problems() if not problem.startswith("Labels et décisions")]
