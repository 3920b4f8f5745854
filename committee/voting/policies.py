"""Who conducts an item, who votes on it, and which members read its case."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, Mandate
from committee.bodies.policies import body_key
from committee.rulebook import CommitteeRules
from committee.sessions.enums import SessionState
from committee.sessions.models import AgendaItem, Session
from committee.sessions.policies import chair_of, sits_at
from committee.sessions.querysets import TO_BE_HELD
from committee.voting.conflicts import conductor, recused_users, seats_read, voters
from directory.people.enums import ROLE_GROUPS, CressGroup
from directory.people.models import User
from directory.people.policies import staff
from workflows.access import case_readers
from workflows.models import Case


@CommitteeRules.conductor.grants(
    who="la présidence de la séance ou, si elle est déportée sur ce point, le membre présent "
    "et sans déport dont le mandat est le plus ancien",
    denial="Vous ne conduisez pas ce point\u00a0: c’est à la présidence, ou au membre qui la "
    "remplace quand elle est déportée.",
)
def item_conductor(item: AgendaItem) -> "QuerySet[User]":
    """Who opens `item`, counts its votes and pronounces its decision (see `conductor`).

    With nobody to stand in for a recused chair, the direction of the CRESS: it can do little but
    defer, and no item stays stuck. Once the session is closed nothing is debated: closing it, the
    chair defers what was not reached, whatever her links.
    """
    if item.session.state == SessionState.CLOSED:
        return chair_of(item.session)
    seat = conductor(seats_read(item), item.session.chair_id)
    return staff(CressGroup.MANAGER) if seat is None else User.objects.filter(pk=seat.user_id)


@CommitteeRules.voter.grants(
    who="les membres présents, sauf déport sur ce point",
    denial="Vous ne votez pas sur ce point\u00a0: il faut être membre, présent et sans déport.",
    audience=lambda item: body_key(item.session.body_id),
)
def voter(item: AgendaItem) -> "QuerySet[User]":
    return User.objects.filter(pk__in=voters(item).values("user"))


@CommitteeRules.read_panel.grants(
    who="la CRESS, la présidence de l’instance et le contrôle indépendant",
    denial="Seules la CRESS, la présidence et le contrôle indépendant le lisent.",
)
def read_panel(body: Body) -> "QuerySet[User]":
    """Those who may do something about it, and who watches: names and links are not for all."""
    here = Mandate.objects.on(timezone.localdate()).filter(college__body=body)
    to_come = Session.objects.filter(state__in=(*TO_BE_HELD, SessionState.OPEN))
    presides = here.filter(Q(role=MandateRole.CHAIR) | Q(chaired_sessions__in=to_come))
    return User.objects.filter(
        Q(pk__in=presides.values("user")) | Q(pk__in=staff(*ROLE_GROUPS.values()).values("pk"))
    )


@case_readers
def committee_members(case: Case) -> Q:
    """Members read the cases on their agendas, save those from which they are recused.

    Recused on one item, they do not read by another: a deferred item gives no way around.
    """
    items = AgendaItem.objects.filter(case_id=case.pk).read_by_members()
    readers = recused = Q(pk__in=[])
    for item in items.select_related("session"):
        item.case = case
        readers |= sits_at(item.session)
        recused |= Q(pk__in=recused_users(item))
    return readers & ~recused
