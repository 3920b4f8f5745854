"""`verify_history` replays the law: what was sealed but never allowed is found, and named."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from committee.sessions.models import AgendaItem
from committee.voting.models import Decision
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup
from directory.people.operations import GroupMember
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.committee import making
from tests.forging import Reference, forge
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.lifecycles import Formerly, machine_of
from workflows.models import Case, Counter, RetiredPseudonym
from workflows.proof.chains import broken_chains
from workflows.proof.report import all_parts
from workflows.triggers import append_only_models, drop_statements, unprotected_models

pytestmark = pytest.mark.django_db
breaks = pytest.mark.breaks_history


def problems(*options: str) -> list[str]:
    """What `verify_history` finds; it exits with 1 exactly when that is something."""
    out, code = StringIO(), 0
    try:
        call_command("verify_history", "--json", *options, stdout=out)
    except CommandError as failure:
        code = failure.returncode
    found = json.loads(out.getvalue())["problems"]
    assert code == (1 if found else 0)
    return [f"{problem['where']} : {problem['what']}" for problem in found]


def labelled() -> Dossier:
    """A dossier that a committee validated, as it is done."""
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for", "for", "for")
    making.close(made, item)
    return Dossier.objects.get(pk=item.case_id)


def test_a_story_told_by_the_rules_holds() -> None:
    labelled()
    assert problems() == []


def validated_by(actor: Reference | Actor, dossier: Dossier, source: str) -> None:
    values = {"state": "validated", "decided_on": timezone.localdate()}
    forge(dossier, "validate", source=source, actor=actor, **values)


def a_decision_that_does_not_exist() -> str:
    validated_by(Reference("decision:999"), factories.dossier("in_deliberation"), "in_deliberation")
    return "la décision 999 n’existe pas"


def the_decision_of_another_case() -> str:
    decision = Decision.objects.get(case=labelled())
    dossier = factories.dossier("in_deliberation")
    validated_by(Reference(f"decision:{decision.pk}"), dossier, "in_deliberation")
    return f"la décision {decision.pk} porte sur une autre affaire"


def a_refused_dossier_validated_by_its_representative() -> str:
    dossier = factories.dossier(ApplicationState.REFUSED)
    validated_by(Actor.of(factories.representative_of(dossier)), dossier, "refused")
    return "« validate » n’est pas permis depuis l’état « refused »"


def a_person_in_the_place_of_the_committee() -> str:
    dossier = factories.dossier("in_deliberation")
    validated_by(Actor.of(factories.manager()), dossier, "in_deliberation")
    return "ne pouvait pas le faire : c’est à le comité, par une décision"


def an_invented_transition() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    actor = Actor.of(factories.manager())
    forge(dossier, "bless", source="submitted", actor=actor, state="admissible")
    return "la loi ne connaît pas « bless »"


def a_source_that_is_not_the_state_before() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    chosen = factories.instructor()
    actor = Actor.of(chosen)
    values = {"state": "admissible", "assignee_id": chosen.pk}
    forge(dossier, "declare_admissible", source="under_instruction", actor=actor, **values)
    return "part de l’état « under_instruction », alors que l’objet était « submitted »"


def another_target_than_the_law_says() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    actor = Actor.of(factories.instructor())
    forge(dossier, "take_charge", source="submitted", actor=actor, state="admissible")
    return "« take_charge » mène à « under_instruction », et non à « admissible »"


def somebody_without_the_role() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    actor = Actor.of(factories.user("Lou"))
    forge(dossier, "take_charge", source="submitted", actor=actor, state="under_instruction")
    return "n’en avait pas le rôle ce jour-là"


def an_instructor_who_is_not_in_charge() -> str:
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    actor = Actor.of(factories.instructor())
    forge(dossier, "declare_admissible", source=dossier.state, actor=actor, state="admissible")
    return "n’en avait pas le rôle ce jour-là : c’est à la personne qui instruit ce dossier"


def a_person_nobody_knows() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    reference = f"user:{uuid4()}"
    forge(dossier, "withdraw", source="submitted", actor=Reference(reference), state="withdrawn")
    return f"acteur inconnu : « {reference} »"


def a_person_whose_name_is_none() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    forge(dossier, "withdraw", source="submitted", actor=Reference("user:moi"), state="withdrawn")
    return "acteur inconnu : « user:moi »"


def a_kind_of_actor_nobody_knows() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    forge(dossier, "withdraw", source="submitted", actor=Reference("dieu"), state="withdrawn")
    return "acteur inconnu : « dieu »"


def a_transition_without_the_reason_it_wants() -> str:
    dossier = factories.dossier(ApplicationState.REFUSED)
    actor = Actor.of(factories.representative_of(dossier))
    forge(dossier, "appeal", source="refused", actor=actor, state="appealed", reason="")
    return "« appeal » demande un motif"


def a_label_until_2099() -> str:
    recognition = Recognition.objects.get(case=labelled())
    forge(
        recognition,
        "suspend",
        source="active",
        actor=Actor.of(factories.manager()),
        state="suspended",
        suspended_on=timezone.localdate(),
        valid_until=date(2099, 1, 1),
    )
    return "au 2099-01-01, alors que la règle donne"


def a_label_that_no_decision_gave() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    Counter.objects.create(series="LABEL-2026", last=1)
    today = timezone.localdate()
    create(
        Recognition(
            organisation=dossier.organisation,
            kind="label",
            number="LABEL-2026-0001",
            signature=dossier.signature,
            case_id=dossier.pk,
            valid_from=today,
            valid_until=today + timedelta(days=365),
        ),
        actor=factories.SYSTEM,
        action="grant",
    )
    return "LABEL-2026-0001 : aucune décision du comité n’a validé le dossier dont il vient"


def a_manager_without_a_role_that_proves_it() -> str:
    person = factories.user("Lou")
    group, _ = Group.objects.get_or_create(name=CressGroup.MANAGER)
    GroupMember.objects.create(user_id=person.pk, group_id=group.pk)
    return f"personne {person.pk} : dans le groupe « {CressGroup.MANAGER} » sans rôle"


def a_role_whose_rights_were_taken_away_unseen() -> str:
    person = factories.manager()
    GroupMember.objects.filter(user_id=person.pk).delete()
    return f"personne {person.pk} : a le rôle « {CressGroup.MANAGER} » sans être dans le groupe"


def a_number_that_is_missing() -> str:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    Counter.objects.update(last=2)
    return f"{str(dossier.reference)[:-1]}2 : ce numéro manque"


def a_number_that_nobody_gave() -> str:
    Case.objects.create(
        kind="directory.organisation",
        title="Essai",
        opened_at=timezone.now(),
        reference="OSE-2019-0007",
    )
    return "OSE-2019-0007 : personne n’a donné ce numéro"


FORGERIES: list[Callable[[], str]] = [
    a_decision_that_does_not_exist,
    the_decision_of_another_case,
    a_refused_dossier_validated_by_its_representative,
    a_person_in_the_place_of_the_committee,
    an_invented_transition,
    a_source_that_is_not_the_state_before,
    another_target_than_the_law_says,
    somebody_without_the_role,
    an_instructor_who_is_not_in_charge,
    a_person_nobody_knows,
    a_person_whose_name_is_none,
    a_kind_of_actor_nobody_knows,
    a_transition_without_the_reason_it_wants,
    a_label_until_2099,
    a_label_that_no_decision_gave,
    a_manager_without_a_role_that_proves_it,
    a_role_whose_rights_were_taken_away_unseen,
    a_number_that_is_missing,
    a_number_that_nobody_gave,
]


@breaks
@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_a_forgery_is_found_and_named(forgery: Callable[[], str]) -> None:
    expected = forgery()
    found = problems()
    assert [problem for problem in found if expected in problem], found


@breaks
def test_everything_that_is_broken_is_named_or_the_first_alone() -> None:
    expected = [an_invented_transition(), a_number_that_nobody_gave(), a_label_until_2099()]
    found = problems()
    for one in expected:
        assert any(one in problem for problem in found)
    assert problems("--first") == found[:1]


@breaks
def test_what_is_broken_is_told_in_words_as_well() -> None:
    expected = an_invented_transition()
    said, wrong = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Problèmes"):
        call_command("verify_history", stdout=said, stderr=wrong)
    assert expected in wrong.getvalue()
    assert "Chartes : conforme" in said.getvalue()


def test_an_erased_person_is_not_an_invented_one() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    person = factories.representative_of(dossier)
    RetiredPseudonym.objects.create(pseudonym=person.pseudonym)
    person.pseudonym = uuid4()
    person.save()
    assert problems() == []


def test_a_role_that_has_ended_since_still_proves_what_was_done_under_it() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    factories.membership(factories.user("Noa"), dossier.organisation)
    gone = dossier.organisation.memberships.order_by("pk").first()
    assert gone is not None
    perform(gone, "end", actor=Actor.of(gone.user))
    assert problems() == []


@breaks
def test_a_row_replays_by_the_law_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a later version changes the law, it keeps the former one beside it."""
    an_invented_transition()
    invented = "la loi ne connaît pas « bless »"
    assert any(invented in problem.what for problem in list(broken_chains(Dossier)))
    model: Any = machine_of(Dossier).transitions["take_charge"]
    then = type(model)("bless", ("submitted",), "admissible", model.law)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(Dossier, "FORMERLY", [Formerly(tomorrow, "bless", then)])
    assert list(broken_chains(Dossier)) == []
    yesterday = timezone.now() - timedelta(days=1)
    monkeypatch.setattr(Dossier, "FORMERLY", [Formerly(yesterday, "bless", then)])
    assert any(invented in problem.what for problem in list(broken_chains(Dossier)))


