"""The five sessions already held, and what became of the labels they gave."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from config.demo import accompanists
from config.demo.cast import Cast
from config.demo.data import STRUCTURES, TEXTS
from config.demo.dates import committee_day, days_from, moment, months_ago, next_session_day
from config.demo.files import photo
from config.demo.journeys import Journey
from config.demo.reviews import Review, label_of
from config.demo.sessions import ABSTENTION, AGAINST, BLANK, FOR, Point
from directory.delays.calendar import add_months
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time, extend
from directory.removals.models import LogoRemoval
from directory.removals.operations import show_removal
from labelling.exchanges.inputs import ProgressReport
from labelling.exchanges.operations import (
    answer_report,
    ask_exchange,
    exchange_window,
    send_report,
)
from labelling.oversight.reviews.enums import ReviewOrigin
from workflows.actors import Actor
from workflows.engine import perform

# Months before today. The first labels ended lately, after the last session; the second end soon,
# and the third may be renewed.
FIRST, SECOND, THIRD, FOURTH, LAST = 39, 34, 25, 12, 6
CONTESTED = (FOR, FOR, AGAINST, FOR, ABSTENTION, FOR, FOR, AGAINST, FOR)
REJECTED = (AGAINST, AGAINST, FOR, AGAINST, AGAINST, BLANK, AGAINST, FOR, AGAINST)
HESITANT = (FOR, AGAINST, ABSTENTION, AGAINST, BLANK, AGAINST, FOR, AGAINST, AGAINST)
Journeys = dict[str, Journey]


def tell_past(cast: Cast) -> Journeys:
    """Play the sessions in order; return the journeys of the last one, which go on after it."""
    propose_frameworks(cast)
    hold_simple(cast, FIRST, "maine", "levee", "verger", recognises=("insertion", "tiers"))
    hold_simple(cast, SECOND, "fournil", "ardoise", "haies")
    hold_simple(cast, THIRD, "estran", "passerelle", "partage", recognises=("accueil",))
    ask_review(cast, "tiers", months=FOURTH + 2)
    listed = ("boussole", "atelier", "escale", "ricochet")
    silent = silence_of_haies(cast)
    hold_simple(
        cast,
        FOURTH,
        "rivessol",
        "port",
        "pignon",
        withdraws="tiers",
        lists=listed,
        reviewed=[silent],
    )
    remove_logo(cast, "haies", after=20, confirmed=True)
    renounce_passerelle(cast)
    exchange_at_mid_term(cast)
    ask_review(cast, "insertion", months=LAST + 3)
    journeys = hold_last(cast)
    follow_last(cast, journeys)
    extend_levee(cast)
    let_time_pass(cast.today)
    forget_logo(cast, "levee")
    cast.committee.announce(next_session_day(cast.today), at=moment(months_ago(cast.today, 3), 9))
    suspend(cast, "ricochet", days=62)
    suspend(cast, "ardoise", days=32)
    remove_logo(cast, "ardoise", after=19)
    correct_verger(cast)
    return journeys


def prepare(cast: Cast, session_day: date, keys: Sequence[str]) -> Journeys:
    """Bring a dossier of each structure to « admissible », two months before the session."""
    journeys = {}
    for rank, key in enumerate(keys):
        journey = cast.journey(
            key,
            days_from(session_day, -62 + 3 * rank),
            instructor=cast.second_instructor if rank % 3 == 2 else cast.instructor,
            framework=cast.frameworks["insertion"] if rank % 4 == 3 else None,
        )
        journeys[key] = journey.until_admissible()
    return journeys


def propose_frameworks(cast: Cast) -> None:
    """Three, of which the committee decides in its own time."""
    for rank, key in enumerate(("insertion", "tiers", "accueil")):
        cast.propose(key, days_from(cast.beginning, rank))


def ask_review(cast: Cast, key: str, *, months: int) -> None:
    """The CRESS has the committee examine a framework again."""
    at = moment(months_ago(cast.today, months))
    perform(cast.frameworks[key], "ask_review", actor=Actor.of(cast.manager), at=at)


def hold_simple(
    cast: Cast,
    months: int,
    *keys: str,
    recognises: Sequence[str] = (),
    withdraws: str = "",
    lists: Sequence[str] = (),
    reviewed: Sequence[Point] = (),
) -> None:
    """A session that validates every dossier, those of accompanists too, then the frameworks."""
    day = committee_day(cast.today, months)
    journeys = prepare(cast, day, keys)
    points = [Point(journey.dossier) for journey in journeys.values()]
    points[-1] = Point(points[-1].case, votes=CONTESTED)
    requests = accompanists.admissible(cast, day, lists)
    points += [Point(request.dossier) for request in requests.values()]
    points += [Point(cast.frameworks[key]) for key in recognises]
    if withdraws:
        reasons = TEXTS["frameworks"][withdraws]["withdrawal"]
        framework = cast.frameworks[withdraws]
        points.append(Point(framework, proposal="withdraw", reasons=reasons))
    points += reviewed
    cast.committee.hold(day, points)
    for framework in cast.frameworks.values():
        framework.refresh_from_db()


def hold_last(cast: Cast) -> Journeys:
    """Three renewals, a first label, two refusals, two adjournments, a framework recognised again,
    a label suspended, and two items deferred."""
    day = committee_day(cast.today, LAST)
    renewals = ("maine", "verger", "fournil")
    first = ("halle", "deuxrives", "compagnie", "toit", "septvents", "granges", "lin")
    journeys = prepare(cast, day, (*renewals, *first))
    asked = accompanists.admissible(cast, day, ("fabrique", "nacelle", "kaleido", "tandem"))
    words = TEXTS["committee"]
    dossiers = {key: journey.dossier for key, journey in journeys.items()}
    accompanies = {"Morgan Roux": "Mon réseau a accompagné cette structure l’an dernier."}
    points = [
        *(Point(dossiers[key]) for key in renewals),
        Point(dossiers["halle"], votes=CONTESTED),
        Point(
            dossiers["deuxrives"],
            votes=REJECTED,
            reasons=words["refusal_appealed"],
            # An appeal excludes those who voted: enough of the others must remain.
            gone=["Maëlle Picard", "Sami Aubert"],
        ),
        Point(dossiers["compagnie"], votes=REJECTED, reasons=words["refusal"]),
        Point(
            dossiers["toit"],
            votes=HESITANT,
            adjourns=True,
            reasons=words["adjournment"],
            recused=accompanies,
        ),
        Point(dossiers["septvents"], votes=HESITANT, adjourns=True, reasons=words["adjournment"]),
        Point(cast.frameworks["insertion"]),
        *(
            Point(asked[key].dossier, votes=REJECTED, reasons=words["refusal_listing"])
            for key in ("fabrique", "nacelle")
        ),
        Point(
            asked["kaleido"].dossier,
            votes=HESITANT,
            adjourns=True,
            reasons=words["adjournment_listing"],
        ),
        late_progress_of_pignon(cast),
    ]
    deferred = [dossiers["granges"], asked["tandem"].dossier, dossiers["lin"]]
    cast.committee.hold(day, points, deferred=deferred, examined=2)
    follow_requests(cast, asked)
    return journeys


def follow_requests(cast: Cast, asked: Mapping[str, accompanists.Request]) -> None:
    """After the last session: an accompanist contests, another stays silent."""
    for request in asked.values():
        request.dossier.refresh_from_db()
    day = committee_day(cast.today, LAST)
    perform(
        asked["fabrique"].dossier,
        "appeal",
        actor=asked["fabrique"].organisation,
        reason=TEXTS["committee"]["appeal_listing"],
        at=moment(days_from(day, 30), 16),
    )
    asked["kaleido"].lapse()


def follow_last(cast: Cast, journeys: Journeys) -> None:
    """After the last session: an answer, a silence, an appeal."""
    day = committee_day(cast.today, LAST)
    for journey in journeys.values():
        journey.dossier.refresh_from_db()
    journeys["septvents"].lapse()
    journeys["deuxrives"].appeal(grounds=TEXTS["committee"]["appeal"], on=days_from(day, 36))
    journeys["toit"].answer(
        "Chaque action porte désormais un nom. Le procès-verbal corrigé, signé par la secrétaire "
        "de séance, rapporte le débat et le vote.",
        on=days_from(day, 24),
    )
    journeys["toit"].admit(on=days_from(day, 33))


def renounce_passerelle(cast: Cast) -> None:
    """A label given up by who holds it."""
    perform(
        label_of(cast.organisations["passerelle"]),
        "renounce",
        actor=Actor.of(cast.people.named("Lucie Tessier")),
        reason=TEXTS["recognition"]["renunciation"],
        at=moment(months_ago(cast.today, 9), 11),
    )
    remove_logo(cast, "passerelle", after=12, confirmed=True)


def extend_levee(cast: Cast) -> None:
    """A month more, before it ends all the same."""
    label = label_of(cast.organisations["levee"])
    extend(
        label,
        until=add_months(label.valid_until, 1),
        reason=TEXTS["recognition"]["extension"],
        actor=Actor.of(cast.manager),
        at=moment(days_from(label.valid_until, -20), 15),
    )


def exchange_at_mid_term(cast: Cast) -> None:
    """Two labels come to their mid-term: one says where it stands and is answered, the other is
    about to be read."""
    words = TEXTS["exchange"]
    report = ProgressReport(words["done"], words["figures"], words["difficulties"])
    for key in ("estran", "partage"):
        label = label_of(cast.organisations[key])
        asked_on, due_on = exchange_window(label.valid_from)
        tick = Actor.system("tick")
        exchange = ask_exchange(label, actor=tick, at=moment(asked_on, 1))
        person = cast.people.named(STRUCTURES[key].representative)
        sent = moment(days_from(due_on, -12), 17)
        send_report(exchange, report=report, actor=Actor.of(person), at=sent)
        if key == "estran":
            answered = moment(days_from(due_on, 6), 11)
            reader = Actor.of(cast.instructor)
            answer_report(exchange, words=words["answer"], actor=reader, at=answered)


def silence_of_haies(cast: Cast) -> Point:
    """A review that nobody answers: the committee withdraws the label."""
    opened_on = days_from(committee_day(cast.today, FOURTH), -50)
    review = Review(cast, "haies", opened_on, origin=ReviewOrigin.PROGRESS).notify().lapse()
    made = review.refer("withdraw_recognition").made
    reasons = TEXTS["recognition"]["withdrawal"]
    return Point(made, proposal="withdraw_recognition", reasons=reasons)


def late_progress_of_pignon(cast: Cast) -> Point:
    """A review answered in part: three months of suspension, over since."""
    opened_on = days_from(committee_day(cast.today, LAST), -50)
    review = Review(cast, "pignon", opened_on, origin=ReviewOrigin.PROGRESS).notify().answer()
    made = review.refer("suspend").made
    return Point(made, proposal="suspend", reasons=TEXTS["recognition"]["late_progress"])


def correct_verger(cast: Cast) -> None:
    """A review under way: a correction is awaited."""
    opened_on = days_from(cast.today, -45)
    review = Review(cast, "verger", opened_on, origin=ReviewOrigin.SAMPLING)
    review.notify().answer().ask_correction()


def remove_logo(cast: Cast, key: str, *, after: int, confirmed: bool = False) -> None:
    """The structure shows, so many days after it was asked, that the logo is gone."""
    removal = LogoRemoval.objects.filter(organisation=cast.organisations[key]).latest("pk")
    day = days_from(timezone.localdate(removal.opened_at), after)
    show_removal(
        removal,
        note=TEXTS["recognition"]["removal"],
        website="",
        uploads=[photo("Notre vitrine.jpg", after)],
        actor=Actor.of(cast.people.named(STRUCTURES[key].representative)),
        at=moment(day, 10),
    )
    if confirmed:
        actor, at = Actor.of(cast.instructor), moment(days_from(day, 3), 10)
        perform(removal, "confirm", actor=actor, reason=TEXTS["recognition"]["removed"], at=at)


def forget_logo(cast: Cast, key: str) -> None:
    """Nobody shows anything: the delay goes by."""
    removal = LogoRemoval.objects.filter(organisation=cast.organisations[key]).latest("pk")
    at = moment(removal.due_on + timedelta(days=1), 0, 1)
    perform(removal, "lapse", actor=Actor.system("tick"), at=at)


def suspend(cast: Cast, key: str, *, days: int) -> None:
    """The recognition of `key` is suspended since then, until the next session."""
    opened_on = days_from(cast.today, -days - 5)
    review = Review(cast, key, opened_on, origin=ReviewOrigin.LOGO_KEPT).notify()
    review.suspend_urgently(days_from(cast.today, -days))
    review.lapse().refer("suspend")


def let_time_pass(today: date) -> None:
    """Renew, start, resume and expire labels on the very days they had to be."""
    days = set(Recognition.objects.values_list("valid_from", flat=True))
    for last_day in Recognition.objects.values_list("valid_until", flat=True):
        days |= {last_day, last_day + timedelta(days=1)}
    suspended = Recognition.objects.exclude(suspension_due_on=None)
    terms = suspended.values_list("suspension_due_on", flat=True)
    days |= {term + timedelta(days=1) for term in terms if term is not None}
    for day in sorted(day for day in days if day <= today):
        apply_time(moment(day, 1))
