import imaplib
import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications.bounces.mailbox import is_set, mark_read, opened, unread
from notifications.bounces.noting import note_return
from notifications.bounces.reports import reports_in
from workflows.background.outages import DATABASE_LOST

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Lit la boîte des retours : signale les adresses qui refusent nos e-mails."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_set():
            self.stdout.write("Aucune boîte des retours n’est réglée (OSE_BOUNCE_HOST).")
            return
        counts = {"returned": 0, "others": 0}
        try:
            with opened() as server:
                for number, raw in unread(server):
                    counts["returned" if _note(raw) else "others"] += 1
                    mark_read(server, number)
        except (OSError, imaplib.IMAP4.error) as error:
            raise CommandError(f"La boîte des retours ne répond pas : {error}") from error
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))


def _note(raw: bytes) -> bool:
    """Whether the message is a return of ours; what cannot be read is one of somebody else."""
    try:
        # All of them: each is another recipient.
        return sum(note_return(report) for report in reports_in(raw)) > 0
    except DATABASE_LOST:
        raise
    except Exception:
        logger.exception("a message of the mailbox of returns cannot be read")
        return False
