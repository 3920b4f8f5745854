"""Where lives cross: somebody leaves, or enters, while they or another act on something else.

What an act stands on (an access, a place in the team, a mandate, a label, a charter) changes on
one side; on the other, what stands on it.
"""

from collections.abc import Callable
from functools import partial

from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.removals.models import LogoRemoval
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.scenes.charters import charter_acts
from tests.scenes.dossiers import acts_of_cress, acts_of_structure, dossier_acts, filled, opening
from tests.scenes.frameworks import framework_acts, recognised
from tests.scenes.items import STAGES, adopted, adopted_acts, refused
from tests.scenes.mandates import mandate_acts
from tests.scenes.memberships import claim_acts, of_an_organisation, people, people_acts
from tests.scenes.recognitions import (
    IDLE,
    label,
    recognition_acts,
    renewal_acts,
    representative,
    suspended,
)
from tests.scenes.removals import asked, late, removal_acts, shown
from tests.scenes.scene import Acts, Scene, actions_of
from tests.scenes.sessions import SESSIONS, Agenda, session_acts
from tests.scenes.team import team_acts

Sides = tuple[Acts, Acts]
# Each action on a dossier, in one of the states where it may be done.
MOMENTS = {
    "draft": "sign_charter take_over",
    "committed": "record_presentation",
    "presented": (
        "write_evidence write_commitments change_files describe_presentation submit withdraw "
        "declare_accompaniment take_accompaniment_back"
    ),
    "submitted": "take_charge",
    "under_instruction": "assess request_complements declare_admissible reassign",
    "to_complete": "answer_complement resubmit remind_late",
    "reminded": "close_inactive",
}


def only(acts: Acts, names: str) -> Acts:
    """Those of `acts` that go through one of `names`, written with spaces between."""
    return {
        act: found
        for act, found in acts.items()
        if {action.split(".")[1] for action in actions_of(act)} & set(names.split())
    }


def people_of(dossier: Dossier, *newcomers: User) -> Acts:
    head = factories.representative_of(dossier)
    return people_acts(people(dossier.organisation, head, newcomers=newcomers))


def people_and_dossier(state: str) -> Sides:
    dossier = filled(state)
    acts = only(dossier_acts(dossier), MOMENTS[state])
    return people_of(dossier), acts


def people_and_appeal() -> Sides:
    dossier = refused().dossier
    acts = {**dossier_acts(dossier), **opening(dossier, factories.representative_of(dossier))}
    return people_of(dossier), acts


def people_and_agenda(stage: str) -> Sides:
    """Members of the committee join the structure of the dossier that they examine."""
    make, acts_on = STAGES[stage]
    found = make()
    acts = acts_on(found)
    members = [mandate.user for mandate in found.made.mandates[1:4]]
    return people_of(found.dossier, *members), acts


def people_and_label() -> Sides:
    found = label()
    acts = only(recognition_acts(found), "renounce")
    return people_of(Dossier.objects.get(pk=found.case_id)), acts


def people_and_removal() -> Sides:
    found = asked()
    acts = only(removal_acts(found, factories.instructor()), "prove")
    return people_of(Dossier.objects.get(pk=found.recognition.case_id)), acts


def team_and_removal(make: Callable[[], LogoRemoval]) -> Sides:
    found, checker = make(), factories.instructor()
    return team_acts(factories.manager(), checker), removal_acts(found, checker)


def team_and_dossier(state: str) -> Sides:
    dossier = filled(state)
    manager, another = factories.manager(), factories.instructor()
    leaving = [another] if dossier.assignee is None else [another, dossier.assignee]
    return team_acts(manager, *leaving), acts_of_cress(dossier, manager, another)


def team_and_people() -> Sides:
    found, manager = of_an_organisation(), factories.manager()
    acts = {**people_acts(found, manager=manager), **claim_acts(found, manager)}
    return team_acts(manager), acts


def team_and_label(*, running: bool) -> Sides:
    found, manager = label(), factories.manager()
    return team_acts(manager), recognition_acts(found if running else suspended(found))


