"""« Cette organisation est la mienne »: the way in that those in place do not guard."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from directory.joining.operations.requests import request_to_join
from directory.memberships.enums import MembershipRole, MembershipState, Verification
from directory.memberships.models import Membership
from directory.representation.enums import ClaimState
from directory.representation.models import RepresentationClaim
from directory.representation.operations import accept_claim, open_claim
from tests import factories
from tests.directory.making import declaration, logged_in
from tests.files import pdf
from tests.notifications.draining import events
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.verdicts import Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def usurper() -> Membership:
    return factories.membership(factories.user("Alix", "Perrin"), factories.organisation())


@pytest.fixture
def claim(usurper) -> RepresentationClaim:
    return open_claim(
        organisation=usurper.organisation,
        user=factories.user("Soizic", "Prigent"),
        function="Gérante",
        explanation="Élue en juin.",
    )


def accept(claim: RepresentationClaim, *ended: Membership) -> RepresentationClaim:
    return accept_claim(
        claim,
        verification=Verification.CALL,
        note="Appel au siège.",
        reason="Le registre la nomme.",
        ended=ended,
        actor=Actor.of(factories.manager()),
    )


def test_whoever_meets_a_twin_is_offered_the_way_in(usurper) -> None:
    organisation = usurper.organisation
    client = logged_in(person := factories.user("Soizic", "Prigent"))
    page = reverse("directory:open_claim", args=[organisation.pk])
    twin = client.post(reverse("directory:declare"), declaration(identifier=organisation.siren))
    assert page in twin.text
    assert page in client.get(reverse("directory:join", args=[organisation.pk])).text

    typed = {"function": "Gérante", "explanation": "", "proof": pdf("extrait.pdf")}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"explanation", "proof"}
    assert "Gérante" in refused.text
    sent = {**typed, "explanation": "Élue en juin.", "proof": pdf("extrait.pdf")}
    followed = client.post(page, sent, follow=True)
    assert "La CRESS examine votre demande" in followed.text
    assert "extrait.pdf" in followed.text
    claim = RepresentationClaim.objects.get()
    assert (claim.user, claim.state) == (person, ClaimState.OPEN)
    assert [event.pk for event in events("representationclaim.open")] == [claim.pk]
    assert "examine déjà" in client.get(page).text
    assert client.post(page, sent).status_code == 422
    assert RepresentationClaim.objects.count() == 1


def test_those_in_place_know_nothing_of_it(usurper, claim) -> None:
    client = logged_in(usurper.user)
    page = client.get(usurper.organisation.get_absolute_url())
    assert "Soizic Prigent" not in page.text
    assert client.get(claim.get_absolute_url()).status_code == 403
    assert logged_in(factories.representative()).get(claim.get_absolute_url()).status_code == 403


def test_the_direction_judges_and_the_cress_reads(usurper, claim) -> None:
    linked = factories.manager()
    factories.membership(linked, usurper.organisation, MembershipRole.CONTRIBUTOR)
    instructor, manager = factories.instructor(), factories.manager()
    for person, may_judge in ((linked, False), (instructor, False), (manager, True)):
        permitted = verdict(claim, "refuse", actor=Actor.of(person)).permitted
        assert permitted == may_judge
    assert logged_in(linked).get(claim.get_absolute_url()).status_code == 403
    for person, claims in ((linked, []), (claim.user, []), (instructor, [claim])):
        assert list(RepresentationClaim.objects.pending_for(person)) == claims
    for reader in (instructor, manager):
        client = logged_in(reader)
        assert "Contestations à trancher" in client.get(reverse("home")).text
        assert "Élue en juin." in client.get(claim.get_absolute_url()).text
        organisation = client.get(usurper.organisation.get_absolute_url()).text
        assert claim.get_absolute_url() in organisation


def test_accepting_it_puts_the_claimant_in_the_place_of_those_ticked(usurper, claim) -> None:
    other = factories.membership(factories.user(), usurper.organisation, "contributor")
    client = logged_in(factories.manager())
    page = reverse("directory:accept_claim", args=[claim.pk])
    shown = {"verification": "register", "note": "Extrait du jour."}
    missing = client.post(page, {**shown, "ended": [usurper.pk]})
    assert missing.context["form"].errors.keys() == {"reason"}
    stranger = factories.membership(factories.user(), factories.organisation())
    wrong = client.post(page, {**shown, "reason": "Non.", "ended": [stranger.pk]})
    assert wrong.context["form"].errors.keys() == {"ended"}
    client.post(page, {**shown, "reason": "Le registre la nomme.", "ended": [usurper.pk]})

    claim.refresh_from_db()
    assert claim.state == ClaimState.ACCEPTED
    made = Membership.objects.verified().get(user=claim.user)
    assert (made.function, made.verification) == ("Gérante", Verification.REGISTER)
    assert made.verification_note == "Extrait du jour."
    usurper.refresh_from_db()
    other.refresh_from_db()
    assert (usurper.state, other.state) == (MembershipState.ENDED, MembershipState.ACTIVE)
    assert usurper.history.order_by("-history_id").first().reason == "Le registre la nomme."
    assert [event.pk for event in events("membership.revoke")] == [usurper.pk]
    assert [event.pk for event in events("representationclaim.accept")] == [claim.pk]
    assert "a déjà sa réponse" in client.get(page).text


def test_the_direction_may_keep_both(usurper, claim) -> None:
    accept(claim)
    usurper.refresh_from_db()
    assert usurper.state == MembershipState.ACTIVE
    assert Membership.objects.verified().filter(organisation=claim.organisation).count() == 2


@pytest.mark.parametrize("state", ["requested", "active"])
def test_what_the_claimant_was_there_no_longer_matters(usurper, claim, state) -> None:
    held = factories.membership(claim.user, claim.organisation, "contributor", state=state)
    accept(claim, usurper)
    held.refresh_from_db()
    assert (held.state, held.role) == (MembershipState.ACTIVE, MembershipRole.REPRESENTATIVE)
    assert (held.function, held.verification) == ("Gérante", Verification.CALL)
    assert Membership.objects.filter(user=claim.user).count() == 1


def test_one_may_not_end_the_access_of_the_claimant_nor_of_others_elsewhere(claim) -> None:
    own = factories.membership(claim.user, claim.organisation, "contributor")
    elsewhere = factories.membership(factories.user(), factories.organisation())
    for membership in (own, elsewhere):
        with pytest.raises(Refused):
            accept(claim, membership)


def test_an_access_that_ended_meanwhile_stops_the_whole(usurper, claim) -> None:
    other = factories.membership(factories.user(), usurper.organisation)
    seen = Membership.objects.get(pk=usurper.pk)
    perform(usurper, "end", actor=Actor.of(other.user))
    with pytest.raises(Stale):
        accept(claim, seen)
    claim.refresh_from_db()
    assert claim.state == ClaimState.OPEN
    assert not claim.user.memberships.exists()


def test_refusing_it_says_why(claim) -> None:
    client = logged_in(factories.manager())
    page = reverse("directory:refuse_claim", args=[claim.pk])
    assert client.post(page, {"reason": " "}).status_code == 422
    client.post(page, {"reason": "Le registre nomme une autre personne."})
    followed = logged_in(claim.user).get(claim.get_absolute_url())
    assert "Le registre nomme une autre personne." in followed.text
    assert not claim.user.memberships.exists()
    reopened = open_claim(
        organisation=claim.organisation, user=claim.user, function="Gérante", explanation="PV."
    )
    assert reopened.state == ClaimState.OPEN


def test_one_gives_up_ones_own_claim(claim) -> None:
    page = reverse("directory:withdraw_claim", args=[claim.pk])
    assert logged_in(factories.manager()).post(page).status_code == 403
    assert logged_in(claim.user).post(page, {"expected": "open"}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN
    assert not RepresentationClaim.objects.pending().exists()


def test_a_confirmed_representative_has_nothing_to_claim(usurper) -> None:
    with pytest.raises(Refused):
        open_claim(
            organisation=usurper.organisation,
            user=usurper.user,
            function="Gérant",
            explanation="Rien.",
        )


def test_one_person_asks_five_times_a_day(settings) -> None:
    settings.OSE_REQUESTS_A_DAY = 3
    person = factories.user()
    client = logged_in(person)
    client.post(reverse("directory:declare"), declaration())
    for _ in range(2):
        request_to_join(
            organisation=factories.organisation(),
            user=person,
            role=MembershipRole.CONTRIBUTOR,
            function="Bénévole",
        )
    one_more = factories.organisation()
    join = reverse("directory:join", args=[one_more.pk])
    refused = client.post(join, {"role": "contributor", "function": "Bénévole assidu"})
    assert refused.status_code == 422
    assert "Vous avez fait 3 demandes en un jour" in refused.text
    assert "Bénévole assidu" in refused.text
    typed = {"function": "Gérante", "explanation": "Élue en juin."}
    claimed = client.post(reverse("directory:open_claim", args=[one_more.pk]), typed)
    assert claimed.status_code == 422
    assert "Élue en juin." in claimed.text
    declared = client.post(reverse("directory:declare"), declaration(name="Ma quatrième"))
    assert declared.status_code == 422
    assert "Ma quatrième" in declared.text
    assert not one_more.memberships.exists()


def test_one_organisation_is_not_flooded(settings) -> None:
    settings.OSE_OPEN_REQUESTS = 2
    organisation = factories.organisation()
    asking = partial(
        request_to_join,
        organisation=organisation,
        role=MembershipRole.CONTRIBUTOR,
        function="Bénévole",
    )
    first = asking(user=factories.user())
    open_claim(
        organisation=organisation, user=factories.user(), function="Gérante", explanation="PV."
    )
    with pytest.raises(Refused) as refusal:
        asking(user=factories.user())
    assert [unmet.code for unmet in refusal.value.unmet] == ["too_many_open_requests"]
    founder = factories.representative(organisation)
    perform(first, "decline", actor=Actor.of(founder))
    assert asking(user=factories.user()).state == MembershipState.REQUESTED


@pytest.mark.django_db(transaction=True)
def test_a_person_who_asks_everywhere_at_once_goes_no_further(settings) -> None:
    settings.OSE_REQUESTS_A_DAY = 2
    person = factories.user()
    calls: list[Callable[[], Any]] = [
        partial(
            request_to_join,
            organisation=factories.organisation(),
            user=person,
            role=MembershipRole.CONTRIBUTOR,
            function="Bénévole",
        )
        for _ in range(6)
    ]
    results = at_once(calls)
    assert sum(isinstance(result, Membership) for result in results) == 2
    assert person.memberships.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_answer_a_claim_at_once_one_is_told() -> None:
    usurper = factories.membership(factories.user(), factories.organisation())
    made = open_claim(
        organisation=usurper.organisation,
        user=factories.user(),
        function="Gérante",
        explanation="Élue en juin.",
    )
    copy = RepresentationClaim.objects.get(pk=made.pk)
    judge = Actor.of(factories.manager())
    results = at_once(
        [
            partial(accept, made, usurper),
            partial(perform, copy, "refuse", actor=judge, reason="Rien ne le montre."),
        ]
    )
    assert sum(isinstance(result, Stale) for result in results) == 1
    made.refresh_from_db()
    usurper.refresh_from_db()
    accepted = made.state == ClaimState.ACCEPTED
    assert (usurper.state == MembershipState.ENDED) == accepted
    assert made.user.memberships.exists() == accepted
