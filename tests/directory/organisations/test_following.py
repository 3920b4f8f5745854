"""A label bears the name and the department of its organisation, whoever writes either."""

import pytest
from django.utils import timezone

from directory.organisations.folding import fold
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.making import label
from workflows.actors import Actor
from workflows.engine import amend

pytestmark = pytest.mark.django_db


def borne_by(made: Recognition) -> tuple[str, str]:
    found = Recognition.objects.get(pk=made.pk)
    return found.folded_name, found.department


def test_a_label_is_born_with_them_and_follows() -> None:
    organisation = factories.organisation("Les Îles", department="85")
    made = label(organisation, timezone.localdate())
    assert borne_by(made) == ("les iles", "85")
    amend(
        organisation,
        action="amend",
        actor=Actor.system("tests"),
        at=timezone.now(),
        name="L’Île",
        department="44",
    )
    assert borne_by(made) == ("l ile", "44")


@pytest.mark.breaks_history
def test_neither_can_be_written_otherwise() -> None:
    organisation = factories.organisation("Les Îles", department="85")
    made = label(organisation, timezone.localdate())
    Recognition.objects.filter(pk=made.pk).update(folded_name="faux", department="00")
    assert borne_by(made) == ("les iles", "85")
    Organisation.objects.filter(pk=organisation.pk).update(name="Le Phare")
    assert borne_by(made) == (fold("Le Phare"), "85")


def test_no_row_of_the_history_repeats_them() -> None:
    made = label(factories.organisation(), timezone.localdate())
    fields = {field.name for field in made.history.latest().tracked_fields}
    assert not fields & {"folded_name", "department", "standing"}
