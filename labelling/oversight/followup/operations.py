"""Making a complaint with its receipt, and sealing who made it: whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.recognitions.models import Recognition
from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.files import AnyUpload, digests_of
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.operations import open_complaint
from labelling.oversight.identities.models import Identity, SealedIdentity
from labelling.oversight.receipts.guessing import complaint_of
from labelling.oversight.receipts.operations import (
    fingerprint_of,
    give_receipt,
    receipt_for,
    same_sent_before,
)
from workflows.presentation.french import format_date
from workflows.verdicts import Refused, Unmet

USED = (
    "Cette page a déjà envoyé une réclamation. Copiez votre texte, puis ouvrez une nouvelle "
    "réclamation."
)


@dataclass(frozen=True, slots=True)
class Account:
    """What is complained about; `copies` say nothing of whoever sends them."""

    about: About
    recognition: Recognition | None
    words: str
    copies: Sequence[AnyUpload] = ()

    @property
    def told(self) -> tuple[str, int | None, str, tuple[str, ...]]:
        """What tells the same one sent again."""
        held = self.recognition.pk if self.recognition else None
        return self.about, held, self.words, digests_of(self.copies)


@dataclass(frozen=True, slots=True)
class Lodged:
    """A complaint and its receipt, which nobody can give again."""

    complaint: Complaint
    receipt: str


def lodge(
    account: Account,
    *,
    identity: Identity,
    written_to: bool = False,
    opened: str,
    at: datetime | None = None,
) -> Lodged:
    """Record `account`, seal `identity` if there is one, and give a receipt.

    `opened` is that of the form: sent twice, it makes one complaint. Raises Refused when the same
    came from another, word for word.
    """
    receipt = receipt_for(opened)
    again = _sent_again(account, receipt)
    if again:
        return again
    try:
        return Lodged(
            _record(account, identity, written_to, receipt, at or timezone.now()), receipt
        )
    except IntegrityError:
        # The same at the same moment, from a second tab: it is there now.
        again = _sent_again(account, receipt)
        if again is None:
            raise
        return again


def _sent_again(account: Account, receipt: str) -> Lodged | None:
    """The complaint that this very page made; Refused for the same words from another."""
    known, same = complaint_of(receipt), same_sent_before(*account.told)
    if known and known == same:
        return Lodged(known, receipt)
    if known:
        raise Refused("Cette page a déjà servi.", unmet=[Unmet("used", USED)])
    if same:
        why = (
            f"Cette réclamation est déjà arrivée, mot pour mot, le {format_date(same.opened_at)}. "
            "Si c’est la vôtre, suivez-la avec votre reçu\u00a0; sinon, dites ce que vous avez vu "
            "vous-même."
        )
        raise Refused("Déjà reçue.", unmet=[Unmet("same", why, field="words")])
    return None


@transaction.atomic
def _record(
    account: Account, identity: Identity, written_to: bool, receipt: str, at: datetime
) -> Complaint:
    complaint = open_complaint(
        about=account.about,
        recognition=account.recognition,
        words=account.words,
        copies=account.copies,
        at=at,
    )
    if identity:
        SealedIdentity.of(complaint, identity, written_to=written_to).save(force_insert=True)
    give_receipt(complaint, receipt, fingerprint=fingerprint_of(*account.told))
    return complaint
