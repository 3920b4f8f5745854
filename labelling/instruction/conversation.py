"""What the structure and the CRESS write to each other on a dossier."""

from typing import Any

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.instruction.file_lines import file_lines

MESSAGES = 20  # the last ones; a link shows as many more


def roles_in(dossier: Dossier) -> dict[int, str]:
    """By user, their active role in the structure; empty for someone who left it."""
    rows = Membership.objects.filter(organisation_id=dossier.organisation_id)
    roles: dict[int, str] = {}
    for user_id, role, state in rows.values_list("user_id", "role", "state"):
        if state == MembershipState.ACTIVE:
            roles[user_id] = role
        else:
            roles.setdefault(user_id, "")
    return roles


def conversation_of(
    dossier: Dossier, reader: User, structure: set[int], most: int
) -> dict[str, Any]:
    """The `most` last messages, oldest first, each with its side; two queries.

    `more_messages` is how many to ask for to see older ones, 0 when there are none.
    """
    found = dossier.messages.select_related("author").prefetch_related("attachments")
    last = list(found.order_by("-sent_at", "-pk")[: most + 1])
    conversation = [
        {
            "message": message,
            "mine": message.author_id == reader.pk,
            "side": dossier.organisation.name if message.author_id in structure else "CRESS",
            "files": file_lines(message.attachments.all()),
        }
        for message in reversed(last[:most])
    ]
    more = most + MESSAGES if len(last) > most else 0
    return {"conversation": conversation, "more_messages": more}
