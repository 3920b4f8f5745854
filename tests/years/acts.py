"""What people may do on a day, by the operations of the product; a refusal is an answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from directory.charters.enums import CommitmentKey, PrincipleKey
from directory.delays.calendar import add_months
from directory.recognitions.enums import LIVE, RUNNING, RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.operations import extend
from directory.removals.models import OPEN as REMOVALS
from directory.removals.models import LogoRemoval
from directory.removals.operations import show_removal
from labelling.dossiers.enums import Approach
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier
from labelling.exchanges.inputs import ProgressReport
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import answer_report, send_report
from labelling.instruction.models import Application
from labelling.instruction.operations import answer_complement
from labelling.instruction.states import BEFORE_DECISION, PREPARED
from labelling.oversight.complaints.enums import About
from labelling.oversight.reviews.enums import SANCTIONS, Grade, ReviewOrigin
from labelling.oversight.reviews.inputs import FindingEntry
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review, write_finding
from labelling.referencing.models import Referencing
from labelling.referencing.operations import open_referencing, state_standing
from labelling.referencing.reading.contents import APPROVAL_SLOT
from labelling.renewal.opening import renewing
from labelling.renewal.operations import open_listing_renewal, open_renewal
from tests import factories
from tests.files import pdf
from tests.labelling.oversight import complaining as complaints
from tests.labelling.oversight import making as reviews
from tests.labelling.referencing import making as accompanists
from tests.labelling.renewal.making import reported
from tests.years.checks import notices_since
from tests.years.committee import hold_sessions, see_to_sessions, write_minutes
from tests.years.world import World
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import perform

# False when there was nothing to do it on.
Act = Callable[[World], object]
STRUCTURES = 8
WHY = "Les circonstances le demandent."


def act_on(world: World) -> None:
    """What happens that day: the sessions due, some heed their notice, then one of `ACTS` most
    days, by chance."""
    hold_sessions(world)
    see_to_sessions(world)
    heed_notices(world)
    if world.chance.randrange(3):
        name = world.chance.choice(BAG)
        world.attempt(name, ACTS[name], world)


def apply(world: World) -> object:
    """A structure opens its first dossier, a new one or one that holds nothing any more; or a new
    accompanist, its application."""
    if not world.chance.randrange(4):
        person = factories.representative(factories.organisation())
        organisation = person.memberships.get().organisation
        return open_referencing(organisation=organisation, actor=Actor.of(person))
    if Dossier.objects.filter(state__in=BEFORE_DECISION).count() >= STRUCTURES:
        return False
    ended = Recognition.objects.exclude(state__in=RUNNING).filter(kind="label", followers=None)
    former = world.one_of(ended) if world.chance.randrange(2) else None
    organisation = former.organisation if former else factories.organisation()
    person = world.holder(former) if former else factories.representative(organisation)
    return open_dossier(
        organisation=organisation,
        approach=Approach.ESS_PRATIQUES,
        framework=None,
        actor=Actor.of(person),
    )


def renew(world: World) -> object:
    """In its last year, most often: before, it is too early."""
    running = Recognition.objects.filter(state="active")
    if world.chance.randrange(4):
        running = running.filter(valid_until__lt=add_months(world.today, 12))
    held = world.one_of(running)
    return held is not None and _open_renewal(world, held)


def heed_notices(world: World) -> None:
    """Whoever is told that a label ends may file its renewal at once, today or the day after."""
    for notice in notices_since(world.today - timedelta(days=1)):
        if not world.chance.randrange(3):
            world.attempt("heed a notice", _file_renewal, world, notice.recognition)


def _file_renewal(world: World, held: Recognition) -> None:
    made: Any = renewing(held) or _open_renewal(world, held)
    while made.state in PREPARED:
        _next(world, made)


def _open_renewal(world: World, held: Recognition) -> Application:
    actor = Actor.of(world.holder(held))
    if held.kind == RecognitionKind.ACCOMPANIST:
        return open_listing_renewal(held, actor=actor)
    return open_renewal(held, approach=Approach.ESS_PRATIQUES, framework=None, actor=actor)


def go_on(world: World) -> object:
    """Any application takes its next step, whoever's turn it is; an appeal may be late, once."""
    long_ago = Q(appealable_until__lt=world.today - timedelta(days=7)) | ~Q(appeal_grounds="")
    under_way = [
        kind.objects.filter(state__in=NEXT).exclude(long_ago, state="refused")
        for kind in (Dossier, Referencing)
    ]
    made = world.one_of(*under_way)
    return made is not None and _next(world, made)


def _next(world: World, made: Any) -> object:
    return NEXT[made.state](world, made)


def _draft(world: World, made: Any) -> None:
    """Sign the charter; an accompanist files by it, with all the rest."""
    person = world.holder(made)
    if isinstance(made, Dossier):
        factories.sign(made, person)
        return
    if made.organisation.esus:
        until = world.today + timedelta(days=800)
        state_standing(made, esus_until=until, actor=Actor.of(person))
        attach(made, slot=APPROVAL_SLOT, upload=pdf(), by=person)
    accompanists.fill_what_lacks(made, person)
    accompanists.sign(made, person)


def _file(world: World, made: Dossier) -> None:
    if made.renews_id:
        reported(made)
    factories.submit(made, world.holder(made))


def _take_charge(world: World, made: Any) -> None:
    perform(made, "take_charge", actor=world.cress)


def _instruct(world: World, made: Any) -> None:
    if world.chance.randrange(3):
        return factories.assess(made, world.holder(made))
    asks = factories if isinstance(made, Dossier) else accompanists
    return asks.ask(made, world.holder(made))


