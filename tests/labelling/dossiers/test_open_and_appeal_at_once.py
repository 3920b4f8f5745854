"""One dossier at a time: an appeal opens the one that was refused again."""

import pytest
from django.db import transaction

from tests.racing import Overlap
from tests.scenes.items import appealing
from workflows.verdicts import Refusal


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second"), [("dossier.open", "dossier.appeal"), ("dossier.appeal", "dossier.open")]
)
def test_of_an_appeal_and_another_dossier_at_once_one_is_refused(first: str, second: str) -> None:
    with transaction.atomic():
        (acts,) = appealing()
    with Overlap() as overlap:
        done, refused = overlap.run(acts[first], acts[second])
    assert not isinstance(done, Refusal)
    assert isinstance(refused, Refusal)
