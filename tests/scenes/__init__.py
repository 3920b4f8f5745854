"""What people can do at once, wherever objects stand: the acts of every lifecycle."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.scenes import (
    campaigns,
    charters,
    complaints,
    dossiers,
    frameworks,
    items,
    mandates,
    meetings,
    memberships,
    recognitions,
    referencings,
    removals,
    reviews,
    sessions,
    team,
)
from tests.scenes.scene import Scene


@dataclass(frozen=True)
class Theme:
    """Scenes that are tried together, in worlds of one database.

    They owe every pair of actions of each of these couples of models: see `coverage`.
    """

    scenes: Sequence[Scene]
    owes: str


THEMES = {
    "dossiers": Theme(
        [*dossiers.SCENES, *sessions.SCENES, *items.SCENES],
        "agendaitem+agendaitem agendaitem+dossier agendaitem+session dossier+dossier "
        "dossier+session session+session",
    ),
    "people": Theme(
        meetings.PEOPLE,
        "agendaitem+membership agendaitem+representationclaim dossier+membership "
        "dossier+representationclaim logoremoval+membership logoremoval+representationclaim "
        "membership+recognition",
    ),
    "labels": Theme(
        [*recognitions.SCENES, *removals.SCENES, *meetings.GROUNDS],
        "agendaitem+recognition charterversion+dossier dossier+recognition "
        "logoremoval+logoremoval logoremoval+recognition recognition+recognition",
    ),
    "reviews": Theme(reviews.SCENES, "compliancereview+compliancereview"),
    "team": Theme(
        meetings.TEAM,
        "agendaitem+teamrole dossier+teamrole framework+teamrole "
        "logoremoval+teamrole mandate+teamrole membership+teamrole recognition+teamrole "
        "representationclaim+teamrole session+teamrole",
    ),
    "directory": Theme(
        [*memberships.SCENES, *team.SCENES, *charters.SCENES, *mandates.SCENES],
        "charterversion+charterversion mandate+mandate membership+membership "
        "membership+representationclaim representationclaim+representationclaim teamrole+teamrole",
    ),
    "referencings": Theme(
        referencings.SCENES, "charterversion+referencing referencing+referencing"
    ),
    "frameworks": Theme(
        frameworks.SCENES, "agendaitem+framework dossier+framework framework+framework"
    ),
    "complaints": Theme(complaints.SCENES, "complaint+complaint"),
    "campaigns": Theme(campaigns.SCENES, "campaign+campaign"),
    "seats": Theme(meetings.SEATS, "agendaitem+mandate dossier+mandate mandate+session"),
}
