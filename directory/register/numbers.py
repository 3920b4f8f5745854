"""A number that somebody copied: whose it is, and where it leads."""

import re
from functools import cache

from django.apps import apps

from directory.people.models import User
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.validity import series_of
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.models import Case
from workflows.numbering import number_in

UNKNOWN = "Aucun label ne porte ce numéro. Vérifiez-le, ou cherchez par nom."
OF_A_CASE = (
    "C’est un numéro de dossier, pas de label. Un dossier s’ouvre aux seules personnes qu’il "
    "concerne\u00a0; le numéro d’un label commence par OSE."
)


def read_number(typed: str, kind: RecognitionKind = RecognitionKind.LABEL) -> str:
    """The number that was typed, of a `kind` unless it says otherwise; empty if it is none."""
    return number_in(typed, series=series_of(kind))


def address_of(number: str, user: User | None) -> str:
    """The page that `number` leads `user` to; empty when it is nothing that they may read."""
    label = Recognition.objects.filter(number=number).first()
    if label is not None:
        return label.get_absolute_url()
    case = Case.objects.filter(reference=number).first() if user else None
    if case is None or not CaseRules.read_case.verdict(Actor.of(user), case).permitted:
        return ""
    url: str = case.subject.get_absolute_url()
    return url


def why_nowhere(number: str) -> str:
    """What is said of a number that leads nowhere, by its form alone: given or not is not told."""
    return OF_A_CASE if is_of_a_case(number) else UNKNOWN


def is_of_a_case(number: str) -> bool:
    """Whether a case of some kind could bear `number`."""
    series, _, rest = number.partition("-")
    return series in _series_of_cases() and re.fullmatch(r"\d{4}-\d+", rest) is not None


@cache
def _series_of_cases() -> frozenset[str]:
    kinds = (model for model in apps.get_models() if issubclass(model, Case))
    return frozenset(kind.series for kind in kinds if hasattr(kind, "series"))
