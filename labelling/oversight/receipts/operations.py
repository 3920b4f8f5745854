"""Giving a receipt, and telling the same complaint sent again."""

import unicodedata
from collections.abc import Sequence

from django.db import transaction

from labelling.oversight.complaints.models import Complaint
from labelling.oversight.receipts.models import Receipt
from labelling.oversight.receipts.numbers import DRAWN, with_check
from labelling.oversight.sealing.box import current_key, digest, digests

RECEIPT, DRAWING, SAME = "receipt", "drawing", "same"


def receipt_for(opened: str) -> str:
    """The receipt that the form opened as `opened` (`stamp`) gives, the same however often sent.

    A page that is sent anew shows its receipt again, though no table holds it.
    """
    return with_check(f"{int(digest(opened, purpose=DRAWING), 16) % 10**DRAWN:0{DRAWN}d}")


def give_receipt(complaint: Complaint, receipt: str, *, fingerprint: str) -> None:
    """Keep what `receipt` is known by. IntegrityError when another complaint has it already."""
    with transaction.atomic():
        Receipt.objects.create(
            complaint=complaint,
            digest=digest(receipt, purpose=RECEIPT),
            fingerprint=fingerprint,
            key=current_key(),
        )


def fingerprint_of(about: str, recognition_id: int | None, words: str, files: Sequence[str]) -> str:
    """The same for the same complaint, however its spaces, its capitals or its accents are."""
    return digest(_told(about, recognition_id, words, files), purpose=SAME)


def same_sent_before(
    about: str, recognition_id: int | None, words: str, files: Sequence[str]
) -> Complaint | None:
    """The complaint that said it already, word for word and file for file."""
    sought = list(digests(_told(about, recognition_id, words, files), purpose=SAME))
    found = Receipt.objects.filter(fingerprint__in=sought).select_related("complaint").first()
    return found.complaint if found else None


def _told(about: str, recognition_id: int | None, words: str, files: Sequence[str]) -> str:
    folded = " ".join(unicodedata.normalize("NFKD", words).casefold().split())
    return "\n".join([about, str(recognition_id or ""), folded, *sorted(files)])
