"""The people and things of the access matrix: one of each, linked as in real life."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from committee.appointments.operations import appoint, establish_body
from committee.bodies.enums import MandateRole
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import add_item, plan_session
from directory.annuaire.models import Listing
from directory.delays.models import DelayChange
from directory.impartiality.models import Interest
from directory.imports.models import ImportDraft, LabelImport
from directory.joining.models import Invitation
from directory.logo.models import OfficialLogo
from directory.logo.operations import adopt_logo
from directory.memberships.enums import MembershipRole
from directory.memberships.models import Membership
from directory.organisations.models import EligibilityProof
from directory.organisations.operations import keep_eligibility_proof
from directory.people.models import User
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.operations import grant
from directory.removals.models import LogoRemoval
from directory.removals.operations import show_removal
from directory.representation.models import RepresentationClaim, RepresentationProof
from directory.representation.operations import open_claim
from labelling.dossiers.models import Dossier
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import ask_exchange
from labelling.frameworks.models import Framework
from labelling.instruction.enums import ApplicationState
from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.operations import say
from labelling.oversight.identities.models import Opening
from labelling.oversight.reviews.enums import Grade
from labelling.oversight.reviews.inputs import FindingEntry
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import write_finding
from labelling.oversight.sampling.models import Campaign
from labelling.referencing.models import Referencing
from labelling.revisions.models import CharterRevision
from notifications.addresses.models import AddressFlag
from notifications.bells.models import Notification
from notifications.letters.models import Delivery
from tests import factories, sanctions
from tests.delays import changed
from tests.directory.imports import making as imports
from tests.directory.making import interest, listing
from tests.files import logo, pdf
from tests.labelling.oversight.complaining import MARIE, lodged
from tests.labelling.oversight.sampling import campaigns
from tests.labelling.referencing import making
from tests.labelling.revisions import making as revisions
from tests.notifications.making import flagged, stopped
from workflows.actors import Actor
from workflows.correspondence.operations import attachments_of, remove_attachment
from workflows.engine import perform
from workflows.models import Attachment


@dataclass(frozen=True, eq=False)
class World:
    """`people` maps each role of the matrix to a user (None: nobody logged in).

    `cookies`: what the browser of each role sends.
    """

    people: dict[str, User | None]
    cookies: dict[str, str]
    dossier: Dossier
    referencing: Referencing
    session: Session
    item: AgendaItem
    attachment: Attachment
    removed: Attachment
    recognition: Recognition
    listing: Listing
    framework: Framework
    revision: CharterRevision
    review: ComplianceReview
    removal: LogoRemoval
    exchange: ProgressExchange
    logo: OfficialLogo
    interest: Interest
    delay: DelayChange
    campaign: Campaign
    invitation: Invitation
    membership: Membership
    unverified: Membership
    proof: RepresentationProof
    eligibility_proof: EligibilityProof
    claim: RepresentationClaim
    notification: Notification
    delivery: Delivery
    flag: AddressFlag
    complaint: Complaint
    opening: Opening
    draft: ImportDraft
    imported: LabelImport

    @property
    def colleague(self) -> User:
        person = self.people["colleague"]
        assert person is not None
        return person


def build_world() -> World:
    """A dossier in instruction, another admissible one on the agenda of a planned session."""
    # The scheme is a year old: it has a report.
    with time_machine.travel(timezone.now() - timedelta(days=366)):
        factories.charter_version()
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    representative = factories.representative_of(dossier)
    contributor = factories.user("Noa", "Petit")
    factories.membership(contributor, dossier.organisation, MembershipRole.CONTRIBUTOR)
    manager = factories.manager()
    chair, member, session, item = _committee(
        manager, factories.dossier(ApplicationState.ADMISSIBLE)
    )
    attachment = attachments_of(dossier, "principle:practices").first()
    removed = attachments_of(dossier, "principle:questioning").first()
    assert attachment is not None
    assert removed is not None
    remove_attachment(removed)
    people: dict[str, User | None] = {
        "anonymous": None,
        "newcomer": factories.user("Lou", "Garnier"),
        "other": factories.representative(),
        "contributor": contributor,
        "representative": representative,
        "instructor": dossier.assignee,
        "colleague": factories.instructor("Eden", "Roy"),
        "manager": manager,
        "member": member,
        "chair": chair,
        "administrator": User.objects.create_superuser("admin@exemple.fr", "x" * 12),
        "monitor": factories.monitor(),
    }
    referencing = _referencing(dossier)  # a first one: before the listing below, which runs
    removal = _removal(dossier, representative, manager)
    opening = _opening(removal.recognition, Actor.of(dossier.assignee))
    return World(
        people=people,
        cookies={role: _signed_in(person) for role, person in people.items()},
        dossier=dossier,
        referencing=referencing,
        session=session,
        item=item,
        attachment=attachment,
        removed=removed,
        recognition=factories.dossier(ApplicationState.VALIDATED).recognitions.get(),
        listing=listing(),
        framework=factories.framework(recognised=False),
        complaint=opening.complaint,
        opening=opening,
        revision=revisions.asked(Actor.of(manager)),
        review=_review(removal, dossier.assignee),
        removal=removal,
        exchange=ask_exchange(removal.recognition, actor=factories.SYSTEM, at=timezone.now()),
        campaign=campaigns.drawn(),
        interest=interest(member, factories.organisation()),
        delay=changed("admissibility", 20, since=timezone.localdate() + timedelta(days=30)),
        logo=adopt_logo(logo(), actor=Actor.of(manager)),
        draft=imports.draft(Actor.of(manager)),
        imported=imports.imported(Actor.of(manager)),
        invitation=_invitation(dossier, representative),
        membership=_request(dossier),
        **_in_doubt(dossier),
        notification=_notification(representative),
        delivery=_delivery(representative),
        flag=flagged(factories.user()),
    )


def _signed_in(person: User | None) -> str:
    """What the browser of `person` sends, as one header."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.cookies.output(header="", sep=";")


