"""Everything the people of a structure are shown of their dossier, gathered once.

The home page and the dossier's page ask for the same; the engine and the guards answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from directory.models import Recognition, User
from directory.policies import representatives_of
from directory.verification import Validity, validity_of
from labelling.enums import DossierState
from labelling.journey import Step, path_steps
from labelling.models import AssemblyPresentation, Complement, Dossier
from labelling.progress import PrincipleStatus, principle_statuses
from labelling.states import PREPARED
from workflows.actors import Actor
from workflows.lifecycles import machine_of
from workflows.policies import get_policy
from workflows.presentation.rosace import Petal
from workflows.rules import Context, unmet_conditions
from workflows.verdicts import Unmet, Verdict

S = DossierState

# What the structure does next, by state; elsewhere it waits.
NEXT_MOVE = {
    S.DRAFT: "sign_charter",
    S.COMMITTED: "record_presentation",
    S.PRESENTED: "submit",
    S.TO_COMPLETE: "resubmit",
    S.REFUSED: "appeal",
}
BUTTONS = ("record_presentation", "submit", "resubmit")
# What the list of what is missing is called, by next move.
MISSING_TITLES = {
    "sign_charter": "Ce qui empêche de signer",
    "resubmit": "Ce qui manque avant le renvoi",
    "appeal": "Ce qui empêche un recours",
}
# Said twice by the guards of `submit`: the fifth principle is the assembly and its minutes.
SAID_BY_THE_ASSEMBLY = ("no_assembly", "no_minutes")


@dataclass(frozen=True, slots=True)
class Situation:
    """Where `dossier` stands for `actor`.

    `verdict` is about the structure's next move (`move`, empty while it waits), and its `unmet`
    is told to everyone, permitted or not. `missing` is what stands before the next filing.
    """

    dossier: Dossier
    move: str
    verdict: Verdict
    missing: Sequence[Unmet]
    statuses: Sequence[PrincipleStatus]
    steps: Sequence[Step]
    complements: Sequence[Complement]
    representatives: Sequence[User]
    recognition: Recognition | None

    @property
    def granted(self) -> bool:
        """Whether the committee granted the label: the rosace is then a seal."""
        return bool(self.dossier.state == S.VALIDATED)

    @property
    def is_over(self) -> bool:
        """Whether nobody can do anything more: final, or refused and too late to appeal."""
        return self.dossier.state_info.final or (self.move == "appeal" and bool(self.verdict.unmet))

    @property
    def validity(self) -> Validity | None:
        """What the label is worth today, in the words of the register."""
        if self.recognition is None:
            return None
        return validity_of(self.recognition, timezone.localdate())

    @property
    def petals(self) -> list[Petal]:
        """The rosace: a seal once the label is granted, a progress before."""
        return [Petal("ok" if self.granted else item.state, item.label) for item in self.statuses]

    @property
    def move_label(self) -> str:
        """« Déposer le dossier »; empty while the structure waits."""
        return machine_of(Dossier).transitions[self.move].law.label if self.move else ""

    @property
    def blocked(self) -> bool:
        """Whether the next move is a button, and still inert for want of something."""
        return bool(self.verdict.unmet) and self.move in BUTTONS

    @property
    def missing_title(self) -> str:
        """What the list of what is missing is called."""
        return MISSING_TITLES.get(self.move, "Ce qui manque avant le dépôt")

    @property
    def editable(self) -> bool:
        """Whether evidence may still be written."""
        return allows(self.dossier, "write_evidence")


def situation_of(dossier: Dossier, actor: Actor) -> Situation:
    """Gather the situation; a fixed number of queries, whatever the dossier holds."""
    state = DossierState(dossier.state)
    move = NEXT_MOVE.get(state, "")
    verdict = _verdict(dossier, move, actor) if move else Verdict(permitted=False)
    assembly = AssemblyPresentation.objects.filter(dossier=dossier).first()
    recognition = Recognition.objects.filter(case_id=dossier.pk).first()
    return Situation(
        dossier=dossier,
        move=move,
        verdict=verdict,
        missing=_missing(dossier, state, verdict, actor),
        statuses=principle_statuses(dossier),
        steps=path_steps(dossier, assembly=assembly, recognition=recognition),
        complements=list(dossier.complements.all()),
        representatives=list(representatives_of(dossier.organisation_id)),
        recognition=recognition,
    )


def allows(dossier: Dossier, name: str) -> bool:
    """Whether the law knows the action `name` in the dossier's state, whoever acts."""
    return dossier.state in machine_of(Dossier).transitions[name].sources


def unmet_for(dossier: Dossier, name: str, actor: Actor) -> list[Unmet]:
    """What is missing for `name`, whatever the state and whoever asks."""
    law = machine_of(Dossier).transitions[name].law
    context = Context(dossier, name, actor, timezone.now(), {})
    return unmet_conditions(law.guards, context, preview=True)


def _verdict(dossier: Dossier, name: str, actor: Actor) -> Verdict:
    """As the engine's verdict, but who may not act still reads what is missing."""
    law = machine_of(Dossier).transitions[name].law
    policy_verdict = get_policy(law.policy).verdict(actor, dossier, name)
    return Verdict(
        permitted=policy_verdict.permitted,
        reason=policy_verdict.reason,
        unmet=unmet_for(dossier, name, actor),
    )


def _missing(
    dossier: Dossier, state: DossierState, verdict: Verdict, actor: Actor
) -> Sequence[Unmet]:
    """Before signing, what forbids to sign; then all that the filing asks for."""
    if state not in PREPARED or state == S.DRAFT:
        return verdict.unmet
    unmet = verdict.unmet if state == S.PRESENTED else unmet_for(dossier, "submit", actor)
    codes = {item.code for item in unmet}
    if codes.intersection(SAID_BY_THE_ASSEMBLY):
        return [item for item in unmet if item.code != "presentation_missing"]
    return unmet
