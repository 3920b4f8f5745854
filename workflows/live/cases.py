"""The socket of a case: the pages open on it learn that it has changed."""

from typing import Any

from django.dispatch import receiver

from workflows.access import CaseRules
from workflows.live.consumers import ObjectPingConsumer
from workflows.live.pings import ping
from workflows.models import Case
from workflows.outbox.events import Event, Target, event_published


def case_group(case_id: int) -> str:
    return f"case-{case_id}"


class CaseConsumer(ObjectPingConsumer):
    """`/ws/cas/7/`: tells those who may read a case, whatever its kind, that it has changed."""

    model = Case
    policy = CaseRules.read_case

    def name_of(self, pk: int) -> str:
        return case_group(pk)


@receiver(event_published, dispatch_uid="workflows.ping_case")
def ping_case(sender: type[Event], target: Target, **kwargs: Any) -> None:
    """Tell the pages open on the case of an event, if it has one."""
    if target.case_id is not None:
        event = target.event
        ping(case_group(target.case_id), kind=event.model, pk=event.pk, state=event.state)
