"""What is told of a dossier, and of the framework that some follow."""

from django.db.models import QuerySet

from directory.memberships.enums import MembershipRole, MembershipState
from directory.people.models import User
from directory.rulebook import DirectoryRules
from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from labelling.instruction.notices import OF_ANY_APPLICATION
from labelling.instruction.states import PREPARED
from labelling.rulebook import LabellingRules
from workflows.outbox.notices import decision, progress, receipt, request, tell

tell(
    Dossier,
    {
        **OF_ANY_APPLICATION,
        "sign_charter": [
            receipt("dossier_sign_charter_receipt", LabellingRules.representative),
            progress("dossier_sign_charter", LabellingRules.structure, email=False),
        ],
        "record_presentation": [
            request("dossier_record_presentation", LabellingRules.representative)
        ],
    },
)


def preparing_under_it(framework: Framework) -> "QuerySet[User]":
    """The people of the structures whose dossier follows it, and is not filed yet."""
    prepared = framework.dossiers.filter(state__in=PREPARED).values("organisation")
    return User.objects.filter(
        memberships__organisation__in=prepared,
        memberships__state=MembershipState.ACTIVE,
        memberships__role__in=MembershipRole.values,
    ).distinct()


tell(
    Framework,
    {
        "propose": [request("framework_propose", DirectoryRules.cress_manager)],
        "ask_review": [request("framework_ask_review", DirectoryRules.cress_manager)],
        "recognise": [decision("framework_recognise", DirectoryRules.cress_staff)],
        "withdraw": [
            decision("framework_withdraw_followers", preparing_under_it),
            decision("framework_withdraw", DirectoryRules.cress_staff),
        ],
    },
)
