"""The only door to a change of state: HTML, API, timers, committee decisions and imports use it.

`perform` runs, in one transaction with the row locked: policy, guards, FSM transition, history
row, effects, waiting task, outbox. Anything that fails leaves all of it untouched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from workflows.actors import Actor
from workflows.flow.flows import advance
from workflows.history import Audited, HistoryRow, history_model, next_row
from workflows.lifecycles import Lifecycle, Transition, machine_of
from workflows.outbox.events import Event, emit
from workflows.rows.single import insert_row, lock, update
from workflows.rules import Context, unmet_conditions
from workflows.verdicts import Refused, Stale, Unmet, Verdict

HEAD = ["history_head"]
AnyLifecycle = TypeVar("AnyLifecycle", bound=Lifecycle)
AnyAudited = TypeVar("AnyAudited", bound=Audited)


@dataclass(frozen=True, slots=True)
class Available:
    """A transition as a page offers it: the law, and whether this actor may now."""

    transition: Transition
    verdict: Verdict


def perform(
    case: AnyLifecycle,
    name: str,
    *,
    actor: Actor,
    data: object = None,
    reason: str = "",
    expected: str | None = None,
    seen: str | None = None,
    at: datetime | None = None,
) -> AnyLifecycle:
    """Make `actor` perform the transition `name` on `case`, and return the case as it now is.

    `data` is the input that the law says it takes. `expected` is the state the actor saw (default:
    the state of the instance given), `seen` the digest of what they were changing. `at` is the
    moment it happened, now unless an import or `tick --as-of` says otherwise. The instance given is
    brought up to date as well.

    Raises Forbidden (the actor may not), Stale (the state changed meanwhile, or no longer
    allows this), Refused (conditions not met, each listed); then nothing has changed. TypeError for
    another input than its law takes.
    """
    transition_ = machine_of(type(case)).transitions[name]
    _require_input(transition_, data)
    seen_state = case.state if expected is None else expected
    with transaction.atomic():
        locked = lock(case)
        context = Context(locked, name, actor, at or timezone.now(), data, reason.strip(), seen)
        admit(transition_, context, seen_state=seen_state)
        row, changed = change(transition_, context)
        history_id = insert_row(history_model(type(locked)), row)
        update(locked, changed)
        for effect in transition_.law.effects:
            effect.run(context)
        if transition_.target is not None:
            advance(context)
        if not transition_.law.silent:
            emit(Event.of(locked, name, actor=actor, history_id=history_id))
    case.__dict__.update(locked.__dict__)
    return case


def create(
    instance: AnyAudited,
    *,
    actor: Actor,
    action: str = "create",
    reason: str = "",
    at: datetime | None = None,
) -> AnyAudited:
    """Save a new audited object with its first history row, and ask whoever must act first.

    The caller has checked that `actor` may: creation has no state to hang a policy on. What has a
    lifecycle is told to the world; the rest, when its model announces it. ValueError when its law
    knows no such `action`, or has it begin in another state.
    """
    at = at or timezone.now()
    if isinstance(instance, Lifecycle):
        state = machine_of(type(instance)).births.get(action)
        if instance.state != state:
            raise ValueError(f"{action} begins in {state}, not in {instance.state}")
    with transaction.atomic():
        _save_new(instance)
        row = next_row(
            instance, action=action, source="", actor=actor, at=at, reason=reason, created=True
        )
        history_id = insert_row(history_model(type(instance)), row)
        update(instance, HEAD)
        if isinstance(instance, Lifecycle) and instance.flow:
            advance(Context(instance, action, actor, at, reason=reason))
        if isinstance(instance, Lifecycle) or action in instance.ANNOUNCED:
            emit(Event.of(instance, action, actor=actor, history_id=history_id))
    return instance


def amend(
    instance: AnyAudited,
    *,
    action: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
    confirmed: bool = False,
    **values: Any,
) -> AnyAudited:
    """Change fields of an audited object that has no state of its own; effects call it.

    Locks the row; writes nothing when no value differs, unless what it says is `confirmed`. `seen`
    is the `history_head` the person was looking at: Stale when someone changed the object since.
    The world is told of what was written when the model announces this `action`.
    """
    with transaction.atomic():
        locked: Any = lock(instance)
        if seen is not None and seen != locked.history_head:
            raise _stale(locked, "Ce texte a changé depuis que vous l’avez ouvert.")
        changed = [key for key, value in values.items() if getattr(locked, key) != value]
        for key in changed:
            setattr(locked, key, values[key])
        if changed or confirmed:
            source = getattr(locked, "state", "")
            row = next_row(locked, action=action, source=source, actor=actor, at=at, reason=reason)
            history_id = insert_row(history_model(type(instance)), row)
            update(locked, [locked._meta.get_field(key).attname for key in changed] + HEAD)
            if action in locked.ANNOUNCED:
                emit(Event.of(locked, action, actor=actor, history_id=history_id))
    instance.__dict__.update(locked.__dict__)
    return instance


def verdict(
    case: Lifecycle, name: str, *, actor: Actor, known: Mapping[Any, Any] | None = None
) -> Verdict:
    """May `actor` perform `name` on `case` now, and if not, why not yet?

    Asks the same policy and guards as `perform`, save those about data not typed yet. `known` is
    what the page has just read of the case, which guards would read (`Context.once`).
    """
    transition_ = machine_of(type(case)).transitions[name]
    verdict_ = transition_.law.policy.verdict(actor, case, name)
    if not verdict_.permitted:
        return verdict_
    if case.state not in transition_.sources:
        return Verdict(permitted=True, unmet=(_not_from_here(case),))
    context = Context(case, name, actor, timezone.now(), known=dict(known or {}))
    return Verdict(
        permitted=True, unmet=unmet_conditions(transition_.law.guards, context, preview=True)
    )


def available(case: Lifecycle, *, actor: Actor, actions: bool = False) -> list[Available]:
    """What the law allows from this state and this actor's role, with what is still missing.

    Transitions only, or with `actions` those that change no state as well.
    """
    found = [
        Available(item, verdict(case, item.name, actor=actor))
        for item in machine_of(type(case)).from_state(case.state)
        if actions or item.target is not None
    ]
    return [item for item in found if item.verdict.permitted]


def _require_input(transition_: Transition, data: object) -> None:
    takes = transition_.law.takes or type(None)
    if not isinstance(data, takes):
        given = type(data).__name__
        raise TypeError(f"{transition_.name} takes {takes.__name__}, not {given}")


def _require_current(case: Lifecycle, transition_: Transition, seen: str) -> None:
    if case.state == seen and case.state in transition_.sources:
        return
    label = machine_of(type(case)).state(case.state).label
    if case.state == seen:
        message = f"Cette action n’est pas possible à l’étape «\u00a0{label}\u00a0»."
    else:
        message = (
            f"Quelqu’un a agi entre-temps\u00a0: l’étape est maintenant «\u00a0{label}\u00a0»."
        )
    raise _stale(case, message, asked=transition_.name)


def _stale(instance: Audited, message: str, asked: str = "") -> Stale:
    last = instance.history.order_by("-history_id").first()
    if last is None:
        return Stale(message)
    return Stale(
        message,
        change=_done(instance, last.transition),
        by=last.actor,
        at=last.history_date,
        repeated=last.transition == asked,
    )


def _done(instance: Audited, action: str) -> str:
    """What `action` is called once done; a record without a law of its own has no word for it."""
    if not isinstance(instance, Lifecycle):
        return ""
    found = machine_of(type(instance)).transitions.get(action)
    return found.law.done if found else ""


def _not_from_here(case: Lifecycle) -> Unmet:
    label = machine_of(type(case)).state(case.state).label
    return Unmet("state", f"L’état «\u00a0{label}\u00a0» ne le permet pas.")


def _require_conditions(transition_: Transition, context: Context) -> None:
    unmet = unmet_conditions(transition_.law.guards, context, preview=False)
    # What guards read is no longer true for the effects.
    context.known.clear()
    if transition_.law.reasoned and not context.reason:
        unmet.append(Unmet("reason", "Indiquez le motif.", field="reason"))
    if unmet:
        raise Refused(
            f"{transition_.law.label}\u00a0: il manque encore quelque chose.",
            unmet=unmet,
            not_yet=True,
        )


def admit(transition_: Transition, context: Context, *, seen_state: str) -> None:
    """Raise what refuses the action under way, whose case is locked."""
    transition_.law.policy.require(context.actor, context.case, context.action)
    _require_current(context.case, transition_, seen_state)
    _require_conditions(transition_, context)


def change(transition_: Transition, context: Context) -> tuple[HistoryRow, list[str]]:
    """Run the FSM method: the history row that seals it, to insert, and the columns to write."""
    case: Lifecycle = context.case
    held, source = vars(case), case.state
    before = held.copy()
    method: Callable[[Context], None] = getattr(case, transition_.name)
    method(context)
    # Whoever locked it read all of its columns.
    changed = [name for name in _columns(type(case)) if held[name] != before[name]]
    row = next_row(
        case,
        action=transition_.name,
        source=source,
        actor=context.actor,
        at=context.at,
        reason=context.reason,
    )
    return row, changed + HEAD


@cache
def _columns(model: type[Lifecycle]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _save_new(instance: Any) -> None:
    instance._recorded = True
    try:
        instance.save(force_insert=True)
    finally:
        del instance._recorded
