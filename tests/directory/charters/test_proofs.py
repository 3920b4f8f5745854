"""A charter is the text that was digested."""

import pytest

from directory.charters.models import CharterVersion
from tests import factories
from tests.proof import problems

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


@pytest.mark.parametrize("column", ["text", "digest"])
def test_another_text_or_another_digest_is_told(column: str) -> None:
    factories.charter_version()
    assert problems() == []
    CharterVersion.objects.update(**{column: "autre"})
    assert any(problem.startswith("Chartes : ") for problem in problems())
