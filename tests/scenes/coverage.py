"""What the scenes owe: every two actions that can touch a same thing, and why others cannot."""

from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import product

from committee.bodies.models import Mandate
from directory.people.models import TeamRole
from tests.product import product_lifecycles
from workflows.history import Audited
from workflows.lifecycles import Lifecycle, machine_of

Pair = tuple[str, str]
States = frozenset[str]

# No lifecycles, but what people act by: it begins and ends.
SPELLS: tuple[type[Audited], ...] = (Mandate, TeamRole)
# Of these, two objects meet, each in a state of its own. Of the others, one object alone: two of
# its actions meet when they start from a same state.
NEIGHBOURS = {"agendaitem", "charterversion", "mandate", "membership", "recognition", "teamrole"}
ON_AN_AGENDA = {"admissible", "appealed", "in_deliberation"}
COMMITTEE = {"agendaitem", "mandate", "session"}


@cache
def actions() -> dict[str, dict[str, States]]:
    """By the name of each model, its actions, each with the states that it starts from.

    None for a birth: its object was nowhere.
    """
    found = {_name(model): _law(model) for model in product_lifecycles()}
    return found | {_name(model): dict.fromkeys(model.ACTIONS, States()) for model in SPELLS}


def all_pairs() -> Iterator[Pair]:
    """Every two actions of the product, an action and itself included, in alphabetical order."""
    names = [f"{model}.{action}" for model, law in actions().items() for action in law]
    yield from ((one, other) for one, other in product(names, repeat=2) if one <= other)


def models_of(pair: Pair) -> str:
    """`dossier+session`, in alphabetical order."""
    return "+".join(sorted(name.split(".")[0] for name in pair))


def why_apart(one: str, other: str) -> list[str]:
    """Why the two cannot touch a same thing; empty when they can."""
    both = ((one, other), (other, one))
    told = [
        why
        for here, there, why in apart()
        if any(_among(left, here) and _among(right, there) for left, right in both)
    ]
    return [*told, *(why for left, right in both for why in _states_apart(left, right))]


def _states_apart(one: str, other: str) -> Iterator[str]:
    (model, action), (other_model, other_action) = one.split("."), other.split(".")
    here, there = actions()[model][action], actions()[other_model][other_action]
    if model == other_model and model not in NEIGHBOURS and here and there and not here & there:
        yield "one object is in one state"
    if model == "dossier" and other_model in COMMITTEE and here and not here & ON_AN_AGENDA:
        yield "a dossier on an agenda is in other states"


