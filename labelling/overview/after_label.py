"""What comes after the label, for the structure that holds it: days, and what they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from directory.recognitions.validity import renewal_opens


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day to come; `past` once it is behind."""

    label: str
    text: str
    day: date
    past: bool

    @property
    def tone(self) -> str:
        return "mute" if self.past else "info"


def milestones_of(recognition: Recognition, today: date) -> Sequence[Milestone]:
    """The exchange at mid-term, the opening of the renewal, the last day. Words only, no query."""
    exchange = delay("progress_exchange_months").after(recognition.valid_from)
    renewal = renewal_opens(recognition.term_ends_on, recognition.kind)
    told = (
        (
            "Échange de progrès avec la CRESS",
            "À mi-parcours, à deux mois près\u00a0: où en est votre plan d’actions.",
            exchange,
        ),
        (
            "Début de la préparation du renouvellement",
            "Le comité se réunit une à deux fois par an\u00a0: mieux vaut s’y prendre tôt.",
            renewal,
        ),
        (
            "Dernier jour du label",
            "Sans renouvellement d’ici là, le label prend fin, et le logo se retire.",
            recognition.valid_until,
        ),
    )
    return [Milestone(label, text, day, day < today) for label, text, day in told]
