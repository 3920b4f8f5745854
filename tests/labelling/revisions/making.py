"""A revision of the structures' charter, as far as a test needs it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from directory.charters.demo_charter import OF_STRUCTURES
from directory.charters.enums import CharterKind
from directory.charters.models import Charter, CharterVersion
from directory.charters.operations import load_version, put_in_force
from labelling.revisions.inputs import RevisionAccount
from labelling.revisions.models import CharterRevision
from labelling.revisions.operations import ask_party, open_consultation, open_revision
from tests import factories
from workflows.actors import Actor
from workflows.engine import perform

NEW_TEXT = OF_STRUCTURES.text + "\n\nNous en rendons compte chaque année.\n"
ASKED = "Montrez comment vous rendez compte chaque année."
SUMMARY = "Deux réponses, toutes deux favorables\u00a0: le texte ne change pas."


def in_force() -> CharterVersion:
    """The demo's charter, in force."""
    version, _ = load_version(
        kind=CharterKind.STRUCTURES,
        title=OF_STRUCTURES.title,
        text=OF_STRUCTURES.text,
        principles=OF_STRUCTURES.parts,
        actor=factories.SYSTEM,
    )
    return put_in_force(version, actor=factories.SYSTEM)


def account(**changes: Any) -> RevisionAccount:
    """In force in 90 days, with 180 more to show what is new."""
    today = timezone.localdate()
    made = RevisionAccount(
        text=NEW_TEXT,
        rationale="Rendre compte n’était demandé nulle part.",
        in_force_on=today + timedelta(days=90),
        transition_asks=ASKED,
        transition_until=today + timedelta(days=270),
    )
    return replace(made, **changes)


def revision(director: Actor, **changes: Any) -> CharterRevision:
    """A draft of a new text."""
    charter = Charter.objects.filter(kind=CharterKind.STRUCTURES).first() or in_force().charter
    return open_revision(charter, account(**changes), actor=director)


def consulting(director: Actor, **changes: Any) -> CharterRevision:
    made = revision(director, **changes)
    return open_consultation(made, until=timezone.localdate() + timedelta(days=30), actor=director)


def asked(director: Actor) -> CharterRevision:
    """Somebody is asked besides those who signed."""
    return ask_party(consulting(director), name="Un réseau", actor=director)


def proposed(director: Actor, **changes: Any) -> CharterRevision:
    """Its consultation is over, and the committee is asked."""
    made = consulting(director, **changes)
    later = timezone.now() + timedelta(days=31)
    perform(made, "close_consultation", actor=director, reason=SUMMARY, at=later)
    return perform(made, "propose", actor=director, at=later)


def enacted(made: CharterRevision) -> datetime:
    """The moment at which an adopted one comes into force."""
    return timezone.now() + (made.in_force_on - timezone.localdate()) + timedelta(hours=1)
