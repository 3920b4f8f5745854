"""Once it is worth nothing, the logo is removed: asked for, shown, looked at, confirmed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from directory.delays.catalogue import KNOWN
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from directory.removals.models import LogoRemoval
from directory.removals.operations import show_removal
from labelling.dossiers.models import Dossier
from tests import factories, sanctions
from tests.directory.imports import making as imports
from tests.files import jpeg
from tests.labelling.browsing import client_of, location
from workflows.actors import Actor
from workflows.background.ticking import time_outs
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
DELAY = KNOWN["logo_removal"].first.time


@pytest.fixture
def direction() -> Actor:
    return Actor.of(factories.manager())


@pytest.fixture
def label() -> Recognition:
    return factories.dossier("validated").recognitions.get()


@pytest.fixture
def holder(label: Recognition) -> Actor:
    return Actor.of(factories.representative_of(Dossier.objects.get(pk=label.case_id)))


def suspend(label: Recognition, at: datetime | None = None) -> LogoRemoval:
    sanctions.suspend(label, at=at)
    return LogoRemoval.objects.latest("pk")


def show(removal: LogoRemoval, actor: Actor, **given: Any) -> None:
    show_removal(removal, **({"note": "Site et vitrine.", "website": ""} | given), actor=actor)


def asked(removal: LogoRemoval) -> tuple[str, str]:
    task = Task.objects.open().requests().get(process__case_id=removal.pk)
    return task.asks, task.audience


def test_a_suspension_asks_for_it_within_the_delay(label: Recognition, direction: Actor) -> None:
    removal = suspend(label)
    today = timezone.localdate()
    assert removal.reference == f"RET-{today.year}-0001"
    assert (removal.state, removal.due_on) == ("asked", today + DELAY)
    assert asked(removal) == ("prove", f"representative:{label.organisation_id}")


@pytest.mark.parametrize("name", ["withdraw", "renounce"])
def test_so_does_its_end(label: Recognition, holder: Actor, name: str) -> None:
    if name == "withdraw":
        sanctions.withdraw(label)
    else:
        perform(label, name, actor=holder, reason="Essai.")
    assert label.logo_removals.get().state == "asked"


def test_so_does_time(label: Recognition) -> None:
    late = timezone.make_aware(datetime.combine(label.valid_until, datetime.min.time()))
    apply_time(late + timedelta(days=1, hours=9))
    assert label.logo_removals.get().due_on == label.valid_until + timedelta(days=1) + DELAY


def test_what_never_began_has_nothing_to_remove(label: Recognition, direction: Actor) -> None:
    ahead = factories.dossier("validated", org=label.organisation).recognitions.get()
    sanctions.withdraw(label, reason="Essai.")
    ahead.refresh_from_db()
    assert ahead.state == "withdrawn"
    assert [removal.recognition for removal in LogoRemoval.objects.all()] == [label]


def test_what_a_suspension_asked_is_not_asked_again_at_the_end(
    label: Recognition, direction: Actor, holder: Actor
) -> None:
    removal = suspend(label)
    show(removal, holder)
    perform(removal, "confirm", actor=direction)
    sanctions.withdraw(label, reason="Essai.")
    assert label.logo_removals.get() == removal


def test_reinstated_it_may_be_shown_and_another_suspension_asks_again(
    label: Recognition, direction: Actor, holder: Actor
) -> None:
    first = suspend(label)
    show(first, holder)
    sanctions.reinstate(label, reason="Essai.")
    first.refresh_from_db()
    assert (first.state, first.closed_at is not None) == ("lifted", True)
    assert not Task.objects.open().requests().filter(process__case_id=first.pk).exists()
    later = timezone.now() + timedelta(days=40)
    assert suspend(label, at=later) != first


def test_recognised_anew_it_may_be_shown(label: Recognition, direction: Actor) -> None:
    sanctions.withdraw(label, reason="Essai.")
    factories.dossier("validated", org=label.organisation)
    assert label.logo_removals.get().state == "lifted"


def test_it_is_shown_looked_at_asked_again_and_confirmed(
    label: Recognition, direction: Actor, holder: Actor
) -> None:
    removal = suspend(label)
    with pytest.raises(Refused) as refused:
        show(removal, holder, note="  ")
    assert [unmet.field for unmet in refused.value.unmet] == ["note"]
    show(removal, holder, note="", uploads=[jpeg()])
    assert (removal.state, asked(removal)) == ("to_confirm", ("confirm", "group:cress-instructor"))
    assert removal.attachments.get().slot == "removal"
    with pytest.raises(Refused):
        perform(removal, "ask_again", actor=direction)
    week = timezone.now() + timedelta(days=7)
    perform(removal, "ask_again", actor=direction, reason="La vitrine de la rue.", at=week)
    assert (removal.state, removal.due_on) == ("asked", timezone.localdate(week) + DELAY)
    show(removal, holder, note="", website="https://exemple.fr")
    perform(removal, "confirm", actor=direction)
    assert (removal.state, removal.closed_at is not None) == ("confirmed", True)
    with pytest.raises(Stale):
        show(removal, holder)


def test_late_it_is_for_the_cress_to_insist_or_to_say_what_it_saw(
    label: Recognition, direction: Actor, holder: Actor
) -> None:
    removal = suspend(label)
    day_after = timezone.now() + DELAY + timedelta(days=1)
    assert list(time_outs(timezone.now() + DELAY - timedelta(days=1))) == []
    [due] = time_outs(day_after)
    due.do()
    removal.refresh_from_db()
    assert (removal.state, asked(removal)) == ("late", ("ask_again", "group:cress-instructor"))
    with pytest.raises(Refused) as refused:
        perform(removal, "confirm", actor=direction, at=day_after)
    assert [unmet.field for unmet in refused.value.unmet] == ["reason"]
    show(LogoRemoval.objects.get(pk=removal.pk), holder)
    removal.refresh_from_db()
    assert removal.state == "to_confirm"


def test_nobody_decides_for_their_own_organisation(label: Recognition, direction: Actor) -> None:
    removal = suspend(label)
    linked = factories.instructor()
    factories.membership(linked, label.organisation)
    show(removal, Actor.of(linked))
    with pytest.raises(Forbidden):
        perform(removal, "confirm", actor=Actor.of(linked))


def page(name: str, removal: LogoRemoval) -> str:
    return reverse(f"directory:{name}", args=[removal.pk])


def test_each_does_their_part_on_the_pages(
    label: Recognition, direction: Actor, holder: Actor
) -> None:
    removal = suspend(label)
    structure, cress = client_of(holder.user), client_of(factories.instructor())
    identity = structure.get(reverse("directory:identity", args=[label.number])).text
    assert removal.get_absolute_url() in identity
    assert "Vous avez jusqu’au" in structure.get(removal.get_absolute_url()).text

    proving = page("prove_removal", removal)
    assert structure.get(proving).status_code == 200
    empty = structure.post(proving, {"note": "", "website": "nulle part"})
    assert empty.status_code == 422
    assert "Écrivez une adresse complète" in empty.text
    sent = {"note": "La vitrine.", "website": "exemple.fr"}
    shown_too = {**sent, "uploads": [jpeg("vitrine.jpg")]}
    assert location(structure.post(proving, shown_too)) == removal.get_absolute_url()
    assert structure.get(proving).status_code == 422

    assert label.number in cress.get(reverse("directory:removals")).text
    shown = cress.get(removal.get_absolute_url()).text
    assert "vitrine.jpg" in shown
    assert "https://exemple.fr" in shown
    asking = page("ask_removal_again", removal)
    assert cress.post(asking, {"reason": ""}).status_code == 422
    assert location(cress.post(asking, {"reason": "Et le camion."})) == removal.get_absolute_url()
    assert "Et le camion." in structure.get(removal.get_absolute_url()).text
    structure.post(proving, sent)
    confirming = page("confirm_removal", removal)
    assert location(cress.post(confirming, {"reason": ""})) == removal.get_absolute_url()
    assert "Le logo est retiré" in structure.get(removal.get_absolute_url()).text
    assert label.number not in cress.get(reverse("directory:removals")).text


def test_a_late_one_says_so_to_both(label: Recognition, direction: Actor, holder: Actor) -> None:
    removal = suspend(label)
    with time_machine.travel(timezone.now() + DELAY + timedelta(days=1)):
        [due] = time_outs(timezone.now())
        due.do()
        address = removal.get_absolute_url()
        assert "Le délai est passé depuis le" in client_of(holder.user).get(address).text
        cress = client_of(direction.user)
        assert "En retard" in cress.get(reverse("directory:removals")).text
        confirming = page("confirm_removal", removal)
        assert cress.post(confirming, {"reason": ""}).status_code == 422
        seen = {"reason": "Vu le 3\u00a0mars\u00a0: plus rien."}
        assert location(cress.post(confirming, seen)) == address


def test_a_label_that_ran_before_this_site_is_asked_to_remove_its_logo_too(
    direction: Actor,
) -> None:
    imports.imported(direction)
    found = Recognition.objects.get()
    apply_time(timezone.now() + (found.valid_until - timezone.localdate()) + timedelta(days=1))
    assert LogoRemoval.objects.get().recognition == found
