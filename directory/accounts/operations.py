"""What an operator does to an account: take off a lost second factor, forget who somebody was.

Neither is an act on an audited object: the history has no row of it, and keeps all that it has.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.accounts.letters import LETTERS, write_notice
from directory.accounts.written import WRITTEN
from directory.joining.models import Invitation
from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from directory.people.models import NOWHERE, TeamRole, User
from directory.people.team import left_behind
from directory.representation.models import RepresentationClaim, RepresentationProof
from workflows.models import RetiredPseudonym
from workflows.pages.recovery import SESSION_KEY as TYPED
from workflows.verdicts import Refused, Unmet

Holdings = Callable[[User], Iterable[str]]
_holdings: list[Holdings] = []

# Sent in the transaction that forgets `user`: an app that keeps more about people drops it there.
person_erased = Signal()

MOST_LISTED = 20


def holdings(provider: Holdings) -> Holdings:
    """Register `provider(user)`: in French, what somebody holds that must end first."""
    _holdings.append(provider)
    return provider


def held_by(user: User) -> list[str]:
    """All that `user` still holds."""
    return list(chain.from_iterable(provider(user) for provider in _holdings))


@holdings
def roles_of(user: User) -> Iterator[str]:
    for membership in Membership.objects.live().filter(user=user).select_related("organisation"):
        waiting = membership.state == MembershipState.REQUESTED
        yield f"{'demande à rejoindre' if waiting else 'membre de'} {membership.organisation}"
    for role in TeamRole.objects.filter(user=user, until__isnull=True):
        yield f"rôle\u00a0: {role.get_group_display()}"
    for case in left_behind(user, MOST_LISTED):
        yield f"en charge de {case}"
    for claim in RepresentationClaim.objects.pending().filter(user=user):
        yield f"contestation ouverte\u00a0: {claim.organisation}"


@transaction.atomic
def remove_second_factor(user: User) -> int:
    """Take off what `user` can no longer show, and end their sessions; tell them.

    Returns how many applications, keys and sets of codes there were. The role that asks for one
    asks again at the next sign-in.
    """
    removed, _ = Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    if removed:
        facts = {"at": timezone.now().isoformat()}
        for address in {user.email, *_addresses(user)}:
            write_notice.enqueue(
                template="mfa/email/second_factor_removed", email=address, facts=facts
            )
    return removed


@transaction.atomic
def erase_person(user: User) -> dict[str, int]:
    """Forget who `user` was; return how many rows of each kind went, by their name in French.

    The row stays, nameless and closed: others' records point to it. Raises Refused as long as
    the person holds anything (`held_by`): somebody must take it over first.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    unmet = [Unmet("held", words) for words in held_by(user)]
    if unmet:
        raise Refused("Cette personne a encore des rôles.", unmet=unmet)
    addresses = {user.email, *_addresses(user)}
    gone = {
        "sessions": end_sessions(user),
        "lettres en attente ou envoyées": _forget_letters(addresses),
        "invitations": _forget_invitations(addresses),
        "seconds facteurs": Authenticator.objects.filter(user=user).delete()[0],
        "adresses": EmailAddress.objects.filter(user=user).delete()[0],
        "preuves de représentation": _forget_proofs(user),
    }
    person_erased.send(sender=User, user=user)
    RetiredPseudonym.objects.create(pseudonym=user.pseudonym)
    user.pseudonym = uuid4()
    user.first_name = user.last_name = ""
    user.email = f"efface-{user.pk}@{NOWHERE}"
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = user.second_factor_due_on = None
    user.failing_email = ""
    user.set_unusable_password()
    user.save()
    return gone


def end_sessions(user: User) -> int:
    """Delete the sessions of `user`, and those that keep what they typed or where we wrote to them.

    Returns how many.

    Reads every session: a row does not say whose it is.
    """
    ended = 0
    addresses = {user.email, *_addresses(user)}
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        typed_by = held.get(TYPED, {}).get("person")
        written_to = held.get(WRITTEN, {}).get("email")
        theirs = typed_by == str(user.pseudonym) or written_to in addresses
        if held.get(SIGNED_IN) == str(user.pk) or theirs:
            session.delete()
            ended += 1
    return ended


def _addresses(user: User) -> Iterable[str]:
    return EmailAddress.objects.filter(user=user).values_list("email", flat=True)


def _forget_proofs(user: User) -> int:
    """What the person showed of their right to speak for somebody: it may be an identity paper."""
    shown = list(RepresentationProof.objects.filter(uploaded_by=user))
    for proof in shown:
        transaction.on_commit(partial(proof.file.delete, save=False))
        proof.delete()
    return len(shown)


def _forget_letters(addresses: set[str]) -> int:
    tasks = DBTaskResult.objects.filter(task_path__in=[task.module_path for task in LETTERS])
    return int(tasks.filter(args_kwargs__kwargs__email__in=sorted(addresses)).delete()[0])


def _forget_invitations(addresses: set[str]) -> int:
    """Whoever was invited under an address is no longer named by it; links still open nothing."""
    found = Invitation.objects.filter(email__in=addresses)
    found.unanswered().update(withdrawn_at=timezone.now())
    for invitation in found:
        invitation.email = f"efface-{invitation.pk}@{NOWHERE}"
        invitation.save(update_fields=["email"])
    return len(found)
