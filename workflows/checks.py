"""`manage.py check` reads every lifecycle as law: nothing unreachable, nothing without a rule.

And every word that is kept for ever as either erasable or not.
"""

from collections.abc import Iterator, Sequence
from inspect import signature
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import models

from workflows.actors import ActorKind
from workflows.deliberation import LONGEST_KEY, Deliberated, Proposal
from workflows.engine import amend
from workflows.flow.flows import flow_of
from workflows.history import ChainedHistory, audited_models, declared_columns, text_columns
from workflows.lifecycles import Lifecycle, Machine, Transition, lifecycle_models, machine_of
from workflows.models import Case
from workflows.policies import declared_rules
from workflows.proof.roles import can_be_asked_of_the_past


@register("lifecycles")
def check_lifecycles(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check every lifecycle; each message names the model and what to mend."""
    return [message for model in lifecycle_models() for message in check_model(model)]


@register("lifecycles")
def check_rules(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check the rules that no law names, a page alone: the others are told with their law."""
    of_laws = {
        rule
        for model in lifecycle_models()
        for item in machine_of(model).transitions.values()
        for rule in item.law.rules
    }
    return [
        Error(f"nobody wrote {rule}", id="workflows.E028")
        for rule in declared_rules()
        if not rule.is_written and rule not in of_laws
    ]


@register("erasure")
def check_erasure(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check the text columns of every audited model, and those that its history adds."""
    audited: list[type[models.Model]] = [ChainedHistory, *audited_models()]
    return [message for model in audited for message in check_text_columns(model)]


@register("lifecycles")
def check_names(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A column named as what `amend` is told besides could be written, and never changed."""
    return [message for model in audited_models() for message in check_column_names(model)]


def check_column_names(model: type[models.Model]) -> Iterator[Error]:
    told = signature(amend).parameters
    for field in model._meta.concrete_fields:
        if field.name in told:
            text = f"{model._meta.label}.{field.name}: amend() takes that name for itself"
            yield Error(text, id="workflows.E029")


def check_text_columns(model: type[models.Model]) -> Iterator[Error]:
    """Each is declared once, ERASABLE or KEPT, and nothing else is."""
    columns = text_columns(model)
    erasable, kept = (declared_columns(model, name) for name in ("ERASABLE", "KEPT"))
    problems = {
        18: ("is neither ERASABLE nor KEPT", columns - erasable - kept),
        19: ("is both ERASABLE and KEPT", erasable & kept),
        20: ("is no text column", (erasable | kept) - columns),
    }
    for number, (problem, names) in problems.items():
        for name in sorted(names):
            yield Error(f"{model._meta.label}: {name} {problem}", id=f"workflows.E{number:03d}")


def check_model(model: type[Lifecycle]) -> list[CheckMessage]:
    """All that is wrong with the lifecycle of `model`."""
    machine = machine_of(model)
    return [
        *_check_states(machine),
        *_check_reach(machine),
        *_check_laws(machine),
        *_check_past(machine),
        *_check_flow(machine),
        *_check_deliberation(machine),
    ]


def _error(machine: Machine, text: str, number: int) -> Error:
    return Error(f"{machine.model._meta.label}: {text}", id=f"workflows.E{number:03d}")


def _check_states(machine: Machine) -> Iterator[Error]:
    declared = [state.value for state in machine.states]
    choices = [value for value, _ in machine.model.state.field.choices]
    absent = set(choices).difference(declared)
    if set(declared) - set(choices) or (absent and not _shares_its_states(machine.model)):
        yield _error(machine, "STATES and the choices of `state` differ", 1)
    for state in machine.states:
        leaves = [
            item
            for item in machine.from_state(state.value)
            if item.target not in (None, state.value)
        ]
        if state.final and leaves:
            yield _error(machine, f"final state {state.value} has a way out", 2)
        if not state.final and not leaves:
            yield _error(machine, f"state {state.value} has no way out", 3)


def _shares_its_states(model: type[Lifecycle]) -> bool:
    """Whether `state` comes from an abstract parent, of whose states a kind may lack some.

    A parent that declares how they show, as the facts of one model apart from its law, lacks none.
    """
    return any(
        base._meta.abstract
        and "STATES" not in vars(base)
        and any(field.name == "state" for field in base._meta.local_fields)
        for base in model.__mro__[1:]
        if issubclass(base, Lifecycle)
    )


def _check_reach(machine: Machine) -> Iterator[Error]:
    reached = set(machine.births.values())
    frontier = list(reached)
    while frontier:
        for item in machine.from_state(frontier.pop()):
            if item.target is not None and item.target not in reached:
                reached.add(item.target)
                frontier.append(item.target)
    for state in machine.states:
        if state.value not in reached:
            yield _error(machine, f"state {state.value} cannot be reached", 4)


def _check_laws(machine: Machine) -> Iterator[Error]:
    for name in sorted(machine.model.ADDITIONS.keys() - machine.transitions.keys()):
        yield _error(machine, f"ADDITIONS names an unknown transition: {name}", 25)
    states = {state.value for state in machine.states}
    for item in machine.transitions.values():
        if not item.sources or item.target not in {None, *states}:
            yield _error(machine, f"transition {item.name} starts nowhere, or leads nowhere", 26)
        if not item.law.label or not item.law.done:
            yield _error(machine, f"transition {item.name} has no French label", 5)
        for rule in item.law.rules:
            if not rule.is_written:
                yield _error(machine, f"{item.name} names a rule that nobody wrote: {rule}", 6)


def _check_past(machine: Machine) -> Iterator[Error]:
    """What the law allows to people can be asked of the past, or no proof could be replayed."""
    for item in machine.transitions.values():
        policy = item.law.policy
        if policy.is_written and not can_be_asked_of_the_past(policy):
            yield _error(machine, f"{item.name}: nobody says who was in {policy.name} then", 10)


def _check_flow(machine: Machine) -> Iterator[Error]:
    """A state that waits for someone says for whom; the flow asks only for what the law allows."""
    flow = flow_of(machine.model)
    if flow is None:
        return
    asked = {name for request in flow.requests() for name in request.asks}
    for name in sorted(asked - machine.transitions.keys()):
        yield _error(machine, f"the flow asks for an unknown transition: {name}", 7)
    for request in flow.requests():
        if request.timeout_transition and request.timeout_transition not in machine.transitions:
            yield _error(machine, f"unknown time-out: {request.timeout_transition}", 8)
    answered = {
        source
        for name in asked & machine.transitions.keys()
        for source in machine.transitions[name].sources
    }
    for state in machine.states:
        if state.value in answered and not state.awaits:
            yield _error(machine, f"state {state.value} waits for nobody in French", 9)


def _check_deliberation(machine: Machine) -> Iterator[Error]:
    """What a body decides: the contract is whole, and each proposal leads where the law allows."""
    model = machine.model
    if not issubclass(model, Deliberated):
        return
    yield from _check_what_it_says(machine, model)
    entry = machine.transitions.get(model.entry)
    if entry is None or not _admits(entry, ActorKind.DELIBERATION):
        yield _error(machine, f"no deliberation can open it: {model.entry or 'no entry'}", 12)
        return
    keys = [proposal.key for proposal in model.proposals]
    if not keys or len(keys) != len(set(keys)):
        yield _error(machine, "proposals are missing, or two have the same key", 13)
    for proposal in model.proposals:
        for problem, number in _problems_of_proposal(proposal, entry, machine, keys):
            yield _error(machine, f"proposal {proposal.key}: {problem}", number)


def _check_what_it_says(machine: Machine, model: type[Deliberated]) -> Iterator[Error]:
    if Case not in model.__mro__:
        yield _error(machine, "a body decides cases, and this is none", 11)
    if model.concerned_organisation_id is Deliberated.concerned_organisation_id:
        yield _error(machine, "concerned_organisation_id is not said", 11)
    if model.feminine is None:
        yield _error(machine, "the gender of its verbose_name is not said: feminine or not?", 27)


def _problems_of_proposal(
    proposal: Proposal, entry: Transition, machine: Machine, keys: list[str]
) -> Iterator[tuple[str, int]]:
    if not 0 < len(proposal.key) <= LONGEST_KEY:
        yield f"its key has 1 to {LONGEST_KEY} letters", 13
    if not all((proposal.label, proposal.question, proposal.decided)):
        yield "it lacks its French words", 14
    transition = machine.transitions.get(proposal.transition)
    if transition is None or not _admits(transition, ActorKind.DECISION):
        yield f"no decision can perform {proposal.transition or 'no transition'}", 15
    elif not _where(entry) <= set(transition.sources):
        yield f"{transition.name} does not start where the deliberation is", 15
    elif transition.law.reasoned and not proposal.reasoned:
        yield f"{transition.name} wants reasons that nobody would give", 16
    if proposal.when_rejected and proposal.when_rejected not in {*keys} - {proposal.key}:
        yield f"declining it amounts to an unknown proposal: {proposal.when_rejected}", 17


def _where(entry: Transition) -> set[str]:
    """Where a case is while it is deliberated on: an entry that moves nothing leaves it there."""
    return set(entry.sources) if entry.target is None else {entry.target}


def _admits(transition: Transition, kind: ActorKind) -> bool:
    policy = transition.law.policy
    return not policy.is_written or kind in policy.kinds  # unwritten: told by another check
