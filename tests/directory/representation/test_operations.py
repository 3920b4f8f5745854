"""Who speaks for an organisation: nobody by their word alone."""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion, Signature
from directory.charters.operations import sign
from directory.joining.operations.invitations import accept_invitation, invite
from directory.joining.operations.requests import request_to_join
from directory.memberships.enums import MembershipRole, MembershipState, Verification
from directory.memberships.inputs import RepresentationShown
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.models import RepresentationProof
from directory.representation.operations import MOST_PROOFS, show_proof, verify_representative
from tests import factories
from tests.directory.making import declaration, label, logged_in
from tests.files import pdf
from tests.notifications.draining import events
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform, verdict
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
REGISTER = Verification.REGISTER


def verified(membership: Membership) -> bool:
    return Membership.objects.verified().filter(pk=membership.pk).exists()


def verify(membership: Membership, by: User) -> Membership:
    return verify_representative(
        membership, verification=REGISTER, note="Annuaire consulté.", actor=Actor.of(by)
    )


@pytest.fixture
def declared() -> Membership:
    """Someone declares the SIREN of an organisation, by the page."""
    person = factories.user("Alix", "Perrin")
    logged_in(person).post(reverse("directory:declare"), declaration(proof=pdf("pv.pdf")))
    membership: Membership = Membership.objects.get(user=person)
    return membership


def test_whoever_declares_is_left_to_verify_and_the_cress_is_asked(declared) -> None:
    assert (declared.state, declared.verified_at) == (MembershipState.ACTIVE, None)
    assert [event.pk for event in events("membership.create")] == [declared.pk]
    instructor = factories.instructor()
    client = logged_in(instructor)
    for page in (reverse("home"), reverse("workflows:inbox")):
        assert "Représentations à vérifier" in client.get(page).text
    page = client.get(reverse("directory:representatives")).text
    assert declared.organisation.name in page
    assert "Alix Perrin" in page
    assert "Jointe" in page
    proof = RepresentationProof.objects.get()
    assert (proof.name, proof.media_type) == ("pv.pdf", "application/pdf")
    assert b"".join(client.get(proof.get_absolute_url())).startswith(b"%PDF")


def test_the_cress_confirms_with_what_it_was_shown(declared) -> None:
    instructor = factories.instructor()
    page = reverse("directory:verify_representative", args=[declared.pk])
    client = logged_in(instructor)
    assert "pv.pdf" in client.get(page).text
    refused = client.post(page, {"verification": "mandate", "note": "  "})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"note"}
    client.post(page, {"verification": "mandate", "note": "PV du 12 mars."})
    declared.refresh_from_db()
    assert verified(declared)
    assert (declared.verified_by, declared.verification_note) == (instructor, "PV du 12 mars.")
    assert [event.pk for event in events("membership.verify")] == [declared.pk]
    assert "plus rien à vérifier" in client.get(page).text
    again = client.post(page, {"verification": "call", "note": "Encore."})
    assert again.status_code == 422
    assert "vérifiée par Sacha Guérin" in again.text
    history = logged_in(declared.user).get(declared.organisation.get_absolute_url()).text
    assert "Représentation vérifiée par la CRESS" in history
    assert "PV du 12 mars." in history


def test_a_peer_is_nothing_the_cress_was_shown(declared) -> None:
    with pytest.raises(Refused) as refusal:
        verify_representative(
            declared,
            verification=Verification.PEER,
            note="Nommé.",
            actor=Actor.of(factories.instructor()),
        )
    assert [unmet.code for unmet in refusal.value.unmet] == ["nothing_shown"]


def test_nobody_of_the_cress_verifies_where_they_act(declared) -> None:
    linked = factories.manager()
    factories.membership(linked, declared.organisation, MembershipRole.CONTRIBUTOR)
    for name in ("verify", "reject_verification", "revoke"):
        assert not verdict(declared, name, actor=Actor.of(linked)).permitted
        assert not verdict(declared, name, actor=Actor.of(declared.user)).permitted
    assert declared not in Membership.objects.to_verify_by(linked)
    assert declared in Membership.objects.to_verify_by(factories.manager())


def test_the_cress_may_not_be_convinced_and_says_why(declared) -> None:
    page = reverse("directory:reject_representative", args=[declared.pk])
    client = logged_in(factories.instructor())
    assert client.post(page, {"reason": ""}).status_code == 422
    client.post(page, {"reason": "Le registre nomme une autre personne."})
    declared.refresh_from_db()
    assert declared.state == MembershipState.ENDED
    row = declared.history.order_by("-history_id").first()
    assert row.reason == "Le registre nomme une autre personne."
    assert declared.get_absolute_url() == reverse("directory:join", args=[declared.organisation_id])
    assert logged_in(declared.user).get(declared.get_absolute_url()).status_code == 200


