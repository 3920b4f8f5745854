"""A dossier that ended without a label gives its contents to a new one."""

import pytest

from directory.charters.enums import PrincipleKey
from labelling.dossiers.enums import Approach
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence
from labelling.evidence.operations import named, take_over
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.labelling.browsing import client_of, location, shared, url
from workflows.actors import Actor
from workflows.correspondence.operations import attachments_of
from workflows.models import Attachment, ScanStatus
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db

OVER = [S.REFUSED, S.WITHDRAWN, S.CLOSED]


def ended(state: str = S.REFUSED) -> Dossier:
    """Ended so, its principles written."""
    if state != S.WITHDRAWN:
        return factories.dossier(state)
    made = factories.dossier(S.PRESENTED)
    person = factories.representative_of(made)
    factories.fill(made, person)
    factories.withdraw(made, person)
    return made


def taken(former: Dossier) -> Dossier:
    person = factories.representative_of(former)
    return take_over(
        former, approach=Approach.ESS_PRATIQUES, framework=None, actor=Actor.of(person)
    )


@pytest.mark.parametrize("state", OVER)
def test_what_was_written_and_joined_comes_along(state: str) -> None:
    former = ended(state)
    made = taken(former)
    assert made.state == S.DRAFT
    assert made.commitments == former.commitments != ""
    texts = dict(Evidence.objects.filter(dossier=made).values_list("principle", "text"))
    assert texts == dict(Evidence.objects.filter(dossier=former).values_list("principle", "text"))
    assert len(texts) == 5
    old, new = (
        list(
            attachments_of(each)
            .filter(slot__startswith="principle:")
            .order_by("slot", "name")
            .values_list("slot", "name", "sha256", "file")
        )
        for each in (former, made)
    )
    assert new == old != []


def test_the_charter_and_the_assembly_are_asked_anew() -> None:
    former = ended()
    made = taken(former)
    assert made.signature is None
    assert not AssemblyPresentation.objects.filter(dossier=made).exists()
    assert not made.internal_presentations.exists()
    assert not attachments_of(made, AssemblyPresentation.MINUTES_SLOT).exists()


def test_its_history_says_where_it_comes_from() -> None:
    former = ended()
    made = taken(former)
    assert f"Repris du dossier {former.reference}." in made.history.values_list("reason", flat=True)
    page = client_of(factories.representative_of(made)).get(shared("history", made)).text
    assert str(former.reference) in page


def test_one_never_filed_is_named_by_its_day() -> None:
    assert named(ended(S.WITHDRAWN)).startswith("dossier ouvert le ")


def test_a_file_that_may_not_leave_stays_behind() -> None:
    former = ended()
    held = attachments_of(former, f"principle:{PrincipleKey.PRACTICES}").get()
    Attachment.objects.filter(pk=held.pk).update(scan=ScanStatus.PENDING)
    assert not attachments_of(taken(former), held.slot).exists()


def test_one_that_is_open_is_not_taken_over() -> None:
    open_one = factories.dossier(S.UNDER_INSTRUCTION)
    with pytest.raises(Refused):
        taken(open_one)
    assert open_one.organisation.dossiers.count() == 1


def test_one_at_a_time_and_nothing_is_left_of_a_refusal() -> None:
    former = ended()
    taken(former)
    with pytest.raises(Refused):
        taken(former)
    assert former.organisation.dossiers.count() == 2


def test_nobody_takes_over_the_dossier_of_others() -> None:
    former = ended()
    with pytest.raises(Forbidden):
        take_over(
            former,
            approach=Approach.ESS_PRATIQUES,
            framework=None,
            actor=Actor.of(factories.representative()),
        )
    assert former.organisation.dossiers.count() == 1


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.CLOSED])
def test_its_page_leads_there_and_the_new_one_begins_with_the_charter(state: str) -> None:
    former = ended(state)
    client = client_of(factories.representative_of(former))
    page = client.get(former.get_absolute_url()).text
    assert f'href="{url("take_over", former)}">Reprendre dans un nouveau dossier</a>' in page
    asked = client.get(url("take_over", former)).text
    assert "Lire et signer la charte en vigueur" in asked
    answer = client.post(url("take_over", former), {"approach": "ess_pratiques"})
    made = former.organisation.dossiers.latest("pk")
    assert location(answer) == url("sign", made)
    assert made != former
