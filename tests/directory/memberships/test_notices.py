"""What is said of who acts for an organisation."""

import pytest

from directory.memberships.models import Membership
from tests import factories
from tests.notifications.reading import read
from workflows.outbox.notices import all_notices


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["request", "accept", "decline", "promote", "end"])
def test_what_is_said_of_a_membership(action):
    organisation = factories.organisation("L’Établi")
    membership: Membership = factories.membership(factories.user(), organisation)
    for words in read(f"membership.{action}", membership):
        assert "L’Établi" in words.subject + words.summary


@pytest.mark.django_db
def test_the_cress_is_asked_to_verify_only_whom_nobody_confirmed():
    organisation = factories.organisation("L’Établi")
    known = factories.membership(factories.user(), organisation)
    unknown = factories.membership(factories.user(), organisation, verified=False)
    helper = factories.membership(factories.user(), organisation, "contributor")
    staff = {factories.instructor(), factories.manager()}
    linked = factories.manager()
    factories.membership(linked, organisation, "contributor")
    [asked] = all_notices()["membership.create"]
    assert set(asked.users(unknown)) == staff
    for membership in (known, helper):
        assert not asked.users(membership).exists()
    assert asked.asks


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["verify", "reject_verification", "revoke"])
def test_what_is_said_of_who_represents(action):
    organisation = factories.organisation("L’Établi")
    membership = factories.membership(person := factories.user(), organisation)
    [words] = read(f"membership.{action}", membership)
    assert "l’établi" in words.subject.lower()
    [told] = all_notices()[f"membership.{action}"]
    assert list(told.users(membership)) == [person]