def _referencing(dossier: Dossier) -> Referencing:
    """That of the same organisation, instructed by the same person."""
    made = making.referencing(org=dossier.organisation)
    person = factories.representative_of(made)
    making.fill(made, person)
    making.train(made, person)
    making.sign(made, person)
    return perform(made, "take_charge", actor=Actor.of(dossier.assignee))


def _committee(manager: User, case: Dossier) -> tuple[User, User, Session, AgendaItem]:
    chair, member = factories.user("Alix", "Renaud"), factories.user("Noé", "Lambert")
    boss = Actor.of(manager)
    body = establish_body(name="Comité scientifique et éthique", actor=factories.SYSTEM)
    college = body.colleges.order_by("pk").first()
    assert college is not None
    today = timezone.localdate()
    since = today - timedelta(days=100)
    presiding = appoint(
        user=chair, college=college, starts_on=since, actor=factories.SYSTEM,
        role=MandateRole.CHAIR,
    )  # fmt: skip
    appoint(user=member, college=college, starts_on=since, actor=factories.SYSTEM)
    session = plan_session(
        chair=presiding,
        held_on=today + timedelta(days=30),
        starts_at=time(14),
        place="Nantes",
        actor=boss,
    )
    return chair, member, session, add_item(session, case=case, actor=boss)


def _removal(dossier: Dossier, representative: User, manager: User) -> LogoRemoval:
    """What the organisation showed, and the CRESS has to look at."""
    assert dossier.signature
    granted = grant(
        organisation=dossier.organisation,
        kind=RecognitionKind.ACCOMPANIST,
        signature=dossier.signature,
        case=factories.framework(recognised=False),  # any: its own has no label yet
        at=timezone.now(),
        actor=factories.SYSTEM,
    )
    sanctions.suspend(granted, reason="Essai.")
    removal = granted.logo_removals.get()
    shows = Actor.of(representative)
    return show_removal(removal, note="La vitrine.", website="", actor=shows)


def _opening(recognition: Recognition, actor: Actor) -> Opening:
    """The organisation is complained about, with a file; somebody asks to know who it was."""
    made = lodged(About.ACCOMPANIST, of=recognition, identity=MARIE, copies=[pdf()]).complaint
    say(made, "ask_identity", words="Vérifier un document.", actor=actor)
    return Opening.objects.select_related("complaint").get(complaint=made)


def _review(removal: LogoRemoval, reviewer: Any) -> ComplianceReview:
    """Of the same organisation, led by whoever instructs its dossier; its answer is awaited."""
    review: ComplianceReview = removal.recognition.reviews.get()
    perform(review, "take_charge", actor=Actor.of(reviewer))
    entry = FindingEntry("practices", "Une pratique ne se vérifie pas.", Grade.MINOR)
    write_finding(review, entry=entry, actor=Actor.of(reviewer))
    return perform(review, "notify", actor=Actor.of(reviewer))


def _request(dossier: Dossier) -> Membership:
    return factories.membership(
        factories.user("Ange", "Moreau"),
        dossier.organisation,
        MembershipRole.CONTRIBUTOR,
        state="requested",
    )


def _in_doubt(dossier: Dossier) -> dict[str, Any]:
    """A representative to verify elsewhere, and someone who says the structure is theirs."""
    elsewhere = factories.organisation()
    unverified = factories.membership(factories.user(), elsewhere, verified=False)
    claimant = factories.user("Soizic", "Prigent")
    claim = open_claim(
        organisation=dossier.organisation,
        user=claimant,
        function="Présidente",
        explanation="Je la représente.",
        proof=pdf(),
    )
    proof = RepresentationProof.objects.get(uploaded_by=claimant)
    shown = keep_eligibility_proof(
        dossier.organisation, upload=pdf(), by=claimant, at=timezone.now()
    )
    return {
        "unverified": unverified,
        "proof": proof,
        "eligibility_proof": shown,
        "claim": claim,
    }


def _invitation(dossier: Dossier, by: User) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        organisation=dossier.organisation,
        email="invitee@exemple.fr",
        role=MembershipRole.CONTRIBUTOR,
        secret_digest="0" * 64,
        invited_by=by,
        sent_at=now,
        expires_at=now + timedelta(days=14),
    )


def _delivery(person: User) -> Delivery:
    delivery = stopped(person)
    delivery.save()
    return delivery


def _notification(person: User) -> Notification:
    return Notification.objects.create(
        user=person, event_key="essai", title="Essai", body="", url="/", created_at=timezone.now()
    )