def _complete(world: World, made: Any) -> None:
    actor = Actor.of(world.holder(made))
    for complement in made.complements.order_by("pk"):
        answer_complement(made, complement_id=complement.pk, answer="Le voici.", actor=actor)
    perform(made, "resubmit", actor=actor)


NEXT: dict[str, Callable[[World, Any], object]] = {
    "draft": _draft,
    "committed": lambda world, made: factories.present(made, world.holder(made)),
    "presented": _file,
    "submitted": _take_charge,
    "under_instruction": _instruct,
    "to_complete": _complete,
    "refused": lambda world, made: factories.appeal(made, world.holder(made)),
}


def propose_one(world: World) -> object:
    return world.seldom and factories.framework(recognised=False, by=world.director)


def complain(world: World) -> object:
    """About a label, or about the scheme."""
    held = world.one_of(Recognition.objects.filter(state__in=LIVE))
    about = world.chance.choice(list(About))
    return held is not None and complaints.lodged(about, of=held, words=WHY)


def withdraw(world: World) -> object:
    made = world.one_of(
        *(kind.objects.filter(state__in=BEFORE_DECISION) for kind in (Dossier, Referencing))
    )
    if made is None or not world.seldom:
        return False
    return perform(made, "withdraw", actor=Actor.of(world.holder(made)))


def extend_one(world: World) -> object:
    """By some days or by too many; the direction may also be a day late."""
    held = world.one_of(Recognition.objects.filter(state__in=LIVE))
    if held is None:
        return False
    until = held.valid_until + timedelta(days=world.chance.choice([1, 30, 90, 366, 400]))
    return extend(held, until=until, reason=WHY, actor=world.direction)


def renounce(world: World) -> object:
    held = world.one_of(Recognition.objects.filter(state__in=RUNNING))
    return (
        world.seldom
        and held is not None
        and perform(held, "renounce", actor=Actor.of(world.holder(held)))
    )


def report(world: World) -> object:
    exchange = world.one_of(ProgressExchange.objects.filter(state__in=["asked", "late"]))
    given = ProgressReport("Six actions sur dix.", "58 membres.", "Le temps.")
    return exchange is not None and send_report(
        exchange, report=given, actor=Actor.of(world.holder(exchange))
    )


def read_report(world: World) -> object:
    exchange = world.one_of(ProgressExchange.objects.filter(state="sent"))
    return exchange is not None and answer_report(exchange, words="Merci.", actor=world.cress)


def open_a_review(world: World) -> object:
    held = world.one_of(Recognition.objects.filter(state__in=LIVE))
    return held is not None and open_review(
        held,
        origin=ReviewOrigin.SURVEILLANCE,
        account=WHY,
        actor=world.direction,
        reviewer=world.instructor,
    )


def review_on(world: World) -> object:
    """Any review takes one of the steps of its state."""
    under_way = ComplianceReview.objects.filter(state__in=REVIEWED).exclude(NOTHING_MORE)
    review = world.one_of(under_way)
    if review is None:
        return False
    if review.assignee_id is None:
        return perform(review, "take_charge", actor=world.cress)
    at = timezone.now()
    for step in world.chance.choice(REVIEWED[review.state]):
        step(review, at)
    return True


def _write(review: ComplianceReview, at: datetime) -> None:
    """A commitment of the charter that was signed."""
    label = review.recognition.kind == RecognitionKind.LABEL
    key = PrincipleKey.ACTION_PLAN if label else CommitmentKey.EXPERIENCE
    entry = FindingEntry(key, WHY, Grade.MINOR)
    write_finding(review, entry=entry, actor=reviews.reviewer(review), at=at)


# Closed without a sanction, or long ago.
NOTHING_MORE = Q(state="closed") & ~Q(outcome__in=SANCTIONS)
REVIEWED: dict[str, list[list[Callable[..., object]]]] = {
    "opened": [[_write, reviews.notify]],
    "awaiting_answer": [[reviews.answer]],
    "under_assessment": [[reviews.plan], [reviews.close], [reviews.refer]],
    "corrective_action": [[reviews.correct]],
    "closed": [[reviews.appeal], [reviews.ask_lifting]],
}


def suspend_urgently(world: World) -> object:
    review = world.one_of(ComplianceReview.objects.filter(state__in=LED, interim_on=None))
    return review is not None and perform(
        review, "suspend_urgently", actor=world.direction, reason=WHY
    )


def show_logo_removed(world: World) -> object:
    removal = world.one_of(LogoRemoval.objects.filter(state__in=["asked", "late"]))
    return removal is not None and show_removal(
        removal, note="La vitrine.", website="", actor=Actor.of(world.holder(removal))
    )


def look_at_removal(world: World) -> object:
    removal = world.one_of(LogoRemoval.objects.filter(state__in=REMOVALS))
    step = world.chance.choice(["confirm", "ask_again"])
    return removal is not None and perform(removal, step, actor=world.cress, reason=WHY)


LED = ("awaiting_answer", "under_assessment", "referred")
ACTS: dict[str, Act] = {
    "apply": apply,
    "propose a framework": propose_one,
    "complain": complain,
    "write the minutes": write_minutes,
    "renew": renew,
    "go on": go_on,
    "withdraw": withdraw,
    "extend": extend_one,
    "renounce": renounce,
    "report": report,
    "read a report": read_report,
    "open a review": open_a_review,
    "go on with a review": review_on,
    "suspend urgently": suspend_urgently,
    "show the logo removed": show_logo_removed,
    "look at a removal": look_at_removal,
}
OFTEN = {"go on": 20, "renew": 4, "go on with a review": 4, "report": 3, "apply": 2}
BAG = [name for name in ACTS for _ in range(OFTEN.get(name, 1))]
