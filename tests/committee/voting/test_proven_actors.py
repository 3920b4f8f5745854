"""Only a decision about this very case, which says so, lets it be validated."""

import pytest
from django.db import connection
from django.utils import timezone

from committee.voting.models import Decision
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.forging import Reference, forge
from tests.proof import found, problems
from workflows.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


def validated_by(actor: Reference | Actor, dossier: Dossier, source: str) -> None:
    values = {"state": "validated", "decided_on": timezone.localdate()}
    forge(dossier, "validate", source=source, actor=actor, **values)


def test_a_decision_that_does_not_exist() -> None:
    validated_by(Reference("decision:999"), factories.dossier("in_deliberation"), "in_deliberation")
    assert found("la décision 999 n’existe pas")


def test_the_decision_of_another_case() -> None:
    decision = Decision.objects.get(case=making.validated().case_id)
    dossier = factories.dossier("in_deliberation")
    validated_by(Reference(f"decision:{decision.pk}"), dossier, "in_deliberation")
    assert found(f"la décision {decision.pk} porte sur une autre affaire")


def test_a_person_in_the_place_of_the_committee() -> None:
    dossier = factories.dossier("in_deliberation")
    validated_by(Actor.of(factories.manager()), dossier, "in_deliberation")
    assert found("ne pouvait pas le faire : c’est à le comité, par une décision")


def test_a_refused_dossier_validated_by_its_representative() -> None:
    dossier = factories.dossier("refused")
    validated_by(Actor.of(factories.representative_of(dossier)), dossier, "refused")
    assert found("« validate » n’est pas permis depuis l’état « refused »")


@pytest.mark.django_db(transaction=True)
def test_a_decided_item_that_is_gone_ends_no_reading() -> None:
    item = making.validated()
    with connection.cursor() as cursor:
        off, on = {
            "postgresql": (
                "SET session_replication_role = replica",
                "SET session_replication_role = origin",
            ),
            "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        }[connection.vendor]
        cursor.execute(off)
        cursor.execute("DELETE FROM committee_agendaitem WHERE id = %s", [item.pk])
        cursor.execute(on)
    told = problems()
    assert f"committee.AgendaItem {item.pk} : l’objet a disparu" in told
    assert any(problem.startswith("Décisions du comité") for problem in told)
    assert any(problem.startswith("labelling.Dossier") for problem in told)
