"""What the CRESS does to several applications at once: confiding them, writing to organisations."""

from collections.abc import Sequence
from typing import Any

from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.instruction.models import Application
from labelling.instruction.operations import reassign
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.pages.bulk import BulkAct, bulk_act
from workflows.verdicts import Refused, Unmet

NOT_AN_APPLICATION = "Cette affaire n’est ni un dossier ni un référencement."
CLOSED = "Cette affaire est close."
NOBODY = "Cette personne n’est plus de l’équipe."


def _require_application(case: Any) -> None:
    if not isinstance(case, Application):
        raise Refused(NOT_AN_APPLICATION, unmet=[Unmet("kind", NOT_AN_APPLICATION)])


@bulk_act
class Assign(BulkAct):
    key = "confier"
    label = "Confier à une personne"
    chosen = "Personne"

    def choices(self) -> Sequence[tuple[str, str]]:
        people = staff(*CressGroup).filter(is_active=True)
        return [(str(one.pk), str(one)) for one in people.order_by("last_name", "first_name")]

    def do(self, case: Any, *, choice: str, text: str, actor: Actor) -> str:
        _require_application(case)
        assignee = User.objects.filter(pk=choice, is_active=True).first()
        if assignee is None:
            raise Refused(NOBODY, unmet=[Unmet("nobody", NOBODY)])
        reassign(case, assignee=assignee, actor=actor)
        return f"Confié à {assignee}."


@bulk_act
class Remind(BulkAct):
    key = "relancer"
    label = "Relancer par un message"
    written = "Message"

    def do(self, case: Any, *, choice: str, text: str, actor: Actor) -> str:
        _require_application(case)
        CaseRules.correspond.require(actor, case)
        if case.closed_at is not None:
            raise Refused(CLOSED, unmet=[Unmet("closed", CLOSED)])
        post_message(case, author=actor.user, body=text)
        return "Message envoyé."
