"""An accompanist's listing is renewed with its offer; its references are those of the day."""

import pytest
from django.urls import reverse

from directory.recognitions.models import Recognition
from labelling.referencing.models import Referencing
from labelling.renewal.operations import open_listing_renewal
from tests import factories
from tests.labelling.browsing import client_of, location
from tests.labelling.referencing import making as referencings
from tests.labelling.renewal import making
from workflows.actors import Actor
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db


def listed() -> Recognition:
    return Recognition.objects.get(case=referencings.referencing("validated").pk)


def test_its_offer_comes_along_and_its_references_do_not() -> None:
    held = listed()
    former = Referencing.objects.get(pk=held.case_id)
    with making.before_end(held, 6):
        made = open_listing_renewal(held, actor=Actor.of(making.holder(held)))
    made.refresh_from_db()
    same = ("presentation", "domains", "departments", "accompanies", "trains", "at_a_distance")
    assert [getattr(made, name) for name in same] == [getattr(former, name) for name in same]
    assert (made.renews, made.esus_until, made.signature) == (held, None, None)
    assert former.missions.exists()
    assert not made.missions.exists()


def test_it_is_opened_by_one_button_once_and_compared() -> None:
    held = listed()
    address = reverse("referencing:renew", args=[held.pk])
    with making.before_end(held, 6):
        client = client_of(making.holder(held))
        assert "Vos références d’aujourd’hui" in client.get(address).text
        answer = client.post(address)
        made = Referencing.objects.get(renews=held)
        assert location(answer) == made.get_absolute_url()
        assert client.get(address).status_code == 422
        page = client.get(reverse("referencing:renewal", args=[made.pk])).text
    assert f"Renouvellement du référencement {held.number}" in page


def test_a_label_is_no_listing() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        person = making.holder(held)
        answer = client_of(person).post(reverse("referencing:renew", args=[held.pk]))
        assert answer.status_code == 422
    assert not Referencing.objects.exists()


def test_not_before_its_time() -> None:
    held = listed()
    with making.before_end(held, 13), pytest.raises(Refused):
        open_listing_renewal(held, actor=Actor.of(factories.representative_of(held)))


def test_beside_a_listing_that_runs_none_is_asked_for_again() -> None:
    held = listed()
    address = reverse("referencing:open", args=[held.organisation_id])
    client = client_of(making.holder(held))
    told, all_listed = client.get(address).text, client.get(reverse("referencing:list")).text
    assert "Ouvrir le dossier</button>" not in told
    assert "Son renouvellement s’ouvre le" in told
    assert "Son renouvellement s’ouvre le" in all_listed
    assert f'href="{address}"' not in all_listed
    assert client.post(address).status_code == 422
    assert Referencing.objects.count() == 1
