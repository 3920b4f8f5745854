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
    # conformity
    read_conformity = Policy()

    # sampling
    draws_campaigns = Policy()
    announced_ahead = Guard()
    strata_filled = Guard()
    draw_day_come = Guard()
    value_known = Guard()
    something_to_draw = Guard()

    # reviews
    read_reviews = Policy()
    reviewer_without_conflict = Policy()
    reviewer_in_charge = Policy()
    manager_without_conflict = Policy()
    reviewed_people = Policy()
    representative_or_time = Policy()
    party_or_time = Policy()
    open_deliberation = Policy()
    committee_decision = Policy()
    nobody_in_charge = Guard()
    may_review = Guard()
    commitment_signed = Guard()
    finding_told = Guard()
    something_found = Guard()
    delay_longer = Guard()
    answer_told = Guard()
    findings_answered = Guard()
    answer_overdue = Guard()
    correction_planned = Guard()
    corrections_planned = Guard()
    correction_shown = Guard()
    corrected_or_overdue = Guard()
    some_late = Guard()
    conclusion_reasoned = Guard()
    findings_concluded = Guard()
    effect_to_check = Guard()
    effects_told = Guard()
    referral_told = Guard()
    notice_over = Guard()
    answers_the_question = Guard()
    recognition_live = Guard()
    urgency_possible = Guard()
    session_planned = Guard()
    nothing_decided = Guard()
    sanction_contestable = Guard()
    suspension_liftable = Guard()
    still_suspended = Guard()
    nothing_to_lift = Guard()
    address_review = Effect()
    write_finding = Effect()
    remove_finding = Effect()
    write_finding_answer = Effect()
    write_correction = Effect()
    write_done = Effect()
    conclude_finding = Effect()
    worsen_late_findings = Effect()
    write_effects = Effect()
    suspend_meanwhile = Effect()
    carry_sanction_out = Effect()
