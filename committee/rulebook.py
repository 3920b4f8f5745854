"""The rules of `committee`, declared below its models: laws and pages name them from here."""

from workflows.policies import Policy
from workflows.rules import Effect, Guard


class CommitteeRules:
    """Each under the feature that writes it, in its `policies`, `guards`, `effects` or `rules`."""

    # sessions
    read_sessions = Policy()
    read_session = Policy()
    member = Policy()
    chair = Policy()
    bureau = Policy()
    day_to_come = Guard()
    moment_free = Guard()
    notice_ahead = Guard()
    agenda_ready = Guard()
    chair_sits = Guard()
    notice_given = Guard()
    day_come = Guard()
    no_open_item = Guard()
    minutes_given = Guard()
    session_open = Guard()
    case_ready = Guard()
    tell_room = Effect()
    follow_the_day = Effect()
    settle_seats = Effect()
    seat_chair = Effect()
    defer_the_rest = Effect()
    release_agenda = Effect()
    drop_draft = Effect()

    # voting
    conductor = Policy()
    voter = Policy()
    read_panel = Policy()
    enough_eligible = Guard()
    quorum_reached = Guard()
    vote_under_way = Guard()
    ballot_awaited = Guard()
    reminder_due = Guard()
    proposal_known = Guard()
    proposal_open_to_vote = Guard()
    outcome_reached = Guard()
    decision_reasoned = Guard()
    enter_deliberation = Effect()
    open_round = Effect()
    supersede_round = Effect()
    count_round = Effect()
    record_decision = Effect()
    carry_out = Effect()
