"""Who may not vote on a case, from facts: a link binds whether or not its holder declares it.

Some members' organisations are close to the scheme itself, so recusal follows the links of the
organisation as well as those of the person. Whoever instructs a case does not vote on it, and an
appeal excludes those who voted the decision it contests.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case as Conditional
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from committee.bodies.models import Mandate
from committee.sessions.models import AgendaItem, Attendance
from committee.voting.enums import ConflictKind
from committee.voting.models import Ballot, Recusal
from directory.memberships.models import Membership
from directory.people.models import User
from workflows.deliberation import Deliberated

TO_THE_MEMBER = {
    ConflictKind.ORGANISATION: "votre structure y est liée",
    ConflictKind.MEMBERSHIP: "votre structure y est liée",
    ConflictKind.INSTRUCTION: "vous en menez l’instruction",
    ConflictKind.FIRST_DECISION: "vous avez voté la décision contestée",
}


def conflicts_of(item: AgendaItem) -> Iterator[tuple[ConflictKind, Q]]:
    """Each kind of conflict with the case of `item`, as a condition on mandates.

    A case without an organisation has no structural link; two queries to read the case.
    """
    subject: Deliberated = item.case.subject
    organisation_id = subject.concerned_organisation_id
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
        round__item__decision__outcome__in=[
            proposal.key for proposal in subject.proposals if proposal.contestable
        ],
    ).exclude(round__item_id=item.pk)
    yield ConflictKind.FIRST_DECISION, Q(Exists(contested))


def seats_on_item(item: AgendaItem) -> "QuerySet[Any]":
    """The mandates that sit at the session of `item`, each with how it stands on that item.

    Annotated with `conflict` (a ConflictKind, empty if none), `recused_for` (the grounds
    declared, null if none) and `present`. A recusal is a person's, from a case: declared on an
    earlier item of that case, which was deferred since, it still binds.
    """
    conflict = Conditional(
        *(When(condition, then=Value(kind.value)) for kind, condition in conflicts_of(item)),
        default=Value(""),
        output_field=CharField(),
    )
    declared = (
        Recusal.objects.filter(
            item__case_id=item.case_id, item_id__lte=item.pk, mandate__user=OuterRef("user")
        )
        .order_by("-item_id", "-pk")
        .values("grounds")
    )
    here = Attendance.objects.filter(
        session_id=item.session_id, mandate=OuterRef("pk"), present=True
    )
    sitting: QuerySet[Any] = Mandate.objects.sitting(item.session)
    return sitting.annotate(
        conflict=conflict, recused_for=Subquery(declared[:1]), present=Exists(here)
    )


def eligible(item: AgendaItem) -> "QuerySet[Any]":
    """The mandates that may take part in the vote on `item`: all but those recused."""
    return seats_on_item(item).filter(conflict="", recused_for__isnull=True)


def conductor(listed: Iterable[Any], chair_id: int) -> Any | None:
    """Of the mandates `listed` as `seats_on_item` annotates them, the one that conducts the item.

    The chair. Recused, she takes no part in the debate, so she opens, counts and pronounces
    nothing: the eligible member present with the longest mandate stands in for her on that item,
    without her casting vote. None when nobody can.
    """
    free = [seat for seat in listed if not seat.conflict and seat.recused_for is None]
    chair = [seat for seat in free if seat.pk == chair_id]
    present = sorted(
        (seat for seat in free if seat.present), key=lambda seat: (seat.starts_on, seat.pk)
    )
    return next(iter([*chair, *present]), None)


def recused_users(item: AgendaItem) -> "QuerySet[Any]":
    """The ids of the users whom facts, or a recusal on any item of its case, keep from it."""
    declared = Recusal.objects.filter(item__case_id=item.case_id).values("mandate__user")
    kept = Q(user__in=declared)
    for _, condition in conflicts_of(item):
        kept |= condition
    sitting: QuerySet[Any] = Mandate.objects.sitting(item.session)
    return sitting.filter(kept).values("user")


def items_withheld_from(user: Any, items: Iterable[AgendaItem]) -> set[int]:
    """The ids of those of `items` whose case `user` may not read, at whose session they sit.

    One query, as long as the `case` of each is its child (see `Case.subject`).
    """
    recused = {
        f"item_{item.pk}": Exists(recused_users(item).filter(user=OuterRef("pk"))) for item in items
    }
    answers = User.objects.filter(pk=user.pk).values(**recused).get() if recused else {}
    return {int(name.removeprefix("item_")) for name, withheld in answers.items() if withheld}


def voters(item: AgendaItem) -> "QuerySet[Any]":
    """Those of them who are present: the ones whose ballot is awaited."""
    return eligible(item).filter(present=True)


def awaited(item: AgendaItem) -> "QuerySet[Any]":
    """Those of the voters whose ballot is missing in the round under way; nobody without one."""
    round_ = item.rounds.under_way().first()
    if round_ is None:
        return voters(item).none()
    return voters(item).exclude(Exists(Ballot.objects.filter(round=round_, mandate=OuterRef("pk"))))
