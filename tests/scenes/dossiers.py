"""Around a dossier: what the structure, the CRESS and time may try in each of its states."""

from datetime import timedelta

from django.utils import timezone

from directory.accompaniments.models import Accompaniment
from directory.charters.enums import PrincipleKey
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import FormerDossier
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import (
    declare_accompaniment,
    open_dossier,
    take_accompaniment_back,
)
from labelling.evidence.operations import write_commitments, write_evidence
from labelling.instruction.operations import (
    answer_complement,
    assess_criterion,
    reassign,
    request_complements,
)
from labelling.instruction.states import EDITABLE
from tests import factories
from tests.files import pdf
from tests.racing import Act
from tests.scenes.scene import TICK, Acts, Scene, again, in_days, performing, possible
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file, restore_file
from workflows.correspondence.operations import attach, post_message, remove_attachment
from workflows.engine import perform

PREPARED = ("draft", "committed", "presented")
SLOT = "principle:questioning"


def filled(state: str) -> Dossier:
    """A dossier in `state` from which every next step is within reach."""
    if state == "reminded":
        return perform(filled("to_complete"), "remind_late", actor=TICK, at=in_days(60))
    org = factories.organisation()
    if state == "draft":
        factories.dossier("withdrawn", org=org)
    dossier = factories.dossier(state, org=org)
    person = factories.representative_of(dossier)
    if state == "committed":
        factories.describe_assembly(dossier, person)
    if state == "presented":
        factories.fill(dossier, person)
    if state == "under_instruction":
        assess_all(dossier)
    if state == "to_complete":
        for complement in dossier.complements.all():
            answer_complement(
                dossier, complement_id=complement.pk, answer="Voici.", actor=Actor.of(person)
            )
    return dossier


def assess_all(dossier: Dossier) -> None:
    for key in PrincipleKey:
        assess_criterion(
            dossier,
            criterion=key,
            finding="established",
            reasons="Étayé.",
            actor=Actor.of(dossier.assignee),
        )


def dossier_acts(dossier: Dossier) -> Acts:
    """What the structure, the CRESS and time may try on `dossier` in its state."""
    return {
        **acts_of_structure(dossier, factories.representative_of(dossier)),
        **acts_of_cress(dossier, factories.manager(), factories.instructor()),
        **performing(dossier, "remind_late", TICK, at=in_days(60)),
        **performing(dossier, "close_inactive", TICK, at=in_days(100)),
    }


def acts_of_structure(dossier: Dossier, person: User) -> Acts:
    actor = Actor.of(person)
    complement = dossier.complements.order_by("pk").first()
    former = dossier.organisation.dossiers.order_by("pk")[0]
    accompanist = factories.organisation()
    declared = _declared(dossier, accompanist, actor)
    found: dict[str, Act] = {
        "dossier.sign_charter": lambda: factories.sign(again(dossier), person),
        "dossier.appeal": lambda: factories.appeal(again(dossier), person),
        "dossier.write_evidence": lambda: write_evidence(
            again(dossier),
            principle="questioning",
            text=f"Écrit à {timezone.now()}.",
            actor=actor,
        ),
        "dossier.write_commitments": lambda: write_commitments(
            again(dossier), commitments=f"Écrit à {timezone.now()}.", actor=actor
        ),
        "dossier.take_over": lambda: perform(
            again(dossier), "take_over", actor=actor, data=FormerDossier(former.pk)
        ),
        "dossier.declare_accompaniment": lambda: declare_accompaniment(
            again(dossier),
            accompanist=accompanist,
            started_on=None,
            ended_on=None,
            actor=actor,
        ),
        "dossier.take_accompaniment_back": lambda: take_accompaniment_back(
            again(dossier), pk=declared.pk if declared else 0, actor=actor
        ),
        "dossier.change_files": lambda: attach_files(
            again(dossier), slot=SLOT, uploads=[pdf()], actor=actor
        ),
        "dossier.describe_presentation": lambda: factories.describe_assembly(
            again(dossier), person
        ),
    }
    if complement is not None:
        found["dossier.answer_complement"] = lambda: answer_complement(
            again(dossier),
            complement_id=complement.pk,
            answer=f"Répondu à {timezone.now()}.",
            actor=actor,
        )
    return {
        **possible(dossier, found),
        **performing(dossier, "record_presentation", actor),
        **performing(dossier, "submit", actor),
        **performing(dossier, "resubmit", actor),
        **performing(dossier, "withdraw", actor),
    }


