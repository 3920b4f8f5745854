"""What is told of a renewal to come: to the holder, and to the CRESS when no session is in time or
when nobody represents the holder.
"""

from django.db.models import QuerySet
from django.utils import timezone

from directory.memberships.policies import members_of
from directory.people.models import User
from directory.recognitions.notices import where_nobody_represents
from directory.rulebook import DirectoryRules
from labelling.foresight.awaiting import awaiting_renewal
from labelling.foresight.models import ALERT, REMIND, WARN, RenewalNotice
from labelling.foresight.planning import EARLIEST
from workflows.outbox.notices import progress, request, tell


def holders(notice: RenewalNotice) -> "QuerySet[User]":
    """Those who act for its organisation, as long as the renewal is to be filed: asked again as it
    is sent."""
    people: QuerySet[User] = members_of(notice.recognition.organisation_id)
    return people if _still_asked(notice) else people.none()


def direction(notice: RenewalNotice) -> "QuerySet[User]":
    """The direction of the CRESS, as long as the renewal is to be filed."""
    people: QuerySet[User] = DirectoryRules.cress_manager.users_who_may(notice.recognition)
    return people if _still_asked(notice) else people.none()


def direction_instead(notice: RenewalNotice) -> "QuerySet[User]":
    """The direction of the CRESS, as long as the renewal is to be filed, for a holder that nobody
    represents: whoever could file it hears of nothing."""
    people = where_nobody_represents(notice.recognition)
    return people if _still_asked(notice) else people.none()


def _still_asked(notice: RenewalNotice) -> bool:
    awaiting = awaiting_renewal(timezone.localdate(), months=EARLIEST)
    return awaiting.filter(pk=notice.recognition_id, valid_until=notice.ends_on).exists()


tell(
    RenewalNotice,
    {
        REMIND: [
            request("renewal_remind", holders),
            progress("renewal_remind_cress", direction_instead),
        ],
        WARN: [request("renewal_last_session", holders)],
        ALERT: [request("renewal_no_session", direction)],
    },
)
