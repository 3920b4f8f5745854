"""The day of the label, and what comes after."""

from datetime import date

import pytest

from directory.delays.calendar import months_before
from directory.recognitions.models import Recognition
from labelling.instruction.enums import ApplicationState as S
from labelling.overview.after_label import milestones_of
from tests import factories
from tests.labelling.browsing import client_of, location, url
from workflows.presentation.french import format_long_date


@pytest.mark.django_db
def test_the_days_after_the_label() -> None:
    label = Recognition(kind="label", valid_from=date(2026, 12, 10), valid_until=date(2029, 12, 10))
    days = [(each.day, each.past) for each in milestones_of(label, date(2028, 7, 1))]
    assert days == [
        (date(2028, 6, 10), True),
        (date(2028, 12, 10), False),
        (date(2029, 12, 10), False),
    ]


@pytest.mark.parametrize(
    ("end", "months", "day"),
    [
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 1, 31), 2, date(2026, 11, 30)),
        (date(2027, 3, 15), 0, date(2027, 3, 15)),
    ],
)
def test_months_before_a_day(end: date, months: int, day: date) -> None:
    assert months_before(end, months) == day


@pytest.mark.django_db
def test_the_page_gives_the_public_address_and_what_comes_next() -> None:
    dossier = factories.dossier(S.VALIDATED)
    label = Recognition.objects.get(case_id=dossier.pk)
    client = client_of(factories.representative_of(dossier))
    assert url("label", dossier) in client.get(dossier.get_absolute_url()).text
    page = client.get(url("label", dossier)).text
    assert f'value="http://127.0.0.1:8000{label.get_absolute_url()}"' in page
    assert "Bravo" in page
    assert format_long_date(label.valid_until) in page


@pytest.mark.django_db
@pytest.mark.breaks_history
def test_a_label_that_is_worth_nothing_today_is_not_celebrated() -> None:
    dossier = factories.dossier(S.VALIDATED)
    expired = {"valid_from": date(2020, 1, 1), "valid_until": date(2023, 1, 1)}
    Recognition.objects.filter(case_id=dossier.pk).update(**expired)
    client = client_of(factories.representative_of(dossier))
    page = client.get(url("label", dossier)).text
    assert "Bravo" not in page
    assert "a expiré" in page
    assert url("label", dossier) not in client.get(dossier.get_absolute_url()).text


@pytest.mark.django_db
def test_before_the_label_there_is_only_the_dossier() -> None:
    dossier = factories.dossier(S.ADMISSIBLE)
    client = client_of(factories.representative_of(dossier))
    assert location(client.get(url("label", dossier))) == dossier.get_absolute_url()
