"""Who must act next, and by when: viewflow, headless, driven by the state of the case.

A flow is made of `Request` nodes (someone is asked for transitions) around one `ByState` gateway
that only reads the case's state. The engine calls `advance` inside `perform()`: a transition
completes the request that asked for it, and cancels those nobody answered.

Why our own lean nodes (docs/decisions/0004): the case row is already locked, so the flow needs no
lock of its own; a gateway that only reads leaves no row; a deadline is a column of the request it
limits, not a second task to create and cancel.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now
from viewflow.workflow.activation import Activation
from viewflow.workflow.flow import End, Flow, StartHandle
from viewflow.workflow.nodes.handle import Handle, HandleActivation
from viewflow.workflow.nodes.switch import Switch
from viewflow.workflow.status import STATUS

from workflows.lifecycles import Lifecycle, lifecycle_models, machine_of
from workflows.models import Process, Task
from workflows.rows.many import insert_all
from workflows.rows.single import insert
from workflows.rules import Context

__all__ = [
    "ByState",
    "CaseFlow",
    "End",
    "Request",
    "StartHandle",
    "advance",
    "advance_all",
    "all_requests",
    "flow_of",
]

Moment = Callable[[Any, datetime], datetime | None]
Ahead = Callable[[], timedelta]


class CaseLock:
    """The case row, locked by `perform()`, is the lock of its flow: one order, no deadlock."""

    @contextmanager
    def __call__(self, flow_class: type, process_pk: int) -> Iterator[None]:
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a flow moves inside perform() only")
        yield


class RequestActivation(HandleActivation):
    """A request to people: created with its audience and deadline, completed by a transition."""

    @classmethod
    def create(
        cls,
        flow_task: "Request",
        prev_activation: Activation,
        token: Any,
        data: Any = None,
        seed: Any = None,
    ) -> "RequestActivation":
        task = flow_task.asked(prev_activation.process, token)
        insert(task)
        insert(Task.previous.through(from_task=task, to_task=prev_activation.task))
        return cls(task)


class Request(Handle):
    """Someone is asked for one of the transitions `asks` (the first names the task).

    `title` is what the inbox says, in French; `due(case, now)` the deadline, if any. Those asked
    are reminded of it as long before it comes as `remind_before()` says, and with `remind_overdue`
    once it has passed.
    """

    task_type = "HUMAN"
    activation_class = RequestActivation

    def __init__(
        self,
        *asks: str,
        title: str,
        due: Moment | None = None,
        remind_before: Ahead | None = None,
        remind_overdue: bool = False,
    ) -> None:
        super().__init__()
        if due is None and (remind_before or remind_overdue):
            raise ImproperlyConfigured(f"{title}: a reminder of no deadline")
        self.asks = asks
        self.task_title = title
        self.due = due
        self.remind_before = remind_before
        self.remind_overdue = remind_overdue
        self.times_out: Moment | None = None
        self.timeout_transition = ""

    def OnTimeout(self, delay: Moment, then: str) -> "Request":  # noqa: N802 - viewflow's word
        """When `delay(case, now)` comes unanswered, `tick` performs the transition `then`."""
        self.times_out, self.timeout_transition = delay, then
        return self

    def asked(self, process: Process, token: Any) -> Task:
        """The row of this request in `process`, which is bound to its case and moment."""
        case, at = process.case, process.moved_at
        return Task(
            process=process,
            flow_task=self,
            flow_task_type=self.task_type,
            token=token,
            created=at,
            asks=self.asks[0],
            audience=self.audience_of(case),
            due_at=self.due(case, at) if self.due else None,
            times_out_at=self.times_out(case, at) if self.times_out else None,
        )

    def audience_of(self, case: Lifecycle) -> str:
        """The inbox key of those who may answer, from the policy of the transition asked."""
        asked = machine_of(type(case)).transitions[self.asks[0]]
        return asked.law.policy.audience(case)


class ByState(Switch):
    """A gateway that reads the state and hands over, leaving no row behind."""

    def State(self, value: str, node: Any) -> "ByState":  # noqa: N802
        """Go to `node` when the case is in the state `value`."""
        return self.Case(node, lambda activation: activation.process.case.state == value)

    def _create(
        self, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> Activation:
        return self.following(prev_activation)._create(prev_activation, token)

    def following(self, activation: Activation) -> Any:
        """The node of the state that the case is in."""
        for node, condition in self._branches:
            if condition is None or condition(activation):
                return node
        raise ImproperlyConfigured(f"{self.flow_class} has no branch for this state")


class CaseFlow(Flow):
    """Base of the flows of cases: `start`, one gateway `by_state`, requests, `end`."""

    process_class = Process
    task_class = Task
    lock_impl = CaseLock()

    start: Any
    by_state: Any

    @classmethod
    def requests(cls) -> list[Request]:
        """Every request node of this flow."""
        return [node for node in cls.instance.nodes() if isinstance(node, Request)]


def flow_of(model: type[Lifecycle]) -> type[CaseFlow] | None:
    """The flow that `model` names, or None for a lifecycle nobody waits in."""
    return import_string(model.flow) if model.flow else None


def all_requests() -> list[Request]:
    """Every request that some flow makes."""
    flows = [flow for model in lifecycle_models() if (flow := flow_of(model))]
    return [request for flow in dict.fromkeys(flows) for request in flow.requests()]


def advance(context: Context) -> None:
    """Complete the request that asked for this transition, cancel the others, ask the next.

    Called by the engine in its transaction, after the state has changed. Costs one statement to
    find the open requests, one to close each, two to open the next.
    """
    case = context.case
    flow_class = flow_of(type(case))
    if flow_class is None:
        return
    open_tasks = list(
        Task.objects.open().filter(process__case_id=case.pk).select_related("process")
    )
    if not open_tasks:
        _start(flow_class, context)
        return
    last = [_close(task, context) for task in open_tasks][-1]
    following = flow_class.by_state._create(last, last.task.token)
    last._activate_next({following})


def advance_all(contexts: Sequence[Context]) -> None:
    """`advance` for cases of one model; new ones begin their course in four statements for all."""
    flow_class = flow_of(type(contexts[0].case))
    if flow_class is None:
        return
    begun = set(
        Process.objects.filter(case__in=[context.case.pk for context in contexts]).values_list(
            "case_id", flat=True
        )
    )
    new = [context for context in contexts if context.case.pk not in begun]
    for context in contexts:
        if context.case.pk in begun:
            advance(context)
    _start_all(flow_class, new)


def readdress(case: Lifecycle) -> None:
    """Put the open requests of `case` in the inbox of those who may answer them now."""
    for task in Task.objects.open().requests().filter(process__case_id=case.pk):
        task.audience = task.flow_task.audience_of(case)
        task.save(update_fields=["audience"])


def _close(task: Task, context: Context) -> Activation:
    """Complete a request that asked for this transition, cancel another."""
    _bind(task.process, context)
    activation = task.flow_task.activation_class(task)
    if context.action in task.flow_task.asks:
        activation.run(None)
        activation.complete()
    else:
        activation.cancel()
    return activation


def _start(flow_class: type[CaseFlow], context: Context) -> None:
    _beginning(flow_class, context).execute()


def _beginning(flow_class: type[CaseFlow], context: Context) -> Any:
    activation = flow_class.start.activation_class.create(flow_class.start, None, None)
    _bind(activation.process, context)
    return activation


def _start_all(flow_class: type[CaseFlow], contexts: Sequence[Context]) -> None:
    """What `_start` writes for each; one that asks nobody anything starts by itself."""
    starts, requests = [], []
    for context in contexts:
        start = _beginning(flow_class, context)
        node = flow_class.by_state.following(start)
        if isinstance(node, Request):
            starts.append(start)
            requests.append(node)
        else:
            start.execute()
    insert_all([start.process for start in starts])
    for start in starts:
        start.task.process = start.process
        start.task.status, start.task.finished = STATUS.DONE, now()
    insert_all([start.task for start in starts])
    asked = [
        request.asked(start.process, start.task.token)
        for start, request in zip(starts, requests, strict=True)
    ]
    insert_all(asked)
    through = Task.previous.through
    insert_all(
        [
            through(from_task=task, to_task=start.task)
            for task, start in zip(asked, starts, strict=True)
        ]
    )


def _bind(process: Process, context: Context) -> None:
    """Give the nodes the locked case and the moment: no second read, one timestamp for all."""
    process.case = context.case
    process.moved_at = context.at