def test_nothing_is_signed_before(declared) -> None:
    version = factories.charter_version()
    signing = partial(
        sign, version, organisation=declared.organisation, name="Alix Perrin", function="Présidente"
    )
    with pytest.raises(Refused) as refusal:
        signing(user=declared.user)
    assert [unmet.code for unmet in refusal.value.unmet] == ["representative_unverified"]
    with pytest.raises(Forbidden):
        signing(user=factories.user())
    assert not Signature.objects.exists()
    verify(declared, factories.instructor())
    assert signing(user=declared.user).version == version
    assert CharterVersion.objects.in_force(CharterKind.STRUCTURES) == version


def test_a_label_is_not_renounced_by_who_only_says_they_represent() -> None:
    organisation = factories.organisation()
    recognition = label(organisation, timezone.localdate())
    usurper = factories.membership(factories.user(), organisation, verified=False)
    with pytest.raises(Refused) as refusal:
        perform(recognition, "renounce", actor=Actor.of(usurper.user))
    assert [unmet.code for unmet in refusal.value.unmet] == ["representative_unverified"]


@pytest.mark.parametrize("is_verified", [True, False])
def test_who_a_verified_representative_names_is_verified_by_that_act(is_verified) -> None:
    organisation = factories.organisation()
    founder = factories.representative(organisation, verified=is_verified)
    actor = Actor.of(founder)

    helper = factories.membership(factories.user(), organisation, MembershipRole.CONTRIBUTOR)
    perform(helper, "promote", actor=actor)

    asking = request_to_join(
        organisation=organisation,
        user=factories.user(),
        role=MembershipRole.REPRESENTATIVE,
        function="Trésorière",
    )
    perform(asking, "accept", actor=actor)

    guest = factories.user()
    invited = accept_invitation(
        invite(
            organisation=organisation,
            email=guest.email,
            role=MembershipRole.REPRESENTATIVE,
            by=founder,
        ),
        user=guest,
        function="Gérant",
    )
    for membership in (helper, asking, invited):
        assert verified(membership) == is_verified
        assert membership.verification == (Verification.PEER if is_verified else None)
        assert membership.verified_by == (founder if is_verified else None)


def test_a_contributor_accepted_is_nobody_to_verify() -> None:
    organisation = factories.organisation()
    founder = factories.representative(organisation)
    asking = request_to_join(
        organisation=organisation,
        user=factories.user(),
        role=MembershipRole.CONTRIBUTOR,
        function="Stagiaire",
    )
    perform(asking, "accept", actor=Actor.of(founder))
    assert (asking.verified_at, asking.awaits_verification) == (None, False)


def test_once_verified_one_may_answer_for_those_named_before() -> None:
    organisation = factories.organisation()
    founder = factories.membership(factories.user(), organisation, verified=False)
    other = factories.membership(factories.user(), organisation, verified=False)
    with pytest.raises(Refused):
        perform(other, "promote", actor=Actor.of(founder.user))
    verify(founder, factories.instructor())
    perform(other, "promote", actor=Actor.of(founder.user))
    assert verified(other)
    with pytest.raises(Refused):
        perform(other, "promote", actor=Actor.of(founder.user))


def test_who_only_says_so_ends_no_confirmed_access() -> None:
    organisation = factories.organisation()
    true = factories.membership(factories.user(), organisation)
    usurper = factories.membership(factories.user(), organisation, verified=False)
    with pytest.raises(Refused) as refusal:
        perform(true, "end", actor=Actor.of(usurper.user))
    assert [unmet.code for unmet in refusal.value.unmet] == ["out_of_reach"]
    perform(usurper, "end", actor=Actor.of(true.user))
    assert usurper.state == MembershipState.ENDED


def test_the_direction_ends_any_access_even_the_last() -> None:
    organisation = factories.organisation()
    last = factories.membership(factories.user("Alix", "Perrin"), organisation)
    page = reverse("directory:revoke_membership", args=[last.pk])
    assert logged_in(factories.instructor()).get(page).status_code == 403
    client = logged_in(factories.manager())
    assert page in client.get(organisation.get_absolute_url()).text
    assert "Personne d’autre ne la représente" in client.get(page).text
    assert client.post(page, {"reason": ""}).status_code == 422
    response = client.post(page, {"reason": "Mandat terminé."}, follow=True)
    last.refresh_from_db()
    assert last.state == MembershipState.ENDED
    assert "Plus personne ne représente cette organisation" in response.text
    assert "Mandat terminé." in response.text
    assert [event.pk for event in events("membership.revoke")] == [last.pk]
    assert logged_in(last.user).get(organisation.get_absolute_url()).status_code == 403


