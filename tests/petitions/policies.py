"""Who may, on a petition: its author, then the committee alone."""

from typing import Any

from django.db.models import Q

from directory.people.models import User
from tests.petitions.models import Petition
from tests.petitions.rulebook import PetitionRules
from workflows.access import case_correspondents, case_readers
from workflows.actors import ActorKind
from workflows.deliberation import is_decided_so, is_under_deliberation
from workflows.models import Case


@PetitionRules.author.grants(
    who="la personne qui pétitionne",
    denial="Seule la personne qui pétitionne peut le faire.",
)
def author(petition: Petition) -> Any:
    return User.objects.filter(pk__in=[petition.author_id])


@PetitionRules.debate.grants(
    who="le comité, en séance",
    denial="Le comité ouvre le débat en séance.",
    kinds=[ActorKind.DELIBERATION],
    admits=is_under_deliberation,
)
def debate(petition: Any) -> Any:
    return User.objects.none()


@PetitionRules.decision.grants(
    who="le comité, par une décision",
    denial="Seule une décision du comité peut le faire.",
    kinds=[ActorKind.DECISION],
    admits=is_decided_so,
)
def decision(petition: Any) -> Any:
    return User.objects.none()


@case_readers
@case_correspondents
def author_and_office(case: Case) -> Q:
    """The author and whoever is in charge write to each other."""
    if case.kind != Petition._meta.label_lower:
        return Q(pk__in=[])
    petition = Petition.objects.filter(pk=case.pk)
    return Q(pk__in=petition.values("author")) | Q(pk__in=petition.values("assignee"))


@case_readers
def supporters(case: Case) -> Q:
    if case.kind != Petition._meta.label_lower:
        return Q(pk__in=[])
    return Q(pk__in=Petition.objects.filter(pk=case.pk).values("supporters"))
