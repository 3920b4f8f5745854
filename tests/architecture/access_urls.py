"""What each URL of the access matrix is asked with: the things of one world."""

from functools import cache
from typing import Any

from django.utils import timezone

from directory.charters.enums import PrincipleKey
from labelling.oversight.complaints.models import ComplaintFile
from notifications.preferences.links import stopping_token
from tests.architecture.access_world import World
from workflows.outbox.notices import Category

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


@cache
def kwargs_of(world: World, name: str) -> dict[str, Any]:
    """The arguments of the URL `name`, pointing at the things of `world`."""
    table = _table(world)
    return table[name] if name in table else _by_namespace(world, name)


def _by_namespace(world: World, name: str) -> dict[str, Any]:
    namespace, _, page = name.rpartition(":")
    if namespace == "labelling" and page not in ("list", "queue", "exchanges"):
        return {"pk": world.dossier.pk}
    if namespace == "referencing" and page not in ("list", "queue"):
        return _of_referencing(world, page)
    if namespace == "frameworks" and page not in ("list", "propose"):
        return {"pk": world.framework.pk}
    if namespace == "revisions" and page not in ("list", "open"):
        return {"pk": world.revision.pk}
    if namespace == "oversight":
        return _of_oversight(world, page)
    if namespace == "workflows" and page != "inbox":
        return {"pk": world.dossier.pk}
    if namespace == "committee" and page not in ("sessions", "plan"):
        with_item = page in ITEM_PAGES
        item = {"item": world.item.pk} if with_item else {}
        return {"pk": world.session.pk, **item}
    return {}


def _of_oversight(world: World, page: str) -> dict[str, Any]:
    if page in FINDING_PAGES:
        return {"pk": world.review.pk, "finding": world.review.findings.get().pk}
    return {"pk": world.review.pk} if page in REVIEW_PAGES else {}


def _of_referencing(world: World, page: str) -> dict[str, Any]:
    """One of its entries besides, where the page is about one."""
    entries: dict[str, Any] = {
        "person": world.referencing.people,
        "mission": world.referencing.missions,
    }
    kind = "person" if "person" in page else "mission"
    with_entry = page in ("person", "remove_person", "mission", "remove_mission", "log_contact")
    entry = {"entry": entries[kind].get().pk} if with_entry else {}
    return {"pk": world.referencing.pk, **entry}


