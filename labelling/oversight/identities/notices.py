"""What is told of the reading of an identity: to whoever may answer, then to whoever asked."""

from django.db.models import QuerySet

from directory.people.models import User
from labelling.oversight.identities.models import Opening
from labelling.oversight.identities.policies import read_opening
from workflows.outbox.notices import progress, request, tell


def who_may_answer(opening: Opening) -> "QuerySet[User]":
    """Those who may agree to read the identity, without the one who asked."""
    return read_opening(opening).exclude(pk=opening.asked_by_id)


def who_asked(opening: Opening) -> "QuerySet[User]":
    """Whoever asked to read the identity."""
    return User.objects.filter(pk=opening.asked_by_id)


tell(
    Opening,
    {
        "ask_identity": [request("opening_ask", who_may_answer)],
        "agree_identity": [progress("opening_agree", who_asked)],
        "refuse_identity": [progress("opening_refuse", who_asked)],
    },
)
