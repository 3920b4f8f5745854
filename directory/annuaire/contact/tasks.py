"""A message from the annuaire, forwarded by the outbox's worker to who represents its addressee.

It names the address of who wrote, until finished tasks are pruned: nothing else keeps it.
"""

from django_tasks import task

from directory.memberships.models import Membership
from directory.recognitions.models import Recognition
from workflows.mail.letters import written
from workflows.outbox.retries import send_or_try_later

TEMPLATE = "directory/email/contact"


@task(queue_name="mail")
def forward_message(
    number: str, membership_id: int, name: str, email: str, words: str, key: str, attempt: int = 1
) -> None:
    """Write to one representative, who answers to `email`; nothing once they are none any more."""
    representative = (
        Membership.objects.verified().filter(pk=membership_id).select_related("user").first()
    )
    if representative is None:
        return
    recognition = Recognition.objects.select_related("organisation").get(number=number)
    context = {"recognition": recognition, "sender": name, "message": words}
    letter = written(TEMPLATE, context, f"{key}/{membership_id}").message_to(
        representative.user.email
    )
    letter.reply_to = [email]
    send_or_try_later(
        letter,
        forward_message,
        attempt=attempt,
        number=number,
        membership_id=membership_id,
        name=name,
        email=email,
        words=words,
        key=key,
    )
