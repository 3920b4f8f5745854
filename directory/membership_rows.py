"""The people of an organisation as its page lists them, with what may be done about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.enums import MembershipRole
from directory.models import Membership, User


@dataclass(frozen=True, slots=True)
class Row:
    """A member. `may_promote` and `may_end` say which buttons show; `is_last` that the access of
    the only representative cannot end yet.
    """

    membership: Membership
    is_self: bool
    is_last: bool
    may_promote: bool
    may_end: bool


def rows_of(memberships: Iterable[Membership], *, reader: User, manages: bool) -> list[Row]:
    """The rows for `reader`, who `manages` the organisation or not.

    Same answers as the policies and guards of the transitions, from facts already read: asking
    them would cost two queries a member.
    """
    found = list(memberships)
    representatives = [item for item in found if item.role == MembershipRole.REPRESENTATIVE]
    return [
        Row(
            membership=item,
            is_self=item.user_id == reader.pk,
            is_last=representatives == [item],
            may_promote=manages and item.role != MembershipRole.REPRESENTATIVE,
            may_end=manages or item.user_id == reader.pk,
        )
        for item in found
    ]
