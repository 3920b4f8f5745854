"""What the committee keeps of whoever sits there."""

from committee.bodies.models import Mandate
from committee.sessions.models import Attendance, MinutesDraft
from committee.voting.models import Ballot, Recusal
from directory.own_data.registry import apart, own

own(
    "mandates",
    "Vos mandats au comité",
    Mandate,
    college="college__name",
    role="role",
    organisation="organisation__name",
    starts_on="starts_on",
    ends_on="ends_on",
    cancelled_at="cancelled_at",
)
own(
    "attendances",
    "Vos présences en séance",
    Attendance,
    of="mandate__user",
    session="session__starts_at",
    present="present",
)
own(
    "recusals",
    "Vos déports",
    Recusal,
    of="mandate__user",
    session="item__session__starts_at",
    case="item__case__reference",
    grounds="grounds",
    declared_at="declared_at",
)
# A ballot stands with its mandate as long as the vote of whoever sits is named. One that is secret
# would have to be stored without: there would then be nothing here to find it by.
own(
    "ballots",
    "Vos bulletins nominatifs",
    Ballot,
    of="mandate__user",
    session="round__item__session__starts_at",
    case="round__item__case__reference",
    question="round__question",
    choice="choice",
    cast_at="cast_at",
)
apart(
    MinutesDraft,
    "kept_by",
    why="Un brouillon de procès-verbal n’est à personne, et s’efface une fois celui-ci établi.",
)
