"""A lifecycle is law: states and transitions on the model, metadata beside each, all printable.

`law(...)` is django-fsm's `transition` with the metadata that the engine, the pages and the
checks need. `machine_of(model)` reads it back as data: nothing is parsed from names.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django_fsm import FSMField, FSMFieldDescriptor, transition

from workflows.history import Audited
from workflows.policies import Policy, Rule
from workflows.rules import Effect, Guard


@dataclass(frozen=True, slots=True)
class Law:
    """What a transition is, besides its source and target.

    `label` is the action, infinitive (« Déposer le dossier »); `done` the history entry
    (« Dossier déposé »); `policy`, `guards` and `effects` are rules of a rulebook; `takes` is
    the class of its input (None: it takes none); `silent` transitions are no event of the outbox;
    `reasoned` ones refuse to run without a reason.
    """

    label: str
    done: str
    policy: Policy
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    takes: type | None = None
    silent: bool = False
    reasoned: bool = False

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All that it names."""
        return (self.policy, *self.guards, *self.effects)


@dataclass(frozen=True, slots=True)
class State:
    """How a state shows: its tone and icon (see the interface rules) and what it waits for.

    `awaits` says in French who is waited for; empty for a final state, or one that time moves.
    """

    value: str
    label: str
    tone: str
    icon: str
    awaits: str = ""
    final: bool = False


def law(
    *,
    source: str | Sequence[str],
    target: str | None,
    label: str,
    done: str,
    policy: Policy,
    guards: Iterable[Guard] = (),
    effects: Iterable[Effect] = (),
    takes: type | None = None,
    silent: bool = False,
    reasoned: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a transition of the `state` field.

    `target=None` declares an action that is allowed in some states and changes none of them
    (writing evidence): it goes through the same door and leaves the same proof.
    """
    custom = Law(
        label=label,
        done=done,
        policy=policy,
        guards=tuple(guards),
        effects=tuple(effects),
        takes=takes,
        silent=silent,
        reasoned=reasoned,
    )
    sources = [source] if isinstance(source, str) else list(source)
    return transition(field="state", source=sources, target=target, custom={"law": custom})


class _StateDescriptor(FSMFieldDescriptor):
    """django-fsm's, which makes a descriptor of Django's own for each reading of a state."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        held = None if instance is None else instance.__dict__.get(self.field.name)
        return super().__get__(instance, owner) if held is None else held


class StateField(FSMField):
    """A protected state column with French choices."""

    descriptor_class = _StateDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("protected", True)
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        """Listen for the law of a real model; the thousands that migrations render have none.

        Each would go on listening for every model rendered after it: a third of `migrate`.
        """
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, private_only)
        else:
            super().contribute_to_class(cls, name, private_only)


