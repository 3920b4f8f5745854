"""What comes next in the life of a session, said to one person on its page."""

from dataclasses import dataclass

from committee.sessions.enums import SessionState as S
from committee.sessions.models import Session
from workflows.presentation.french import format_date

TITLES = {
    S.PLANNED: "Préparer la séance",
    S.CONVENED: "La séance est convoquée",
    S.OPEN: "La séance est ouverte",
    S.CLOSED: "La séance est close",
    S.MINUTED: "Le procès-verbal est établi",
    S.CANCELLED: "La séance est annulée",
}
ENTER, LOOK_BACK = "Entrer dans la salle", "Revoir les votes"
TO_THE_ROOM = {S.CONVENED: ENTER, S.OPEN: ENTER, S.CLOSED: LOOK_BACK, S.MINUTED: LOOK_BACK}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next at `session`; `may_record_minutes`: for whoever reads this."""

    session: Session
    is_chair: bool
    may_record_minutes: bool

    @property
    def state(self) -> S:
        return S(self.session.state)

    @property
    def title(self) -> str:
        return TITLES[self.state]

    @property
    def words(self) -> str:
        """What is done meanwhile, and by whom; empty when nothing more will be."""
        match self.state:
            case S.PLANNED:
                return self._to_prepare
            case S.CONVENED:
                opening = "Vous ouvrirez" if self.is_chair else "La présidence ouvre"
                return (
                    f"Les membres lisent ce qu’ils examineront. {opening} la séance le jour venu."
                )
            case S.OPEN:
                return "Présences, débats et votes se passent dans la salle."
            case S.CLOSED if self.may_record_minutes:
                return "Il reste à établir le procès-verbal."
            case S.CLOSED:
                return "La présidence ou la direction de la CRESS établit le procès-verbal."
            case S.MINUTED:
                return "Les décisions et le détail des votes restent consultables."
        return ""

    @property
    def is_late(self) -> bool:
        """Whether it is too late to call the members, and nobody said why it may be."""
        return self.state is S.PLANNED and self.session.is_called_too_late

    @property
    def _to_prepare(self) -> str:
        limit = format_date(self.session.notice_limit)
        if self.is_late:
            return f"Délai passé\u00a0: les membres étaient à convoquer au plus tard le {limit}."
        if self.session.notice_waived_reason:
            return "Inscrivez les points, puis convoquez les membres\u00a0: le délai est abrégé."
        return f"Inscrivez les points, puis convoquez les membres au plus tard le {limit}."

    @property
    def to_the_room(self) -> str:
        """What the link to the room says; empty when there is nothing to see there."""
        return TO_THE_ROOM.get(self.state, "")

    @property
    def is_to_come(self) -> bool:
        """Whether its members may put it in their calendars."""
        return self.state is S.CONVENED

    @property
    def is_in_the_room(self) -> bool:
        """Whether all that is to be done is done there."""
        return self.state is S.OPEN
