"""The rules of `labelling`, declared below its models: laws and pages name them from here."""

from workflows.policies import Policy
from workflows.rules import Effect, Guard


class LabellingRules:
    """Each under the feature that writes it, in its `policies`, `guards`, `effects` or `rules`."""

    # instruction
    representative = Policy()
    structure = Policy()
    open_for = Policy()
    instructor_without_conflict = Policy()
    instructor_in_charge = Policy()
    read_queue = Policy()
    open_agenda_item = Policy()
    committee_decision = Policy()
    complements_named = Guard()
    complements_dated = Guard()
    complements_answered = Guard()
    no_open_complement = Guard()
    assignee_may_instruct = Guard()
    criteria_assessed = Guard()
    criterion_known = Guard()
    assessment_reasoned = Guard()
    complements_overdue = Guard()
    not_reminded_yet = Guard()
    notices_sent = Guard()
    no_other_open = Guard()
    within_appeal_period = Guard()
    write_answer = Effect()
    write_assessment = Effect()
    address_requests = Effect()
    open_complements = Effect()
    ask_for_what_the_committee_wants = Effect()

    # frameworks
    framework_covers = Guard()
    framework_review_due = Guard()
    write_coverage = Effect()
    hold_followers = Effect()

    # dossiers
    charter_in_force = Guard()
    organisation_eligible = Guard()
    former_dossier_over = Guard()

    # evidence
    assembly_date_valid = Guard()
    attendance_consistent = Guard()
    bodies_told_already = Guard()
    assembly_recorded = Guard()
    assembly_recent = Guard()
    internal_bodies_told = Guard()
    principles_evidenced = Guard()
    commitments_written = Guard()
    files_clean = Guard()
    nothing_written = Guard()
    write_evidence = Effect()
    write_presentation = Effect()
    copy_contents = Effect()

    # award
    grant_label = Effect()
