"""The pages that list or search, through the whole stack, as what they read grows.

Each beside the least that a page can be for who is logged in: session, user, a few words. In one
process; the processor's time is ours and that of the database, which is what grows.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.lists import START, analyse, base, fill, insert
from benchmarks.measure import Figure, compare, counted, processor_clock
from benchmarks.pages import MINIMAL, PageFigure
from benchmarks.public_rows import SANCTIONED, STATES
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.instruction.enums import ApplicationState
from notifications.bells.models import Notification
from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import amend, perform

SIZES = (1_000, 10_000, 100_000)
ROUNDS, TIMES = 5, 3
HISTORY_ROWS = 500
SESSIONS = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """A page to measure: its name, who asks, its address."""

    name: str
    client: Client
    url: str


def list_pages() -> list[PageFigure]:
    """One figure a page and size."""
    signature = factories.dossier(ApplicationState.COMMITTED).signature
    instructor = factories.instructor()
    floor = Client()
    floor.force_login(instructor)
    member, chapter = sessions_of_a_member(), long_history()
    figures: list[PageFigure] = []
    first: dict[str, float] = {}
    filled = 0
    for size in SIZES:
        fill(signature, filled, size)
        label(signature, filled, size)
        ring(instructor, filled, size)
        analyse()
        filled = size
        for page in pages(size, instructor, member, chapter):
            figure = measure(page, floor)
            smallest = first.setdefault(page.name, figure.ratio)
            figures.append(
                PageFigure(**asdict(figure), size=size, growth=round(figure.ratio / smallest, 2))
            )
    return figures


def pages(size: int, instructor: User, member: User, chapter: str) -> Iterator[Listed]:
    anyone, desk, seat = Client(), Client(), Client()
    desk.force_login(instructor)
    seat.force_login(member)
    register, queue = reverse("directory:register"), reverse("labelling:queue")
    deep = key_of(Recognition.objects.public(), size // 2)
    yield Listed("registre", anyone, register)
    yield Listed("registre, page loin", anyone, f"{register}?apres={deep}")
    yield Listed("registre, mots rares", anyone, f"{register}?q=theatre+{size - 7}")
    yield Listed("registre, mot courant", anyone, f"{register}?q=coop")
    yield Listed("registre, valides", anyone, f"{register}?validite=valide")
    yield Listed("registre, suspendus", anyone, f"{register}?validite=suspendu")
    yield Listed("registre, terminés", anyone, f"{register}?validite=termine")
    yield Listed("registre, département", anyone, f"{register}?departement=49")
    yield Listed("vérification", anyone, reverse("directory:verify") + "?code=OSE-2020-0042")
    yield Listed("dossiers", desk, queue)
    yield Listed("dossiers, mots rares", desk, f"{queue}?etat=tous&q=theatre+{size - 7}")
    yield Listed("dossiers, mot courant", desk, f"{queue}?etat=tous&q=coop")
    yield Listed("à instruire, mot courant", desk, f"{queue}?q=coop")
    yield Listed("bureau", desk, reverse("home"))
    yield Listed("mes tâches", desk, reverse("workflows:inbox"))
    yield Listed("notifications", desk, reverse("notifications:list"))
    yield Listed("historique", desk, chapter)
    yield Listed("séances d’un membre", seat, reverse("committee:sessions"))


def key_of(found: Any, rank: int) -> str:
    """The key of the label that stands at `rank`."""
    row = found.order_by("standing", "folded_name", "pk")[rank]
    return f"{row.standing}_{row.pk}_{row.folded_name}".replace(" ", "+")


def measure(page: Listed, client: Client) -> Figure:
    def ours() -> None:
        fetch(page.client, page.url)

    def floor() -> None:
        fetch(client, MINIMAL)

    return compare(
        page.name, ours, floor, sql=statements(ours), floor_sql=statements(floor),
        rounds=ROUNDS, times=TIMES, clock=processor_clock(),
    )  # fmt: skip


def statements(run: Callable[[], None]) -> int:
    with counted() as counter:
        run()
    return len(counter.statements)


def fetch(client: Client, url: str) -> None:
    response = client.get(url)
    if response.status_code not in (200, 302):
        raise RuntimeError(f"{url}: {response.status_code}")


def label(signature: Any, start: int, stop: int) -> None:
    """A label for each of the dossiers that `fill` made."""
    today = timezone.localdate()
    insert(
        Recognition,
        ["id", "history_head", "kind", "number", "code", "valid_from", "valid_until", "state",
         "organisation_id", "signature_id", "case_id", "sanction_id", "suspension_due_on",
         "suspended_on", "ended_on", "folded_name", "department"],
        ((base(n), "", "label", f"OSE-2020-{n:04d}", f"{n:09d}", today - timedelta(days=n % 1000),
          today + timedelta(days=1000 - n % 900), STATES[n % len(STATES)].value, base(n),
          signature.pk, base(n), base(n) if STATES[n % len(STATES)] in SANCTIONED else None,
          today, today, today, "", "") for n in range(start, stop)),
    )  # fmt: skip


def ring(person: User, start: int, stop: int) -> None:
    """As many notifications, the last few of which are unread."""
    insert(
        Notification,
        ["id", "user_id", "event_key", "title", "body", "url", "created_at", "read_at"],
        ((base(n), person.pk, f"bench:{n}", "Dossier déposé", "", "/", START + timedelta(minutes=n),
          None if n % 50 == 0 else START) for n in range(start, stop)),
    )  # fmt: skip


def sessions_of_a_member() -> User:
    """Who sits in a committee that has met for years, and is called to read ten dossiers."""
    committee = making.committee()
    called = making.planned(committee, in_days=20)
    for _ in range(10):
        making.item(committee, called)
    perform(called, "convene", actor=committee.cress)
    for _ in range(SESSIONS):
        making.planned(committee, in_days=30)
    member: User = committee.mandates[1].user
    return member


def long_history() -> str:
    """The history of a dossier rewritten HISTORY_ROWS times."""
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    actor = Actor.system("bench")
    for n in range(HISTORY_ROWS):
        text = f"Engagement numéro {n}. " * 20
        amend(dossier, action="amend", actor=actor, at=timezone.now(), commitments=text)
    return reverse("workflows:history", args=[dossier.pk])
