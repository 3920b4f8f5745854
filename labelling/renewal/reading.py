"""A renewal beside the application that it follows: then, now, and what was said in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.charters.changes import Change, changes_between
from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.given import Given, given_in
from labelling.evidence.models import AssemblyPresentation
from labelling.exchanges.models import REPORTED, ProgressExchange
from labelling.referencing.models import Referencing, TrainedPerson
from labelling.renewal.models import TermReport
from workflows.presentation.files import FileLine, file_lines
from workflows.presentation.french import count

NOTHING = "Rien n’est écrit."
UNCHANGED = ("mute", "minus", "Inchangé")
# Longer texts are read side by side: word by word, they would cost the page more than it helps.
LONGEST_MARKED = 6_000


@dataclass(frozen=True, slots=True)
class Side:
    """What was given at one time: words, and files."""

    text: str
    files: Sequence[FileLine] = ()
    digests: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        return self.text or NOTHING


@dataclass(frozen=True, slots=True)
class Compared:
    """One part, then and now; `changes` are the lines that differ, where they are marked."""

    label: str
    then: Side
    now: Side
    changes: Sequence[Change] = ()

    @property
    def rewritten(self) -> bool:
        """Whether the words differ: ends of lines, and the space around, do not count."""
        return self.then.text.split() != self.now.text.split()

    @property
    def unchanged(self) -> bool:
        """Whether it says the same, with the same files."""
        return self.badge == UNCHANGED

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon, words."""
        if self.rewritten:
            return ("info", "pencil", "Modifié")
        if self.then.digests != self.now.digests:
            return ("info", "file", "Pièces changées")
        return UNCHANGED


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal beside `former`, None when the recognition was granted before this site."""

    former: Dossier | Referencing | None
    parts: Sequence[Compared]
    exchange: ProgressExchange | None
    report: TermReport | None = None

    @property
    def changed(self) -> int:
        """How many parts are not what they were."""
        return sum(not part.unchanged for part in self.parts)


def report_of(dossier: Dossier) -> TermReport | None:
    """Its report of the period, once written. One query, for a renewal."""
    if dossier.renews_id is None:
        return None
    return TermReport.objects.filter(dossier=dossier.pk).first()


def renewal_of(dossier: Dossier) -> Renewal:
    """`dossier` renews a label. A fixed number of queries."""
    former = (
        Dossier.objects.filter(recognitions=dossier.renews_id).select_related("framework").first()
    )
    report, exchange = report_of(dossier), _exchange_of(dossier)
    if former is None:
        return Renewal(None, [], exchange, report)
    then, now = given_in(former), given_in(dossier)
    parts = [
        _compared("Démarche suivie", Side(former.followed), Side(dossier.followed)),
        *(_principle(key, then, now) for key in PrincipleKey),
        _compared("Engagements", Side(former.commitments), Side(dossier.commitments)),
    ]
    return Renewal(former, parts, exchange, report)


def listing_renewal_of(referencing: Referencing) -> Renewal:
    """`referencing` renews a listing. A fixed number of queries."""
    former = Referencing.objects.filter(recognitions=referencing.renews_id).first()
    exchange = _exchange_of(referencing)
    if former is None:
        return Renewal(None, [], exchange)
    then, now = _told(former), _told(referencing)
    parts = [_compared(label, Side(then[label]), Side(now[label])) for label in now]
    return Renewal(former, parts, exchange)


def _exchange_of(application: Dossier | Referencing) -> ProgressExchange | None:
    """What was said at the mid-term of what it renews."""
    sent = ProgressExchange.objects.filter(state__in=REPORTED)
    return sent.filter(recognition=application.renews_id).first()


def _told(referencing: Referencing) -> Mapping[str, str]:
    """What it says of itself, part by part. Two queries."""
    people = TrainedPerson.objects.listed().filter(referencing=referencing)
    missions = referencing.missions.filter(removed_at__isnull=True).select_related("client")
    scope = "La démarche dans son ensemble" if referencing.whole_approach else ""
    return {
        "Présentation": referencing.presentation,
        "Site": referencing.website,
        "Domaines": scope or ", ".join(referencing.domain_labels),
        "Départements": ", ".join(referencing.departments),
        "Personnes formées": "\n".join(str(person) for person in people),
        "Références": "\n".join(str(mission) for mission in missions),
    }


def _principle(key: PrincipleKey, then: Given, now: Given) -> Compared:
    if key == PrincipleKey.PRESENTATION:
        return _compared(key.label, _assembly(then), _assembly(now))
    slot = f"principle:{key}"
    return _compared(key.label, *(_written(given, key, slot) for given in (then, now)))


def _written(given: Given, key: str, slot: str) -> Side:
    return _side(given.texts.get(key, ""), given, slot)


def _assembly(given: Given) -> Side:
    assembly = given.assembly
    text = ""
    if assembly is not None:
        present = count(assembly.present_count, "présent ou représenté", "présents ou représentés")
        text = f"{assembly}, {present} sur {assembly.member_count}."
    return _side(text, given, AssemblyPresentation.MINUTES_SLOT)


def _side(text: str, given: Given, slot: str) -> Side:
    files = [file for file in given.files if file.slot == slot]
    return Side(text, file_lines(files), frozenset(file.sha256 for file in files))


def _compared(label: Any, then: Side, now: Side) -> Compared:
    marked = max(len(then.text), len(now.text)) <= LONGEST_MARKED
    return Compared(str(label), then, now, changes_between(then.text, now.text) if marked else ())
