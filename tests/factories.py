"""People, organisations and dossiers in any state, made as the product makes them.

`dossier("submitted")` walks the real path through the operations: no state is ever written by
hand, so a factory cannot make what the law forbids.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from stdnum import luhn

from directory.charters.enums import CharterKind, PrincipleKey
from directory.charters.models import CharterVersion
from directory.charters.operations import add_version, put_in_force
from directory.memberships.enums import MembershipRole, MembershipState, Verification
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup, RoleGroup, WatchGroup
from directory.people.models import User
from directory.people.operations import join_team
from directory.recognitions.enums import RecognitionKind
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import TermAccount
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier, sign_charter
from labelling.evidence.enums import InternalBody
from labelling.evidence.models import AssemblyPresentation
from labelling.evidence.operations import describe_presentation, write_commitments, write_evidence
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Framework
from labelling.frameworks.operations import propose_framework
from labelling.instruction.enums import ApplicationState, Finding
from labelling.instruction.held.running import running_of
from labelling.instruction.operations import assess_criterion, request_complements
from labelling.renewal.operations import report_term
from tests.files import jpeg, pdf
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import create, perform
from workflows.models import Case

SYSTEM = Actor.system("tests")
PASSWORD = "une-phrase-de-passe-longue"
_serial = count(1)


def siren() -> str:
    """The next valid SIREN."""
    body = f"{80_000_000 + next(_serial):08d}"
    return body + luhn.calc_check_digit(body)


def user(first_name: str = "Camille", last_name: str = "Morin", **fields: Any) -> User:
    """An active person with PASSWORD."""
    email = fields.pop("email", f"personne{next(_serial)}@exemple.fr")
    return User.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name, **fields
    )


def instructor(
    first_name: str = "Sacha", last_name: str = "Guérin", *, since: datetime | None = None
) -> User:
    """A person of the CRESS who instructs, from now on by default."""
    return _staff(first_name, last_name, CressGroup.INSTRUCTOR, since)


def manager(first_name: str = "Charlie", last_name: str = "Morel") -> User:
    """A person of the CRESS who directs."""
    return _staff(first_name, last_name, CressGroup.MANAGER)


def monitor(
    first_name: str = "Maude", last_name: str = "Kerr", *, since: datetime | None = None
) -> User:
    """A person who watches the scheme, and has no part in it."""
    return _staff(first_name, last_name, WatchGroup.MONITOR, since)


def _staff(
    first_name: str, last_name: str, group: RoleGroup, since: datetime | None = None
) -> User:
    person = user(first_name, last_name)
    join_team(user=person, group=group, actor=SYSTEM, at=since)
    return person


def organisation(name: str = "", **fields: Any) -> Organisation:
    """An association of Maine-et-Loire."""
    values = {
        "name": name or f"Association {next(_serial)}",
        "siren": siren(),
        "legal_form": "9220",
        "department": "49",
        "city": "Angers",
        **fields,
    }
    return create(Organisation(**values), actor=SYSTEM)


def membership(
    person: User,
    org: Organisation,
    role: str = MembershipRole.REPRESENTATIVE,
    *,
    verified: bool = True,
    since: datetime | None = None,
    **fields: Any,
) -> Membership:
    """An active membership of `person` in `org` (from now on by default), or one in `state`.

    A representative is verified, unless said so.
    """
    state = fields.pop("state", MembershipState.ACTIVE)
    asked = state in (MembershipState.REQUESTED, MembershipState.DECLINED)
    begun = MembershipState.REQUESTED if asked else MembershipState.ACTIVE
    if verified and not asked and role == MembershipRole.REPRESENTATIVE:
        fields |= {"verified_at": timezone.now(), "verification": Verification.MANDATE}
    made = create(
        Membership(user=person, organisation=org, role=role, state=begun, **fields),
        actor=SYSTEM,
        action="request" if asked else "create",
        at=since,
    )
    if state == MembershipState.DECLINED:
        perform(made, "decline", actor=Actor.of(representative(org)))
    elif state == MembershipState.ENDED:
        perform(made, "end", actor=Actor.of(person))
    return made


def representative(
    org: Organisation | None = None, *, verified: bool = True, since: datetime | None = None
) -> User:
    """Someone who legally represents `org` (a new one by default), or only says so."""
    person = user("Dominique", "Lebreton")
    membership(person, org or organisation(), verified=verified, since=since)
    return person


def charter_version(in_force: bool = True) -> CharterVersion:
    """The structures' charter in force, made once; or a fresh draft."""
    found = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
    if found and in_force:
        version: CharterVersion = found
        return version
    version = add_version(
        kind=CharterKind.STRUCTURES,
        title="Charte d’essai",
        text=f"Texte d’essai numéro {next(_serial)}.",
        principles=[(key, f"Principe : {key.label}.") for key in PrincipleKey],
        actor=SYSTEM,
    )
    return put_in_force(version, actor=SYSTEM) if in_force else version


