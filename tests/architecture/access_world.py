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
from directory.charters.enums import PrincipleKey
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
from labelling.oversight.complaints.models import Complaint, ComplaintFile
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
from notifications.preferences.links import stopping_token
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
from workflows.outbox.notices import Category


@dataclass(frozen=True)
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

    def kwargs(self, name: str) -> dict[str, Any]:
        """The arguments of the URL `name`, pointing at this world's things."""
        return self._table()[name] if name in self._table() else self._by_namespace(name)

    def _by_namespace(self, name: str) -> dict[str, Any]:
        namespace, _, page = name.rpartition(":")
        if namespace == "labelling" and page not in ("list", "queue", "exchanges", "foresight"):
            return {"pk": self.dossier.pk}
        if namespace == "referencing" and page not in ("list", "queue"):
            return self._of_referencing(page)
        if namespace == "frameworks" and page not in ("list", "propose"):
            return {"pk": self.framework.pk}
        if namespace == "revisions" and page not in ("list", "open"):
            return {"pk": self.revision.pk}
        if namespace == "oversight":
            return self._of_oversight(page)
        if namespace == "workflows" and page != "inbox":
            return {"pk": self.dossier.pk}
        if namespace == "committee" and page not in ("sessions", "plan"):
            with_item = page in ITEM_PAGES
            item = {"item": self.item.pk} if with_item else {}
            return {"pk": self.session.pk, **item}
        return {}

    @property
    def stopping_token(self) -> str:
        return stopping_token(self.people["representative"], [Category.MESSAGES])

    def _of_oversight(self, page: str) -> dict[str, Any]:
        if page in FINDING_PAGES:
            return {"pk": self.review.pk, "finding": self.review.findings.get().pk}
        return {"pk": self.review.pk} if page in REVIEW_PAGES else {}

    def _of_referencing(self, page: str) -> dict[str, Any]:
        """One of its entries besides, where the page is about one."""
        entries: dict[str, Any] = {
            "person": self.referencing.people,
            "mission": self.referencing.missions,
        }
        kind = "person" if "person" in page else "mission"
        with_entry = page in ("person", "remove_person", "mission", "remove_mission", "log_contact")
        entry = {"entry": entries[kind].get().pk} if with_entry else {}
        return {"pk": self.referencing.pk, **entry}

    def _table(self) -> dict[str, dict[str, Any]]:
        last_year = {"year": timezone.localdate().year - 1}
        organisation = {"pk": self.dossier.organisation_id}
        return {
            "account_confirm_email": {"key": "inconnue"},
            "complaints:file": {"pk": ComplaintFile.objects.get().pk},
            **{f"complaints:{page}": {"pk": self.opening.pk} for page in OPENING_PAGES},
            **{f"complaints:{page}": {"pk": self.complaint.pk} for page in COMPLAINT_PAGES},
            "desk:batch": {"pk": 1},
            "desk:batch_progress": {"pk": 1},
            "desk:calendar": {"secret": "inconnu"},
            "desk:delete_filter": {"pk": 1},
            "desk:rename_filter": {"pk": 1},
            "desk:outcomes_export": {"kind": "csv"},
            "mfa_remove_webauthn": {"pk": 1},
            "notifications:preview": {"event": "session.convene", "pk": self.session.pk},
            "notifications:sample": {"event": "dossier.submit", "template": "dossier_submit"},
            "account_reset_password_from_key": {"uidb36": "1", "key": "inconnue"},
            "workflows:attachment": {"pk": self.attachment.pk},
            "workflows:show_file": {"pk": self.attachment.pk},
            "workflows:remove_file": {"pk": self.attachment.pk},
            "workflows:restore_file": {"pk": self.removed.pk},
            "directory:recognition": {"number": self.recognition.number},
            "directory:listing": {"number": self.listing.recognition.number},
            "directory:contact": {"number": self.listing.recognition.number},
            "directory:certificate": {"number": self.recognition.number},
            "directory:identity": {"number": self.recognition.number},
            "directory:badge": {"code": self.recognition.code, "name": "clair.svg"},
            "directory:extend": {"pk": self.recognition.pk},
            "directory:register_export": {"kind": "csv"},
            "directory:verify_code": {"code": self.recognition.code},
            "directory:charter_version": {"number": 1},
            "directory:accompanists_charter_version": {"number": 1},
            "directory:accompanists_charter_text": {"number": 1},
            "directory:charter_text": {"number": 1},
            "directory:organisation": organisation,
            "directory:amend": organisation,
            "directory:join": organisation,
            "directory:invite": organisation,
            "directory:renew_invitation": {**organisation, "invitation": self.invitation.pk},
            "directory:withdraw_invitation": {**organisation, "invitation": self.invitation.pk},
            "directory:invitation": {"secret": "inconnu"},
            "directory:membership_transition": {"pk": self.membership.pk, "name": "accept"},
            "directory:prove": organisation,
            "directory:open_claim": organisation,
            "directory:proof": {"pk": self.proof.pk},
            "directory:eligibility_proof": {"pk": self.eligibility_proof.pk},
            "directory:claim": {"pk": self.claim.pk},
            "directory:accept_claim": {"pk": self.claim.pk},
            "directory:refuse_claim": {"pk": self.claim.pk},
            "directory:withdraw_claim": {"pk": self.claim.pk},
            "directory:verify_representative": {"pk": self.unverified.pk},
            "directory:reject_representative": {"pk": self.unverified.pk},
            "directory:revoke_membership": {"pk": self.unverified.pk},
            "labelling:open": organisation,
            "directory:removal": {"pk": self.removal.pk},
            "directory:prove_removal": {"pk": self.removal.pk},
            "directory:confirm_removal": {"pk": self.removal.pk},
            "directory:ask_removal_again": {"pk": self.removal.pk},
            "conformity:file": {"pk": 1},
            "procedures:report": last_year,
            "procedures:report_data": last_year,
            "sampling:campaign": {"number": self.campaign.number},
            "sampling:data": {"number": self.campaign.number},
            "sampling:draw": {"pk": self.campaign.pk},
            "sampling:frame": {"number": self.campaign.number},
            "sampling:transition": {"pk": self.campaign.pk, "name": "publish"},
            "directory:review_interest": {"pk": self.interest.pk},
            "directory:end_interest": {"pk": self.interest.pk},
            "directory:delay": {"key": self.delay.key},
            "directory:undo_delay": {"pk": self.delay.pk},
            "directory:logo_image": {"pk": self.logo.file_id},
            "directory:label_import": {"pk": self.imported.pk},
            **{f"directory:{page}": {"pk": self.draft.pk} for page in IMPORT_PAGES},
            **{f"labelling:{page}": {"pk": self.exchange.pk} for page in EXCHANGE_PAGES},
            "labelling:renew": {"pk": self.removal.recognition_id},
            "referencing:open": organisation,
            "referencing:renew": {"pk": self.removal.recognition_id},
            "referencing:transition": {
                "pk": self.referencing.pk,
                "name": "declare_admissible",
            },
            "revisions:open": {"kind": "structures"},
            "revisions:record": {
                "pk": self.revision.pk,
                "party": self.revision.parties.get().pk,
            },
            "revisions:transition": {"pk": self.revision.pk, "name": "abandon"},
            "oversight:open_review": {"number": self.recognition.number},
            "oversight:review_transition": {"pk": self.review.pk, "name": "answer"},
            "frameworks:transition": {"pk": self.framework.pk, "name": "ask_review"},
            "labelling:transition": {"pk": self.dossier.pk, "name": "declare_admissible"},
            "labelling:take_accompaniment_back": {"pk": self.dossier.pk, "entry": 1},
            "labelling:principle": {"pk": self.dossier.pk, "key": PrincipleKey.PRACTICES},
            "committee:composition": {},
            "committee:members": {},
            "committee:establish": {},
            "committee:appoint": {"pk": self.session.body_id},
            "committee:end_mandate": {"pk": self.session.chair_id},
            "committee:cancel_appointment": {"pk": self.session.chair_id},
            "directory:leave_team": {"group": "cress-instructor", "pk": self.colleague.pk},
            "committee:transition": {"pk": self.session.pk, "name": "convene"},
            "notifications:letter_close": {"pk": self.delivery.pk},
            "notifications:letter_resend": {"pk": self.delivery.pk},
            "notifications:stop": {"token": self.stopping_token},
            "notifications:lift_flag": {"pk": self.flag.pk},
            "notifications:open": {"pk": self.notification.pk},
            "notifications:read": {"pk": self.notification.pk},
        }


