"""Who acts for an organisation: answering, promoting, leaving."""

import pytest
from django.urls import reverse

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from tests import factories
from tests.directory.making import logged_in
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db


def transition(membership: Membership, name: str) -> str:
    return reverse("directory:membership_transition", kwargs={"pk": membership.pk, "name": name})


@pytest.fixture
def organisation():
    return factories.organisation()


@pytest.fixture
def founder(organisation) -> Membership:
    return factories.membership(factories.user("Dominique", "Lebreton"), organisation)


@pytest.fixture
def request_(organisation) -> Membership:
    person = factories.user("Maëlle", "Riou")
    return factories.membership(person, organisation, "contributor", state="requested")


def test_the_representative_sees_the_request_and_accepts_it(founder, request_) -> None:
    client = logged_in(founder.user)
    page = client.get(founder.get_absolute_url()).content.decode()
    assert "Maëlle Riou" in page
    client.post(transition(request_, "accept"), {"expected": "requested"})
    request_.refresh_from_db()
    assert request_.state == MembershipState.ACTIVE
    assert logged_in(request_.user).get(founder.get_absolute_url()).status_code == 200
    second_click = client.post(transition(request_, "accept"), {"expected": "requested"})
    assert second_click.status_code == 409


def test_one_may_ask_again_after_a_refusal(founder, request_) -> None:
    logged_in(founder.user).post(transition(request_, "decline"))
    join = reverse("directory:join", kwargs={"pk": founder.organisation_id})
    client = logged_in(request_.user)
    client.post(join, {"role": "contributor", "function": "Comptable"})
    states = Membership.objects.filter(user=request_.user).values_list("state", flat=True)
    assert sorted(states) == ["declined", "requested"]


def test_nobody_accepts_their_own_request(founder, request_) -> None:
    with pytest.raises(Forbidden):
        perform(request_, "accept", actor=Actor.of(request_.user))
    assert logged_in(request_.user).post(transition(request_, "accept")).status_code == 403
    assert logged_in(request_.user).get(founder.get_absolute_url()).status_code == 403


def test_the_last_representative_stays(founder) -> None:
    client = logged_in(founder.user)
    page = client.get(founder.get_absolute_url()).content.decode()
    assert "Personne d’autre ne la représente" in page
    assert transition(founder, "end") not in page
    response = client.post(transition(founder, "end"))
    assert response.status_code == 422
    assert "Personne d’autre ne la représente." in response.content.decode()
    founder.refresh_from_db()
    assert founder.state == MembershipState.ACTIVE


def test_once_another_is_named_the_first_may_leave(founder, organisation) -> None:
    other = factories.membership(factories.user(), organisation, "contributor")
    client = logged_in(founder.user)
    client.post(transition(other, "promote"))
    other.refresh_from_db()
    assert other.role == "representative"
    response = client.post(transition(founder, "end"), follow=True)
    assert response.redirect_chain[0][0] == reverse("home")
    founder.refresh_from_db()
    assert founder.state == MembershipState.ENDED


def test_a_contributor_leaves_alone_and_ends_nobody_else(founder, organisation) -> None:
    contributor = factories.membership(factories.user(), organisation, "contributor")
    actor = Actor.of(contributor.user)
    with pytest.raises(Forbidden):
        perform(founder, "end", actor=actor)
    with pytest.raises(Forbidden):
        perform(contributor, "promote", actor=actor)
    perform(contributor, "end", actor=actor)
    assert contributor.state == MembershipState.ENDED


def test_the_page_offers_what_the_law_allows(founder, request_, organisation) -> None:
    """The page reads the rules once for all members: it must say the same as the engine."""
    factories.membership(factories.user(), organisation, "contributor")
    factories.membership(factories.user(), organisation, verified=False)
    factories.membership(inside := factories.manager(), organisation, "contributor")
    readers = [membership.user for membership in organisation.memberships.active()]
    assert inside in readers
    for reader in [*readers, factories.instructor(), factories.manager()]:
        rows = logged_in(reader).get(organisation.get_absolute_url()).context["members"]
        for row in rows:
            actor = Actor.of(reader)
            end = verdict(row.membership, "end", actor=actor)
            promote = verdict(row.membership, "promote", actor=actor)
            verify = verdict(row.membership, "verify", actor=actor)
            revoke = verdict(row.membership, "revoke", actor=actor)
            assert (row.may_end, row.ends) == (end.permitted, bool(end))
            assert row.may_promote == bool(promote)
            assert (row.may_verify, row.may_revoke) == (bool(verify), bool(revoke))


def test_the_page_of_an_organisation_is_for_its_members_and_the_cress(founder) -> None:
    url = founder.get_absolute_url()
    assert logged_in(factories.representative()).get(url).status_code == 403
    assert logged_in(factories.instructor()).get(url).status_code == 200
    assert logged_in(factories.manager()).get(url).status_code == 200


def test_the_page_costs_the_same_with_many_members(
    founder, organisation, django_assert_max_num_queries
) -> None:
    client = logged_in(founder.user)
    for _ in range(30):
        factories.membership(factories.user(), organisation, "contributor")
        factories.membership(factories.user(), organisation, "contributor", state="requested")
    client.get(founder.get_absolute_url())
    with django_assert_max_num_queries(18):
        client.get(founder.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_two_representatives_who_end_each_other_leave_one() -> None:
    organisation = factories.organisation()
    one, two = (factories.membership(factories.user(), organisation) for _ in range(2))
    results = at_once(
        [
            lambda: perform(one, "end", actor=Actor.of(two.user)),
            lambda: perform(two, "end", actor=Actor.of(one.user)),
        ]
    )
    assert Membership.objects.representatives().filter(organisation=organisation).count() == 1
    assert sum(isinstance(result, Refused | Forbidden) for result in results) == 1
