"""The groups of the CRESS's people are the roles that prove them."""

import pytest
from django.contrib.auth.models import Group

from directory.people.enums import CressGroup
from directory.people.operations import GroupMember
from tests import factories
from tests.proof import found

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


def test_a_manager_without_a_role_that_proves_it() -> None:
    person = factories.user("Lou")
    group, _ = Group.objects.get_or_create(name=CressGroup.MANAGER)
    GroupMember.objects.create(user_id=person.pk, group_id=group.pk)
    assert found(f"personne {person.pk} : dans le groupe « {CressGroup.MANAGER} » sans rôle")


def test_a_role_whose_rights_were_taken_away_unseen() -> None:
    person = factories.manager()
    GroupMember.objects.filter(user_id=person.pk).delete()
    assert found(
        f"personne {person.pk} : a le rôle « {CressGroup.MANAGER} » sans être dans le groupe"
    )
