"""What any application says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from labelling.instruction.links import page_url
from labelling.instruction.models import Assessment, Complement
from workflows.kinds import CaseKind, Slot

CHANGE_FILES = "change_files"  # the action of the law by which files come and go
CRESS = "CRESS"
BELONGED = (MembershipState.ACTIVE, MembershipState.ENDED)


class ApplicationKind(CaseKind):
    """An organisation and the CRESS write to each other; files answer the requests."""

    def voices(self, case: Any, authors: Collection[int]) -> Mapping[int, str]:
        """Whoever has been of the organisation speaks for it, even after they left."""
        people = Membership.objects.filter(
            organisation_id=case.organisation_id, user_id__in=authors, state__in=BELONGED
        )
        theirs = set(people.values_list("user_id", flat=True))
        name = case.organisation.name
        return {author: name if author in theirs else CRESS for author in authors}

    def slots(self, case: Any) -> Sequence[Slot]:
        """One for each request; one query. A kind adds its own."""
        url = page_url("complements", case)
        return [
            Slot(
                item.slot,
                f"Réponse à «\u00a0{item}\u00a0»",
                CHANGE_FILES,
                f"{url}#demande-{item.pk}",
            )
            for item in case.complements.all()
        ]

    def records(self, case: Any) -> Sequence[Any]:
        return [
            model.history.filter(case_id=case.pk).select_related("case")
            for model in (Complement, Assessment)
        ]