def test_a_proof_may_come_later_and_is_for_the_cress_alone() -> None:
    organisation = factories.organisation()
    membership = factories.membership(factories.user(), organisation, verified=False)
    colleague = factories.representative(organisation)
    page = reverse("directory:prove", args=[organisation.pk])
    client = logged_in(membership.user)
    assert page in client.get(organisation.get_absolute_url()).text
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"proof": pdf("faux.exe")}).status_code == 422
    assert client.post(page, {"proof": pdf("mandat.pdf")}).status_code == 302
    proof = RepresentationProof.objects.get()
    assert "mandat.pdf" in client.get(page).text
    for reader, status in (
        (membership.user, 200),
        (factories.instructor(), 200),
        (colleague, 403),
        (factories.representative(), 403),
    ):
        response = logged_in(reader).get(proof.get_absolute_url())
        assert response.status_code == status
        if status == 200:
            b"".join(response)


def test_a_proof_is_served_once_it_is_scanned(settings) -> None:
    settings.OSE_CLAMAV_ADDRESS = "127.0.0.1:1"
    membership = factories.membership(factories.user(), factories.organisation(), verified=False)
    proof = show_proof(organisation=membership.organisation, user=membership.user, upload=pdf())
    assert logged_in(membership.user).get(proof.get_absolute_url()).status_code == 409


def test_there_is_an_end_to_what_one_shows_and_none_to_show_once_confirmed() -> None:
    membership = factories.membership(factories.user(), factories.organisation(), verified=False)
    showing = partial(show_proof, organisation=membership.organisation, user=membership.user)
    for number in range(MOST_PROOFS):
        showing(upload=pdf(f"{number}.pdf"))
    with pytest.raises(Refused):
        showing(upload=pdf())
    confirmed = factories.membership(factories.user(), factories.organisation())
    with pytest.raises(Refused):
        show_proof(organisation=confirmed.organisation, user=confirmed.user, upload=pdf())


def test_a_file_that_is_refused_leaves_no_organisation_and_is_said() -> None:
    person = factories.user()
    typed = declaration(proof=pdf("notice.exe"))
    response = logged_in(person).post(reverse("directory:declare"), typed)
    assert response.status_code == 422
    assert "Ce type de fichier n’est pas accepté." in response.text
    assert not Organisation.objects.exists()
    forgotten = logged_in(person).post(
        reverse("directory:declare"), declaration(name="", proof=pdf())
    )
    assert "le navigateur ne l’a pas gardé" in str(forgotten.context["form"].errors["proof"])


def test_the_database_keeps_verification_whole() -> None:
    organisation = factories.organisation()
    halves: list[dict[str, Any]] = [{"verified_at": timezone.now()}, {"verification": REGISTER}]
    for half in halves:
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.membership(factories.user(), organisation, verified=False, **half)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.membership(
            factories.user(),
            organisation,
            MembershipRole.CONTRIBUTOR,
            verified_at=timezone.now(),
            verification=REGISTER,
        )


def test_the_list_says_so_when_nobody_waits() -> None:
    page = logged_in(factories.manager()).get(reverse("directory:representatives"))
    assert "Personne n’est à vérifier" in page.text
    assert list(page.context["page"].rows) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["verify", "reject_verification"])
def test_of_two_who_answer_at_once_one_is_told(second) -> None:
    membership = factories.membership(factories.user(), factories.organisation(), verified=False)
    rows = membership.history.count()
    one, two = factories.instructor(), factories.manager()
    copy = Membership.objects.get(pk=membership.pk)

    def answer() -> Membership:
        if second == "verify":
            shown = RepresentationShown(REGISTER, "Vu.")
            return perform(copy, "verify", actor=Actor.of(two), data=shown)
        return perform(copy, second, actor=Actor.of(two), reason="Inconnu du registre.")

    results = at_once([partial(verify, membership, one), answer])
    assert sum(isinstance(result, Refused | Stale) for result in results) == 1
    membership.refresh_from_db()
    assert membership.history.count() == rows + 1
    assert verified(membership) == (membership.state == MembershipState.ACTIVE)
