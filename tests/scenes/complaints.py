"""Complaints: whoever complained adds or thinks better of it, while those who handle it act."""

from dataclasses import dataclass
from functools import partial

from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.operations import add_facts, review_for, say
from labelling.oversight.complaints.policies import BY_RECEIPT
from labelling.oversight.identities.models import Opening
from labelling.oversight.identities.operations import agree, read_identity, refuse
from tests import factories
from tests.labelling.oversight.complaining import MARIE, brought, lodged
from tests.scenes.recognitions import label
from tests.scenes.scene import TICK, Acts, Scene, again, in_days, performing, possible
from workflows.actors import Actor

WORDS = "Essai."
KEPT_LONG_ENOUGH = 800  # days


@dataclass
class Handled:
    """A complaint, who handles it, and who may be the second person."""

    complaint: Complaint
    handler: Actor
    second: Actor


def handled(state: S) -> Handled:
    handler, second = Actor.of(factories.instructor()), Actor.of(factories.manager())
    made = lodged(of=label(), identity=MARIE).complaint
    return Handled(again(brought(made, state, handler)), handler, second)


def asked(state: S) -> Handled:
    found = handled(state)
    say(found.complaint, "ask_identity", words=WORDS, actor=found.handler)
    return found


def opened(state: S) -> Handled:
    found = asked(state)
    agree(_opening(found.complaint), actor=found.second)
    return found


def _opening(complaint: Complaint) -> Opening:
    return Opening.objects.select_related("complaint").filter(complaint=complaint).latest("pk")


def _say(complaint: Complaint, name: str, actor: Actor) -> Complaint:
    """Each time with a salt of its own: two never say the same."""
    return say(again(complaint), name, words=WORDS, actor=actor)


def _review(complaint: Complaint, actor: Actor) -> Complaint:
    return review_for(again(complaint), account=WORDS, actor=actor)


def complaint_acts(found: Handled) -> Acts:
    """What anybody may try on it as it is."""
    made, handler, second = found.complaint, found.handler, found.second
    said = {
        f"complaint.{name}": partial(_say, made, name, handler)
        for name in ("admit", "reject", "answer", "ask", "ask_identity")
    }
    reviewing = partial(_review, made, handler)
    opening = Opening.objects.filter(complaint=made).exists()
    open_now = made.state in (S.RECEIVED, S.ADMISSIBLE, S.UNDER_REVIEW)
    answered: Acts = {
        "complaint.agree_identity": lambda: agree(_opening(made), actor=second),
        "complaint.refuse_identity": lambda: refuse(_opening(made), words=WORDS, actor=second),
        "complaint.read_identity": lambda: read_identity(again(made), actor=handler),
    }
    adding: Acts = {"complaint.write": lambda: add_facts(again(made), words=WORDS)}
    return {
        **possible(made, said),
        **possible(made, {"complaint.open_review+compliancereview.open": reviewing}),
        **performing(made, "withdraw", BY_RECEIPT),
        **performing(made, "forget", TICK, at=in_days(KEPT_LONG_ENOUGH)),
        **(adding if open_now else {}),
        **(answered if open_now and opening else {}),
    }


def acts_in(state: S) -> tuple[Acts, ...]:
    return (complaint_acts(handled(state)),)


def acts_once_asked(state: S) -> tuple[Acts, ...]:
    return (complaint_acts(asked(state)),)


def acts_once_opened(state: S) -> tuple[Acts, ...]:
    return (complaint_acts(opened(state)),)


REFUSED_ONCE_ASKED = frozenset({"complaint.ask_identity", "complaint.read_identity"})
REFUSED_ONCE_OPENED = frozenset({"complaint.agree_identity", "complaint.refuse_identity"})
SCENES = [
    *(Scene(f"complaint, {state}", partial(acts_in, state)) for state in S),
    *(
        Scene(f"complaint, {state}, asked", partial(acts_once_asked, state), REFUSED_ONCE_ASKED)
        for state in (S.RECEIVED, S.ADMISSIBLE, S.UNDER_REVIEW)
    ),
    *(
        Scene(f"complaint, {state}, opened", partial(acts_once_opened, state), REFUSED_ONCE_OPENED)
        for state in (S.RECEIVED, S.ADMISSIBLE, S.UNDER_REVIEW)
    ),
]
