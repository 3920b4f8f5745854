"""Seal every identity by the first key again: `manage.py reseal_identities`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from labelling.oversight.identities.models import SealedIdentity
from labelling.oversight.receipts.models import Receipt
from labelling.oversight.sealing.box import NotOurs, current_key


class Command(BaseCommand):
    """After a new key was put first: all or none. Says what still needs the former ones."""

    help = "Scelle à nouveau chaque identité par la première clé de OSE_IDENTITY_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            found = SealedIdentity.objects.select_related("complaint").select_for_update(
                of=("self",)
            )
            sealed = list(found.order_by("pk"))
            for identity in sealed:
                try:
                    identity.sealed_again()
                except NotOurs as error:
                    lost = f"{identity.complaint.reference} : aucune clé n’ouvre ce scellé."
                    raise CommandError(lost) from error
                identity.save(update_fields=["sealed", "mailbox"])
        self.stdout.write(f"Identités scellées par la première clé : {len(sealed)}.")
        waiting = Receipt.objects.exclude(key=current_key()).count()
        if waiting:
            self.stdout.write(
                f"Reçus donnés sous une clé plus ancienne : {waiting}. Gardez-la dans la liste "
                "jusqu’à ce que leurs réclamations soient effacées."
            )
