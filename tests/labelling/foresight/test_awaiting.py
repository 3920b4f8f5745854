"""Who is still to renew is found without reading every label for each."""

from datetime import date

import pytest
from django.db import connection

from labelling.foresight.awaiting import awaiting_renewal
from tests import factories
from tests.directory import making

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


def test_what_follows_each_is_found_by_its_key_when_nothing_follows() -> None:
    making.many_like(making.label(factories.organisation(), date(2026, 3, 1)), 150)
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL would rather read so small a table whole")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = awaiting_renewal(date(2026, 3, 2), months=36).explain()
    assert "recognition_previous (previous_id=?)" in plan or "one_next_recognition" in plan
