"""What the law of repairs names."""

from workflows.policies import Policy
from workflows.rules import Effect, Guard


class ToyRules:
    owner = Policy()
    mender = Policy()
    in_charge = Policy()
    time = Policy()
    meeting = Policy()
    described = Guard()
    photographed = Guard()
    part_dated = Guard()
    part_overdue = Guard()
    thank = Effect()
