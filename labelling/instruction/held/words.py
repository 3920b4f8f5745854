"""What the people of an organisation are told of the recognition that an application gave them.

While it is valid, each kind says it in its own words; from the day it is not, these say so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.enums import RecognitionState as R
from directory.recognitions.models import Recognition
from directory.recognitions.verification import (
    NOUNS,
    VALIDITIES,
    Validity,
    is_in_its_last_months,
    meaning_of,
    status_line,
    validity_of,
)
from labelling.instruction.held.running import running_of
from labelling.instruction.models import Application
from labelling.instruction.reading.next_step import NextStep
from workflows.presentation.french import format_date
from workflows.presentation.links import case_url


@dataclass(frozen=True, slots=True)
class Words:
    """What depends on the kind: how it is given back, and how the next one is asked for."""

    meanwhile: str
    over: str
    again: str


WORDS = {
    RecognitionKind.LABEL: Words(
        "D’ici là, retirez le logo OSE de vos supports\u00a0: votre structure ne peut ni "
        "l’afficher ni se prévaloir du label.",
        "Retirez le logo OSE de vos supports et de votre site\u00a0: votre structure ne peut plus "
        "l’afficher, ni se dire labellisée.",
        "Ouvrir un nouveau dossier",
    ),
    RecognitionKind.ACCOMPANIST: Words(
        "D’ici là, votre organisation ne figure plus dans la liste de l’annuaire, et ne peut pas "
        "se dire référencée.",
        "Votre organisation ne figure plus dans la liste de l’annuaire, et ne peut plus se dire "
        "référencée.",
        "Demander un nouveau référencement",
    ),
}


@dataclass(frozen=True, slots=True)
class Held:
    """`recognition`, given to `application`, as it stands on `today`."""

    recognition: Recognition
    application: Application
    today: date

    @property
    def kind(self) -> RecognitionKind:
        return RecognitionKind(self.recognition.kind)

    @property
    def noun(self) -> str:
        return NOUNS[self.kind]

    @property
    def words(self) -> Words:
        return WORDS[self.kind]

    def told_of(self, other: Recognition) -> str:
        """« OSE-2027-0004, valable jusqu’au 25 janvier 2030 »."""
        return f"{other.number}, {status_line(other, self.today)}"


def step_unless_valid(
    recognition: Recognition, application: Application, today: date
) -> NextStep | None:
    """What comes first on the page once the recognition is not valid, or not yet; None while it is.

    `previous` and `sanction` should be loaded. One query or two for what is over, none otherwise.
    """
    write = _STEPS.get(validity_of(recognition, today))
    return write(Held(recognition, application, today)) if write else None


def what_follows(recognition: Recognition, today: date) -> str:
    """Of a valid one, the sentence that tells of its renewal, once granted; one query by then."""
    # Granted, the renewal was decided on in its last months.
    following = recognition.successor if is_in_its_last_months(recognition, today) else None
    if following is None:
        return ""
    since = format_date(following.valid_from)
    return f"Il est renouvelé\u00a0: {following.number} prend la suite le {since}."


def _scheduled(held: Held) -> NextStep:
    granted, previous = held.recognition, held.recognition.previous
    dates = f"du {format_date(granted.valid_from)} au {format_date(granted.valid_until)}"
    title = f"Votre prochain {held.noun} est accordé"
    text = f"Le {held.noun} {granted.number} sera valable {dates}."
    current = validity_of(previous, held.today) if previous else None
    if previous is not None and current is VALIDITIES[R.ACTIVE]:
        text += f" D’ici là, vous avez le {held.noun} {held.told_of(previous)}."
    elif previous is not None and current is VALIDITIES[R.SUSPENDED]:
        text += (
            f" En attendant, votre {held.noun} {held.told_of(previous)}\u00a0: le prochain ne "
            f"commencera qu’une fois la suspension levée. {held.words.meanwhile}"
        )
    else:
        return NextStep(
            f"Votre {held.noun} est accordé",
            f"{text} {meaning_of(VALIDITIES[R.SCHEDULED], held.kind)}",
            label="Voir la page publique",
            url=granted.get_absolute_url(),
        )
    return NextStep(
        title, text, label=f"Voir le {held.noun} en cours", url=previous.get_absolute_url()
    )


def _suspended(held: Held) -> NextStep:
    recognition = held.recognition
    days = ""
    if recognition.suspended_on and recognition.suspension_due_on:
        until = format_date(recognition.suspension_due_on)
        days = f" depuis le {format_date(recognition.suspended_on)}, au plus tard jusqu’au {until}"
    step = NextStep(
        f"Votre {held.noun} est suspendu",
        f"Le {held.noun} {recognition.number} est suspendu{days}. {held.words.meanwhile} Le "
        "contrôle dit pourquoi, et ce qui peut lever la suspension.",
    )
    return _with_review(held, step)


def _withdrawn(held: Held) -> NextStep:
    ended = format_date(held.recognition.ended_on or held.recognition.valid_until)
    return _over(
        held,
        f"Votre {held.noun} a été retiré",
        f"Le {held.noun} {held.recognition.number} a été retiré le {ended}\u00a0; le contrôle dit "
        "pourquoi.",
    )


def _expired(held: Held) -> NextStep:
    ended = format_date(held.recognition.valid_until)
    return _over(
        held,
        f"Votre {held.noun} a pris fin",
        f"Le {held.noun} {held.recognition.number} a expiré le {ended}.",
    )


def _renounced(held: Held) -> NextStep:
    ended = format_date(held.recognition.ended_on or held.recognition.valid_until)
    return _over(
        held,
        f"Votre {held.noun} a pris fin",
        f"Vous avez renoncé au {held.noun} {held.recognition.number} le {ended}.",
    )


def _over(held: Held, title: str, text: str) -> NextStep:
    """It ended, and another is asked for; unless the organisation has had one since."""
    recognition, application = held.recognition, held.application
    other = running_of(recognition.organisation_id, held.kind, held.today)
    if other is not None:
        return NextStep(
            title,
            f"{text} Depuis, vous avez le {held.noun} {held.told_of(other)}.",
            label=f"Voir le {held.noun} en cours",
            url=other.get_absolute_url(),
        )
    text = f"{text} {held.words.over}"
    step = NextStep(
        title,
        f"{text} Vous pouvez demander un nouveau {held.noun} quand vous le souhaitez.",
        label=held.words.again,
        url=reverse(f"{application.pages}:open", args=[application.organisation_id]),
    )
    # What took it away is read first: a decision may be contested.
    return _with_review(held, step) if recognition.state == R.WITHDRAWN else step


def _with_review(held: Held, step: NextStep) -> NextStep:
    sanction = held.recognition.sanction
    if sanction is None:
        return step
    return NextStep(step.title, step.text, label="Lire le contrôle", url=case_url(sanction))


def _renewed(held: Held) -> NextStep:
    recognition, following = held.recognition, held.recognition.next
    ended = format_date(recognition.ended_on or recognition.valid_until)
    title = f"Votre {held.noun} a été renouvelé"
    text = f"Le {held.noun} {recognition.number} a pris fin le {ended}."
    if following is None:
        return NextStep(title, text)
    return NextStep(
        title,
        f"{text} Un autre a pris la suite\u00a0: {held.told_of(following)}.",
        label=f"Voir le dossier du {held.noun} suivant",
        url=case_url(following.case),
    )


_STEPS: dict[Validity, Callable[[Held], NextStep]] = {
    VALIDITIES[R.SCHEDULED]: _scheduled,
    VALIDITIES[R.SUSPENDED]: _suspended,
    VALIDITIES[R.WITHDRAWN]: _withdrawn,
    VALIDITIES[R.EXPIRED]: _expired,
    VALIDITIES[R.RENOUNCED]: _renounced,
    VALIDITIES[R.RENEWED]: _renewed,
}
