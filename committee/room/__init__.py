"""The room of a session, live: attendance, recusals, ballots, and whoever conducts an item."""
