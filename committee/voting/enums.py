"""The words of the votes: value, French label. Values are contracts."""

from django.db import models

from committee.bodies.voting_rules import Choice
from committee.voting.tally import Result


class RoundResult(models.TextChoices):
    """How a round of voting ended. A superseded one is never counted."""

    ADOPTED = Result.ADOPTED.value, "Proposition adoptée"
    REJECTED = Result.REJECTED.value, "Proposition rejetée"
    NO_DECISION = Result.NO_DECISION.value, "Vote sans décision"
    SUPERSEDED = "superseded", "Vote abandonné"


class ConflictKind(models.TextChoices):
    """What links a member to a case; the label is said of the member."""

    ORGANISATION = "organisation", "siège pour la structure"
    MEMBERSHIP = "membership", "agit pour la structure"
    ACCOMPANIMENT = "accompaniment", "a accompagné la structure depuis moins de 24 mois"
    INTEREST = "interest", "a un lien d’intérêt déclaré avec la structure"
    INSTRUCTION = "instruction", "en mène l’instruction"
    EXAMINATION = "examination", "a participé à son instruction"
    FIRST_DECISION = "first_decision", "a voté la décision contestée"


# A null ballot exists on paper only: nobody casts one here.
CASTABLE = (Choice.FOR, Choice.AGAINST, Choice.ABSTENTION, Choice.BLANK)
