"""Any sequence of calls, by anybody: no illegal state, no lost row, no broken chain."""

from collections.abc import Callable
from datetime import timedelta

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

from directory.charters.models import CharterVersion, Signature
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.inputs import ComplementRequests, SignedCharter
from tests import factories
from tests.examples import examples
from workflows.actors import Actor
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.models import Task
from workflows.proof.chains import broken_chains
from workflows.verdicts import Refusal

# Who may do what, written here again on purpose: the test does not ask the code under test.
MAY: dict[str, set[str]] = {
    "sign_charter": {"representative"},
    "record_presentation": {"representative", "contributor"},
    "submit": {"representative"},
    "take_charge": {"instructor", "colleague", "manager"},
    "request_complements": {"assignee"},
    "resubmit": {"representative"},
    "declare_admissible": {"assignee"},
    "enter_deliberation": {"deliberation"},
    "validate": {"decision: validate"},
    "adjourn": {"decision: adjourn"},
    "refuse": {"decision: refuse"},
    "appeal": {"representative"},
    "withdraw": {"representative"},
    "close_inactive": {"system"},
}
BEFORE_DECISION = (
    "draft committed presented submitted under_instruction to_complete admissible in_deliberation "
    "appealed"
)
# What a person gives; a charter that is not in force is signed in vain, whoever does.
GIVEN: dict[str, Callable[[], object]] = {
    "sign_charter": lambda: SignedCharter(Signature(version=CharterVersion(), organisation_id=0)),
    "request_complements": lambda: ComplementRequests(
        [("", "Précisez.")], timezone.localdate() + timedelta(days=20)
    ),
}
# From where to where, in the words of the design: states and transitions are contracts.
LAW: dict[str, tuple[str, str]] = {
    "sign_charter": ("draft", "committed"),
    "record_presentation": ("committed", "presented"),
    "submit": ("presented", "submitted"),
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
REASONED = {"adjourn", "refuse", "appeal"}
DECISIONS = {f"decision: {proposal.key}": proposal.key for proposal in Dossier.proposals}
ACTORS = [
    "representative",
    "contributor",
    "instructor",
    "colleague",
    "manager",
    "stranger",
    "system",
    "deliberation",
    *DECISIONS,
]


class DossierMachine(RuleBasedStateMachine):
    """A dossier in the hands of people who try everything."""

    @initialize()
    def open(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.dossier = factories.dossier()
        self.people = {
            "representative": factories.representative_of(self.dossier),
            "contributor": factories.user("Noa"),
            "instructor": factories.instructor(),
            "colleague": factories.instructor("Charlie"),
            "manager": factories.manager(),
            "stranger": factories.user("Lou"),
        }
        factories.membership(
            self.people["contributor"], self.dossier.organisation, role="contributor"
        )
        self.rows = self.dossier.history.count()
        self.state = self.dossier.state

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def actor(self, name: str) -> Actor:
        if name == "system":
            return Actor.system("tests")
        if name == "deliberation":
            return factories.deliberation(self.dossier)
        if name in DECISIONS:
            return factories.decision(self.dossier, DECISIONS[name])
        return Actor.of(self.people[name])

    @rule(
        name=st.sampled_from(sorted(LAW)),
        who=st.sampled_from(ACTORS),
        reason=st.sampled_from(["Essai.", " "]),
    )
    def attempt(self, name: str, who: str, reason: str) -> None:
        """Somebody tries something, lawful or not."""
        data = GIVEN[name]() if name in GIVEN else None
        try:
            perform(self.dossier, name, actor=self.actor(who), data=data, reason=reason)
        except Refusal:
            return
        allowed = MAY[name]
        in_charge = who in self.people and self.people[who].pk == self.dossier.assignee_id
        assert who in allowed or ("assignee" in allowed and in_charge)
        assert reason.strip() or name not in REASONED
        self.moved(name)

    @rule()
    def walk_on(self) -> None:
        """Take the next step of the straight path, so that deep states are reached too."""
        steps = {
            ApplicationState.DRAFT: "sign",
            ApplicationState.COMMITTED: "present",
            ApplicationState.PRESENTED: "submit",
            ApplicationState.SUBMITTED: "take_charge",
            ApplicationState.UNDER_INSTRUCTION: "assess",
            ApplicationState.ADMISSIBLE: "deliberate",
            ApplicationState.APPEALED: "deliberate",
            ApplicationState.IN_DELIBERATION: "refuse",
            ApplicationState.REFUSED: "appeal",
        }
        step = steps.get(ApplicationState(self.state))
        if step is not None:
            factories.STEPS[step](self.dossier, self.people["representative"])
            self.rows = self.dossier.history.count()
            self.state = self.dossier.state

    def moved(self, name: str) -> None:
        sources, target = LAW[name]
        assert self.state in sources.split()
        assert self.dossier.state == target
        self.rows += 1
        self.state = self.dossier.state

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "dossier"):
            return
        fresh = Dossier.objects.get(pk=self.dossier.pk)
        assert fresh.state == self.state
        rows = list(fresh.history.order_by("history_id"))
        assert len(rows) == self.rows
        assert rows[-1].state == self.state
        assert rows[-1].digest == fresh.history_head
        assert list(broken_chains(Dossier, roles=False)) == []

    @invariant()
    def somebody_is_waited_for(self) -> None:
        if not hasattr(self, "dossier"):
            return
        open_tasks = Task.objects.open().filter(process__case_id=self.dossier.pk).count()
        ended = {ApplicationState.VALIDATED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}
        assert open_tasks == (0 if self.state in {*ended, ApplicationState.CLOSED} else 1)


def test_the_law_is_the_one_of_the_design() -> None:
    moves = {
        name: (set(item.sources), item.target)
        for name, item in machine_of(Dossier).transitions.items()
        if item.target is not None
    }
    assert moves == {
        name: (set(sources.split()), target) for name, (sources, target) in LAW.items()
    }


@pytest.mark.django_db
def test_no_sequence_of_calls_breaks_the_law() -> None:
    run_state_machine_as_test(
        DossierMachine,
        settings=settings(
            max_examples=examples(25),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
