"""What the directory proves: the texts signed, the rights that follow their rule, the team."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F
from django.utils import timezone

from directory.enums import CressGroup
from directory.models import CharterVersion, Recognition, Signature, TeamRole, User
from directory.operations.charters import digest_of
from directory.validity import end_of_validity, validity_years
from workflows.numbering import numbered
from workflows.proof.registry import proof


@numbered
def recognition_numbers() -> Iterator[str]:
    yield from Recognition.objects.values_list("number", flat=True).iterator()


@proof("Chartes")
def texts_are_those_digested() -> Iterator[str]:
    for version in CharterVersion.objects.order_by("pk"):
        if digest_of(version.text) != version.digest:
            yield f"{version} : le texte n’est plus celui de son empreinte"


@proof("Signatures")
def signatures_are_of_their_text() -> Iterator[str]:
    for signature in Signature.objects.exclude(digest=F("version__digest")).order_by("pk"):
        yield f"signature {signature.pk} : l’empreinte n’est pas celle du texte signé"


@proof("Validité des reconnaissances")
def recognitions_last_what_the_rule_gives() -> Iterator[str]:
    """Each begins when it was decided, or when the one before ends, and lasts the years it should.

    Its dates are those of its first row: no transition moves them.
    """
    granted = {row.id: row for row in Recognition.history.filter(history_type="+").iterator()}
    for recognition in Recognition.objects.select_related("previous").order_by("pk").iterator():
        row = granted.get(recognition.pk)
        if row is None:
            continue  # its chain says so
        starts = timezone.localdate(row.history_date)
        if recognition.previous is not None:
            starts = max(starts, recognition.previous.valid_until)
        ends = _end(starts, timezone.localdate(row.history_date))
        if (recognition.valid_from, recognition.valid_until) != (starts, ends):
            held = f"du {recognition.valid_from} au {recognition.valid_until}"
            yield f"{recognition} : valable {held}, alors que la règle donne du {starts} au {ends}"


def _end(starts: date, decided_on: date) -> date | None:
    try:
        return end_of_validity(starts, validity_years(decided_on))
    except LookupError:
        return None


@proof("Équipe de la CRESS")
def groups_are_the_roles_that_prove_them() -> Iterator[str]:
    members = User.objects.filter(groups__name__in=CressGroup.values)
    held = set(members.values_list("pk", "groups__name"))
    roles = TeamRole.objects.filter(until__isnull=True)
    proven = set(roles.values_list("user_id", "group"))
    for user_id, group in sorted(held - proven):
        yield f"personne {user_id} : dans le groupe « {group} » sans rôle qui le prouve"
    for user_id, group in sorted(proven - held):
        yield f"personne {user_id} : a le rôle « {group} » sans être dans le groupe"