@cache
def _table(world: World) -> dict[str, dict[str, Any]]:
    last_year = {"year": timezone.localdate().year - 1}
    stopping = stopping_token(world.people["representative"], [Category.MESSAGES])
    organisation = {"pk": world.dossier.organisation_id}
    return {
        "account_confirm_email": {"key": "inconnue"},
        "complaints:file": {"pk": ComplaintFile.objects.get().pk},
        **{f"complaints:{page}": {"pk": world.opening.pk} for page in OPENING_PAGES},
        **{f"complaints:{page}": {"pk": world.complaint.pk} for page in COMPLAINT_PAGES},
        "desk:batch": {"pk": 1},
        "desk:batch_progress": {"pk": 1},
        "desk:calendar": {"secret": "inconnu"},
        "desk:delete_filter": {"pk": 1},
        "desk:rename_filter": {"pk": 1},
        "desk:outcomes_export": {"kind": "csv"},
        "mfa_remove_webauthn": {"pk": 1},
        "notifications:preview": {"event": "session.convene", "pk": world.session.pk},
        "notifications:sample": {"event": "dossier.submit", "template": "dossier_submit"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "inconnue"},
        "workflows:attachment": {"pk": world.attachment.pk},
        "workflows:show_file": {"pk": world.attachment.pk},
        "workflows:remove_file": {"pk": world.attachment.pk},
        "workflows:restore_file": {"pk": world.removed.pk},
        "directory:recognition": {"number": world.recognition.number},
        "directory:listing": {"number": world.listing.recognition.number},
        "directory:contact": {"number": world.listing.recognition.number},
        "directory:certificate": {"number": world.recognition.number},
        "directory:identity": {"number": world.recognition.number},
        "directory:badge": {"code": world.recognition.code, "name": "clair.svg"},
        "directory:extend": {"pk": world.recognition.pk},
        "directory:register_export": {"kind": "csv"},
        "directory:verify_code": {"code": world.recognition.code},
        "directory:charter_version": {"number": 1},
        "directory:accompanists_charter_version": {"number": 1},
        "directory:accompanists_charter_text": {"number": 1},
        "directory:charter_text": {"number": 1},
        "directory:organisation": organisation,
        "directory:amend": organisation,
        "directory:join": organisation,
        "directory:invite": organisation,
        "directory:renew_invitation": {**organisation, "invitation": world.invitation.pk},
        "directory:withdraw_invitation": {**organisation, "invitation": world.invitation.pk},
        "directory:invitation": {"secret": "inconnu"},
        "directory:membership_transition": {"pk": world.membership.pk, "name": "accept"},
        "directory:prove": organisation,
        "directory:open_claim": organisation,
        "directory:proof": {"pk": world.proof.pk},
        "directory:eligibility_proof": {"pk": world.eligibility_proof.pk},
        "directory:claim": {"pk": world.claim.pk},
        "directory:accept_claim": {"pk": world.claim.pk},
        "directory:refuse_claim": {"pk": world.claim.pk},
        "directory:withdraw_claim": {"pk": world.claim.pk},
        "directory:verify_representative": {"pk": world.unverified.pk},
        "directory:reject_representative": {"pk": world.unverified.pk},
        "directory:revoke_membership": {"pk": world.unverified.pk},
        "labelling:open": organisation,
        "directory:removal": {"pk": world.removal.pk},
        "directory:prove_removal": {"pk": world.removal.pk},
        "directory:confirm_removal": {"pk": world.removal.pk},
        "directory:ask_removal_again": {"pk": world.removal.pk},
        "conformity:file": {"pk": 1},
        "procedures:report": last_year,
        "procedures:report_data": last_year,
        "sampling:campaign": {"number": world.campaign.number},
        "sampling:data": {"number": world.campaign.number},
        "sampling:draw": {"pk": world.campaign.pk},
        "sampling:frame": {"number": world.campaign.number},
        "sampling:transition": {"pk": world.campaign.pk, "name": "publish"},
        "directory:review_interest": {"pk": world.interest.pk},
        "directory:end_interest": {"pk": world.interest.pk},
        "directory:delay": {"key": world.delay.key},
        "directory:undo_delay": {"pk": world.delay.pk},
        "directory:logo_image": {"pk": world.logo.file_id},
        "directory:label_import": {"pk": world.imported.pk},
        **{f"directory:{page}": {"pk": world.draft.pk} for page in IMPORT_PAGES},
        **{f"labelling:{page}": {"pk": world.exchange.pk} for page in EXCHANGE_PAGES},
        "labelling:renew": {"pk": world.removal.recognition_id},
        "referencing:open": organisation,
        "referencing:renew": {"pk": world.removal.recognition_id},
        "referencing:transition": {
            "pk": world.referencing.pk,
            "name": "declare_admissible",
        },
        "revisions:open": {"kind": "structures"},
        "revisions:record": {
            "pk": world.revision.pk,
            "party": world.revision.parties.get().pk,
        },
        "revisions:transition": {"pk": world.revision.pk, "name": "abandon"},
        "oversight:open_review": {"number": world.recognition.number},
        "oversight:review_transition": {"pk": world.review.pk, "name": "answer"},
        "frameworks:transition": {"pk": world.framework.pk, "name": "ask_review"},
        "labelling:transition": {"pk": world.dossier.pk, "name": "declare_admissible"},
        "labelling:take_accompaniment_back": {"pk": world.dossier.pk, "entry": 1},
        "labelling:principle": {"pk": world.dossier.pk, "key": PrincipleKey.PRACTICES},
        "committee:composition": {},
        "committee:members": {},
        "committee:establish": {},
        "committee:appoint": {"pk": world.session.body_id},
        "committee:end_mandate": {"pk": world.session.chair_id},
        "committee:cancel_appointment": {"pk": world.session.chair_id},
        "directory:leave_team": {"group": "cress-instructor", "pk": world.colleague.pk},
        "committee:transition": {"pk": world.session.pk, "name": "convene"},
        "notifications:letter_close": {"pk": world.delivery.pk},
        "notifications:letter_resend": {"pk": world.delivery.pk},
        "notifications:stop": {"token": stopping},
        "notifications:lift_flag": {"pk": world.flag.pk},
        "notifications:open": {"pk": world.notification.pk},
        "notifications:read": {"pk": world.notification.pk},
    }
