"""The rules of `labelling.oversight`, declared below its models: laws and pages name them here."""

from workflows.policies import Policy
from workflows.rules import Effect, Guard


class OversightRules:
    """Each under the feature that writes it, in its `policies`, `guards`, `effects` or `rules`."""

    # complaints
    complainant = Policy()
    complaint_handler = Policy()
    read_complaints = Policy()
    second_person = Policy()
    something_said = Guard()
    complaint_about_recognition = Guard()
    retention_over = Guard()
    keep_words = Effect()
    forget_words = Effect()

    # identities
    read_opening = Policy()
    identity_sealed = Guard()
    no_opening_pending = Guard()
    opening_pending = Guard()
    another_person = Guard()
    identity_open = Guard()
    ask_opening = Effect()
    settle_opening = Effect()
    tell_complainant = Effect()
    forget_identity = Effect()

    # receipts
    forget_receipt = Effect()