def team_and_framework(*, candidate: bool) -> Sides:
    manager = factories.manager()
    found = factories.framework(recognised=False) if candidate else recognised()
    return team_acts(manager), framework_acts(found, manager)


def team_and_mandates() -> Sides:
    manager = factories.manager()
    return team_acts(manager), mandate_acts(making.committee(), manager)


def team_and_session(make: Callable[[], Agenda]) -> Sides:
    found = make()
    return team_acts(found.made.director), session_acts(found)


def team_and_agenda(stage: str) -> Sides:
    make, acts_on = STAGES[stage]
    found = make()
    return team_acts(found.made.director), acts_on(found)


def mandates_and_session(make: Callable[[], Agenda]) -> Sides:
    found = make()
    return mandate_acts(found.made, held=found.session.state == "closed"), session_acts(found)


def mandates_and_agenda(stage: str) -> Sides:
    make, acts_on = STAGES[stage]
    found = make()
    return mandate_acts(found.made, held=True), acts_on(found)


def label_and_opening(*, running: bool) -> Sides:
    found = label() if running else suspended(label())
    acts = opening(Dossier.objects.get(pk=found.case_id), representative(found))
    return recognition_acts(found), acts


def label_and_renewal(grown: Callable[[Recognition], Recognition]) -> Sides:
    """The committee decides on a further dossier of the structure, by which it is renewed."""
    found = grown(label())
    acts = recognition_acts(found)
    if found.followers.exists():
        acts = {**acts, **renewal_acts(found)}
    return acts, only(adopted_acts(adopted(found.organisation)), "decide")


def renewed(found: Recognition) -> Recognition:
    label(found.organisation)
    return found


def charter_and_signature() -> Sides:
    dossier = filled("draft")
    acts = only(acts_of_structure(dossier, factories.representative_of(dossier)), "sign_charter")
    return charter_acts(), acts


PEOPLE = [
    *(Scene(f"people, {state}", partial(people_and_dossier, state)) for state in MOMENTS),
    Scene("people, refused", people_and_appeal),
    *(Scene(f"people, {stage}", partial(people_and_agenda, stage)) for stage in STAGES),
    Scene("people, label", people_and_label),
    Scene("people, removal", people_and_removal),
]
TEAM = [
    Scene("team, submitted", partial(team_and_dossier, "submitted")),
    Scene("team, under instruction", partial(team_and_dossier, "under_instruction")),
    Scene("team, people", team_and_people),
    Scene("team, label", partial(team_and_label, running=True)),
    Scene("team, suspended", partial(team_and_label, running=False)),
    Scene("team, removal late", partial(team_and_removal, late)),
    Scene("team, removal shown", partial(team_and_removal, shown)),
    Scene("team, candidate framework", partial(team_and_framework, candidate=True)),
    Scene("team, framework", partial(team_and_framework, candidate=False)),
    Scene("team, mandates", team_and_mandates),
    *(Scene(f"team, {name}", partial(team_and_session, make)) for name, make in SESSIONS.items()),
    *(Scene(f"team, {stage}", partial(team_and_agenda, stage)) for stage in STAGES),
]
SEATS = [
    *(
        Scene(f"seats, {name}", partial(mandates_and_session, make))
        for name, make in SESSIONS.items()
    ),
    *(Scene(f"seats, {stage}", partial(mandates_and_agenda, stage)) for stage in STAGES),
]
GROUNDS = [
    *(
        # One that runs is renewed: another is asked for once an act has ended it.
        Scene(name, partial(label_and_opening, running=running), frozenset(["dossier.open"]))
        for name, running in (("label, further", True), ("suspended, further", False))
    ),
    Scene("label, renewal", partial(label_and_renewal, lambda found: found)),
    Scene("suspended, renewal", partial(label_and_renewal, suspended)),
    Scene("renewed, further renewal", partial(label_and_renewal, renewed), IDLE),
    Scene("charter, signature", charter_and_signature),
]
