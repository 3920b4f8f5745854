"""Vote arithmetic: examples from the benchmarks, and properties that hold for every vote."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from committee.voting.tally import (
    Choice,
    Denominator,
    Ground,
    Majority,
    Outcome,
    Result,
    Tally,
    VoteContext,
    VotingRule,
    outcome,
    quorum,
    recompute,
)

NBSP = "\u00a0"
SIMPLE = VotingRule(version=1)
ABSOLUTE = VotingRule(version=1, majority=Majority.ABSOLUTE)
Vote = tuple[Tally, VotingRule, VoteContext, Choice | None]
UNEXPRESSED = [Choice.ABSTENTION, Choice.BLANK, Choice.NULL]
PRESENT_ONLY = VotingRule(version=1, denominator=Denominator.PRESENT)
TWO_THIRDS = VotingRule(version=1, majority=Majority.QUALIFIED)


@st.composite
def rules(draw: st.DrawFn, /, **fixed: object) -> VotingRule:
    quorum_denominator = draw(st.integers(1, 5))
    qualified_denominator = draw(st.integers(1, 5))
    drawn = {
        "version": draw(st.integers(1, 9)),
        "quorum_numerator": draw(st.integers(0, quorum_denominator)),
        "quorum_denominator": quorum_denominator,
        "proxies_count": draw(st.booleans()),
        "minimum_eligible": draw(st.integers(1, 4)),
        "denominator": draw(st.sampled_from(Denominator)),
        "majority": draw(st.sampled_from(Majority)),
        "qualified_numerator": draw(st.integers(1, qualified_denominator)),
        "qualified_denominator": qualified_denominator,
        "casting_vote": draw(st.booleans()),
    }
    return VotingRule(**(drawn | fixed))


@st.composite
def votes(
    draw: st.DrawFn, /, *, cast: tuple[Choice, ...] = (), silent: int = 0, **fixed: object
) -> Vote:
    """A vote and the rule that judges it, with at least these ballots and silent voters."""
    rule = draw(rules(**fixed))
    ballots = [*cast, *draw(st.lists(st.sampled_from(Choice), max_size=10))]
    by_proxy = 0
    if rule.denominator is not Denominator.PRESENT:
        by_proxy = draw(st.integers(0, len(ballots)))
    present = len(ballots) - by_proxy + silent + draw(st.integers(0, 3))
    represented = by_proxy + draw(st.integers(0, 3))
    secret, chair_may_vote = draw(st.booleans()), draw(st.booleans())
    chair_choice = None
    if ballots and chair_may_vote and not secret:
        chair_choice = draw(st.none() | st.sampled_from(ballots))
    context = VoteContext(
        eligible=present + represented + draw(st.integers(0, 6)),
        present=present,
        represented=represented,
        secret=secret,
        chair_may_vote=chair_may_vote,
        quorum_waived=draw(st.booleans()),
    )
    return Tally.of(ballots), rule, context, chair_choice


def vote(
    in_favour: int,
    against: int,
    *,
    rule: VotingRule = SIMPLE,
    members: int | None = None,
    chair: Choice | None = None,
    **more,
) -> Outcome:
    """A vote at which all of ``members`` are present (those who cast a ballot, unless given)."""
    counts = {name: more.pop(name, 0) for name in ("abstention", "blank", "null")}
    tally = Tally(in_favour=in_favour, against=against, **counts)
    members = tally.ballots if members is None else members
    context = VoteContext(**({"eligible": members, "present": members} | more))
    return outcome(tally, rule, context, chair)


@pytest.mark.parametrize(
    ("eligible", "required"), [(3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (8, 4), (0, 0)]
)
def test_half_the_members_is_rounded_up_to_a_seat(eligible, required):
    assert quorum(eligible, 0, 0, SIMPLE).required == required


@given(rule=rules(), eligible=st.integers(0, 10**12))
def test_the_quorum_is_the_smallest_whole_number_of_seats(rule, eligible):
    required = quorum(eligible, 0, 0, rule).required
    exact = Fraction(eligible * rule.quorum_numerator, rule.quorum_denominator)
    assert required - 1 < exact <= required


def test_proxies_count_towards_the_quorum_if_the_rule_says_so():
    assert quorum(7, 3, 1, SIMPLE).reached
    without = quorum(7, 3, 1, replace(SIMPLE, proxies_count=False))
    assert (without.counted, without.required, without.reached) == (3, 4, False)


def test_a_reconvened_session_needs_no_quorum():
    assert not quorum(7, 1, 0, SIMPLE).reached
    assert quorum(7, 1, 0, SIMPLE, waived=True).reached
    assert vote(1, 0, eligible=7, present=1).ground is Ground.QUORUM_MISSED
    assert vote(1, 0, eligible=7, present=1, quorum_waived=True).adopted


def test_an_absolute_majority_is_strictly_more_than_half():
    assert vote(4, 3, rule=ABSOLUTE).adopted
    members = replace(ABSOLUTE, denominator=Denominator.MEMBERS)
    assert vote(4, 2, rule=members, members=7).adopted
    assert not vote(4, 2, rule=members, members=8).adopted
    assert not vote(3, 0, rule=members, members=7).adopted


@pytest.mark.parametrize(
    ("denominator", "adopted"),
    [
        (Denominator.EXPRESSED, True),
        (Denominator.PRESENT, False),
        (Denominator.REPRESENTED, False),
        (Denominator.MEMBERS, False),
    ],
)
def test_the_denominator_decides_what_abstaining_weighs(denominator, adopted):
    rule = replace(ABSOLUTE, denominator=denominator)
    assert vote(3, 2, rule=rule, abstention=1).adopted is adopted


def test_each_denominator_counts_its_own_members():
    def whole(denominator: Denominator) -> int:
        rule = replace(ABSOLUTE, denominator=denominator)
        return vote(3, 1, rule=rule, eligible=9, present=5, represented=2).proof["whole"]

    assert [whole(denominator) for denominator in Denominator] == [9, 5, 7, 4]


@given(given_vote=votes(silent=1), kind=st.sampled_from(UNEXPRESSED))
def test_abstaining_weighs_the_same_as_being_there_without_voting(given_vote, kind):
    tally, rule, context, chair_choice = given_vote
    counts = tally.to_dict()
    more = Tally.from_dict(counts | {kind.value: counts[kind.value] + 1})
    before = outcome(tally, rule, context, chair_choice)
    assert outcome(more, rule, context, chair_choice).ground is before.ground


@given(
    given_vote=votes(
        cast=(Choice.FOR, Choice.AGAINST), majority=Majority.ABSOLUTE, casting_vote=False
    ),
    kind=st.sampled_from(UNEXPRESSED),
)
def test_abstaining_instead_of_opposing_only_helps_where_expressed_votes_are_counted(
    given_vote, kind
):
    tally, rule, context, _ = given_vote
    counts = tally.to_dict()
    softer = Tally.from_dict(
        counts | {Choice.AGAINST.value: tally.against - 1, kind.value: counts[kind.value] + 1}
    )
    before, after = outcome(tally, rule, context), outcome(softer, rule, context)
    if rule.denominator is Denominator.EXPRESSED:
        assert after.adopted or not before.adopted
    else:
        assert after.adopted is before.adopted


@given(given_vote=votes(cast=(Choice.AGAINST,)))
def test_winning_over_an_opponent_never_loses_the_vote(given_vote):
    tally, rule, context, chair_choice = given_vote
    won = replace(tally, in_favour=tally.in_favour + 1, against=tally.against - 1)
    assume(chair_choice is not Choice.AGAINST or won.against)
    before = outcome(tally, rule, context, chair_choice)
    after = outcome(won, rule, context, chair_choice)
    assert after.adopted or not before.adopted


@given(
    given_vote=votes(cast=(Choice.FOR,), casting_vote=False, quorum_numerator=0, minimum_eligible=1)
)
def test_majorities_agree_with_exact_fractions(given_vote):
    tally, rule, context, _ = given_vote
    whole = {
        Denominator.MEMBERS: context.eligible,
        Denominator.PRESENT: context.present,
        Denominator.REPRESENTED: context.present + context.represented,
        Denominator.EXPRESSED: tally.in_favour + tally.against,
    }[rule.denominator]
    share = Fraction(tally.in_favour, whole)
    expected = {
        Majority.SIMPLE: tally.in_favour > tally.against,
        Majority.ABSOLUTE: share > Fraction(1, 2),
        Majority.QUALIFIED: share >= Fraction(rule.qualified_numerator, rule.qualified_denominator),
    }[rule.majority]
    assert outcome(tally, rule, context).adopted is expected


@given(given_vote=votes())
def test_nothing_is_decided_without_members_quorum_and_expressed_votes(given_vote):
    tally, rule, context, chair_choice = given_vote
    decided = outcome(tally, rule, context, chair_choice)
    counted = context.present + (context.represented if rule.proxies_count else 0)
    lacking = (
        context.eligible < rule.minimum_eligible
        or (
            not context.quorum_waived
            and counted * rule.quorum_denominator < context.eligible * rule.quorum_numerator
        )
        or tally.in_favour + tally.against == 0
    )
    assert (decided.result is Result.NO_DECISION) is lacking


@given(given_vote=votes())
def test_a_stored_proof_recomputes_identically(given_vote):
    decided = outcome(*given_vote)
    stored = json.loads(json.dumps(decided.proof))
    assert stored == decided.proof
    assert recompute(stored) == decided


@given(given_vote=votes())
def test_the_chair_s_choice_is_kept_only_when_it_decided(given_vote):
    decided = outcome(*given_vote)
    kept = decided.proof["chair_choice"]
    assert (kept is not None) is (decided.ground is Ground.CASTING_VOTE)


def test_a_falsified_proof_does_not_recompute_to_itself():
    proof = vote(4, 3, rule=ABSOLUTE).proof
    falsified = proof | {"tally": proof["tally"] | {"for": 3}}
    assert recompute(falsified).proof != falsified
    assert not recompute(falsified).adopted
    with pytest.raises(ValueError, match="format"):
        recompute(proof | {"format": 2})


@given(rule=rules())
def test_a_rule_reads_back_from_json(rule):
    assert VotingRule.from_dict(json.loads(json.dumps(rule.to_dict()))) == rule


@pytest.mark.parametrize("choice", [Choice.FOR, Choice.AGAINST])
@pytest.mark.parametrize("rule", [SIMPLE, ABSOLUTE])
def test_the_casting_vote_breaks_a_tie_either_way(rule, choice):
    decided = vote(3, 3, rule=rule, chair=choice)
    assert decided.ground is Ground.CASTING_VOTE
    assert decided.adopted is (choice is Choice.FOR)


@pytest.mark.parametrize(
    "decided",
    [
        vote(3, 3),
        vote(3, 3, secret=True),
        vote(3, 3, chair_may_vote=False),
        vote(3, 3, chair=Choice.ABSTENTION, abstention=1),
        vote(3, 3, chair=Choice.FOR, rule=replace(SIMPLE, casting_vote=False)),
        vote(
            3,
            3,
            chair=Choice.FOR,
            rule=replace(ABSOLUTE, denominator=Denominator.MEMBERS),
            members=9,
        ),
    ],
)
def test_a_tie_that_nothing_breaks_rejects(decided):
    assert decided.result is Result.REJECTED
    assert decided.ground is Ground.TIE


def test_the_casting_vote_makes_no_qualified_majority():
    assert vote(1, 1, rule=TWO_THIRDS, members=3, chair=Choice.FOR).ground is Ground.MAJORITY_MISSED


def test_without_a_tie_the_chair_s_vote_counts_once():
    assert not vote(3, 4, chair=Choice.FOR).adopted
    assert vote(4, 3, chair=Choice.AGAINST).adopted


def test_two_thirds_is_reached_when_equalled():
    assert vote(4, 2, rule=TWO_THIRDS).adopted
    assert not vote(3, 2, rule=TWO_THIRDS).adopted


def test_fewer_than_three_eligible_members_defer_the_item():
    decided = vote(2, 0)
    assert decided.ground is Ground.TOO_FEW_ELIGIBLE
    assert decided.result is Result.NO_DECISION
    assert "à reporter" in decided.reason_fr


def test_blank_null_and_abstaining_ballots_decide_nothing():
    decided = vote(0, 0, abstention=2, blank=2, null=1)
    assert decided.ground is Ground.NO_EXPRESSED_VOTE
    assert decided.result is Result.NO_DECISION


def test_reasons_read_as_minutes_do():
    assert vote(4, 3, rule=ABSOLUTE).reason_fr == (
        "Avec 4 pour, 3 contre, la proposition est adoptée\u00a0; il fallait 4 voix pour "
        "(majorité absolue des suffrages exprimés)."
    )
    assert vote(3, 3, chair=Choice.AGAINST).reason_fr == (
        "Partage égal des voix (3 pour, 3 contre)\u00a0; par la voix prépondérante de la "
        "présidence, la proposition est rejetée."
    )
    assert vote(1, 0, eligible=7, present=3).reason_fr == (
        "Le quorum n’est pas atteint\u00a0: 3 pour 4 requis."
    )


@pytest.mark.parametrize(
    ("contradiction", "message"),
    [
        (lambda: Tally(in_favour=-1), "never negative"),
        (lambda: VoteContext(eligible=5, present=4, represented=2), "than eligible"),
        (lambda: VoteContext(eligible=-1, present=0), "never negative"),
        (lambda: vote(4, 3, members=6), "more ballots"),
        (
            lambda: vote(3, 0, rule=PRESENT_ONLY, eligible=5, present=2, represented=1),
            "more ballots",
        ),
        (lambda: vote(3, 3, secret=True, chair=Choice.FOR), "secret"),
        (lambda: vote(3, 3, chair_may_vote=False, chair=Choice.FOR), "among the ballots"),
        (lambda: vote(3, 3, chair=Choice.ABSTENTION), "among the ballots"),
        (lambda: VotingRule(version=1, quorum_numerator=3), "quorum"),
        (lambda: VotingRule(version=1, quorum_numerator=0, quorum_denominator=0), "quorum"),
        (lambda: VotingRule(version=1, qualified_numerator=0), "qualified"),
        (lambda: VotingRule(version=1, minimum_eligible=0), "eligible"),
    ],
)
def test_contradictory_counts_are_programming_errors(contradiction, message):
    with pytest.raises(ValueError, match=message):
        contradiction()