@breaks
@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.label)
def test_a_table_of_facts_without_its_triggers_is_named(model: Any) -> None:
    """Each one when its triggers are gone; on PostgreSQL also when they are merely off."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        else:
            cursor.execute(drop_statements("sqlite", table)[0])
    assert list(unprotected_models()) == [model]


@breaks
def test_missing_triggers_are_told() -> None:
    with connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor, "committee_decision"):
            cursor.execute(statement)
    assert problems() == [
        "Tables protégées : table committee_decision : ses déclencheurs manquent ou ont été changés"
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_the_proof_is_read_is_no_alarm() -> None:
    """Every part is of the moment when the reading began, and nobody waits for it."""
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    person = factories.instructor()

    def write() -> None:
        try:
            factories.dossier(ApplicationState.SUBMITTED)
            perform(dossier, "take_charge", actor=Actor.of(person))
        finally:
            connection.close()

    with closing(all_parts()) as parts:
        found = list(next(parts).problems)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
        for part in parts:
            found += part.problems
    assert found == []
    assert problems() == []


@breaks
def test_a_check_that_cannot_be_read_to_its_end_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        yield "une première chose"
        Organisation.objects.filter(pk="pas un nombre").exists()

    monkeypatch.setattr("workflows.proof.report.all_proofs", lambda: {"Essai": broken, "Fin": list})
    found = problems()
    assert found[0] == "Essai : une première chose"
    assert found[1].startswith("Essai : la lecture s’est arrêtée (ValueError")


def test_a_creation_begins_where_the_law_says() -> None:
    dossier = Dossier(organisation=factories.organisation(), state=ApplicationState.VALIDATED)
    with pytest.raises(ValueError, match="begins in draft"):
        create(dossier, actor=factories.SYSTEM, action="open")


@breaks
@pytest.mark.django_db(transaction=True)
def test_a_decided_item_that_is_gone_ends_no_reading() -> None:
    item = AgendaItem.objects.get(case=labelled())
    with connection.cursor() as cursor:
        off, on = {
            "postgresql": (
                "SET session_replication_role = replica",
                "SET session_replication_role = origin",
            ),
            "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        }[connection.vendor]
        cursor.execute(off)
        cursor.execute("DELETE FROM committee_agendaitem WHERE id = %s", [item.pk])
        cursor.execute(on)
    found = problems()
    assert f"committee.AgendaItem {item.pk} : l’objet a disparu" in found
    assert any(problem.startswith("Décisions du comité") for problem in found)
    assert any(problem.startswith("labelling.Dossier") for problem in found)
