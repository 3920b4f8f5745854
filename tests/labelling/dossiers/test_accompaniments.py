"""Who accompanies a structure is said in its dossier: their people neither instruct nor vote."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from directory.accompaniments.models import Accompaniment
from labelling.instruction.enums import ApplicationState as S
from labelling.referencing.operations import remove_mission, write_mission
from tests import factories
from tests.labelling.browsing import client_of, location, url
from tests.labelling.referencing import making
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.verdicts import Refused, Stale

pytestmark = pytest.mark.django_db


def test_a_structure_says_who_accompanies_it_and_may_take_it_back() -> None:
    dossier = factories.dossier(S.COMMITTED)
    cabinet = factories.organisation("La Boussole")
    browser = client_of(factories.representative_of(dossier))
    typed = {"accompanist": "boussole", "started_on": "2026-02-01", "ended_on": ""}
    assert location(browser.post(url("accompaniment", dossier), typed)) == url(
        "accompaniment", dossier
    )
    declared = Accompaniment.objects.get()
    assert (declared.accompanist, declared.binds_until) == (cabinet, None)
    assert "La Boussole" in browser.get(url("detail", dossier)).text
    assert "La Boussole" in browser.get(url("whole", dossier)).text
    address = url("take_accompaniment_back", dossier, declared.pk)
    assert browser.post(address).status_code == 302
    assert "La Boussole" not in browser.get(url("accompaniment", dossier)).text
    assert browser.post(address).status_code == 409


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"accompanist": ""}, "Indiquez qui vous accompagne"),
        ({"accompanist": "Personne d’ici"}, "Aucune organisation inscrite"),
        ({"started_on": "2150-01-01"}, "Cette date est à venir"),
        ({"started_on": "2026-02-01", "ended_on": "2026-01-01"}, "Cette fin est avant le début"),
    ],
)
def test_bad_input_is_told_beside_its_field(typed: dict[str, str], said: str) -> None:
    dossier = factories.dossier(S.COMMITTED)
    factories.organisation("La Boussole")
    browser = client_of(factories.representative_of(dossier))
    answer = browser.post(url("accompaniment", dossier), {"accompanist": "La Boussole", **typed})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert not Accompaniment.objects.exists()


def test_nobody_of_the_accompanist_instructs_for_24_months() -> None:
    cabinet = factories.organisation("La Boussole")
    sacha = factories.instructor()
    factories.representative(cabinet)
    factories.membership(sacha, cabinet, role="contributor")
    dossier = factories.dossier(S.SUBMITTED)
    assert verdict(dossier, "take_charge", actor=Actor.of(sacha)).permitted
    made = making.referencing(org=cabinet)
    actor = Actor.of(factories.representative_of(made))
    this_year = timezone.localdate().year
    entry = making.mission(client=dossier.organisation, client_name="", year=this_year - 1)
    write_mission(made, entry=entry, actor=actor)
    assert not verdict(dossier, "take_charge", actor=Actor.of(sacha)).permitted
    # Corrected: it was long ago.
    old = making.mission(
        pk=made.missions.get().pk, client=dossier.organisation, client_name="", year=2015
    )
    write_mission(made, entry=old, actor=actor)
    assert verdict(dossier, "take_charge", actor=Actor.of(sacha)).permitted
    own = making.mission(client=cabinet, client_name="", theme="Autre")
    with pytest.raises(Refused) as refusal:
        write_mission(made, entry=own, actor=actor)
    assert [unmet.code for unmet in refusal.value.unmet] == ["own_mission"]


def test_a_mission_taken_off_binds_nobody_any_more() -> None:
    dossier = factories.dossier(S.SUBMITTED)
    made = making.referencing()
    actor = Actor.of(factories.representative_of(made))
    ended_on = timezone.localdate() - timedelta(days=30)
    entry = making.mission(client=dossier.organisation, client_name="", ended_on=ended_on)
    write_mission(made, entry=entry, actor=actor)
    binding = Accompaniment.objects.binding(timezone.localdate())
    assert binding.get().client == dossier.organisation
    remove_mission(made, pk=made.missions.get().pk, actor=actor)
    assert not binding.all().exists()
    with pytest.raises(Stale):
        remove_mission(made, pk=made.missions.get().pk, actor=actor)


def test_who_accompanies_is_said_before_the_filing_only() -> None:
    dossier = factories.dossier(S.SUBMITTED)
    factories.organisation("La Boussole")
    browser = client_of(factories.representative_of(dossier))
    typed = {"accompanist": "La Boussole"}
    assert browser.post(url("accompaniment", dossier), typed).status_code == 409
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