def representative_of(dossier_: Any) -> User:
    return User.objects.filter(
        memberships__organisation=dossier_.organisation,
        memberships__role=MembershipRole.REPRESENTATIVE,
    ).get()


def decision(case: Case, outcome: str) -> Actor:
    """The actor of a committee decision about `case` without a committee: `outcome` is a key."""
    return Actor.decision(SimpleNamespace(pk=0, case_id=case.pk, outcome=outcome))


def deliberation(case: Case) -> Actor:
    """The actor of an open deliberation about `case`, without a session."""
    return Actor.deliberation(SimpleNamespace(pk=0, case_id=case.pk, is_open=True))


COVERED = ("questioning", "practices")


def framework(
    *, recognised: bool = True, covers: Sequence[str] = COVERED, by: User | None = None
) -> Framework:
    """One that the CRESS proposed, and the committee recognised unless said so."""
    account = FrameworkAccount(
        name=f"Référentiel {next(_serial)}",
        network="Réseau de l’Ouest",
        website="https://exemple.fr/referentiel",
        description="Quarante exigences, vérifiées sur place.",
        coverage=dict.fromkeys(covers, "L’exigence 6 le demande."),
    )
    made = propose_framework(account, actor=Actor.of(by or instructor()))
    if recognised:
        perform(made, "recognise", actor=decision(made, "recognise"))
    return made


def withdraw_framework(made: Framework) -> Framework:
    reason = "Il n’est plus tenu à jour."
    return perform(made, "withdraw", actor=decision(made, "withdraw"), reason=reason)


def dossier(
    state: str = ApplicationState.DRAFT,
    *,
    org: Organisation | None = None,
    follows: Framework | None = None,
) -> Dossier:
    """A dossier brought to `state` by the shortest lawful path, under ESS Pratiques by default.

    It renews the label of `org`, where one runs.
    """
    org = org or organisation()
    person = User.objects.filter(memberships__organisation=org).first() or representative(org)
    approach = Approach.FRAMEWORK if follows else Approach.ESS_PRATIQUES
    made = open_dossier(
        organisation=org,
        approach=approach,
        framework=follows,
        renews=running_of(org.pk, RecognitionKind.LABEL, timezone.localdate()),
        actor=Actor.of(person),
    )
    for step in PATHS[ApplicationState(state)]:
        STEPS[step](made, person)
    assert made.state == state
    return made


def fill(made: Dossier, person: User) -> None:
    """Evidence and one file for each written principle that is asked, and the commitments."""
    for key in PrincipleKey:
        if key == PrincipleKey.PRESENTATION or key in made.covered_today:
            continue
        write_evidence(
            made,
            principle=key,
            text=f"Voici comment nous étayons le principe : {key.label}.",
            actor=Actor.of(person),
        )
        upload = jpeg() if key == PrincipleKey.PRACTICES else pdf()
        attach(made, slot=f"principle:{key}", upload=upload, by=person)
    write_commitments(
        made, commitments="Réduire nos déplacements, ouvrir nos instances.", actor=Actor.of(person)
    )


def describe_assembly(made: Dossier, person: User) -> None:
    """A recent AG with its minutes, and the internal bodies."""
    today = timezone.localdate()
    describe_presentation(
        made,
        assembly={
            "held_on": today - timedelta(days=40),
            "present_count": 31,
            "member_count": 58,
            "debated": True,
            "debate_summary": "Un débat sur les priorités.",
        },
        bodies={
            InternalBody.BOARD: {"told_on": today - timedelta(days=50), "not_applicable": ""},
            InternalBody.STAFF: {"told_on": today - timedelta(days=45), "not_applicable": ""},
            InternalBody.WORKS_COUNCIL: {
                "told_on": None,
                "not_applicable": "Moins de onze salariés.",
            },
        },
        actor=Actor.of(person),
    )
    attach(made, slot=AssemblyPresentation.MINUTES_SLOT, upload=pdf("pv.pdf"), by=person)


