"""Around a referencing: what its organisation, the CRESS and time may try while it is written."""

from django.utils import timezone

from directory.charters.operations import put_in_force
from labelling.instruction.operations import (
    answer_complement,
    assess_criterion,
    reassign,
    request_complements,
)
from labelling.referencing.inputs import ContactLog, PersonEntry, Territory
from labelling.referencing.models import Referencing
from labelling.referencing.operations import (
    describe_offer,
    log_contact,
    open_referencing,
    remove_mission,
    remove_person,
    state_standing,
    state_territory,
    write_mission,
    write_person,
)
from tests import factories
from tests.files import pdf
from tests.labelling.referencing import making
from tests.racing import Act
from tests.scenes.scene import TICK, Acts, Scene, again, in_days, performing, possible
from workflows.actors import Actor
from workflows.correspondence.files import attach_files


def filled(state: str) -> Referencing:
    """One in `state`, with a line of each kind, from which every next step is within reach."""
    made = making.referencing("draft" if state == "draft" else state)
    person = factories.representative_of(made)
    if state == "draft":
        making.fill(made, person)
    if state in ("draft", "to_complete"):
        making.train(made, person)
    for complement in made.complements.all():
        answer_complement(
            made, complement_id=complement.pk, answer="Voici.", actor=Actor.of(person)
        )
    return made


def acts_of_organisation(made: Referencing) -> Acts:
    """Each part of it, written anew; its filing, its withdrawal."""
    person = factories.representative_of(made)
    actor = Actor.of(person)
    complement = made.complements.order_by("pk").first()
    trained, mission = made.people.order_by("pk").first(), made.missions.get()
    found: dict[str, Act] = {
        "referencing.submit": lambda: making.sign(again(made), person),
        "referencing.state_standing": lambda: state_standing(
            again(made), esus_until=timezone.localdate(in_days(400)), actor=actor
        ),
        "referencing.describe_offer": lambda: describe_offer(
            again(made),
            offer=making.offer(website=f"https://{timezone.now():%f}.example"),
            actor=actor,
        ),
        "referencing.state_territory": lambda: state_territory(
            again(made), territory=Territory(["53"], at_a_distance=False), actor=actor
        ),
        "referencing.write_person": lambda: write_person(
            again(made), entry=PersonEntry("Lou Garnier", timezone.localdate()), actor=actor
        ),
        "referencing.write_mission": lambda: write_mission(
            again(made), entry=making.mission(theme=f"Thème {timezone.now()}"), actor=actor
        ),
        "referencing.remove_mission": lambda: remove_mission(
            again(made), pk=mission.pk, actor=actor
        ),
        "referencing.accept_commitments": lambda: making.accept_all(again(made), person),
        "referencing.change_files": lambda: attach_files(
            again(made), slot="tax", uploads=[pdf()], actor=actor
        ),
    }
    if trained is not None:
        found["referencing.remove_person"] = lambda: remove_person(
            again(made), pk=trained.pk, actor=actor
        )
    if complement is not None:
        found["referencing.answer_complement"] = lambda: answer_complement(
            again(made),
            complement_id=complement.pk,
            answer=f"Répondu à {timezone.now()}.",
            actor=actor,
        )
    return {
        **possible(made, found),
        **performing(made, "resubmit", actor),
        **performing(made, "withdraw", actor),
    }


def acts_of_cress(made: Referencing) -> Acts:
    """Whoever instructs it does so, or another is put in charge."""
    if made.assignee is None:
        return {}
    actor, another = Actor.of(made.assignee), factories.instructor("Eden")
    manager, mission = factories.manager(), made.missions.get()
    found: dict[str, Act] = {
        "referencing.reassign": lambda: reassign(
            again(made), assignee=another, actor=Actor.of(manager)
        ),
        "referencing.request_complements": lambda: request_complements(
            again(made),
            items=[("", "Précisez.")],
            due_on=timezone.localdate(in_days(20)),
            actor=actor,
        ),
        "referencing.assess": lambda: assess_criterion(
            again(made),
            criterion="loyalty",
            finding="established",
            reasons=f"Établi à {timezone.now()}.",
            actor=actor,
        ),
        "referencing.log_contact": lambda: log_contact(
            again(made),
            log=ContactLog(mission.pk, "phone", timezone.localdate(), "Très bien."),
            actor=actor,
        ),
    }
    return {
        **possible(made, found),
        **performing(made, "declare_admissible", actor),
        **performing(made, "remind_late", TICK, at=in_days(60)),
        **performing(made, "close_inactive", TICK, at=in_days(100)),
    }


def opening(made: Referencing) -> Acts:
    """Another of the same organisation."""
    actor = Actor.of(factories.representative_of(made))
    return {
        "referencing.open": lambda: open_referencing(organisation=made.organisation, actor=actor)
    }


def around(state: str, *, refused: str = "") -> Scene:
    def make() -> tuple[Acts, ...]:
        made = filled(state)
        return ({**acts_of_organisation(made), **acts_of_cress(made), **opening(made)},)

    return Scene(f"referencing {state}", make, frozenset(["referencing.open", *refused.split()]))


def charter_meanwhile() -> Scene:
    """Another text of the charter is put in force while one accepts it, or signs it."""

    def make() -> tuple[Acts, ...]:
        made = filled("draft")
        acts = acts_of_organisation(made)
        draft = making.another_charter("Un autre texte.")
        names = ("referencing.submit", "referencing.accept_commitments")
        replaced = "charterversion.propose+charterversion.supersede+charterversion.enact"
        return (
            {name: acts[name] for name in names},
            {
                replaced: lambda: put_in_force(again(draft), actor=factories.SYSTEM),
                "charterversion.create": lambda: making.another_charter(f"Essai {timezone.now()}."),
            },
        )

    return Scene("charter of accompanists", make)


SCENES = [
    around("draft"),
    around("under_instruction", refused="referencing.declare_admissible"),
    around("to_complete", refused="referencing.close_inactive"),
    charter_meanwhile(),
]
