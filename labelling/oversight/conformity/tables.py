"""The tables of the conformity file, a batch at a time: no identity, no word of a complaint."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from directory.charters.models import CharterVersion
from directory.impartiality.models import Interest
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.models import Assessment
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.conformity.facts import Facts
from labelling.oversight.conformity.fairness import fairness
from labelling.oversight.conformity.lines import lines_of
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.sampling.models import Campaign
from labelling.referencing.models import Referencing
from labelling.revisions.models import ConsultedParty
from workflows.models import Case
from workflows.presentation.sheets import Row, Sheet

BATCH = 2_000


def sheets_of(facts: Facts) -> list[Sheet]:
    """Every table, the lines of the file first."""
    return [
        Sheet(
            "conformite",
            ("Source", "Clause", "Condition", "Ce que montrent les faits", "Faits", "Manques"),
            lambda: _lines(facts),
        ),
        Sheet("equite", ("Tableau", "Catégorie", "Valeurs"), _fairness),
        *_granted(),
        *_ruled(),
        *_watched(),
    ]


def _granted() -> list[Sheet]:
    """What was asked for, assessed, decided and granted."""
    return [
        _listed(
            "reconnaissances",
            Recognition.objects.order_by("pk"),
            {
                "Numéro": "number",
                "Nature": "kind",
                "Organisation": "organisation__name",
                "Département": "organisation__department",
                "État": "state",
                "Valable du": "valid_from",
                "Valable jusqu’au": "valid_until",
                "Suspendue le": "suspended_on",
                "Terminée le": "ended_on",
                "Version de la charte": "signature__version__number",
            },
        ),
        *(
            _listed(
                name,
                model.objects.filter(submitted_at__isnull=False).order_by("pk"),
                {
                    "Numéro": "reference",
                    "Organisation": "organisation__name",
                    "État": "state",
                    "Déposé le": "submitted_at",
                    "Décidé le": "decided_on",
                    "Motifs de la décision": "decision_reasons",
                    "Motifs du recours": "appeal_grounds",
                },
            )
            for name, model in (("dossiers", Dossier), ("referencements", Referencing))
        ),
        _listed(
            "appreciations",
            Assessment.objects.order_by("case_id", "pk"),
            {
                "Dossier": "case__reference",
                "Critère": "criterion",
                "Appréciation": "finding",
                "Motif": "reasons",
            },
        ),
        _listed(
            "decisions",
            Case.objects.filter(decisions__isnull=False).order_by("decisions__pk"),
            {
                "Affaire": "reference",
                "Nature": "kind",
                "Décision": "decisions__outcome",
                "Prononcée le": "decisions__decided_at",
                "Motifs": "decisions__reasons",
            },
        ),
    ]


def _ruled() -> list[Sheet]:
    """Who decides, under which texts, and who was asked of them."""
    return [
        _listed(
            "mandats",
            User.objects.filter(mandates__isnull=False).order_by("mandates__pk"),
            {
                "Personne": "pseudonym",
                "Collège": "mandates__college__name",
                "À partir du": "mandates__starts_on",
                "Jusqu’au": "mandates__ends_on",
                "Annulé le": "mandates__cancelled_at",
            },
        ),
        _listed(
            "chartes",
            CharterVersion.objects.filter(in_force_from__isnull=False).order_by("pk"),
            {
                "Charte": "charter__kind",
                "Version": "number",
                "État": "state",
                "En vigueur depuis": "in_force_from",
                "Empreinte SHA-256": "digest",
            },
        ),
        _listed(
            "consultations",
            ConsultedParty.objects.order_by("pk"),
            {
                "Révision": "revision__reference",
                "Ouverte le": "revision__consulted_on",
                "Interrogé le": "asked_on",
                "Avis": "position",
                "Répondu le": "answered_on",
            },
        ),
    ]


def _watched() -> list[Sheet]:
    """What is looked into once it is granted, and who is free of whom."""
    return [
        _listed(
            "reclamations",
            Complaint.objects.order_by("pk"),
            {
                "Numéro": "reference",
                "Au sujet de": "about",
                "Traitée par": "addressee",
                "État": "state",
                "Reçue le": "opened_at",
                "Terminée le": "closed_at",
            },
        ),
        _listed(
            "controles",
            ComplianceReview.objects.order_by("pk"),
            {
                "Numéro": "reference",
                "Reconnaissance": "recognition__number",
                "Origine": "origin",
                "État": "state",
                "Ouvert le": "opened_at",
                "Notifié le": "notified_on",
                "Réponse le": "answered_on",
                "Issue": "outcome",
                "Décidé le": "decided_on",
                "Motifs": "decision_reasons",
                "Recours le": "appealed_on",
                "Issue du recours": "appeal_outcome",
            },
        ),
        _listed(
            "constats",
            Finding.objects.filter(removed_on__isnull=True).order_by("review_id", "position"),
            {
                "Contrôle": "review__reference",
                "Rang": "position",
                "Principe": "principle__key",
                "Gravité": "grade",
                "Conclusion": "conclusion",
            },
        ),
        _listed(
            "tirages",
            Campaign.objects.filter(published_on__isnull=False).order_by("pk"),
            {
                "Numéro": "number",
                "État": "state",
                "Part, en pour cent": "rate",
                "Graine": "seed",
                "Valeur publique": "value",
                "Annoncée le": "published_on",
                "Tirée le": "drawn_on",
            },
        ),
        _listed(
            "impartialite",
            Interest.objects.order_by("pk"),
            {
                "Place": "place",
                "Nature": "nature",
                "Organisation": "organisation__name",
                "Mesure": "measure",
                "Déclaré le": "declared_on",
                "À réexaminer le": "review_on",
                "Clos le": "ended_on",
            },
        ),
    ]


def _listed(name: str, found: "QuerySet[Any]", columns: dict[str, str]) -> Sheet:
    sources = list(columns.values())
    return Sheet(
        name, list(columns), lambda: found.values_list(*sources).iterator(chunk_size=BATCH)
    )


def _lines(facts: Facts) -> Iterator[Row]:
    for line in lines_of(facts):
        condition, shown = line.condition, line.shown
        yield (
            condition.source.label,
            condition.clause,
            condition.words,
            shown.status.label,
            " ".join(shown.facts),
            " ".join(shown.gaps),
        )


def _fairness() -> Iterator[Row]:
    for table in fairness():
        for row in table.rows:
            told = zip(table.heads[1:], row[1:], strict=True)
            yield (
                table.title,
                row[0],
                "\u00a0; ".join(f"{head}\u00a0: {cell}" for head, cell in told),
            )
