"""Who complained: sealed, opened by two people or by nobody, forgotten by the rest."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.operations import say
from labelling.oversight.followup.reading import followed
from labelling.oversight.identities.models import Identity, Opening, SealedIdentity
from labelling.oversight.identities.operations import agree, read_identity, refuse
from labelling.oversight.sealing.box import NotOurs, seal, unseal
from tests import factories
from tests.committee.making import committee
from tests.labelling.oversight.complaining import MARIE, broken, complaint, lodged
from tests.notifications.draining import drain
from workflows.actors import Actor
from workflows.history import history_model
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
WHY = "Vérifier un document que la personne est seule à avoir."


def two() -> tuple[Actor, Actor]:
    return Actor.of(factories.instructor()), Actor.of(factories.manager())


def asked(made: Complaint, actor: Actor) -> Opening:
    say(made, "ask_identity", words=WHY, actor=actor)
    return Opening.objects.select_related("complaint").get(complaint=made, agreed__isnull=True)


def test_a_seal_opens_in_its_place_alone_and_whole() -> None:
    sealed = seal("Marie", place="who:REC-1")
    assert unseal(sealed, place="who:REC-1") == "Marie"
    assert "Marie" not in sealed
    assert sealed != seal("Marie", place="who:REC-1")
    name, _, rest = sealed.partition(".")
    for altered in (f"{name}.{rest[:-6]}AAAA==", f"{'0' * 16}.{rest}", ""):
        with pytest.raises(NotOurs):
            unseal(altered, place="who:REC-1")
    with pytest.raises(NotOurs):
        unseal(sealed, place="who:REC-2")


def test_nobody_opens_it_alone() -> None:
    made, (one, other) = complaint(identity=MARIE), two()
    with pytest.raises(Refused):
        read_identity(made, actor=one)
    opening = asked(made, one)
    with pytest.raises(Refused) as refusal:
        agree(opening, actor=one)
    assert [unmet.code for unmet in refusal.value.unmet] == ["same_person"]
    for actor in (one, other):
        with pytest.raises(Refused):
            read_identity(made, actor=actor)
    agree(opening, actor=other)
    assert read_identity(made, actor=one) == read_identity(made, actor=other) == MARIE


def test_the_database_itself_wants_two_people() -> None:
    made, (one, other) = complaint(identity=MARIE), two()
    opening = asked(made, one)
    agree(opening, actor=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.update(settled_by=one.user)


def test_a_third_person_reads_nothing_and_the_two_only_for_a_time() -> None:
    made, (one, other) = complaint(identity=MARIE), two()
    agree(asked(made, one), actor=other)
    with pytest.raises(Refused):
        read_identity(made, actor=Actor.of(factories.instructor("Eden", "Roy")))
    with (
        time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False),
        pytest.raises(Refused),
    ):
        read_identity(made, actor=one)


def test_each_reading_is_in_the_history_and_told_by_receipt() -> None:
    made, (one, other) = complaint(identity=MARIE), two()
    opening = asked(made, one)
    assert followed(made).readings == []
    agree(opening, actor=other)
    read_identity(made, actor=one)
    told = followed(made)
    assert [reading.reason for reading in told.readings] == [WHY]
    done = list(history_model(Complaint).objects.values_list("transition", "actor"))
    assert ("read_identity", one.reference) in done
    assert ("agree_identity", other.reference) in done
    assert broken() == []


def test_what_is_refused_stays_sealed_and_may_be_asked_again() -> None:
    made, (one, other) = complaint(identity=MARIE), two()
    opening = asked(made, one)
    with pytest.raises(Refused):
        say(made, "ask_identity", words=WHY, actor=other)
    refuse(opening, words="Une question suffit.", actor=other)
    with pytest.raises(Refused):
        read_identity(made, actor=one)
    assert followed(made).readings == []
    again = asked(made, one)
    with pytest.raises(Stale):
        agree(opening, actor=other)
    agree(again, actor=other)
    assert read_identity(made, actor=one) == MARIE


def test_there_is_nothing_to_open_of_somebody_who_said_nothing() -> None:
    made, (one, _) = complaint(), two()
    with pytest.raises(Refused) as refusal:
        say(made, "ask_identity", words=WHY, actor=one)
    assert [unmet.code for unmet in refusal.value.unmet] == ["anonymous"]


def test_of_the_cress_it_takes_the_chair_and_a_member() -> None:
    seats = committee()
    made = lodged(About.SCHEME, identity=MARIE).complaint
    member = Actor.of(seats.mandates[1].user)
    with pytest.raises(Forbidden):
        say(made, "ask_identity", words=WHY, actor=member)
    opening = asked(made, seats.chair)
    for actor in (seats.cress, Actor.of(factories.instructor())):
        with pytest.raises(Forbidden):
            agree(opening, actor=actor)
    agree(opening, actor=member)
    assert read_identity(made, actor=seats.chair) == MARIE
    with pytest.raises(Forbidden):
        read_identity(made, actor=seats.cress)
    assert broken() == []


def test_an_identity_that_no_key_opens_leaves_no_reading() -> None:
    made, (one, other) = complaint(identity=MARIE), two()
    agree(asked(made, one), actor=other)
    SealedIdentity.objects.update(sealed=seal("[]", place="elsewhere"))
    with pytest.raises(Refused):
        read_identity(made, actor=one)
    assert not history_model(Complaint).objects.filter(transition="read_identity").exists()


def test_no_mail_leaves_unless_it_was_asked_for() -> None:
    for written_to, expected in ((False, 0), (True, 2)):
        mail.outbox.clear()
        made = lodged(identity=MARIE, written_to=written_to).complaint
        actor = Actor.of(factories.instructor())
        say(made, "admit", words="Un mot.", actor=actor)
        say(made, "ask", words="Où était-ce ?", actor=actor)
        drain()
        theirs = [letter for letter in mail.outbox if MARIE.email in letter.to]
        assert len(theirs) == expected
        for letter in theirs:
            told = f"{letter.subject} {letter.body}"
            for word in ("REC-", "clamation", "Un mot.", "Où était", str(made.recognition)):
                assert word.casefold() not in told.casefold().replace("/reclamations/suivi/", "")


def everything_stored() -> bytes:
    """Each column of each table, as the database gives it, and the file that holds it if any."""
    found = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += repr(row).encode()
    return bytes(found)


def test_a_stolen_database_names_nobody() -> None:
    complaint(S.ANSWERED, identity=MARIE, written_to=True)
    drain()
    held = everything_stored()
    assert b"REC-" in held
    for told in (MARIE.name, "Dubreuil", MARIE.email, MARIE.phone):
        assert told.encode() not in held
    for result in DBTaskResult.objects.all():
        assert MARIE.email not in str(result.args_kwargs)


@pytest.mark.django_db(transaction=True)
def test_nor_does_its_file_or_its_dump(tmp_path: Path) -> None:
    complaint(S.ANSWERED, identity=MARIE, written_to=True)
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump))
    stolen = [dump]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        stolen += [held for end in ("", "-wal") if (held := Path(name + end)).exists()]
    assert b"REC-" in dump.read_bytes()
    for path in stolen:
        content = path.read_bytes()
        for told in (MARIE.name, "Dubreuil", MARIE.email, MARIE.phone):
            assert told.encode() not in content


def test_another_key_seals_anew_and_the_old_one_still_opens(settings: Any) -> None:
    made = complaint(identity=MARIE, written_to=True)
    old = settings.OSE_IDENTITY_KEYS[0]
    settings.OSE_IDENTITY_KEYS = [b"n" * 32, old]
    kept = SealedIdentity.objects.select_related("complaint").get(complaint=made)
    assert kept.opened() == MARIE
    call_command("reseal_identities")
    settings.OSE_IDENTITY_KEYS = [b"n" * 32]
    kept = SealedIdentity.objects.select_related("complaint").get(complaint=made)
    assert (kept.opened(), kept.address()) == (MARIE, MARIE.email)


def test_an_identity_is_nothing_or_something() -> None:
    assert not Identity()
    assert Identity(phone="06")
