"""Labels about to end, and what renews them."""

from datetime import date, timedelta

import time_machine

from directory.delays.calendar import months_before
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import TermAccount
from labelling.dossiers.models import Dossier
from labelling.renewal.operations import open_renewal, report_term
from tests import factories
from tests.directory.making import noon
from tests.scenes.recognitions import label as voted
from workflows.actors import Actor

ACCOUNT = TermAccount("Neuf actions sur dix sont faites.", "58 membres, 12 salariés.", "")


def labelled(org: Organisation | None = None) -> Recognition:
    """A label that a committee granted today, its dossier written and decided."""
    return voted(org)


def holder(recognition: Recognition) -> User:
    return factories.representative_of(recognition)


def before_end(recognition: Recognition, months: int) -> time_machine.travel:
    """The day `months` before its end, at noon."""
    return time_machine.travel(noon(months_before(recognition.valid_until, months)), tick=False)


def after_end(recognition: Recognition) -> time_machine.travel:
    return time_machine.travel(noon(recognition.valid_until + timedelta(days=1)), tick=False)


def opened(recognition: Recognition, person: User | None = None) -> Dossier:
    """Its renewal, opened now."""
    return open_renewal(
        recognition,
        approach=Approach.ESS_PRATIQUES,
        framework=None,
        actor=Actor.of(person or holder(recognition)),
    )


def ready_to_file(recognition: Recognition) -> Dossier:
    """Its renewal, signed and presented, of which nothing lacks but the report of the period."""
    made = opened(recognition)
    person = holder(recognition)
    factories.sign(made, person)
    factories.present(made, person)
    return made


def reported(made: Dossier) -> Dossier:
    person = factories.representative_of(made)
    return report_term(made, account=ACCOUNT, actor=Actor.of(person))


def day(moment: date) -> time_machine.travel:
    return time_machine.travel(noon(moment), tick=False)
