"""The rules of `directory`, declared below its models: laws and pages name them from here."""

from workflows.policies import Policy
from workflows.rules import Effect, Guard


class DirectoryRules:
    """Each under the feature that writes it, in its `policies`, `guards`, `effects` or `rules`."""

    # people
    time = Policy()
    cress_manager = Policy()
    cress_staff = Policy()
    monitor = Policy()

    # memberships
    organisation_representative = Policy()
    membership_party = Policy()
    membership_verifier = Policy()
    membership_director = Policy()
    read_organisation = Policy()
    manage_organisation = Policy()
    invite_to_organisation = Policy()
    read_eligibility_proof = Policy()
    not_the_last_representative = Guard()
    not_yet_representative = Guard()
    within_reach = Guard()
    awaits_verification = Guard()
    verification_told = Guard()
    representative_verified = Guard()
    keep_a_representative = Effect()

    # representation
    prove_representation = Policy()
    read_proof = Policy()
    claim_judge = Policy()
    claimant = Policy()
    read_claim = Policy()
    ended_are_members = Guard()
    settle_claim = Effect()

    # recognitions
    recognition_representative = Policy()
    start_date_reached = Guard()
    end_date_passed = Guard()
    next_recognition_ready = Guard()
    previous_gives_way = Guard()
    suspension_settled = Guard()
    suspension_bounded = Guard()
    suspension_term_passed = Guard()
    no_other_live = Guard()
    extension_possible = Guard()
    extension_bounded = Guard()
    take_next_along = Effect()
    bring_next_back = Effect()

    # recognitions, written by the app that holds the cases which examine them
    sanctioning_decision = Policy()
    suspending_review = Policy()
    reinstating_review = Policy()

    # impartiality
    read_interests = Policy()

    # removals
    removal_checker = Policy()
    removal_shown = Guard()
    removal_overdue = Guard()
    removal_seen = Guard()
    ask_removal = Effect()
    lift_removal = Effect()
