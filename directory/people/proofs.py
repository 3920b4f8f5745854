"""What the team of the CRESS proves of itself."""

from collections.abc import Iterator

from directory.people.enums import ROLE_GROUPS
from directory.people.models import TeamRole, User
from workflows.proof.registry import proof


@proof("Équipe de la CRESS")
def groups_are_the_roles_that_prove_them() -> Iterator[str]:
    members = User.objects.filter(groups__name__in=ROLE_GROUPS)
    held = set(members.values_list("pk", "groups__name"))
    roles = TeamRole.objects.filter(until__isnull=True)
    proven = set(roles.values_list("user_id", "group"))
    for user_id, group in sorted(held - proven):
        yield f"personne {user_id} : dans le groupe « {group} » sans rôle qui le prouve"
    for user_id, group in sorted(proven - held):
        yield f"personne {user_id} : a le rôle « {group} » sans être dans le groupe"
