"""What proves itself besides the chains: numbers, files, triggers."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.files import pdf
from tests.proof import found, problems
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows.correspondence.operations import attach
from workflows.models import Attachment, Case, Counter
from workflows.triggers import drop_statements

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


def test_a_number_that_is_missing() -> None:
    repair = making.repair(RepairState.ASKED)
    Counter.objects.update(last=2)
    assert found(f"{str(repair.reference)[:-1]}2 : ce numéro manque")


def test_a_number_that_nobody_gave() -> None:
    Case.objects.create(
        kind=Repair._meta.label_lower,
        title="Essai",
        opened_at=timezone.now(),
        reference="REP-2019-0007",
    )
    assert found("REP-2019-0007 : personne n’a donné ce numéro")


def test_a_file_that_is_no_longer_the_one_received() -> None:
    repair = making.repair()
    attached = attach(repair, slot="photos", upload=pdf(), by=repair.owner)
    assert problems() == []
    Attachment.objects.update(sha256="autre")
    assert problems() == [f"Pièces : pièce {attached.pk} : le contenu n’est plus celui reçu"]


def test_a_file_that_is_gone() -> None:
    repair = making.repair()
    attached = attach(repair, slot="photos", upload=pdf(), by=repair.owner)
    Path(attached.file.path).unlink()
    assert found(f"pièce {attached.pk} : illisible (FileNotFoundError)")


def test_missing_triggers_are_told() -> None:
    table = Repair.history.model._meta.db_table
    with connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor, table):
            cursor.execute(statement)
    assert problems() == [
        f"Tables protégées : table {table} : ses déclencheurs manquent ou ont été changés"
    ]
