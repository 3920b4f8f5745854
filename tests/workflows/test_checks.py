"""`manage.py check` knows an unlawful lifecycle when it sees one."""

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.petitions.models import Petition
from tests.toys.models import Repair, Thanks
from tests.toys.rulebook import ToyRules
from workflows import checks
from workflows.deliberation import Deliberated
from workflows.history import ChainedHistory, text_columns
from workflows.lifecycles import Lifecycle, Machine, lifecycle_models, machine_of
from workflows.models import Case
from workflows.policies import Policy
from workflows.proof import roles
from workflows.rules import Effect, Guard


def test_every_lifecycle_of_the_product_is_lawful() -> None:
    assert checks.check_lifecycles(None) == []


def broken(
    monkeypatch: pytest.MonkeyPatch, *, of: type[Lifecycle] = Repair, **changes: Any
) -> set[str]:
    machine: Machine = replace(machine_of(of), **changes)
    monkeypatch.setattr(checks, "machine_of", lambda model: machine)
    return {message.id or "" for message in checks.check_model(of)}


def without(name: str) -> dict[str, Any]:
    kept = {key: item for key, item in machine_of(Repair).transitions.items() if key != name}
    return {"transitions": kept}


def with_law(name: str, **changes: Any) -> dict[str, Any]:
    items = dict(machine_of(Repair).transitions)
    items[name] = replace(items[name], law=replace(items[name].law, **changes))
    return {"transitions": items}


def test_a_policy_that_nobody_asks_of_the_past_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {rule: held for rule, held in roles._held.items() if rule is not ToyRules.owner}
    monkeypatch.setattr(roles, "_held", kept)
    assert "workflows.E010" in {message.id for message in checks.check_model(Repair)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (without("accept"), "workflows.E004"),
        (without("contest"), "workflows.E003"),
        (with_law("ask", label=""), "workflows.E005"),
        (with_law("ask", policy=Policy()), "workflows.E006"),
        (with_law("ask", guards=(Guard(),)), "workflows.E006"),
        (with_law("accept", effects=(Effect(),)), "workflows.E006"),
        (without("take_charge"), "workflows.E007"),
        (without("lapse"), "workflows.E008"),
        ({"states": machine_of(Repair).states[:-1]}, "workflows.E001"),
    ],
)
def test_an_unlawful_change_is_found(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], expected: str
) -> None:
    assert expected in broken(monkeypatch, **changes)


def test_a_waiting_state_says_whom_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    states = tuple(replace(state, awaits="") for state in machine_of(Repair).states)
    assert "workflows.E009" in broken(monkeypatch, states=states)


def test_a_transition_to_the_state_it_leaves_is_no_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = dict(machine_of(Repair).transitions)
    items["contest"] = replace(items["contest"], target="refused")
    assert "workflows.E003" in broken(monkeypatch, transitions=items)


def test_a_final_state_has_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    states = tuple(replace(state, final=True) for state in machine_of(Repair).states)
    assert "workflows.E002" in broken(monkeypatch, states=states)


PROPOSAL = Petition.proposal("grant")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"concerned_organisation_id": Deliberated.concerned_organisation_id}, "E011"),
        ({"feminine": None}, "E027"),
        ({"entry": ""}, "E012"),
        ({"entry": "grant"}, "E012"),
        ({"proposals": ()}, "E013"),
        ({"proposals": (PROPOSAL, PROPOSAL)}, "E013"),
        ({"proposals": [replace(PROPOSAL, key="a" * 31)]}, "E013"),
        ({"proposals": [replace(PROPOSAL, question="")]}, "E014"),
        ({"proposals": [replace(PROPOSAL, transition="bless")]}, "E015"),
        ({"proposals": [replace(PROPOSAL, transition="debate")]}, "E015"),
        ({"proposals": [replace(PROPOSAL, transition="dismiss")]}, "E016"),
        ({"proposals": [replace(PROPOSAL, when_rejected="grant")]}, "E017"),
        ({"proposals": [replace(PROPOSAL, when_rejected="bless")]}, "E017"),
    ],
)
def test_what_a_body_could_not_decide_is_found(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], expected: str
) -> None:
    for name, value in changes.items():
        monkeypatch.setattr(Petition, name, value)
    found = {message.id for message in checks.check_model(Petition)}
    assert f"workflows.{expected}" in found


def test_a_proposal_that_leads_out_of_nowhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    items = dict(machine_of(Petition).transitions)
    items["grant"] = replace(items["grant"], sources=("received",))
    assert "workflows.E015" in broken(monkeypatch, of=Petition, transitions=items)


def test_what_a_body_decides_is_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "Case", int)
    assert "workflows.E011" in {message.id for message in checks.check_model(Petition)}


def test_every_text_column_of_the_product_is_erasable_or_kept() -> None:
    assert checks.check_erasure(None) == []


@pytest.mark.parametrize(
    ("erasable", "kept", "expected"),
    [
        ((), (), "workflows.E018: toys.Thanks: words is neither ERASABLE nor KEPT"),
        (("words",), ("words",), "workflows.E019: toys.Thanks: words is both ERASABLE and KEPT"),
        (("words", "repair"), (), "workflows.E020: toys.Thanks: repair is no text column"),
        (("words", "deed"), (), "workflows.E020: toys.Thanks: deed is no text column"),
        ((), ("words", "history_head"), ""),
    ],
)
def test_a_text_column_is_declared_once(
    monkeypatch: pytest.MonkeyPatch,
    erasable: tuple[str, ...],
    kept: tuple[str, ...],
    expected: str,
) -> None:
    monkeypatch.setattr(Thanks, "ERASABLE", erasable)
    monkeypatch.setattr(Thanks, "KEPT", kept)
    found = [f"{message.id}: {message.msg}" for message in checks.check_text_columns(Thanks)]
    assert found == ([expected] if expected else [])


def test_what_a_case_is_made_of_is_declared_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Case, "ERASABLE", ())
    found = {message.msg for message in checks.check_erasure(None)}
    assert "toys.Repair: title is neither ERASABLE nor KEPT" in found


def test_the_words_that_the_history_adds_are_declared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChainedHistory, "ERASABLE", ())
    [message] = checks.check_erasure(None)
    assert message.msg == "workflows.ChainedHistory: reason is neither ERASABLE nor KEPT"


def test_a_column_with_choices_holds_no_words() -> None:
    assert "state" not in text_columns(Repair)
    assert "fault" in text_columns(Repair)


def test_the_printed_machines_keep_their_promise() -> None:
    out = StringIO()
    call_command("lifecycles", "--json", stdout=out)
    machines = {machine["model"]: machine for machine in json.loads(out.getvalue())}
    assert set(machines) == {model._meta.label for model in lifecycle_models()}
    repair = machines["toys.Repair"]
    assert {"value": "mended", "label": "Réparée", "final": True} in repair["states"]
    ask = next(item for item in repair["transitions"] if item["name"] == "ask")
    assert ask == {
        "name": "ask",
        "label": "Demander la réparation",
        "sources": ["draft"],
        "target": "asked",
        "actors": ["toys.owner"],
        "guards": ["toys.described", "toys.photographed"],
    }
    assert [item["name"] for item in repair["actions"]] == ["describe"]


def test_a_column_does_not_take_the_name_of_what_a_change_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert list(checks.check_column_names(Thanks)) == []
    monkeypatch.setattr(Thanks._meta.get_field("history_head"), "name", "action")
    [message] = checks.check_column_names(Thanks)
    assert (message.id, message.msg) == (
        "workflows.E029",
        "toys.Thanks.action: amend() takes that name for itself",
    )