def _declared(dossier: Dossier, accompanist: Organisation, actor: Actor) -> Accompaniment | None:
    """An accompaniment that may be taken back, where one may be declared."""
    if dossier.state not in EDITABLE:
        return None
    declare_accompaniment(
        dossier, accompanist=accompanist, started_on=None, ended_on=None, actor=actor
    )
    found: Accompaniment | None = dossier.accompaniments.order_by("pk").last()
    return found


def acts_of_cress(dossier: Dossier, manager: User, another: User) -> Acts:
    """Whoever instructs it does so, `another` takes charge of it, or is put in charge."""
    found: dict[str, Act] = {
        "dossier.reassign": lambda: reassign(
            again(dossier), assignee=another, actor=Actor.of(manager)
        )
    }
    if dossier.assignee is None:
        return performing(dossier, "take_charge", Actor.of(another))
    actor = Actor.of(dossier.assignee)
    found |= {
        "dossier.request_complements": lambda: request_complements(
            again(dossier),
            items=[("", "Précisez.")],
            due_on=timezone.localdate() + timedelta(days=20),
            actor=actor,
        ),
        "dossier.assess": lambda: assess_criterion(
            again(dossier),
            criterion="questioning",
            finding="established",
            reasons=f"Établi à {timezone.now()}.",
            actor=actor,
        ),
    }
    return {**possible(dossier, found), **performing(dossier, "declare_admissible", actor)}


def words_and_files(dossier: Dossier) -> Acts:
    """What people send while a dossier is completed: messages and files."""
    person = factories.representative_of(dossier)
    actor = Actor.of(person)
    attached = attach(dossier, slot=SLOT, upload=pdf(), by=person)
    gone = attach(dossier, slot=SLOT, upload=pdf("b.pdf"), by=person)
    remove_attachment(gone)
    return {
        "message": lambda: post_message(
            again(dossier), author=person, body=f"Écrit à {timezone.now()}.", uploads=[pdf()]
        ),
        "dossier.change_files off": lambda: remove_file(
            again(dossier), attachment=again(attached), actor=actor
        ),
        "dossier.change_files back": lambda: restore_file(
            again(dossier), attachment=again(gone), actor=actor
        ),
        "dossier.change_files on": lambda: attach_files(
            again(dossier), slot=SLOT, uploads=[pdf()], actor=actor
        ),
    }


def opening(dossier: Dossier, person: User) -> Acts:
    """Another dossier of the same structure."""
    return {
        "dossier.open": lambda: open_dossier(
            organisation=dossier.organisation,
            approach=Approach.ESS_PRATIQUES,
            framework=None,
            actor=Actor.of(person),
        )
    }


def around(state: str, *, refused: str = "dossier.open") -> Scene:
    """All that may be tried there, and another dossier; `refused`, alone."""

    def make() -> tuple[Acts, ...]:
        dossier = filled(state)
        acts = {**dossier_acts(dossier), **opening(dossier, factories.representative_of(dossier))}
        if state == "to_complete":
            acts |= words_and_files(dossier)
        return (acts,)

    return Scene(state, make, frozenset(refused.split()))


SCENES = [
    *(around(state) for state in PREPARED),
    around("submitted"),
    around("under_instruction"),
    around("to_complete", refused="dossier.open dossier.close_inactive"),
    around("reminded", refused="dossier.open dossier.remind_late"),
    around("admissible"),
]
