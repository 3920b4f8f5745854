"""How long applications are kept."""

from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from directory.recognitions.models import Recognition
from directory.retention.registry import RetentionRule, retention
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from labelling.referencing.models import Referencing

KINDS = (Dossier, Referencing)


def _granted() -> "QuerySet[Any]":
    """Recognitions that an application gave; those of an import have none."""
    kinds = [kind._meta.label_lower for kind in KINDS]
    return Recognition.objects.filter(case__kind__in=kinds).select_related("organisation")


def _named(row: Any) -> tuple[str, str]:
    return f"{row.reference}, {row.organisation}", row.get_absolute_url()


def _recognised(row: Recognition) -> tuple[str, str]:
    return f"{row.number}, {row.organisation}", row.organisation.get_absolute_url()


retention(
    RetentionRule(
        key="archived_applications",
        title="Dossiers validés",
        does="Le dossier, ses pièces et ses messages seraient effacés. Le registre et l’historique "
        "restent.",
        why="Un dossier sert pendant son cycle, jusqu’à la fin du label ou du référencement, puis "
        "s’archive.",
        rows=_granted,
        months=settings.OSE_RETENTION["archive_months"],
        since=F("valid_until"),
        named=_recognised,
    )
)
for kind in KINDS:
    retention(
        RetentionRule(
            key=f"refused_{kind._meta.model_name}",
            title=f"Refus, {kind._meta.verbose_name_plural}",
            does="Le dossier, ses pièces et ses messages seraient effacés. L’historique reste.",
            why="Un refus peut se contester\u00a0: le délai court une fois le recours passé.",
            rows=kind.objects.filter(state=S.REFUSED).select_related("organisation").all,
            months=settings.OSE_RETENTION["refusal_months"],
            since=F("appealable_until"),
            named=_named,
        )
    )
    retention(
        RetentionRule(
            key=f"left_{kind._meta.model_name}",
            title=f"Abandons et classements, {kind._meta.verbose_name_plural}",
            does="Rien\u00a0: aucune règle ne les prévoit encore, à la CRESS d’en décider.",
            why="Ni validés, ni refusés.",
            rows=kind.objects.filter(state__in=(S.WITHDRAWN, S.CLOSED)).all,
        )
    )
