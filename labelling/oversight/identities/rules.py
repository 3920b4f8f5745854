"""What opening an identity asks, what it leaves, and how whoever complained is told of news."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from directory.delays.in_force import delay
from labelling.oversight.complaints.inputs import Said
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.identities.models import Opening, SealedIdentity
from labelling.oversight.identities.tasks import tell_of_news
from labelling.oversight.rulebook import OversightRules
from workflows.engine import amend, create
from workflows.rules import Context
from workflows.verdicts import Unmet


def pending_on(complaint: Complaint) -> Opening | None:
    """What somebody asked for, and nobody answered yet."""
    return Opening.objects.filter(complaint=complaint, agreed__isnull=True).first()


def open_to(complaint: Complaint, user_id: int | None, at: datetime) -> Opening | None:
    """What lets that person read the identity at that moment."""
    theirs = Opening.objects.filter(Q(asked_by=user_id) | Q(settled_by=user_id))
    found = theirs.filter(complaint=complaint, agreed=True, open_until__gt=at)
    return found.order_by("-open_until").first()


@OversightRules.identity_sealed.checks("une identité a été donnée")
def identity_sealed(context: Context) -> Iterator[Unmet]:
    if not SealedIdentity.objects.filter(complaint=context.case).exists():
        yield Unmet("anonymous", "Cette réclamation est anonyme\u00a0: il n’y a rien à lire.")


@OversightRules.no_opening_pending.checks("aucune demande n’attend")
def no_opening_pending(context: Context) -> Iterator[Unmet]:
    if pending_on(context.case):
        yield Unmet("pending", "Une demande de lecture attend déjà une seconde personne.")


@OversightRules.opening_pending.checks("une lecture est demandée")
def opening_pending(context: Context) -> Iterator[Unmet]:
    if pending_on(context.case) is None:
        yield Unmet("nothing_asked", "Personne ne demande à lire cette identité.")


@OversightRules.another_person.checks("par une autre personne que celle qui demande")
def another_person(context: Context) -> Iterator[Unmet]:
    pending = pending_on(context.case)
    if pending and context.actor.user and pending.asked_by_id == context.actor.user.pk:
        yield Unmet(
            "same_person", "C’est vous qui le demandez\u00a0: une autre personne doit répondre."
        )


@OversightRules.identity_open.checks("sa lecture a été acceptée, et le temps court encore")
def identity_open(context: Context) -> Iterator[Unmet]:
    user = context.actor.user
    if user is None or open_to(context.case, user.pk, context.at) is None:
        yield Unmet(
            "sealed",
            "Cette identité est sous scellé\u00a0: demandez à la lire, et une seconde personne "
            "doit l’accepter.",
        )


@OversightRules.ask_opening.does
def ask_opening(context: Context) -> None:
    opening = Opening(
        complaint=context.case,
        asked_by=context.actor.user,
        asked_at=context.at,
        reason_seal=context.given(Said).seal,
    )
    create(opening, actor=context.actor, action=context.action, at=context.at)


@OversightRules.settle_opening.does
def settle_opening(context: Context) -> None:
    """Accepted, it is shown to both for a time; refused, it never is.

    Stale when the request that was read (`context.seen`) is not the one that waits.
    """
    pending = Opening.objects.get(complaint=context.case, agreed__isnull=True)
    agreed = context.action == "agree_identity"
    amend(
        pending,
        action=context.action,
        actor=context.actor,
        at=context.at,
        seen=context.seen,
        settled_by=context.actor.user,
        settled_at=context.at,
        agreed=agreed,
        open_until=context.at + delay("identity_open").time if agreed else None,
        refusal_seal="" if agreed else context.given(Said).seal,
    )


@OversightRules.tell_complainant.does
def tell_complainant(context: Context) -> None:
    """A word without content, to whoever asked for it; nothing to anybody else."""
    asked = SealedIdentity.objects.filter(complaint=context.case).exclude(mailbox="")
    if asked.exists():
        key = f"{context.action}:{context.case.history_head}"
        tell_of_news.enqueue(complaint_id=context.case.pk, key=key)


@OversightRules.forget_identity.does
def forget_identity(context: Context) -> None:
    SealedIdentity.objects.filter(complaint=context.case).delete()
