"""The live hints of every page: the bell of a person, the changes of a case."""

from typing import Any

from notifications.live import bell_group, case_group
from workflows.actors import Actor
from workflows.live.consumers import PingConsumer
from workflows.models import Case
from workflows.policies import get_policy


class BellConsumer(PingConsumer):
    """`/ws/cloche/`: tells the signed-in person that something concerns them."""

    def group_for(self, user: Any) -> str:
        return bell_group(user.pk)


class CaseConsumer(PingConsumer):
    """`/ws/dossiers/7/`: tells those who may read a case that it has changed."""

    def group_for(self, user: Any) -> str:
        case = Case.objects.filter(pk=self.scope["url_route"]["kwargs"]["pk"]).first()
        if case is None:
            return ""
        policy = get_policy("workflows.read_case")
        return case_group(case.pk) if policy.verdict(Actor.of(user), case).permitted else ""
