"""What people can do at once, wherever an object stands: the acts of every lifecycle.

A scene brings objects to a moment and gives the acts that its people may try there. A key names
the transitions it goes through (`agendaitem.open+dossier.enter_deliberation`); a test holds them
all against the law. Acts start from copies read beforehand, as pages do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from committee.room import operations as room
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import move_item, prepare_session, record_minutes
from directory.charters.enums import PrincipleKey
from directory.charters.models import CharterVersion
from directory.charters.operations import put_in_force
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from directory.representation.models import RepresentationClaim
from directory.representation.operations import accept_claim, open_claim
from labelling.dossiers.models import Dossier
from labelling.evidence.operations import write_evidence
from labelling.frameworks.models import Framework
from labelling.instruction.operations import (
    answer_complement,
    assess_criterion,
    reassign,
    request_complements,
)
from tests import factories
from tests.committee import making
from tests.files import pdf
from tests.racing import Act
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file
from workflows.correspondence.operations import attach, post_message
from workflows.engine import create, perform
from workflows.lifecycles import machine_of

TICK = Actor.system("tick")
Acts = Mapping[str, Act]


@dataclass(frozen=True)
class Scene:
    """`make()` gives fresh objects, `acts(them)` what may be tried on them there.

    `stands(them)`: after two acts they are still where the scene begins, so two more may be tried.
    `quick`: they are soon made again. `about` names the act that is new there: the others meet each
    other in the scene before.
    """

    name: str
    make: Callable[[], Any]
    acts: Callable[[Any], Acts]
    stands: Callable[[Any], bool] = lambda them: False
    quick: bool = True
    about: str = ""


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def dossier_acts(dossier: Dossier) -> Acts:
    """What the structure, the CRESS and time may try on `dossier` in its state."""
    found = {**_acts_of_structure(dossier), **_acts_of_cress(dossier), **_acts_of_time(dossier)}
    sources = {f"dossier.{t.name}": t.sources for t in machine_of(Dossier).transitions.values()}
    return {
        key: act for key, act in found.items() if dossier.state in sources.get(key, [dossier.state])
    }


def dossier_acts_and_words(dossier: Dossier) -> Acts:
    """Those, and what people send meanwhile: messages and files."""
    person = factories.representative_of(dossier)
    actor = Actor.of(person)
    attached = dossier.attachments.filter(removed_at__isnull=True).exclude(slot="message").first()
    if attached is None:
        attached = attach(dossier, slot="principle:questioning", upload=pdf(), by=person)
    return {
        **dossier_acts(dossier),
        "message": lambda: post_message(
            dossier, author=person, body=f"Écrit à {timezone.now()}.", uploads=[pdf()]
        ),
        "remove": lambda: remove_file(dossier, attachment=attached, actor=actor),
        "attach": lambda: attach_files(
            dossier, slot="principle:questioning", uploads=[pdf()], actor=actor
        ),
    }


def same_state(dossier: Dossier) -> bool:
    return _copy(dossier).state == dossier.state


def _copy(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def _acts_of_structure(dossier: Dossier) -> dict[str, Act]:
    person = factories.representative_of(dossier)
    actor = Actor.of(person)
    copies = {name: _copy(dossier) for name in machine_of(Dossier).transitions}
    complement = dossier.complements.first()
    found: dict[str, Act] = {
        "dossier.sign_charter": lambda: factories.sign(copies["sign_charter"], person),
        "dossier.record_presentation": lambda: perform(
            copies["record_presentation"], "record_presentation", actor=actor
        ),
        "dossier.submit": lambda: perform(copies["submit"], "submit", actor=actor),
        "dossier.resubmit": lambda: perform(copies["resubmit"], "resubmit", actor=actor),
        "dossier.withdraw": lambda: perform(copies["withdraw"], "withdraw", actor=actor),
        "dossier.appeal": lambda: factories.appeal(copies["appeal"], person),
        "dossier.write_evidence": lambda: write_evidence(
            copies["write_evidence"],
            principle="questioning",
            text=f"Écrit à {timezone.now()}.",
            actor=actor,
        ),
        "dossier.describe_presentation": lambda: factories.describe_assembly(
            copies["describe_presentation"], person
        ),
    }
    if complement is not None:
        found["dossier.answer_complement"] = lambda: answer_complement(
            copies["answer_complement"],
            complement_id=complement.pk,
            answer=f"Répondu à {timezone.now()}.",
            actor=actor,
        )
    return found


def _acts_of_cress(dossier: Dossier) -> dict[str, Act]:
    copies = {name: _copy(dossier) for name in machine_of(Dossier).transitions}
    another, manager = factories.instructor(), factories.manager()
    found: dict[str, Act] = {
        "dossier.take_charge": lambda: perform(
            copies["take_charge"], "take_charge", actor=Actor.of(another)
        ),
        "dossier.reassign": lambda: reassign(
            copies["reassign"], assignee=factories.instructor(), actor=Actor.of(manager)
        ),
    }
    if dossier.assignee is None:
        return found
    actor = Actor.of(dossier.assignee)
    return {
        **found,
        "dossier.request_complements": lambda: request_complements(
            copies["request_complements"],
            items=[("", "Précisez.")],
            due_on=timezone.localdate() + timedelta(days=20),
            actor=actor,
        ),
        "dossier.declare_admissible": lambda: perform(
            copies["declare_admissible"], "declare_admissible", actor=actor
        ),
        "dossier.assess": lambda: assess_criterion(
            copies["assess"],
            criterion="questioning",
            finding="established",
            reasons=f"Établi à {timezone.now()}.",
            actor=actor,
        ),
    }


def _acts_of_time(dossier: Dossier) -> dict[str, Act]:
    copies = {name: _copy(dossier) for name in ("remind_late", "close_inactive")}
    return {
        "dossier.remind_late": lambda: perform(
            copies["remind_late"], "remind_late", actor=TICK, at=in_days(60)
        ),
        "dossier.close_inactive": lambda: perform(
            copies["close_inactive"], "close_inactive", actor=TICK, at=in_days(100)
        ),
    }


def filled(state: str) -> Callable[[], Dossier]:
    """A dossier in `state` from which every next step is within reach."""

    def make() -> Dossier:
        dossier = factories.dossier(state)
        person = factories.representative_of(dossier)
        if state == "committed":
            factories.describe_assembly(dossier, person)
        if state == "presented":
            factories.fill(dossier, person)
        if state == "under_instruction":
            actor = Actor.of(dossier.assignee)
            for key in PrincipleKey:
                assess_criterion(
                    dossier, criterion=key, finding="established", reasons="Étayé.", actor=actor
                )
        if state == "to_complete":
            for complement in dossier.complements.all():
                answer_complement(
                    dossier, complement_id=complement.pk, answer="Voici.", actor=Actor.of(person)
                )
        return dossier

    return make


def reminded() -> Dossier:
    dossier = filled("to_complete")()
    return perform(dossier, "remind_late", actor=TICK, at=in_days(60))


# --- The committee ----------------------------------------------------------------------------


@dataclass
class Room:
    """An open session, and an item of it."""

    made: making.Committee
    item: AgendaItem

    @property
    def session(self) -> Session:
        return self.item.session

    @property
    def dossier(self) -> Dossier:
        return Dossier.objects.get(pk=self.item.case_id)


def queued(items: int = 2) -> Room:
    """The first item of an agenda of which nothing is open yet."""
    made = making.committee()
    cases = [factories.dossier("admissible") for _ in range(items)]
    return Room(made, making.opened(made, *cases).items.get(position=1))


def voting(*choices: str) -> Callable[[], Room]:
    """The item is voted on: `choices` are cast, the vote is open."""

    def make() -> Room:
        found = queued(items=1)
        room.open_item(found.item, actor=making.leader(found.item))
        making.cast(found.made, found.item, *choices)
        return found

    return make


def counted() -> Room:
    """The item was voted against: a refusal waits to be pronounced."""
    found = voting(*["against"] * 5)()
    making.close(found.made, found.item)
    return found


def queued_acts(found: Room) -> Acts:
    """Around an agenda of which nothing is open yet."""
    made, chair = found.made, found.made.chair
    copies = iter([AgendaItem.objects.get(pk=found.item.pk) for _ in range(3)])
    opening, deferring, recusing = copies
    waiting = [found.session.items.get(position=2) for _ in range(3)]
    session = Session.objects.get(pk=found.session.pk)
    return {
        "agendaitem.open+dossier.enter_deliberation": lambda: room.open_item(opening, actor=chair),
        "agendaitem.defer": lambda: room.defer(deferring, reason="Faute de temps.", actor=chair),
        "recuse": lambda: room.recuse(
            recusing, mandate=made.mandates[3], reason="J’y ai travaillé.", actor=chair
        ),
        "open the other": lambda: room.open_item(waiting[0], actor=chair),
        "agendaitem.move": lambda: move_item(waiting[1], earlier=True, actor=made.cress),
        "agendaitem.remove": lambda: perform(waiting[2], "remove", actor=made.cress),
        "session.close": lambda: perform(session, "close", actor=chair),
        "attendance": lambda: room.record_attendance(
            session, arrived=[], left=[made.mandates[4].pk], actor=chair
        ),
        **dossier_acts(found.dossier),
    }


def examined_acts(found: Room) -> Acts:
    """Around an item that is open: voted on, or counted."""
    made, chair = found.made, found.made.chair
    copies = iter([AgendaItem.objects.get(pk=found.item.pk) for _ in range(6)])
    putting, closing, deciding, deferring, voted, recusing = copies
    session = Session.objects.get(pk=found.session.pk)
    round_id = making.round_of(found.item).pk
    return {
        "agendaitem.put_to_vote": lambda: room.put_to_vote(
            putting, proposal="adjourn", actor=chair
        ),
        "agendaitem.close_vote+dossier.validate+recognition.start": lambda: room.close_vote(
            closing, round_id=round_id, actor=chair
        ),
        "agendaitem.decide+dossier.refuse+dossier.adjourn": lambda: room.decide(
            deciding, reasons="Motifs du comité.", actor=chair
        ),
        "defer": lambda: room.defer(deferring, reason="Faute de temps.", actor=chair),
        "recuse": lambda: room.recuse(
            recusing, mandate=made.mandates[3], reason="J’y ai travaillé.", actor=chair
        ),
        "ballot": lambda: room.cast_ballot(
            voted, round_id=round_id, choice="for", user=made.mandates[4].user
        ),
        "attendance": lambda: room.record_attendance(
            session, arrived=[], left=[made.mandates[4].pk], actor=chair
        ),
        **dossier_acts(found.dossier),
    }


def refused() -> Dossier:
    found = counted()
    room.decide(found.item, reasons="Motifs du comité.", actor=found.made.chair)
    return found.dossier


def adjourning() -> Room:
    """An adjournment was adopted, and waits to be pronounced with its reasons."""
    found = queued(items=1)
    actor = making.leader(found.item)
    room.open_item(found.item, actor=actor, proposal="adjourn")
    making.cast(found.made, found.item, *["for"] * 5)
    making.close(found.made, found.item)
    return found


@dataclass
class Planning:
    made: making.Committee
    session: Session
    item: AgendaItem


def planned() -> Planning:
    made = making.committee()
    session = making.planned(made)
    return Planning(made, session, making.item(made, session))


def convened() -> Planning:
    found = planned()
    perform(found.session, "convene", actor=found.made.cress)
    return found


def planning_acts(found: Planning) -> Acts:
    made, cress = found.made, found.made.cress
    copies = iter([Session.objects.get(pk=found.session.pk) for _ in range(5)])
    preparing, convening, opening, cancelling, minuted = copies
    item = AgendaItem.objects.get(pk=found.item.pk)
    return {
        "session.prepare": lambda: prepare_session(
            preparing,
            chair=made.mandates[0],
            held_on=preparing.held_on,
            starts_at=time(9),
            place="À distance",
            notice_waived_reason="Les membres l’acceptent.",
            actor=cress,
        ),
        "session.convene": lambda: perform(convening, "convene", actor=cress),
        "session.open": lambda: perform(opening, "open", actor=made.chair),
        "session.cancel": lambda: perform(cancelling, "cancel", actor=cress, reason="Reportée."),
        "agendaitem.remove": lambda: perform(item, "remove", actor=cress),
        "session.record_minutes": lambda: record_minutes(minuted, minutes="PV.", actor=made.chair),
        **dossier_acts(Dossier.objects.get(pk=found.item.case_id)),
    }


def closed() -> Planning:
    found = convened()
    perform(found.session, "open", actor=found.made.chair)
    perform(found.session, "close", actor=found.made.chair)
    return found


# --- The directory ----------------------------------------------------------------------------


def labelled(made: making.Committee, org: Organisation | None = None) -> Dossier:
    item = making.voting(made, factories.dossier("admissible", org=org))
    making.cast(made, item, *["for"] * 5)
    making.close(made, item)
    perform(item.session, "close", actor=made.chair)
    return Dossier.objects.get(pk=item.case_id)


def active() -> Recognition:
    return Recognition.objects.get(case=labelled(making.committee()))


def renewed_ahead() -> Recognition:
    """A label whose renewal is granted, and begins when it ends."""
    made = making.committee()
    first = labelled(made)
    labelled(made, org=first.organisation)
    return Recognition.objects.get(case=first)


def renewal_acts(found: Recognition) -> Acts:
    manager = Actor.of(factories.manager())
    renewal, renewed = found.followers.get(), Recognition.objects.get(pk=found.pk)
    last_day = timezone.make_aware(datetime.combine(found.valid_until, time(12)))
    return {
        "recognition.renew": lambda: apply_time(last_day),
        "start": lambda: perform(renewal, "start", actor=TICK, at=last_day),
        "withdraw": lambda: perform(renewed, "withdraw", actor=manager, reason="Essai."),
    }


def suspended() -> Recognition:
    actor = Actor.of(factories.manager())
    return perform(active(), "suspend", actor=actor, reason="Essai.")


def recognition_acts(found: Recognition) -> Acts:
    copies = {
        name: Recognition.objects.get(pk=found.pk) for name in machine_of(Recognition).transitions
    }
    manager = Actor.of(factories.manager())
    person = found.organisation.memberships.get().user
    late = timezone.make_aware(datetime.combine(found.valid_until + timedelta(days=1), time(12)))

    def by(name: str, actor: Actor, **data: Any) -> Act:
        return lambda: perform(copies[name], name, actor=actor, **data)

    return {
        "recognition.suspend": by("suspend", manager, reason="Essai."),
        "recognition.reinstate": by("reinstate", manager, reason="Essai."),
        "recognition.withdraw": by("withdraw", manager, reason="Essai."),
        "recognition.renounce": by("renounce", Actor.of(person), reason="Essai."),
        "recognition.expire": by("expire", TICK, at=late),
    }


def membership(state: str) -> Callable[[], Membership]:
    def make() -> Membership:
        organisation = factories.organisation()
        factories.representative(organisation)
        return factories.membership(factories.user(), organisation, "contributor", state=state)

    return make


def to_verify() -> Membership:
    """A representative whom nobody confirmed yet."""
    organisation = factories.organisation()
    return factories.membership(factories.user(), organisation, verified=False)


def membership_acts(found: Membership) -> Acts:
    """Those of who represents the organisation, and of the CRESS."""
    copies = {
        name: Membership.objects.get(pk=found.pk) for name in machine_of(Membership).transitions
    }
    represents = found.organisation.memberships.filter(role="representative", state="active")
    actors = dict.fromkeys(copies, Actor.of(represents.earliest("pk").user))
    cress = Actor.of(factories.manager())
    actors |= dict.fromkeys(("verify", "reject_verification", "establish", "revoke"), cress)
    data: dict[str, Any] = {
        "reason": "Essai.",
        "verification": "mandate",
        "note": "Vu.",
        "function": "Présidente",
    }
    return {
        f"membership.{name}": partial(perform, copy, name, actor=actors[name], **data)
        for name, copy in copies.items()
    }


def claimed() -> RepresentationClaim:
    """Somebody says that a representative speaks without right."""
    organisation = factories.organisation()
    factories.representative(organisation)
    return open_claim(
        organisation=organisation,
        user=factories.user(),
        function="Président",
        explanation="Cette organisation est la mienne.",
    )


def claim_acts(found: RepresentationClaim) -> Acts:
    copies = [RepresentationClaim.objects.get(pk=found.pk) for _ in range(3)]
    cress = Actor.of(factories.manager())
    member = found.organisation.memberships.get()
    ending = Membership.objects.get(pk=member.pk)
    return {
        "representationclaim.accept": lambda: accept_claim(
            copies[0],
            verification="mandate",
            note="Vu.",
            reason="Établi.",
            ended=[member],
            actor=cress,
        ),
        "representationclaim.refuse": lambda: perform(
            copies[1], "refuse", actor=cress, reason="Non établi."
        ),
        "representationclaim.withdraw": lambda: perform(
            copies[2], "withdraw", actor=Actor.of(found.user)
        ),
        "revoke": lambda: perform(ending, "revoke", actor=cress, reason="Essai."),
    }


def charter_acts(found: CharterVersion) -> Acts:
    return {
        "charterversion.propose+charterversion.supersede+charterversion.enact": (
            lambda: put_in_force(CharterVersion.objects.get(pk=found.pk), actor=factories.SYSTEM)
        ),
        "another": lambda: put_in_force(
            factories.charter_version(in_force=False), actor=factories.SYSTEM
        ),
    }


def candidate() -> Framework:
    return create(Framework(name=f"Référentiel {timezone.now()}"), actor=factories.SYSTEM)


def framework_acts(found: Framework) -> Acts:
    copies = [Framework.objects.get(pk=found.pk) for _ in range(2)]
    manager = Actor.of(factories.manager())
    return {
        "framework.recognise": lambda: perform(copies[0], "recognise", actor=manager),
        "framework.withdraw": lambda: perform(
            copies[1], "withdraw", actor=manager, reason="Essai."
        ),
    }


PREPARED = ("draft", "committed", "presented", "submitted", "under_instruction", "admissible")
SCENES = [
    *(Scene(state, filled(state), dossier_acts, same_state) for state in PREPARED),
    Scene("to_complete", filled("to_complete"), dossier_acts_and_words, same_state, quick=False),
    Scene(
        "reminded", reminded, dossier_acts, same_state, quick=False, about="dossier.close_inactive"
    ),
    Scene("refused", refused, dossier_acts, same_state),
    Scene("queued", queued, queued_acts, quick=False),
    Scene("voting", voting(*["for"] * 4), examined_acts, quick=False),
    Scene("counted", counted, examined_acts, quick=False, about="agendaitem.decide"),
    Scene("adjourning", adjourning, examined_acts, quick=False, about="agendaitem.decide"),
    Scene("planned", planned, planning_acts, quick=False),
    Scene("convened", convened, planning_acts, quick=False, about="session.open"),
    Scene("closed", closed, planning_acts, quick=False, about="session.record_minutes"),
    Scene("recognition", active, recognition_acts, quick=False),
    Scene("suspended", suspended, recognition_acts, quick=False),
    Scene("renewed ahead", renewed_ahead, renewal_acts, quick=False),
    Scene("asked to join", membership("requested"), membership_acts),
    Scene("member", membership("active"), membership_acts),
    Scene("to verify", to_verify, membership_acts),
    Scene("claimed", claimed, claim_acts),
    Scene("charter", lambda: factories.charter_version(in_force=False), charter_acts),
    Scene("framework", candidate, framework_acts),
]
