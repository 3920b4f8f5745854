"""The people of an organisation as its page lists them, with what may be done about each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from directory.memberships.enums import MembershipRole
from directory.memberships.models import Membership
from directory.people.enums import CressGroup
from directory.people.models import User


@dataclass(frozen=True, slots=True)
class Row:
    """A member. `may_…` say which buttons show.

    `is_last`: the access of the only representative cannot end yet; `out_of_reach`: that of a
    confirmed one is not for whoever is not.
    """

    membership: Membership
    is_self: bool
    is_last: bool
    out_of_reach: bool
    may_promote: bool
    may_end: bool
    may_verify: bool
    may_revoke: bool

    @property
    def ends(self) -> bool:
        """Whether the reader may end this access, and nothing stands in the way."""
        return self.may_end and not self.is_last and not self.out_of_reach


def rows_of(
    memberships: Iterable[Membership], *, reader: User, manages: bool, groups: Collection[str]
) -> list[Row]:
    """The rows for `reader`, who `manages` the organisation or not.

    `memberships` are all the active ones, `groups` those of the CRESS in which someone without a
    link to the organisation reads its page. Same answers as the policies and guards of the
    transitions, from facts already read: asking them would cost two queries a member.
    """
    found = list(memberships)
    representatives = [item for item in found if item.role == MembershipRole.REPRESENTATIVE]
    verified = any(item.user_id == reader.pk and item.verified_at for item in found)
    staff = not set(CressGroup.values).isdisjoint(groups)
    return [
        Row(
            membership=item,
            is_self=item.user_id == reader.pk,
            is_last=representatives == [item],
            out_of_reach=bool(item.verified_at) and not verified and item.user_id != reader.pk,
            may_promote=manages and (item not in representatives or _may_confirm(item, verified)),
            may_end=manages or item.user_id == reader.pk,
            may_verify=staff and item.awaits_verification,
            may_revoke=staff and CressGroup.MANAGER in groups,
        )
        for item in found
    ]


def _may_confirm(item: Membership, reader_is_verified: bool) -> bool:
    """Naming anew one whom nobody confirmed, for a representative who is."""
    return reader_is_verified and item.awaits_verification