IMPORT_PAGES = ("import", "import_progress", "confirm_import", "leave_import")
EXCHANGE_PAGES = ("exchange", "send_report", "answer_report")
OPENING_PAGES = ("opening", "agree", "refuse_opening")
COMPLAINT_PAGES = (
    "detail", "admit", "reject", "ask", "answer", "open_review", "ask_identity", "identity"
)  # fmt: skip
FINDING_PAGES = (
    "rewrite_finding",
    "remove_finding",
    "refile_finding",
    "retract_finding",
    "answer_finding",
    "plan_correction",
    "show_correction",
    "conclude",
)
REVIEW_PAGES = (
    "review",
    "write_finding",
    "file_finding",
    "extend_delay",
    "close",
    "refer",
    "suspend_urgently",
    "abandon",
    "reassign",
    "check_effect",
    "appeal",
    "ask_lifting",
)
ITEM_PAGES = {
    "move_item",
    "remove_item",
    "open_item",
    "ballot",
    "close_vote",
    "put_to_vote",
    "decide",
    "defer",
    "recuse",
    "remind",
}


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
    removal = _removal(dossier, representative, manager)
    opening = _opening(removal.recognition, Actor.of(dossier.assignee))
    return World(
        people=people,
        cookies={role: _signed_in(person) for role, person in people.items()},
        dossier=dossier,
        referencing=_referencing(dossier),
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
