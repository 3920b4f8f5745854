"""What a letter that came back changes: its state, and what is thought of the address."""

from django.db import transaction

from notifications.addresses.enums import Finding
from notifications.addresses.operations import flag_address
from notifications.bounces.reports import Report
from notifications.letters.enums import DeliveryStatus
from notifications.letters.failures import condemns
from notifications.letters.models import Delivery
from notifications.letters.sending import tell_the_cress

LEFT = (DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN)


@transaction.atomic
def note_return(report: Report) -> bool:
    """Note that the letter of `report` came back; False when it is no letter of ours.

    It is ours by its Message-ID and the address that it was sent to, both. It becomes « refusé par
    le destinataire »; the address is flagged when it is the address that fails.
    """
    row = (
        Delivery.objects.filter(message_id=report.message_id, sent_to__in=report.recipients)
        .exclude(message_id="")
        .select_related("user")
        .first()
    )
    if row is None:
        return False
    problem = f"Revenu\u00a0: {report.said}"
    returned = Delivery.objects.filter(pk=row.pk, status__in=LEFT)
    if returned.update(status=DeliveryStatus.REFUSED, problem=problem, sent_at=None):
        tell_the_cress(row, DeliveryStatus.REFUSED)
    if condemns(report.status):
        flag_address(row.user, row.sent_to, finding=Finding.RETURNED, problem=problem)
    return True
