"""Messages that the directory sends itself, by the outbox's worker.

An invitation is not an event of the notifications' catalogue: its reader may have no account, and
its message holds the one secret that no table may keep.
"""

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from directory.joining.models import Invitation
from workflows.mail.letters import written
from workflows.outbox.retries import send_or_try_later


@task(queue_name="mail")
def send_invitation(invitation_id: int, attempt: int = 1) -> None:
    """Write to the person invited, unless the invitation was accepted or withdrawn meanwhile."""
    invitation = Invitation.objects.pending(timezone.now()).filter(pk=invitation_id).first()
    if invitation is None:
        return
    path = reverse("directory:invitation", kwargs={"secret": invitation.secret})
    context = {"invitation": invitation, "link": path}
    letter = written("directory/email/invitation", context, invitation.secret_digest)
    message = letter.message_to(invitation.email)
    send_or_try_later(message, send_invitation, attempt=attempt, invitation_id=invitation_id)
