"""Repairs whose history lies, each returned with what the proof says of it."""

from tests.forging import Reference, forge
from tests.toys import making
from tests.toys.enums import RepairState
from workflows.actors import Actor


def an_invented_transition() -> str:
    repair = making.repair(RepairState.ASKED)
    forge(repair, "bless", source="asked", actor=Actor.of(repair.owner), state="mended")
    return "la loi ne connaît pas « bless »"


def a_forbidden_source() -> str:
    repair = making.repair(RepairState.ASKED)
    actor = Actor.of(repair.owner)
    forge(repair, "bring_part", source="asked", actor=actor, state="under_way")
    return "« bring_part » n’est pas permis depuis l’état « asked »"


def a_source_that_is_not_the_state_before() -> str:
    repair = making.repair(RepairState.ASKED)
    actor = Actor.of(repair.owner)
    forge(repair, "bring_part", source="waiting", actor=actor, state="under_way")
    return "part de l’état « waiting », alors que l’objet était « asked »"


def another_target_than_the_law_says() -> str:
    repair = making.repair(RepairState.ASKED)
    actor = Actor.of(making.mender_of(repair))
    forge(repair, "take_charge", source="asked", actor=actor, state="waiting")
    return "« take_charge » mène à « under_way », et non à « waiting »"


def a_transition_without_the_reason_it_wants() -> str:
    repair = making.repair(RepairState.REFUSED)
    actor = Actor.of(repair.owner)
    forge(repair, "contest", source="refused", actor=actor, state="asked", reason="")
    return "« contest » demande un motif"


def dropped_by(reference: str) -> None:
    repair = making.repair(RepairState.ASKED)
    forge(repair, "drop", source="asked", actor=Reference(reference), state="dropped")
