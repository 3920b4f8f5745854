"""The door of `workflows.engine`, for a whole set: what a day does to a thousand objects.

The same law, the same rows, the same seals, in a few statements for all (docs/decisions/0062). What
time brings comes through here (`workflows.background.ticking`); a person performs, one by one.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from workflows.actors import Actor
from workflows.engine import HEAD, admit, change
from workflows.flow.flows import advance_all
from workflows.history import history_model, next_row
from workflows.lifecycles import Lifecycle, Machine, Transition, machine_of
from workflows.outbox.events import Event, emit_all
from workflows.rows.many import insert_all, insert_rows, lock_all, update_all
from workflows.rules import Context
from workflows.verdicts import Refusal

AnyLifecycle = TypeVar("AnyLifecycle", bound=Lifecycle)


def perform_all(
    cases: Sequence[AnyLifecycle], name: str, *, actor: Actor, at: datetime, locked: bool = False
) -> list[Refusal | None]:
    """Make `actor` perform the transition `name`, which takes no input, on each of `cases`.

    As `perform` on each would, in one transaction: for each, in order, None or the refusal that it
    met, in which case it is as it was. Any other failure leaves all of them untouched, and raises.
    They are of one model, each is there once, and a thousand are enough. `locked`: this very
    transaction has read and locked them, so they are not read again; they are worth nothing once
    this has failed.

    Every guard is asked before anything is written: a case that another of the set makes possible
    is refused, and one that another has changed meanwhile makes the whole fail.
    """
    transition_ = _taking_nothing(cases, name)
    with transaction.atomic():
        held = cases if locked else lock_all(cases)
        reads = {relation for guard in transition_.law.guards for relation in guard.reads}
        models.prefetch_related_objects(held, *reads)
        contexts, answers = [], list[Refusal | None]()
        for case, given in zip(held, cases, strict=True):
            context = Context(case, name, actor, at)
            refusal = _refusal(transition_, context, seen_state=given.state)
            answers.append(refusal)
            if refusal is None:
                contexts.append(context)
        if contexts:
            _write(transition_, contexts)
    for case, given, answer in zip(held, cases, answers, strict=True):
        if answer is None:
            given.__dict__.update(case.__dict__)
    return answers


def create_all(
    instances: Sequence[AnyLifecycle], *, actor: Actor, action: str, at: datetime
) -> None:
    """Save new objects of one model with their first history rows, and ask whoever must act first.

    As `create` does of each, and as there, the caller has checked that `actor` may.
    """
    if not instances:
        return
    births = machine_of(type(instances[0])).births
    for instance in instances:
        if instance.state != births.get(action):
            raise ValueError(f"{action} begins in {births.get(action)}, not in {instance.state}")
    with transaction.atomic():
        insert_all(instances)
        rows = [
            next_row(instance, action=action, source="", actor=actor, at=at, created=True)
            for instance in instances
        ]
        history_ids = insert_rows(history_model(type(instances[0])), rows)
        update_all(instances, HEAD)
        advance_all([Context(instance, action, actor, at) for instance in instances])
        _tell(instances, action, actor, history_ids)


def _taking_nothing(cases: Sequence[Lifecycle], name: str) -> Transition:
    machine: Machine = machine_of(type(cases[0]))
    found = machine.transitions[name]
    if found.law.takes is not None or found.law.reasoned:
        raise TypeError(f"{name} takes what is said of one case")
    if len({case.pk for case in cases}) != len(cases):
        raise ValueError("a case is there twice")
    return found


def _refusal(transition_: Transition, context: Context, *, seen_state: str) -> Refusal | None:
    try:
        admit(transition_, context, seen_state=seen_state)
    except Refusal as refusal:
        return refusal
    return None


def _write(transition_: Transition, contexts: list[Context]) -> None:
    """All that the transition changes, of those that nothing refuses."""
    cases: list[Lifecycle] = [context.case for context in contexts]
    rows, alike = [], defaultdict[frozenset[str], list[Any]](list)
    for context in contexts:
        row, changed = change(transition_, context)
        rows.append(row)
        alike[frozenset(changed)].append(context.case)
    history_ids = insert_rows(history_model(type(cases[0])), rows)
    for changed_, changed_alike in alike.items():
        update_all(changed_alike, changed_)
    for effect in transition_.law.effects:
        effect.run_all(contexts)
    if transition_.target is not None:
        advance_all(contexts)
    if not transition_.law.silent:
        _tell(cases, transition_.name, contexts[0].actor, history_ids)


def _tell(
    subjects: Sequence[Lifecycle], action: str, actor: Actor, history_ids: Sequence[int]
) -> None:
    emit_all(
        [
            Event.of(subject, action, actor=actor, history_id=history_id)
            for subject, history_id in zip(subjects, history_ids, strict=True)
        ]
    )
