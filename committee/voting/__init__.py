"""How the committee decides: conflicts, rounds, ballots, the tally, and the decision."""
