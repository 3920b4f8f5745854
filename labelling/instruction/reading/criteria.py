"""The criteria of a filed application, one by one, as the CRESS and the committee read them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms.boundfield import BoundField

from labelling.instruction.enums import Finding
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.links import criterion_url
from labelling.instruction.models import Application, Assessment, Complement
from labelling.instruction.models.recorded import assessed_at, recorded_assessments
from workflows.presentation.files import FileLine, any_unscanned

FINDINGS = {
    Finding.ESTABLISHED.value: ("ok", "check"),
    Finding.TO_CLARIFY.value: ("wait", "alert"),
    Finding.NOT_ESTABLISHED.value: ("stop", "x"),
    "": ("mute", "minus"),
}
SETTLED = ("info", "seal", "Couvert")  # tone, icon, words of what needs no finding


@dataclass(frozen=True, slots=True)
class Content:
    """What the organisation gives on one criterion, which its kind gathers.

    `wording` is what the charter asks, `changed_at` when something of it was last written, given or
    taken off (None: never). `details` is a template that shows the rest of it, empty for none.
    `settled_by` names what spares the organisation this criterion, and the instructor a finding on
    it; empty when nothing does.
    """

    key: str
    wording: str
    text: str
    files: Sequence[FileLine]
    changed_at: datetime | None
    details: str = ""
    settled_by: str = ""

    @property
    def first_shown(self) -> FileLine | None:
        """The file that the page opens first, if it can show any."""
        return next((file for file in self.files if file.show_url), None)

    @property
    def any_unscanned(self) -> bool:
        return any_unscanned(self.files)


@dataclass(frozen=True, slots=True)
class CriterionCard:
    """One criterion: what the charter asks, what the organisation says, what the instructor finds.

    `complement` is « pending » or « answered » when the last request asks about it. `changed` tells
    the instructor that something of it is newer than the finding: to write the finding again, or to
    confirm it, is to have read what changed. `finding` and `reasons` are None for those who do not
    assess; `open` unfolds them, `refused` says that something typed there is at fault, `seen` is
    the mark of the finding that the page shows. `url` shows this criterion.
    """

    key: str
    position: int
    label: str
    content: Content
    assessment: Assessment | None
    complement: str
    changed: bool
    finding: BoundField | None
    reasons: BoundField | None
    open: bool
    refused: bool
    seen: str
    url: str

    @property
    def badge(self) -> str:
        """The finding in words."""
        if self.assessment:
            return str(self.assessment.get_finding_display())
        return SETTLED[2] if self.content.settled_by else "À apprécier"

    @property
    def tone(self) -> str:
        return self._look[0]

    @property
    def icon(self) -> str:
        return self._look[1]

    @property
    def to_assess(self) -> bool:
        """Whether a finding on it is awaited: there is none, and nothing spares it."""
        return self.assessment is None and not self.content.settled_by

    @property
    def _look(self) -> tuple[str, str]:
        if self.assessment is None and self.content.settled_by:
            return SETTLED[:2]
        return FINDINGS[self.assessment.finding if self.assessment else ""]


@dataclass(frozen=True, slots=True)
class Opened:
    """The criterion that the page shows, and its neighbours, None at either end."""

    card: CriterionCard
    before: CriterionCard | None
    after: CriterionCard | None


def opened_at(cards: Sequence[CriterionCard], key: str) -> Opened:
    """What to read: what was refused, else the criterion named `key`, else the first to assess."""
    candidates = (
        lambda card: card.refused,
        lambda card: card.key == key,
        lambda card: card.open,
        lambda card: True,
    )
    at = next(index for is_one in candidates for index, card in enumerate(cards) if is_one(card))
    around = dict(enumerate(cards))
    return Opened(cards[at], around.get(at - 1), around.get(at + 1))


def criterion_cards(
    application: Application,
    contents: Iterable[Content],
    complements: Sequence[Complement],
    form: AssessmentsForm | None,
) -> list[CriterionCard]:
    """A card for each of `contents`, in order, with its fields of `form`. One query.

    `complements` are all that was asked, the first round first.
    """
    recorded = form.recorded if form else recorded_assessments(application)
    asked = _asked_about(complements)
    changed = set(_changed_since_assessed(application, contents, complements)) if form else set()
    return [
        CriterionCard(
            key=content.key,
            position=position,
            label=application.criterion_label(content.key),
            content=content,
            assessment=recorded.get(content.key),
            complement=asked.get(content.key, ""),
            changed=content.key in changed,
            finding=form[f"finding_{content.key}"] if form else None,
            reasons=form[f"reasons_{content.key}"] if form else None,
            open=form is not None
            and (
                (content.key not in recorded and not content.settled_by)
                or content.key in changed
                or form.refuses(content.key)
            ),
            refused=form is not None and form.is_bound and form.refuses(content.key),
            seen=form.seen(content.key) if form else "",
            url=criterion_url(application, content.key),
        )
        for position, content in enumerate(contents, start=1)
    ]


def _changed_since_assessed(
    application: Application, contents: Iterable[Content], complements: Iterable[Complement]
) -> Iterator[str]:
    """The criteria assessed, then written, answered, or given or deprived of a file."""
    assessed = assessed_at(application)
    for content in contents:
        if content.key not in assessed:
            continue
        answers = (asked.answered_at for asked in complements if asked.criterion == content.key)
        moments = (content.changed_at, *answers)
        if any(at is not None and at > assessed[content.key] for at in moments):
            yield content.key


def _asked_about(complements: Sequence[Complement]) -> dict[str, str]:
    """What was asked of each criterion in the last round: « pending » or « answered »."""
    last = max((item.round for item in complements), default=0)
    asked: dict[str, str] = {}
    for item in complements:
        if item.round == last and asked.get(item.criterion) != "pending":
            asked[item.criterion] = "answered" if item.answered_at else "pending"
    return asked
