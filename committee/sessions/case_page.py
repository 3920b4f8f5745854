"""What the committee says of a case on its page: the session that has it, or that it waits for one.

Nothing while the committee is not concerned. The same fact empties the inbox of who prepares it.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from committee.rulebook import CommitteeRules
from committee.sessions.candidates import asked_of_the_committee, candidates
from committee.sessions.models import AgendaItem
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.flow.inbox import sets_aside
from workflows.models import Case
from workflows.pages.remarks import Remark, case_remarks
from workflows.presentation.french import format_long_date


@case_remarks
def agenda(case: Case, user: Any) -> Iterator[Remark]:
    """« À l’ordre du jour de la séance du jeudi 10 décembre 2026. »"""
    actor = Actor.of(user)
    items = AgendaItem.objects.live().select_related("session__chair__user")
    item = items.filter(case_id=case.pk).first()
    if item is not None:
        reads = CommitteeRules.read_session.verdict(actor, item.session).permitted
        day = item.session.held_on
        url = item.session.get_absolute_url() if reads else ""
        yield Remark(f"À l’ordre du jour de la séance du {format_long_date(day)}.", url, day)
    elif _prepares(actor) and candidates().filter(pk=case.pk).exists():
        yield Remark("Inscrivez-le à l’ordre du jour d’une séance.", reverse("committee:sessions"))


@sets_aside
def on_an_agenda(today: Any) -> Q:
    """The request to put a case on an agenda, until the day of the session that has it is over."""
    # Few cases are on an agenda, and many requests wait: it is those that are looked up.
    to_come = AgendaItem.objects.live().filter(session__starts_at__date__gte=today)
    return Q(process__case_id__in=to_come.values("case_id")) & asked_of_the_committee()


def _prepares(actor: Actor) -> bool:
    return DirectoryRules.cress_manager.verdict(actor, actor.user).permitted
