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
    charter_in_force = Guard()
    organisation_eligible = Guard()
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

    # revisions
    charter_holder = Policy()
    revision_readable = Guard()
    revision_dated = Guard()
    consultation_long_enough = Guard()
    consultation_open = Guard()
    consultation_over = Guard()
    party_asked_once = Guard()
    answers_for_a_holder = Guard()
    text_still_in_force = Guard()
    alignment_worded = Guard()
    revision_to_come = Guard()
    revision_day_come = Guard()
    transition_over = Guard()
    ask_party = Effect()
    write_party_answer = Effect()
    write_holder_answer = Effect()
    publish_version = Effect()
    align_holder = Effect()

    # dossiers
    former_dossier_over = Guard()
    accompaniment_dated = Guard()
    declare_accompaniment = Effect()
    take_accompaniment_back = Effect()

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

    # exchanges
    progress_reported = Guard()
    exchange_overdue = Guard()
    report_answered = Guard()
    recognition_over = Guard()

    # renewal
    renew_recognition = Policy()
    renews_a_label = Guard()
    term_reported = Guard()
    write_term_report = Effect()

    # referencing
    parts_complete = Guard()
    referencing_files_clean = Guard()
    approval_running = Guard()
    domains_known = Guard()
    departments_of_france = Guard()
    training_past = Guard()
    mission_dated = Guard()
    mission_named_once = Guard()
    wording_in_force = Guard()
    contact_past = Guard()
    write_person = Effect()
    remove_person = Effect()
    write_mission = Effect()
    remove_mission = Effect()
    write_acceptances = Effect()
    log_contact = Effect()

    # award
    grant_label = Effect()
    grant_listing = Effect()
