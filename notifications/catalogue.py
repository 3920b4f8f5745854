"""Every event, and who is told of it, in which words. What tells nobody is silenced by name.

The words are in `templates/notifications/email/<template>.txt`: the first line is the subject,
the second the sentence that the bell shows too, the rest is for the e-mail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from notifications.enums import Category
from notifications.recipients import (
    organisation_members,
    readers_of_message,
    the_person,
    those_asked,
    those_called,
    those_told_of_addition,
    those_told_of_removal,
    those_who_verify,
)
from workflows.policies import get_policy

Audience = str | Callable[[Any], "QuerySet[Any]"]

STRUCTURE = "labelling.structure"
REPRESENTATIVE = "labelling.representative"
IN_CHARGE = "labelling.instructor_in_charge"
INSTRUCTORS = "labelling.instructor_without_conflict"
MANAGERS = "directory.cress_manager"
SITTING = "committee.member"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing said of an event.

    `audience` is a policy's name, or a function of the object that gives users: without the one
    who acted, who knows, but for a `receipt`, which is to that person alone. A notice that
    `asks` for something is dropped once the object has moved on. `email` false: the bell alone.
    """

    template: str
    audience: Audience
    category: Category
    asks: bool = False
    email: bool = True
    receipt: bool = False

    def users(self, subject: Any) -> "QuerySet[Any]":
        """The active users told of `subject`."""
        if isinstance(self.audience, str):
            return get_policy(self.audience).users_who_may(subject)
        return self.audience(subject).filter(is_active=True)


def progress(template: str, audience: Audience, *, email: bool = True) -> Notice:
    return Notice(template, audience, Category.PROGRESS, email=email)


def request(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.REQUESTS, asks=True)


def decision(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.DECISIONS)


def access(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.ACCESS)


def receipt(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.RECEIPTS, receipt=True)


TO_VERIFY = request("membership_to_verify", those_who_verify)
DECIDED = progress("dossier_decided", IN_CHARGE, email=False)

# A person concerned by several notices of one event gets the first.
CATALOGUE: Mapping[str, Sequence[Notice]] = {
    "dossier.open": [progress("dossier_open", STRUCTURE, email=False)],
    "dossier.sign_charter": [
        receipt("dossier_sign_charter_receipt", REPRESENTATIVE),
        progress("dossier_sign_charter", STRUCTURE, email=False),
    ],
    "dossier.record_presentation": [
        request("dossier_record_presentation", REPRESENTATIVE),
    ],
    "dossier.submit": [
        receipt("dossier_submit_receipt", REPRESENTATIVE),
        progress("dossier_submit", STRUCTURE),
        request("dossier_submit_cress", INSTRUCTORS),
    ],
    "dossier.take_charge": [progress("dossier_take_charge", STRUCTURE)],
    "dossier.reassign": [progress("dossier_reassign", IN_CHARGE)],
    "dossier.request_complements": [request("dossier_request_complements", STRUCTURE)],
    "dossier.remind_late": [request("dossier_remind_late", STRUCTURE)],
    "dossier.resubmit": [
        request("dossier_resubmit", IN_CHARGE),
        progress("dossier_resubmit_structure", STRUCTURE, email=False),
    ],
    "dossier.declare_admissible": [
        progress("dossier_declare_admissible", STRUCTURE),
        request("dossier_for_committee", MANAGERS),
    ],
    "dossier.enter_deliberation": [
        progress("dossier_enter_deliberation", STRUCTURE, email=False),
    ],
    "dossier.validate": [decision("dossier_validate", STRUCTURE), DECIDED],
    "dossier.adjourn": [request("dossier_adjourn", STRUCTURE), DECIDED],
    "dossier.refuse": [decision("dossier_refuse", STRUCTURE), DECIDED],
    "dossier.appeal": [
        receipt("dossier_appeal_receipt", REPRESENTATIVE),
        request("dossier_appeal", MANAGERS),
        progress("dossier_appeal_structure", STRUCTURE),
    ],
    "dossier.withdraw": [
        progress("dossier_withdraw", IN_CHARGE),
        progress("dossier_withdraw", STRUCTURE),
    ],
    "dossier.close_inactive": [decision("dossier_close_inactive", STRUCTURE), DECIDED],
    "membership.create": [TO_VERIFY],
    "membership.accept_invitation": [TO_VERIFY],
    "membership.request": [
        request("membership_request", "directory.organisation_representative"),
    ],
    "membership.accept": [access("membership_accept", the_person), TO_VERIFY],
    "membership.decline": [access("membership_decline", the_person)],
    "membership.promote": [access("membership_promote", the_person), TO_VERIFY],
    "membership.verify": [access("membership_verify", the_person)],
    "membership.reject_verification": [
        access("membership_reject_verification", the_person),
    ],
    "membership.end": [access("membership_end", the_person)],
    "membership.revoke": [access("membership_revoke", the_person)],
    "representationclaim.open": [
        receipt("claim_open_receipt", the_person),
        request("claim_open", "directory.claim_judge"),
    ],
    "representationclaim.accept": [access("claim_accept", the_person)],
    "representationclaim.refuse": [access("claim_refuse", the_person)],
    "recognition.start": [
        Notice("recognition_start", organisation_members, Category.DECISIONS, email=False),
    ],
    "recognition.suspend": [decision("recognition_suspend", organisation_members)],
    "recognition.reinstate": [decision("recognition_reinstate", organisation_members)],
    "recognition.withdraw": [decision("recognition_withdraw", organisation_members)],
    "recognition.expire": [decision("recognition_expire", organisation_members)],
    "recognition.renounce": [
        progress("recognition_renounce", MANAGERS),
        decision("recognition_renounce", organisation_members),
    ],
    "mandate.appoint": [access("mandate_appoint", the_person)],
    "mandate.end": [access("mandate_end", the_person)],
    "mandate.cancel": [access("mandate_cancel", the_person)],
    "teamrole.join": [access("teamrole_join", the_person)],
    "teamrole.leave": [access("teamrole_leave", the_person)],
    "session.convene": [
        Notice("session_convene", SITTING, Category.SESSIONS, asks=True),
    ],
    "agendaitem.add": [Notice("agendaitem_add", those_told_of_addition, Category.SESSIONS)],
    "agendaitem.remove": [
        Notice("agendaitem_remove", those_told_of_removal, Category.SESSIONS),
    ],
    "session.cancel": [Notice("session_cancel", those_called, Category.SESSIONS)],
    "session.close": [Notice("session_close", "committee.bureau", Category.SESSIONS, email=False)],
    "session.record_minutes": [
        Notice("session_record_minutes", SITTING, Category.SESSIONS),
    ],
    "message.post": [Notice("message_post", readers_of_message, Category.MESSAGES)],
    "task.due_soon": [request("task_due_soon", those_asked)],
    "task.overdue": [request("task_overdue", those_asked)],
}

SILENCED = (
    "agendaitem.decide",  # the case's own decision tells it
    "agendaitem.defer",  # the case has not moved; the minutes tell it
    "charterversion.create",  # a draft: nobody waits for it
    "framework.create",
    "membership.establish",  # the answer to the claim tells it
    "membership.recognise",  # the same
    "recognition.grant",  # the decision and the start tell it
    "representationclaim.withdraw",  # it leaves the list of those who had to answer
    "recognition.renew",  # the start of the next one tells it
    "session.create",  # the convocation tells it
)


def notices_for(name: str) -> Sequence[Notice]:
    """What is said of the event `name`; KeyError for one that is neither told nor silenced."""
    return () if name in SILENCED else CATALOGUE[name]
