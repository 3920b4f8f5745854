"""How much one may ask of others: each request is for somebody to read and to answer."""

from datetime import datetime, timedelta

from django.conf import settings

from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.models import RepresentationClaim
from workflows.actors import Actor
from workflows.verdicts import Refused, Unmet

DAY = timedelta(days=1)
TOO_MUCH = "Cette demande ne peut pas partir maintenant."
# What a person writes first of a membership: an organisation declared, a request to join.
ASKING = ("create", "request")


def refuse_too_many(user: User, *, at: datetime, organisation: Organisation | None = None) -> None:
    """Raise Refused when `user` asked for too much within the day before `at`.

    Declarations, requests to join and claims count alike (`OSE_REQUESTS_A_DAY`). With the
    `organisation` that is asked for: also when too much is open there (`OSE_OPEN_REQUESTS`).
    Inside the transaction of what is asked: the person's row is the lock of what they ask.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if _asked_since(user, at - DAY) >= settings.OSE_REQUESTS_A_DAY:
        raise _refused(
            "too_many_requests",
            f"Vous avez fait {settings.OSE_REQUESTS_A_DAY} demandes en un jour. Attendez les "
            "réponses, ou réessayez demain.",
        )
    if organisation is not None and _open_on(organisation) >= settings.OSE_OPEN_REQUESTS:
        raise _refused(
            "too_many_open_requests",
            f"Trop de demandes attendent déjà une réponse pour {organisation}. Réessayez dans "
            "quelques jours, ou écrivez à la CRESS.",
        )


def _asked_since(user: User, start: datetime) -> int:
    """Without an end: what waited for the lock may have been asked before what is counted."""
    asked = Membership.history.filter(
        actor=Actor.of(user).reference, transition__in=ASKING, history_date__gt=start
    )
    claims = RepresentationClaim.objects.filter(user=user, opened_at__gt=start)
    return int(asked.count()) + claims.count()


def _open_on(organisation: Organisation) -> int:
    requests = Membership.objects.requested().filter(organisation=organisation)
    claims = RepresentationClaim.objects.pending().filter(organisation=organisation)
    return requests.count() + claims.count()


def _refused(code: str, message: str) -> Refused:
    return Refused(TOO_MUCH, unmet=[Unmet(code, message)])
