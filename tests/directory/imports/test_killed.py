"""An import whose process is killed half-way leaves nothing, and may be done again."""

from pathlib import Path

import pytest
from django.core.management import call_command

from directory.charters.models import Signature
from directory.imports.models import LabelImport
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.imports.making import row, text
from tests.killed import killed
from workflows.models import Counter

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN = (Organisation, Recognition, Signature, LabelImport, Counter)


def test_killed_half_way_nothing_is_there_and_it_may_be_done_again(tmp_path: Path) -> None:
    factories.charter_version()
    rows = [row(1), row(2), row(3)]
    file = tmp_path / "labels.csv"
    file.write_text(text(*rows), encoding="utf-8")
    assert killed(tmp_path, "tests.importing", str(file), "2") == f"{rows[0][0]},{rows[1][0]}"
    assert not any(model.objects.exists() for model in WRITTEN)
    call_command("import_labels", str(file))
    assert Recognition.objects.count() == len(rows)