@cache
def apart() -> list[tuple[str, str, str]]:
    """What shares nothing, whatever the states: two lists of patterns, and why."""
    examined = (
        "agendaitem.put_to_vote agendaitem.remind_voters agendaitem.close_vote agendaitem.decide"
    )
    decided = "dossier.validate dossier.adjourn dossier.refuse"
    by_the_structure = (
        "dossier.open dossier.sign_charter dossier.record_presentation dossier.submit "
        "dossier.resubmit dossier.withdraw dossier.appeal dossier.write_evidence "
        "dossier.write_commitments dossier.take_over dossier.change_files "
        "dossier.describe_presentation dossier.answer_complement recognition.renounce "
        "dossier.declare_accompaniment dossier.take_accompaniment_back"
    )
    sanctions = (
        "recognition.suspend recognition.confirm_suspension recognition.reinstate "
        "recognition.withdraw recognition.restore recognition.restore_ahead"
    )
    reviewed = (
        "compliancereview.enter_deliberation compliancereview.dismiss compliancereview.warn "
        "compliancereview.suspend compliancereview.withdraw_recognition compliancereview.uphold "
        "compliancereview.annul compliancereview.lift compliancereview.keep_suspended "
        "compliancereview.lapse_lifting compliancereview.check_effect compliancereview.take_charge "
        "compliancereview.open"
    )
    by_the_committee = "framework.enter_deliberation framework.recognise framework.withdraw"
    by_time = "dossier.close_inactive dossier.remind_late recognition.start recognition.renew"
    own, shared = _of_referencing()
    return [
        ("campaign.*", _all_but("campaign"), "a draw opens reviews, and opening one is tried"),
        (shared, shared, "the law of any application: tried with dossiers"),
        (shared, _all_but("charterversion", "referencing"), "tried with dossiers"),
        (own, _all_but("charterversion", "referencing"), "it writes what no other object reads"),
        (
            "charterversion.*",
            _but("referencing", "submit", "accept_commitments"),
            "what was signed stays so",
        ),
        (
            "compliancereview.answer_finding",
            "compliancereview.appeal",
            "one answers before it is decided, and contests after",
        ),
        ("agendaitem.reschedule", "*", "its session does it, and that is tried"),
        (
            "progressexchange.*",
            _all_but("progressexchange"),
            "it writes what nothing else reads, and asking for it waits for its recognition",
        ),
        (
            "progressexchange.*",
            "progressexchange.*",
            "tried in tests/labelling/exchanges/test_at_once.py",
        ),
        (
            "recognition.extend",
            "*",
            "it moves a date that is read when one ends, and that is tried beside",
        ),
        (
            "recognition.import",
            "*",
            "it was not there, and its number and its holder are unique",
        ),
        ("dossier.report_term", "*", "of a renewal alone, written as evidence is"),
        (
            "charterrevision.*",
            _all_but("agendaitem", "charterrevision"),
            "what is consulted on changes nothing else, and its version is tried by itself",
        ),
        (
            "charterrevision.*",
            "agendaitem.* charterrevision.*",
            "one of a charter is open: tried in tests/labelling/revisions/test_at_once.py",
        ),
        ("charterversion.*", "teamrole.*", "not done by the CRESS"),
        ("membership.create", "*", "the first access to an organisation that was not there"),
        (
            "framework.*",
            "charterversion.* mandate.* membership.* recognition.* representationclaim.*",
            "nothing but a dossier names a framework",
        ),
        (
            "complaint.*",
            _all_but("complaint"),
            "it writes what nothing else reads; who handles it is asked under its lock",
        ),
        ("complaint.lodge", "*", "it was not there"),
        ("framework.*", "session.*", "a session knows a case by its item"),
        ("framework.*", _but("dossier", "open", "submit"), "what a dossier follows stays so"),
        (
            _but("framework", "withdraw"),
            "dossier.*",
            "it is recognised before it is named, and covers the same until it is withdrawn",
        ),
        (
            by_the_committee,
            "agendaitem.*",
            "an item meets its case as it meets a dossier",
        ),
        (
            by_the_committee,
            f"teamrole.* {by_the_committee}",
            "a vote gave one of them",
        ),
        ("framework.propose", "agendaitem.*", "an item names a framework that is there"),
        (
            "framework.ask_review",
            f"framework.enter_deliberation {_but('agendaitem', 'decide')}",
            "it is asked for before it is on an agenda",
        ),
        (
            "framework.describe framework.change_files",
            _but("agendaitem", "open", "decide"),
            "an item says nothing of what its case is",
        ),
        (
            "charterversion.*",
            "agendaitem.* mandate.* membership.* recognition.* representationclaim.* session.*",
            "nothing but a signature names a version",
        ),
        ("charterversion.*", _but("dossier", "sign_charter"), "what was signed stays so"),
        (
            "representationclaim.*",
            "mandate.* recognition.* session.*",
            "a claim changes accesses, and those are tried",
        ),
        (
            _but("representationclaim", "accept"),
            "agendaitem.* dossier.* logoremoval.*",
            "a claim changes no access until it is accepted",
        ),
        ("membership.*", "mandate.* session.*", "who sits does so by a mandate"),
        ("membership.* representationclaim.*", "agendaitem.add", "nobody's links are asked then"),
        ("membership.*", _but("recognition", "renounce"), "not done by the structure"),
        (
            "logoremoval.*",
            "agendaitem.* charterversion.* dossier.* framework.* mandate.* session.*",
            "it comes from a label, and those are tried",
        ),
        ("logoremoval.ask", "*", "it was not there: its label is tried"),
        (
            _but("logoremoval", "prove"),
            "membership.* representationclaim.*",
            "not done by the structure",
        ),
        (
            "logoremoval.prove logoremoval.lapse logoremoval.lift",
            "teamrole.*",
            "not done by the CRESS, but through a label",
        ),
        (
            "logoremoval.*",
            "recognition.grant recognition.start recognition.renew recognition.suspend",
            "a label that is asked for its logo does none of it",
        ),
        ("logoremoval.lift", "recognition.* logoremoval.lift", "a label lifts it, once"),
        ("recognition.*", "mandate.* session.*", "a label comes from an item, not from a session"),
        (
            "recognition.*",
            _but("agendaitem", "decide"),
            "a label is read when one is granted",
        ),
        ("recognition.*", _but("dossier", "validate"), "a label is read when one is granted"),
        (
            sanctions,
            f"{sanctions} recognition.resume",
            "a label runs or is suspended, and one decision is proclaimed at a time",
        ),
        (
            sanctions,
            "dossier.validate agendaitem.decide",
            "one committee proclaims one item at a time",
        ),
        (
            "recognition.restore recognition.restore_ahead recognition.confirm_suspension",
            "recognition.* logoremoval.*",
            "an appeal, or a session, follows a decision that is tried",
        ),
        (
            f"{sanctions} recognition.resume",
            "teamrole.*",
            "not done by the CRESS, but through a review",
        ),
        (
            f"{sanctions} recognition.resume recognition.expire",
            "recognition.grant",
            "a label is read when one is granted",
        ),
        (
            "recognition.reinstate recognition.resume",
            "recognition.renew",
            "a label is renewed when it runs",
        ),
        (
            "recognition.resume",
            "logoremoval.*",
            "it lifts it as a decision does",
        ),
        (
            "compliancereview.*",
            _all_but("compliancereview"),
            "it is led as a dossier is; what it decides is tried with labels",
        ),
        (
            reviewed,
            "compliancereview.*",
            "an item is examined, or time has come: nothing else is awaited of it then",
        ),
        (
            "recognition.grant",
            "agendaitem.decide dossier.validate recognition.grant",
            "one dossier of a structure is open",
        ),
        ("teamrole.*", f"{by_the_structure} {by_time}", "not done by the CRESS"),
        ("teamrole.*", "recognition.expire recognition.grant", "not done by the CRESS"),
        (decided, decided, "one vote gave one of them"),
        (examined, "dossier.enter_deliberation", "the deliberation is open already"),
        ("dossier.open", "mandate.* session.*", "a session knows a dossier by its item"),
        ("dossier.reassign dossier.withdraw", "mandate.*", "not done by a member"),
        (
            f"agendaitem.open {examined} dossier.enter_deliberation {decided}",
            "session.create session.prepare session.convene session.cancel session.record_minutes",
            "an item is examined in an open session",
        ),
        (f"{examined} {decided}", "session.open", "an item is examined in an open session"),
        (
            "agendaitem.add agendaitem.move agendaitem.remove agendaitem.defer",
            "session.record_minutes",
            "no item waits in a closed session",
        ),
        ("session.close", "session.create", "two sessions share who sits, and that stays"),
    ]


def _of_referencing() -> tuple[str, str]:
    """The actions that are the referencing's own, and those that it shares with dossiers."""
    tried = set(actions()["dossier"]) - {"submit", "change_files"}
    names = actions()["referencing"]
    own = [f"referencing.{name}" for name in names if name not in tried]
    shared = [f"referencing.{name}" for name in names if name in tried]
    return " ".join(own), " ".join(shared)


def _all_but(*models: str) -> str:
    """Every action of every other model."""
    return " ".join(f"{model}.*" for model in actions() if model not in models)


def _but(model: str, *names: str) -> str:
    """The actions of `model`, save these."""
    return " ".join(f"{model}.{action}" for action in actions()[model] if action not in names)


def _among(name: str, patterns: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns.split())


def _law(model: type[Lifecycle]) -> dict[str, States]:
    machine = machine_of(model)
    births = dict.fromkeys(machine.births, States())
    return births | {t.name: States(t.sources) for t in machine.transitions.values()}


def _name(model: type[Audited]) -> str:
    return str(model._meta.model_name)
