"""The home page of someone who acts for a structure."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from directory.memberships.policies import organisations_of
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.exchanges.models import ProgressExchange
from labelling.instruction.enums import ApplicationState
from labelling.instruction.held.badges import with_badges
from labelling.instruction.held.offered import offered
from labelling.instruction.states import OPEN
from labelling.oversight.reviews.models import ComplianceReview
from labelling.overview.next_step import next_step
from labelling.overview.summary import summary_of
from labelling.referencing.models import Referencing
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.flow.inbox import first_tasks
from workflows.policies import keys_of
from workflows.presentation.links import case_url

EXCHANGE = ProgressExchange._meta.label_lower
TASKS_SHOWN = 5
ORGANISATIONS_SHOWN = 10
REFERENCINGS_SHOWN = 3
REVIEWS_SHOWN = 3


def structure_home_context(user: User, keys: Collection[str] | None = None) -> dict[str, Any]:
    """What `labelling/home_structure.html` shows: the dossier that matters, and what is asked.

    `referencings` are their applications to the annuaire, the newest first, `reviews` those under
    way of what their organisations hold. `to_prove` are the
    organisations that the CRESS has yet to know this person represents, `to_answer` the requests to
    join that wait for this person, `asked` their own.

    A fixed number of queries, fewer when the inbox `keys` of `user` are known. `summary` is
    None when there is no dossier yet.
    """
    organisations = _organisations.objects(user=user.pk)
    dossiers = _dossiers(organisations)
    shown = _foremost(dossiers)
    held = keys_of(user) if keys is None else keys
    tasks = first_tasks(held, most=TASKS_SHOWN, but=shown.pk if shown else None)
    listed = [(task, case_url(task.process.case)) for task in tasks]
    context: dict[str, Any] = {
        "first_name": user.get_short_name(),
        "organisations": organisations,
        "dossier": shown,
        "summary": None,
        "step": None,
        "others": with_badges([dossier for dossier in dossiers if dossier != shown]),
        # Asked of who is labelled: it comes before the celebration of the label.
        "exchanges": [(task, url) for task, url in listed if task.process.case.kind == EXCHANGE],
        "tasks": [(task, url) for task, url in listed if task.process.case.kind != EXCHANGE],
        "to_answer": _to_answer.objects(user=user.pk),
        "to_prove": {organisation for (organisation,) in _to_prove.rows(user=user.pk)},
        "asked": _asked.objects(user=user.pk),
        "referencings": with_badges(_referencings.objects(user=user.pk)),
        "reviews": _reviews.objects(user=user.pk),
    }
    if shown:
        summary = summary_of(shown, Actor.reading(user))
        context |= {"summary": summary, "step": next_step(summary)}
    else:
        context["offered"] = offered(Dossier, organisations)
    return context


PERSON = Given("user")


@Question
def _organisations() -> "QuerySet[Any]":
    return organisations_of(PERSON)[:ORGANISATIONS_SHOWN]


@Question
def _to_answer() -> "QuerySet[Any]":
    return _oldest(Membership.objects.to_answer_by(PERSON))


@Question
def _asked() -> "QuerySet[Any]":
    return _oldest(Membership.objects.requested().filter(user=PERSON))


@Question
def _to_prove() -> "QuerySet[Any]":
    return Membership.objects.to_verify().filter(user=PERSON).values_list("organisation_id")


@Question
def _referencings() -> "QuerySet[Any]":
    found = Referencing.objects.filter(
        organisation__memberships__user=PERSON,
        organisation__memberships__state=MembershipState.ACTIVE,
    )
    return found.select_related("organisation").order_by("-pk")[:REFERENCINGS_SHOWN]


@Question
def _reviews() -> "QuerySet[Any]":
    found = (
        ComplianceReview.objects.told()
        .under_way()
        .filter(
            organisation__memberships__user=PERSON,
            organisation__memberships__state=MembershipState.ACTIVE,
        )
    )
    return found.select_related("organisation", "recognition").order_by("-pk")[:REVIEWS_SHOWN]


def _oldest(requests: Any) -> Any:
    """Requests to join, those that wait longest first."""
    found = requests.select_related("user", "organisation").order_by("pk")
    return found[:ORGANISATIONS_SHOWN]


@Question
def _latest(number: int) -> "QuerySet[Any]":
    theirs: list[Any] = [Given(f"organisation{rank}") for rank in range(number)]
    found = Dossier.objects.filter(organisation__pk__in=theirs).select_related(
        "organisation", "signature", "assignee"
    )
    return found.order_by("-pk")[:ORGANISATIONS_SHOWN]


def _dossiers(organisations: list[Organisation]) -> list[Dossier]:
    """The latest dossiers of these organisations, newest first."""
    keys = {f"organisation{rank}": found.pk for rank, found in enumerate(organisations)}
    return _latest.objects(len(keys), **keys) if keys else []


def _foremost(dossiers: list[Dossier]) -> Dossier | None:
    """The newest open one, else the newest labelled one, else the newest."""
    for states in (OPEN, (ApplicationState.VALIDATED,), tuple(ApplicationState)):
        for dossier in dossiers:
            if dossier.state in states:
                return dossier
    return None
