"""Labels and logged-in people for the tests of the directory."""

from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from directory.charters.demo_charter import OF_ACCOMPANISTS
from directory.charters.enums import CharterKind
from directory.charters.models import Signature
from directory.charters.operations import load_version, put_in_force, sign
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.operations import grant
from tests import factories
from workflows.models import Case

_serial = count(1)


def noon(day: date) -> datetime:
    """The middle of `day`, in France."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def signature(organisation: Organisation) -> Signature:
    return sign(
        factories.charter_version(),
        organisation=organisation,
        user=factories.representative(organisation),
        name="Camille Morin",
        function="Présidente",
    )


def accompanists_charter(*changes: tuple[str, str]) -> None:
    """Put in force the accompanists' charter of the demo, then each version that `changes` make."""
    texts = [OF_ACCOMPANISTS.text]
    for old, new in changes:
        texts.append(texts[-1].replace(old, new))
    for text in texts:
        version, _ = load_version(
            kind=CharterKind.ACCOMPANISTS,
            title=OF_ACCOMPANISTS.title,
            text=text,
            principles=OF_ACCOMPANISTS.parts,
            actor=factories.SYSTEM,
        )
        put_in_force(version, actor=factories.SYSTEM)


def label(organisation: Organisation, day: date) -> Recognition:
    """A label granted to `organisation` on `day`, as a favourable decision grants it."""
    at = noon(day)
    case = Case.objects.create(kind="directory.organisation", title="Essai", opened_at=at)
    return grant(
        organisation=organisation,
        kind=RecognitionKind.LABEL,
        signature=signature(organisation),
        case=case,
        at=at,
        actor=factories.SYSTEM,
    )


def logged_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def declaration(**changed: Any) -> dict[str, Any]:
    """What a right declaration posts."""
    return {
        "identifier": factories.siren(),
        "name": "Les Jardins du Bocage",
        "legal_form": "9220",
        "department": "49",
        "city": "Angers",
        "role": "representative",
        "function": "Présidente",
        **changed,
    }
