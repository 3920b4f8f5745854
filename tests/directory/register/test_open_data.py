"""The register as open data: read back by libraries that nobody here wrote."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import feedparser
import openpyxl
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl

from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.register.open_data import NAMES, rows
from tests import factories, sanctions

pytestmark = pytest.mark.django_db
TEMPTING = "=HYPERLINK(1)"


@pytest.fixture
def label() -> Recognition:
    found = factories.dossier("validated").recognitions.get()
    Organisation.objects.filter(pk=found.organisation_id).update(name=TEMPTING)
    return found


def export(kind: str, **headers: str) -> Any:
    return Client().get(f"/registre/export.{kind}", headers=headers)


def content(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def suspend(label: Recognition) -> None:
    sanctions.suspend(label, reason="Plus de preuve.")


@pytest.mark.breaks_history
def test_every_format_says_the_same(label: Recognition) -> None:
    suspend(label)
    (expected,) = rows(timezone.localdate())
    texts = ["" if value is None else str(value) for value in expected]
    parsed = list(csv.reader(StringIO(content(export("csv")).decode("utf-8-sig")), delimiter=";"))
    assert parsed == [NAMES, [text.replace(TEMPTING, f"'{TEMPTING}") for text in texts]]
    (read,) = json.loads(content(export("json")))
    assert ["" if value is None else str(value) for value in read.values()] == texts
    sheet = openpyxl.load_workbook(BytesIO(content(export("xlsx")))).active
    (_, written) = sheet.iter_rows(values_only=True)
    assert written[1] == TEMPTING
    assert sheet["B2"].data_type == "s"
    assert [value.date() if hasattr(value, "date") else value for value in written] == [
        value or None for value in expected
    ]
    assert dict(zip(NAMES, expected, strict=True))["etat"] == "suspendu"


@pytest.mark.breaks_history
def test_it_validates_against_its_own_schema(label: Recognition, tmp_path: Path) -> None:
    factories.dossier("validated")
    schema = Schema.from_descriptor(Client().get("/registre/schema.json").json())
    written = tmp_path / "labels.csv"
    written.write_bytes(content(export("csv")))
    dialect = Dialect(controls=[CsvControl(delimiter=";")])
    with Resource(path=written.name, basepath=str(tmp_path), schema=schema, dialect=dialect) as it:
        report = it.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert report.tasks[0].stats["rows"] == 2


@pytest.mark.breaks_history
def test_it_is_sent_again_only_when_a_row_may_have_changed(label: Recognition) -> None:
    first = export("json")
    content(first)
    assert export("json", if_none_match=first["ETag"]).status_code == 304
    with time_machine.travel(label.valid_until + timedelta(days=1)):
        (read,) = json.loads(content(export("json", if_none_match=first["ETag"])))
        assert read["etat"] == "expiré"
    suspend(label)
    assert content(export("json", if_none_match=first["ETag"]))


def test_a_format_that_does_not_exist_is_not_found() -> None:
    assert export("xml").status_code == 404


def test_without_a_label_each_format_is_still_one() -> None:
    assert json.loads(content(export("json"))) == []
    assert content(export("csv")).decode("utf-8-sig").strip().split(";") == NAMES
    assert openpyxl.load_workbook(BytesIO(content(export("xlsx")))).active.max_row == 1


@pytest.mark.breaks_history
def test_the_feed_tells_what_changed_newest_first(label: Recognition) -> None:
    suspend(label)
    answer = Client().get("/registre/flux.atom")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.title.rpartition(": ")[2] for entry in feed.entries] == [
        "suspension",
        "validité commencée",
        "attribution",
    ]
    assert {entry.link.endswith(label.get_absolute_url()) for entry in feed.entries} == {True}
    assert len({entry.id for entry in feed.entries}) == 3
    assert "Plus de preuve" not in answer.text
    again = Client().get("/registre/flux.atom", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