class Lifecycle(Audited):
    """An audited object with a `state` that only `workflows.engine` moves.

    Subclasses declare `state = StateField(...)`, `STATES` (how each state shows) and their
    transitions with `@law`. `BIRTHS` maps each action that creates one to the state it begins in.
    `ADDITIONS` is what one kind asks or does besides in a transition that it inherits, by name; it
    inherits none of the sources that its `STATES` do not name. `FORMERLY` keeps the law as it was,
    where a version of the product changed it. `flow` names, for those who are waited for, the
    viewflow flow.
    """

    STATES: Sequence[State] = ()
    BIRTHS: ClassVar[Mapping[str, str]] = {}
    ADDITIONS: "ClassVar[Mapping[str, Addition]]" = {}
    FORMERLY: "ClassVar[Sequence[Formerly]]" = ()
    flow: str = ""
    state: Any

    class Meta:
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Reload; forget the state first, since django-fsm refuses to overwrite it.

        Its own mixin flips a flag on the class meanwhile, which breaks other threads.
        """
        fields = kwargs.get("fields")
        if fields is None and args[1:]:
            fields = args[1]
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def state_info(self) -> State:
        """How the current state shows."""
        return machine_of(type(self)).state(self.state)


@dataclass(frozen=True, slots=True)
class Transition:
    """One transition as data. `target` None: an action that changes no state."""

    name: str
    sources: tuple[str, ...]
    target: str | None
    law: Law


@dataclass(frozen=True, slots=True)
class Addition:
    """What one kind asks (`guards`) or does (`effects`) besides, after what the law says."""

    guards: Sequence[Guard] = ()
    effects: Sequence[Effect] = ()

    def to(self, law: Law) -> Law:
        return replace(
            law, guards=(*law.guards, *self.guards), effects=(*law.effects, *self.effects)
        )


@dataclass(frozen=True, slots=True)
class Formerly:
    """A transition as it was for what happened before `until`; None: it did not exist yet.

    Rows are never written again, so they replay by the law of their day.
    """

    until: datetime
    name: str
    transition: Transition | None


@dataclass(frozen=True, slots=True)
class Machine:
    """The whole law of a model, in declaration order."""

    model: type[Lifecycle]
    births: Mapping[str, str]
    states: tuple[State, ...]
    transitions: dict[str, Transition]

    def state(self, value: str) -> State:
        for state in self.states:
            if state.value == value:
                return state
        raise KeyError(value)

    def law_on(self, name: str, moment: datetime) -> Transition | None:
        """The transition `name` as the law had it at `moment`; None when it had no such one."""
        former = [law for law in self.model.FORMERLY if law.name == name and moment < law.until]
        if former:
            return min(former, key=lambda law: law.until).transition
        return self.transitions.get(name)

    def from_state(self, value: str) -> list[Transition]:
        """What the law allows from `value`, actions included."""
        return [t for t in self.transitions.values() if value in t.sources]


@cache
def machine_of(model: type[Lifecycle]) -> Machine:
    """Read the law of `model` back from its decorated methods."""
    field = model.state.field
    known = {state.value for state in model.STATES}
    found: dict[str, Transition] = {}
    for method in field.transitions[model].values():
        parts = list(method._django_fsm.transitions.values())
        first = parts[0]
        found[first.name] = Transition(
            name=first.name,
            sources=tuple(str(part.source) for part in parts if part.source in known),
            target=None if first.target is None else str(first.target),
            law=model.ADDITIONS.get(first.name, Addition()).to(first.custom["law"]),
        )
    order = {name: index for index, name in enumerate(_declared(model))}
    ordered = dict(sorted(found.items(), key=lambda item: order[item[0]]))
    births = model.BIRTHS or {"create": str(field.get_default())}
    return Machine(model, births, tuple(model.STATES), ordered)


def _declared(model: type) -> list[str]:
    """The names in the order of the classes: a kind's own moves come before those it shares."""
    names = [name for base in model.__mro__ for name in vars(base)]
    return list(dict.fromkeys(names))


def lifecycle_models() -> list[type[Lifecycle]]:
    """Every concrete model with a lifecycle, in a stable order."""
    found = [model for model in apps.get_models() if issubclass(model, Lifecycle)]
    return sorted(found, key=lambda model: model._meta.label)


def describe(machine: Machine) -> dict[str, Any]:
    """The machine in the shape that `manage.py lifecycles --json` promises."""

    def entry(item: Transition) -> dict[str, Any]:
        return {
            "name": item.name,
            "label": item.law.label,
            "sources": list(item.sources),
            "target": item.target,
            "actors": [item.law.policy.name],
            "guards": [guard.name for guard in item.law.guards],
        }

    moves = [item for item in machine.transitions.values() if item.target is not None]
    actions = [item for item in machine.transitions.values() if item.target is None]
    return {
        "model": machine.model._meta.label,
        "states": [
            {"value": state.value, "label": state.label, "final": state.final}
            for state in machine.states
        ],
        "transitions": [entry(item) for item in moves],
        "actions": [entry(item) for item in actions],
    }


def state_is_known(enum: type[models.TextChoices], field: str = "state") -> models.Q:
    """A check-constraint condition: the column holds one of the states of `enum`."""
    return models.Q(**{f"{field}__in": enum.values})
