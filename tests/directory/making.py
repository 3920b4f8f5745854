"""Labels and logged-in people for the tests of the directory."""

from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from directory.annuaire.enums import Domain
from directory.annuaire.facts import ListingFacts, PublishedReference
from directory.annuaire.models import Listing
from directory.annuaire.operations import publish
from directory.charters.demo_charter import OF_ACCOMPANISTS
from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion, Signature
from directory.charters.operations import load_version, put_in_force, sign
from directory.impartiality.enums import Measure, Nature, Place
from directory.impartiality.models import Interest
from directory.impartiality.operations import Link, declare_interest
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.operations import grant
from tests import factories
from workflows.models import Case

_serial = count(1)


def noon(day: date) -> datetime:
    """The middle of `day`, in France."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def signature(organisation: Organisation, version: CharterVersion | None = None) -> Signature:
    return sign(
        version or factories.charter_version(),
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


def listing_facts(**changed: Any) -> ListingFacts:
    """What an accompanist of Maine-et-Loire says of itself."""
    values: dict[str, Any] = {
        "presentation": "Nous accompagnons les conseils d’administration.",
        "website": "https://exemple.fr/",
        "whole_approach": False,
        "domains": frozenset({Domain.GOVERNANCE}),
        "accompanies": True,
        "trains": False,
        "departments": frozenset({"49"}),
        "at_a_distance": False,
        "references": (
            PublishedReference("Le Relais", 2025, "Gouvernance", "Un séminaire des instances."),
        ),
        **changed,
    }
    return ListingFacts(**values)


def accompanist(organisation: Organisation, day: date | None = None) -> Recognition:
    """A referencing granted to `organisation` on `day` (today), without its listing."""
    at = noon(day or timezone.localdate())
    case = Case.objects.create(kind="directory.organisation", title="Essai", opened_at=at)
    return grant(
        organisation=organisation,
        kind=RecognitionKind.ACCOMPANIST,
        signature=signature(organisation, _accompanists_version()),
        case=case,
        at=at,
        actor=factories.SYSTEM,
    )


def _accompanists_version() -> CharterVersion:
    if CharterVersion.objects.in_force(CharterKind.ACCOMPANISTS) is None:
        accompanists_charter()
    version: CharterVersion = CharterVersion.objects.in_force(CharterKind.ACCOMPANISTS)
    return version


def listing(name: str = "", *, day: date | None = None, **facts: Any) -> Listing:
    """The page of a new accompanist called `name`."""
    return publish(accompanist(factories.organisation(name), day), listing_facts(**facts))


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


def interest(
    whose: User | Organisation,
    organisation: Organisation | None,
    measure: Measure = Measure.RECUSAL,
    at: datetime | None = None,
) -> Interest:
    """A declared link of a person, or of an organisation, with another; None: with the scheme."""
    link = Link(
        person=whose if isinstance(whose, User) else None,
        holder=whose if isinstance(whose, Organisation) else None,
        organisation=organisation,
        place=Place.COMMITTEE,
        nature=Nature.OFFICE,
        description="Administre l’organisation depuis 2024.",
        measure=measure,
    )
    return declare_interest(link, actor=factories.SYSTEM, at=at)


def many_like(recognition: Recognition, count: int) -> None:
    """As many others, each of an organisation of its own: rows for a planner to count."""
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisation {rank}",
            siren=f"{rank:09d}",
            department="49",
            registered_at=recognition.organisation.registered_at,
        )
        for rank in range(count)
    )
    Recognition.objects.bulk_create(
        Recognition(
            kind=recognition.kind,
            state=recognition.state,
            number=f"OSE-1999-{rank:04d}",
            organisation=organisation,
            signature=recognition.signature,
            case=recognition.case,
            valid_from=recognition.valid_from,
            valid_until=recognition.valid_until,
        )
        for rank, organisation in enumerate(organisations)
    )
