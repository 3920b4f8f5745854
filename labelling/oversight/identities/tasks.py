"""« Du nouveau »: all that an e-mail says to whoever complained and asked to be written to.

Neither its address nor the number of the complaint is in the queue or in the letter: who reads the
mailbox, or the database, learns nothing of what it is about.
"""

from django.urls import reverse
from django_tasks import task

from labelling.oversight.identities.models import SealedIdentity
from workflows.mail.letters import written
from workflows.outbox.retries import send_or_try_later

TEMPLATE = "complaints/email/news"


@task(queue_name="mail")
def tell_of_news(complaint_id: int, key: str, attempt: int = 1) -> None:
    """Write to them; nothing once the identity is forgotten."""
    found = SealedIdentity.objects.filter(complaint_id=complaint_id).exclude(mailbox="")
    identity = found.select_related("complaint").first()
    if identity is None:
        return
    letter = written(TEMPLATE, {"link": reverse("complaints:follow")}, key).message_to(
        identity.address()
    )
    send_or_try_later(letter, tell_of_news, attempt=attempt, complaint_id=complaint_id, key=key)
