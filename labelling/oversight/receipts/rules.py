"""A receipt opens nothing any more once what it opened is forgotten."""

from labelling.oversight.receipts.models import Receipt
from labelling.oversight.rulebook import OversightRules
from workflows.rules import Context


@OversightRules.forget_receipt.does
def forget_receipt(context: Context) -> None:
    Receipt.objects.filter(complaint=context.case).delete()
