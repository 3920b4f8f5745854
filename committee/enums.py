"""The words of the committee: value, French label. Values are contracts."""

from django.db import models

from committee.tally import Result
from committee.voting_rules import Choice


class CollegeKey(models.TextChoices):
    """The three colleges of the comité scientifique et éthique."""

    NETWORKS = "networks", "Têtes de réseaux ESS"
    INSTITUTIONS = "institutions", "Institutionnels"
    EXPERTS = "experts", "Académiques et experts"


class MandateRole(models.TextChoices):
    MEMBER = "member", "Membre"
    CHAIR = "chair", "Présidence"


class SessionState(models.TextChoices):
    PLANNED = "planned", "Planifiée"
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Close"
    MINUTED = "minuted", "Procès-verbal établi"
    CANCELLED = "cancelled", "Annulée"


class AgendaItemState(models.TextChoices):
    QUEUED = "queued", "À venir"
    OPEN = "open", "Ouvert"
    DECIDED = "decided", "Décidé"
    DEFERRED = "deferred", "Reporté"
    REMOVED = "removed", "Retiré"


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
    INSTRUCTION = "instruction", "instruit ce dossier"
    FIRST_DECISION = "first_decision", "a voté la décision contestée"


# A null ballot exists on paper only: nobody casts one here.
CASTABLE = (Choice.FOR, Choice.AGAINST, Choice.ABSTENTION, Choice.BLANK)
