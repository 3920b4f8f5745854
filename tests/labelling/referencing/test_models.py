"""Any sequence of calls, by anybody: no illegal state, no lost row, no contact without its seal."""

from typing import Any

import hypothesis.strategies as st
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from labelling.instruction.enums import ApplicationState as S
from labelling.referencing.inputs import EntryKey, PersonEntry, Territory
from labelling.referencing.models import MissionContact, Referencing
from labelling.referencing.operations import (
    describe_offer,
    remove_mission,
    state_territory,
    write_mission,
    write_person,
)
from labelling.referencing.reading.completeness import part_statuses
from tests import factories
from tests.examples import examples
from tests.labelling.referencing import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.models import Task
from workflows.proof.chains import broken_chains
from workflows.verdicts import Refusal

BEFORE_DECISION = (
    "draft submitted under_instruction to_complete admissible in_deliberation appealed"
)
# In the words of the design: the moves of a dossier, without those of the assembly.
LAW: dict[str, tuple[str, str]] = {
    "submit": ("draft", "submitted"),
    "take_charge": ("submitted", "under_instruction"),
    "request_complements": ("under_instruction", "to_complete"),
    "resubmit": ("to_complete", "under_instruction"),
    "declare_admissible": ("under_instruction", "admissible"),
    "enter_deliberation": ("admissible appealed", "in_deliberation"),
    "validate": ("in_deliberation", "validated"),
    "adjourn": ("in_deliberation", "to_complete"),
    "refuse": ("in_deliberation", "refused"),
    "appeal": ("refused", "appealed"),
    "withdraw": (BEFORE_DECISION, "withdrawn"),
    "close_inactive": ("to_complete", "closed"),
}
NEXT = {
    S.DRAFT: "submit",
    S.SUBMITTED: "take_charge",
    S.UNDER_INSTRUCTION: "assess",
    S.ADMISSIBLE: "deliberate",
    S.APPEALED: "deliberate",
    S.IN_DELIBERATION: "refuse",
    S.REFUSED: "appeal",
}
WRITABLE = (S.DRAFT, S.TO_COMPLETE)


def test_the_law_is_the_one_of_the_design() -> None:
    moves = {
        name: (set(item.sources), item.target)
        for name, item in machine_of(Referencing).transitions.items()
        if item.target is not None
    }
    assert moves == {
        name: (set(sources.split()), target) for name, (sources, target) in LAW.items()
    }


class ReferencingMachine(RuleBasedStateMachine):
    """People write its parts and move it, in and out of turn."""

    @initialize()
    def open(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        making.charter()
        self.made = making.referencing()
        self.people = {
            "representative": factories.representative_of(self.made),
            "instructor": factories.instructor(),
            "stranger": factories.user("Lou"),
        }
        self.state = self.made.state

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(part=st.sampled_from(["offer", "territory", "person", "mission", "off"]), n=st.integers())
    def write(self, part: str, n: int) -> None:
        """Somebody of the organisation writes a part: refused where it may not be written."""
        actor = Actor.of(self.people["representative"])
        mission = self.made.missions.filter(removed_at=None).first()
        theme = f"Thème {n % 3}"
        acts: dict[str, Any] = {
            "offer": lambda: describe_offer(
                self.made, offer=making.offer(private_part=n % 2 == 0), actor=actor
            ),
            "territory": lambda: state_territory(
                self.made, territory=Territory(["44"], at_a_distance=n % 2 == 0), actor=actor
            ),
            "person": lambda: write_person(
                self.made, entry=PersonEntry("Ali", timezone.localdate()), actor=actor
            ),
            "mission": lambda: write_mission(
                self.made, entry=making.mission(theme=theme), actor=actor
            ),
            "off": lambda: remove_mission(self.made, pk=mission.pk if mission else 0, actor=actor),
        }
        try:
            acts[part]()
        except Refusal:
            return
        assert self.state in WRITABLE

    @rule(name=st.sampled_from(sorted(LAW)), who=st.sampled_from(["stranger", "instructor"]))
    def attempt(self, name: str, who: str) -> None:
        """Somebody whose turn it is not, with nothing in hand."""
        try:
            perform(self.made, name, actor=Actor.of(self.people[who]), data=EntryKey(0), reason="x")
        except (Refusal, TypeError):
            return
        assert who == "instructor"
        assert name in ("take_charge", "declare_admissible")
        self.moved(name)

    @rule()
    def walk_on(self) -> None:
        """The next step of the straight path: it is filed only when nothing lacks."""
        step = NEXT.get(S(self.state))
        if step is None:
            return
        person = self.people["representative"]
        if step == "submit":
            try:
                making.sign(self.made, person)
            except Refusal:
                assert any(status.missing for status in part_statuses(self.made))
                making.fill_what_lacks(self.made, person)
                making.sign(self.made, person)
        else:
            making.STEPS[step](self.made, person)
        self.state = self.made.state

    def moved(self, name: str) -> None:
        sources, target = LAW[name]
        assert self.state in sources.split()
        assert self.made.state == target
        self.state = self.made.state

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "made"):
            return
        fresh = Referencing.objects.get(pk=self.made.pk)
        assert fresh.state == self.state
        assert (fresh.signature is None) == (self.state in ("draft", "withdrawn"))
        assert list(broken_chains(Referencing, roles=False)) == []
        for contact in MissionContact.objects.select_related("mission"):
            assert contact.seal == contact.mission.contact_seal
            assert contact.mission.removed_at is None
        themes = [each.theme for each in fresh.missions.filter(removed_at=None)]
        assert len(themes) == len(set(themes))

    @invariant()
    def somebody_is_waited_for(self) -> None:
        if not hasattr(self, "made"):
            return
        open_tasks = Task.objects.open().filter(process__case_id=self.made.pk).count()
        assert open_tasks == (0 if self.state in ("validated", "refused", "withdrawn") else 1)


@pytest.mark.django_db
def test_no_sequence_of_calls_breaks_the_law() -> None:
    run_state_machine_as_test(
        ReferencingMachine,
        settings=settings(
            max_examples=examples(15),
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
