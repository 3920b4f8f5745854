"""What the public register says of the dossier behind a label."""

import pytest

from directory.recognitions.models import Recognition
from directory.recognitions.public_facts import Fact, facts_of
from labelling.dossiers.enums import Approach
from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from tests import factories
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db


def label_of(made: Dossier) -> Recognition:
    return Recognition.objects.get(case_id=made.pk)


def test_a_label_says_what_was_followed_and_when_it_was_decided() -> None:
    made = factories.dossier("validated")
    assert made.decided_on is not None
    assert facts_of(label_of(made)) == [
        Fact("Démarche", "ESS Pratiques"),
        Fact("Décision du comité", format_date(made.decided_on)),
    ]


def test_a_recognised_framework_goes_by_its_name() -> None:
    framework = Framework(name="Charte RGO")
    assert Dossier(approach=Approach.FRAMEWORK, framework=framework).followed == "Charte RGO"
    assert Dossier(approach=Approach.ESS_PRATIQUES).followed == "ESS Pratiques"