def sign(made: Dossier, person: User) -> None:
    sign_charter(
        made,
        version=charter_version(),
        user=person,
        name=person.get_full_name(),
        function="Présidente",
    )


def present(made: Dossier, person: User) -> None:
    describe_assembly(made, person)
    perform(made, "record_presentation", actor=Actor.of(person))


ACCOUNT = TermAccount("Tout est fait.", "58 membres.", "")


def submit(made: Dossier, person: User) -> None:
    fill(made, person)
    if made.renews_id is not None:
        report_term(made, account=ACCOUNT, actor=Actor.of(person))
    perform(made, "submit", actor=Actor.of(person))


def take_charge(made: Any, person: User) -> None:
    perform(made, "take_charge", actor=Actor.of(instructor()))


def ask(made: Dossier, person: User) -> None:
    request_complements(
        made,
        items=[(PrincipleKey.ACTION_PLAN, "Nommer un responsable par action.")],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(made.assignee),
    )


def assess(made: Any, person: User) -> None:
    for key in (key for key in made.criteria if key not in made.settled):
        assess_criterion(
            made,
            criterion=key,
            finding=Finding.ESTABLISHED,
            reasons="Étayé par les pièces.",
            actor=Actor.of(made.assignee),
        )
    perform(made, "declare_admissible", actor=Actor.of(made.assignee))


def deliberate(made: Any, person: User) -> None:
    perform(made, "enter_deliberation", actor=deliberation(made))


def decide(outcome: str) -> Callable[[Any, User], None]:
    def step(made: Any, person: User) -> None:
        perform(
            made,
            made.proposal(outcome).transition,
            actor=decision(made, outcome),
            reason="Motifs du comité.",
        )

    return step


def appeal(made: Any, person: User) -> None:
    perform(made, "appeal", actor=Actor.of(person), reason="Nous contestons ce motif.")


def withdraw(made: Any, person: User) -> None:
    perform(made, "withdraw", actor=Actor.of(person))


def close(made: Any, person: User) -> None:
    tick, now = Actor.system("tick"), timezone.now()
    perform(made, "remind_late", actor=tick, at=now + timedelta(days=60))
    perform(made, "close_inactive", actor=tick, at=now + timedelta(days=100))


S = ApplicationState
STEPS: dict[str, Callable[[Any, User], None]] = {
    "sign": sign,
    "present": present,
    "submit": submit,
    "take_charge": take_charge,
    "ask": ask,
    "assess": assess,
    "deliberate": deliberate,
    "validate": decide("validate"),
    "refuse": decide("refuse"),
    "appeal": appeal,
    "withdraw": withdraw,
    "close": close,
}
_SUBMITTED = ["sign", "present", "submit"]
_ADMISSIBLE = [*_SUBMITTED, "take_charge", "assess"]
PATHS: dict[ApplicationState, list[str]] = {
    S.DRAFT: [],
    S.COMMITTED: ["sign"],
    S.PRESENTED: ["sign", "present"],
    S.SUBMITTED: _SUBMITTED,
    S.UNDER_INSTRUCTION: [*_SUBMITTED, "take_charge"],
    S.TO_COMPLETE: [*_SUBMITTED, "take_charge", "ask"],
    S.ADMISSIBLE: _ADMISSIBLE,
    S.IN_DELIBERATION: [*_ADMISSIBLE, "deliberate"],
    S.VALIDATED: [*_ADMISSIBLE, "deliberate", "validate"],
    S.REFUSED: [*_ADMISSIBLE, "deliberate", "refuse"],
    S.APPEALED: [*_ADMISSIBLE, "deliberate", "refuse", "appeal"],
    S.WITHDRAWN: ["sign", "withdraw"],
    S.CLOSED: [*_SUBMITTED, "take_charge", "ask", "close"],
}
