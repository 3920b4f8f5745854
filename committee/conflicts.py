"""Who may not vote on a case, from facts: a link binds whether or not its holder declares it.

Some members' organisations are close to the scheme itself, so recusal follows the links of the
organisation as well as those of the person. Whoever instructs a case does not vote on it, and an
appeal excludes those who voted the decision it contests.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case as Conditional
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from committee.enums import ConflictKind
from committee.models import AgendaItem, Attendance, Ballot, Mandate, Recusal
from directory.models import Membership
from workflows.decisions import DecisionOutcome

TO_THE_MEMBER = {
    ConflictKind.ORGANISATION: "votre structure y est liée",
    ConflictKind.MEMBERSHIP: "votre structure y est liée",
    ConflictKind.INSTRUCTION: "vous instruisez ce dossier",
    ConflictKind.FIRST_DECISION: "vous avez voté la décision contestée",
}


def conflicts_of(item: AgendaItem) -> Iterator[tuple[ConflictKind, Q]]:
    """Each kind of conflict with the case of `item`, as a condition on mandates.

    A case without an organisation has no structural link; two queries to read the case.
    """
    organisation_id = getattr(item.case.subject, "organisation_id", None)
    if organisation_id is not None:
        memberships = Membership.objects.active().filter(
            user=OuterRef("user"), organisation_id=organisation_id
        )
        yield ConflictKind.ORGANISATION, Q(organisation_id=organisation_id)
        yield ConflictKind.MEMBERSHIP, Q(Exists(memberships))
    if item.case.assignee_id is not None:
        yield ConflictKind.INSTRUCTION, Q(user_id=item.case.assignee_id)
    contested = Ballot.objects.filter(
        mandate__user=OuterRef("user"),
        round__item__case_id=item.case_id,
        round__item__decision__outcome=DecisionOutcome.UNFAVOURABLE,
    ).exclude(round__item_id=item.pk)
    yield ConflictKind.FIRST_DECISION, Q(Exists(contested))


def seats(item: AgendaItem) -> "QuerySet[Any]":
    """The mandates that sit at the session of `item`, each with how it stands on that item.

    Annotated with `conflict` (a ConflictKind, empty if none), `recused_for` (the grounds
    declared, null if none) and `present`.
    """
    conflict = Conditional(
        *(When(condition, then=Value(kind.value)) for kind, condition in conflicts_of(item)),
        default=Value(""),
        output_field=CharField(),
    )
    declared = Recusal.objects.filter(item_id=item.pk, mandate=OuterRef("pk")).values("grounds")
    here = Attendance.objects.filter(
        session_id=item.session_id, mandate=OuterRef("pk"), present=True
    )
    sitting: QuerySet[Any] = Mandate.objects.sitting(item.session)
    return sitting.annotate(
        conflict=conflict, recused_for=Subquery(declared[:1]), present=Exists(here)
    )


def eligible(item: AgendaItem) -> "QuerySet[Any]":
    """The mandates that may take part in the vote on `item`: all but those recused."""
    return seats(item).filter(conflict="", recused_for__isnull=True)


def voters(item: AgendaItem) -> "QuerySet[Any]":
    """Those of them who are present: the ones whose ballot is awaited."""
    return eligible(item).filter(present=True)
