"""Who had a say on a charter then."""

from datetime import datetime
from typing import Any

from directory.memberships.past import was_representative
from labelling.revisions.models import ConsultedParty, ShownAlignment
from labelling.rulebook import LabellingRules
from workflows.proof.roles import held_then, remembered


@remembered
def _spoke_for(revision_id: int) -> frozenset[int]:
    """The organisations for which somebody answered, or signed anew."""
    heard = ConsultedParty.objects.filter(revision_id=revision_id, organisation__isnull=False)
    aligned = ShownAlignment.objects.filter(revision_id=revision_id)
    return frozenset(
        [
            *heard.values_list("organisation_id", flat=True),
            *aligned.values_list("organisation_id", flat=True),
        ]
    )


@held_then(LabellingRules.charter_holder)
def represented_one_that_spoke(user_id: int, row: Any, at: datetime) -> bool:
    """The row says of no organisation: it was one of those that did speak."""
    return any(was_representative(user_id, pk, at) for pk in _spoke_for(row.case_ptr_id))
