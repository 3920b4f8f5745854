"""The home page of someone who acts for a structure."""

from collections.abc import Collection
from typing import Any

from directory.memberships.models import Membership
from directory.memberships.policies import organisations_of
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.states import OPEN
from labelling.overview.next_step import next_step
from labelling.overview.summary import summary_of
from workflows.actors import Actor
from workflows.flow.inbox import tasks_for
from workflows.presentation.links import case_url

TASKS_SHOWN = 5
ORGANISATIONS_SHOWN = 10


def structure_home_context(user: User, keys: Collection[str] | None = None) -> dict[str, Any]:
    """What `labelling/home_structure.html` shows: the dossier that matters, and what is asked.

    `to_prove` are the organisations that the CRESS has yet to know this person represents,
    `to_answer` the requests to join that wait for this person, `asked` their own.

    A fixed number of queries, fewer when the inbox `keys` of `user` are known. `summary` is
    None when there is no dossier yet.
    """
    organisations = list(organisations_of(user)[:ORGANISATIONS_SHOWN])
    dossiers = _dossiers(organisations)
    shown = _foremost(dossiers)
    tasks = tasks_for(user, keys)
    if shown:
        tasks = tasks.exclude(process__case_id=shown.pk)
    context: dict[str, Any] = {
        "first_name": user.get_short_name(),
        "organisations": organisations,
        "dossier": shown,
        "summary": None,
        "step": None,
        "others": [dossier for dossier in dossiers if dossier != shown],
        "tasks": [(task, case_url(task.process.case)) for task in tasks[:TASKS_SHOWN]],
        "to_answer": _oldest(Membership.objects.to_answer_by(user)),
        "to_prove": set(
            Membership.objects.to_verify().filter(user=user).values_list("organisation", flat=True)
        ),
        "asked": _oldest(Membership.objects.requested().filter(user=user)),
    }
    if shown:
        summary = summary_of(shown, Actor.reading(user))
        context |= {"summary": summary, "step": next_step(summary)}
    return context


def _oldest(requests: Any) -> list[Membership]:
    """Requests to join, those that wait longest first."""
    found = requests.select_related("user", "organisation").order_by("pk")
    return list(found[:ORGANISATIONS_SHOWN])


def _dossiers(organisations: list[Organisation]) -> list[Dossier]:
    """The latest dossiers of these organisations, newest first."""
    found = Dossier.objects.of_organisations(organisations).select_related(
        "organisation", "signature", "assignee"
    )
    return list(found.order_by("-pk")[:ORGANISATIONS_SHOWN])


def _foremost(dossiers: list[Dossier]) -> Dossier | None:
    """The newest open one, else the newest labelled one, else the newest."""
    for states in (OPEN, (ApplicationState.VALIDATED,), tuple(ApplicationState)):
        for dossier in dossiers:
            if dossier.state in states:
                return dossier
    return None
