"""The people of an organisation: who asks, joins, is confirmed, is contested, leaves."""

from dataclasses import dataclass

from directory.joining.models import Invitation
from directory.joining.operations.invitations import accept_invitation, invite
from directory.joining.operations.requests import request_to_join
from directory.memberships.enums import MembershipRole
from directory.memberships.inputs import RepresentationEstablished, RepresentationShown
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.models import RepresentationClaim
from directory.representation.operations import accept_claim, open_claim
from tests import factories
from tests.racing import Act
from tests.scenes.scene import Acts, Scene, again, performing
from workflows.actors import Actor

PROVEN = RepresentationShown("mandate", "Vu.")
PRESIDENT = RepresentationEstablished("mandate", "Vu.", "Présidente")
RECOGNISED = "representationclaim.accept+membership.recognise+membership.revoke"
ESTABLISHED = "representationclaim.accept+membership.establish+membership.revoke"


@dataclass
class People:
    """Those of an organisation: `head` represents it, so does another, confirmed as well.

    `member` contributes, `doubtful` says that they represent it, `asking` asks to join, `invited`
    is invited to by `head`, `claimant` says that `head` speaks without right.
    """

    organisation: Organisation
    head: Membership
    other: Membership
    member: Membership
    doubtful: Membership
    asking: Membership
    invited: Invitation
    claimant: RepresentationClaim


def people(organisation: Organisation, head: User, *, newcomers: tuple[User, ...] = ()) -> People:
    """Those of `organisation`, which `head` represents; `newcomers` ask, are invited, and claim."""
    asking, invited, claiming = newcomers or [factories.user() for _ in range(3)]
    other = factories.user()
    return People(
        organisation=organisation,
        head=Membership.objects.get(user=head, organisation=organisation),
        other=factories.membership(other, organisation),
        member=factories.membership(factories.user(), organisation, "contributor"),
        doubtful=factories.membership(factories.user(), organisation, verified=False),
        asking=factories.membership(asking, organisation, "contributor", state="requested"),
        invited=invite(
            organisation=organisation,
            email=invited.email,
            role=MembershipRole.CONTRIBUTOR,
            by=head,
        ),
        claimant=claim(organisation, claiming),
    )


def claim(organisation: Organisation, user: User) -> RepresentationClaim:
    return open_claim(
        organisation=organisation,
        user=user,
        function="Président",
        explanation="Cette organisation est la mienne.",
    )


def people_acts(found: People, *, manager: User | None = None) -> Acts:
    """What changes who acts for the organisation: `head` leaves, or lets others in first."""
    cress = Actor.of(manager or factories.manager())
    head, outsider = Actor.of(found.head.user), factories.user()
    return {
        **performing(found.asking, "accept", head),
        **performing(found.asking, "decline", head),
        **performing(found.asking, "establish", cress, data=PRESIDENT),
        **performing(found.member, "promote", head),
        **performing(found.doubtful, "verify", cress, data=PROVEN),
        **performing(found.doubtful, "reject_verification", cress, reason="Essai."),
        **performing(found.head, "end", head),
        **performing(found.head, "revoke", cress, reason="Essai."),
        **joining_acts(found, outsider),
        RECOGNISED: accepting(found, cress),
    }


def joining_acts(found: People, outsider: User) -> Acts:
    user = User.objects.get(email=found.invited.email)
    return {
        "membership.request": lambda: request_to_join(
            organisation=found.organisation,
            user=outsider,
            role=MembershipRole.CONTRIBUTOR,
            function="",
        ),
        "membership.accept_invitation": lambda: accept_invitation(
            found.invited, user=user, function=""
        ),
    }


def accepting(found: People, cress: Actor) -> Act:
    """The claim is accepted: `head` leaves."""
    return lambda: accept_claim(
        again(found.claimant),
        verification=PROVEN.verification,
        note=PROVEN.note,
        reason="Établi.",
        ended=[again(found.head)],
        actor=cress,
    )


def claim_acts(found: People, manager: User) -> Acts:
    """The claim is refused or taken back, or another is made."""
    cress, outsider = Actor.of(manager), factories.user()
    return {
        **performing(found.claimant, "refuse", cress, reason="Non établi."),
        **performing(found.claimant, "withdraw", Actor.of(found.claimant.user)),
        "representationclaim.open": lambda: claim(found.organisation, outsider),
    }


def of_an_organisation() -> People:
    organisation = factories.organisation()
    return people(organisation, factories.representative(organisation))


def all_people() -> tuple[Acts, ...]:
    found = of_an_organisation()
    other, member = Actor.of(found.other.user), Actor.of(found.member.user)
    more: dict[str, Acts] = {
        "membership.end of another": performing(found.other, "end", Actor.of(found.head.user)),
        "membership.end of the head": performing(found.head, "end", other),
        "membership.end of oneself": performing(found.member, "end", member),
    }
    return ({**people_acts(found), **claim_acts(found, factories.manager()), **_named(more)},)


def _named(found: dict[str, Acts]) -> Acts:
    """Each single act under another name."""
    return {name: act for name, acts in found.items() for act in acts.values()}


def one_member(which: str) -> Scene:
    """All that may be tried on one access, of which the other representative decides."""

    def make() -> tuple[Acts, ...]:
        found = of_an_organisation()
        one: Membership = getattr(found, which)
        cress, other = Actor.of(factories.manager()), Actor.of(found.other.user)
        return (
            {
                **performing(one, "promote", other),
                **performing(one, "verify", cress, data=PROVEN),
                **performing(one, "reject_verification", cress, reason="Essai."),
                **performing(one, "establish", cress, data=PRESIDENT),
                **performing(one, "end", Actor.of(one.user)),
                **performing(one, "revoke", cress, reason="Essai."),
            },
        )

    idle = ["verify", "reject_verification"] if which == "member" else []
    return Scene(which, make, frozenset(f"membership.{name}" for name in idle))


def claimed_by_a_member() -> tuple[Acts, ...]:
    """The claimant asks to join as well: what they are there gives way."""
    found = of_an_organisation()
    asked = factories.membership(
        found.claimant.user, found.organisation, "contributor", state="requested"
    )
    manager = factories.manager()
    head, cress = Actor.of(found.head.user), Actor.of(manager)
    return (
        {
            ESTABLISHED: accepting(found, cress),
            **claim_acts(found, manager),
            **performing(asked, "accept", head),
            **performing(asked, "decline", head),
            **performing(asked, "establish", cress, data=PRESIDENT),
            **performing(found.head, "revoke", cress, reason="Essai."),
        },
    )


SCENES = [
    Scene("people", all_people),
    one_member("member"),
    one_member("doubtful"),
    Scene("claimed by a member", claimed_by_a_member),
]
