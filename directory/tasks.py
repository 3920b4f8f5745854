"""Messages that the directory sends itself, by the outbox's worker.

An invitation is not an event of the notifications' catalogue: its reader may have no account, and
its message holds the one secret that no table may keep.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from directory.models import Invitation

MAX_ATTEMPTS = 8


@task()
def send_invitation(invitation_id: int, attempt: int = 1) -> None:
    """Write to the person invited, unless the invitation was accepted or withdrawn meanwhile.

    When the mail server does not answer, tries again with a growing pause; the last failure is
    left for an operator.
    """
    invitation = Invitation.objects.pending(timezone.now()).filter(pk=invitation_id).first()
    if invitation is None:
        return
    path = reverse("directory:invitation", kwargs={"secret": invitation.secret})
    context = {"invitation": invitation, "link": f"{settings.OSE_BASE_URL.rstrip('/')}{path}"}
    message = EmailMessage(
        subject=render_to_string("directory/email/invitation_subject.txt", context).strip(),
        body=render_to_string("directory/email/invitation_message.txt", context),
        to=[invitation.email],
    )
    try:
        message.send()
    except OSError:
        if attempt >= MAX_ATTEMPTS:
            raise
        later = send_invitation.using(run_after=timezone.now() + timedelta(minutes=2**attempt))
        later.enqueue(invitation_id=invitation_id, attempt=attempt + 1)
