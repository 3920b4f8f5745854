"""What the law of petitions names."""

from workflows.policies import Policy


class PetitionRules:
    author = Policy()
    debate = Policy()
    decision = Policy()
